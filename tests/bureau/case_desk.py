"""A person at the case pages: signs in, opens a form, fills it in as a browser would, and reads what comes back."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from mingjing.cases import queries
from mingjing.cases.models import Case, Draft
from mingjing.cases.terms import FieldSpec, procedure
from mingjing.foundation.people import Actor
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

ONCE = re.compile(r'name="_once" value="([0-9a-f]+)"')
VERSION = re.compile(r'name="_version" value="(\d+)"')
RULES = re.compile(r"<small>依据：([A-Z]+-\d+)")
NOW = moment("2026-11-22 10:00")


@contextmanager
def clock(now: datetime) -> Iterator[None]:
    """The pages believe it is this moment."""
    with patch("django.utils.timezone.now", return_value=now):
        yield


def client_of(person_id: UUID) -> Client:
    """A browser of this person, signed in."""
    client = Client()
    account = get_user_model().objects.get(person_id=person_id)
    account.must_change_password = False
    account.save(update_fields=["must_change_password"])
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def enter(world: World, key: str) -> Client:
    """A browser of a person of the story (甲, 己, 监)."""
    return client_of(world.people[key])


def typed(specs: tuple[FieldSpec, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    """An act's data as the inputs of its form send them."""
    sent: dict[str, Any] = {}
    for spec in specs:
        value = data.get(spec.name)
        if value is None or value is False or value in ("", []):
            continue
        if spec.type == "table":
            for at, row in enumerate(value):
                sent |= {f"{spec.name}-{at}-{name}": _plain(cell) for name, cell in row.items()}
        elif isinstance(value, list | tuple):
            sent[spec.name] = [_plain(each) for each in value]
        elif spec.type == "datetime":
            sent[spec.name] = moment(value).strftime("%Y-%m-%dT%H:%M")
        else:
            sent[spec.name] = "1" if value is True else _plain(value)
    return sent


def _plain(value: Any) -> str:
    return str(value["id"]) if isinstance(value, dict) else str(value)


def opened(client: Client, address: str) -> dict[str, str]:
    """The hidden marks of the form at an address."""
    page = client.get(address).content.decode()
    once, version = ONCE.search(page), VERSION.search(page)
    assert once, f"no form at {address}"
    return {"_once": once[1], **({"_version": version[1]} if version else {})}


def rules_on(page: str) -> frozenset[str]:
    """The numbers of the rules a page says refused."""
    return frozenset(RULES.findall(page))


def wrong_fields(page: str) -> frozenset[str]:
    """The fields of the error summary, as stories name them."""
    names = re.findall(r'<li><a href="#f-([a-z_]+)">', page)
    return frozenset({"FORM-01", *(f"FORM-01:{name}" for name in names)}) if names else frozenset()


class PagePlayer(Player):
    """Plays a story by filling in forms in the bureau instead of calling the operations."""

    def _try(self, code: str, step: Mapping[str, Any], at: datetime) -> tuple[str, frozenset[str], frozenset[str]]:
        by, drafter = self._people(code, step, at)
        case_id = None if code == "register_lead" else self.case_id()
        data = self.data_for(code, at, case_id, step.get("with") or {})
        with clock(at + timedelta(minutes=1)):
            told, rules = self._by_hand(code, data, by, drafter, at, case_id)
        return told, rules, frozenset()

    def _by_hand(
        self, code: str, data: Mapping[str, Any], by: Actor, drafter: Actor | None, at: datetime, case_id: UUID | None
    ) -> tuple[str, frozenset[str]]:
        spec = procedure().acts[code]
        sent = typed(spec.fields, data)
        if case_id is None:
            return self._lead(sent, by, at)
        address = f"/bureau/cases/{case_id}/acts/{code}/"
        if drafter is None:
            return self._posted(client_of(by.person_id), address, {**sent, "at": at.strftime("%Y-%m-%dT%H:%M")})
        told, rules = self._posted(client_of(drafter.person_id), address, sent)
        if rules:
            return told, rules
        draft = Draft.objects.get(case_id=case_id, code=code, state="submitted")
        told, rules = self._posted(client_of(by.person_id), f"/bureau/decisions/{draft.id}/", sent)
        if rules:
            self._send_back(by, draft.id)
        return told, rules

    def _send_back(self, by: Actor, draft_id: UUID) -> None:
        note = {"_return": "1", "note": "请按规则改正后再提交。"}
        answer = client_of(by.person_id).post(f"/bureau/decisions/{draft_id}/", note)
        assert answer.status_code == 302

    def _lead(self, sent: dict[str, Any], by: Actor, at: datetime) -> tuple[str, frozenset[str]]:
        told, rules = self._posted(
            client_of(by.person_id), "/bureau/cases/new/", {**sent, "at": at.strftime("%Y-%m-%dT%H:%M")}
        )
        if not rules:
            newest = Case.objects.order_by("-opened_at").values_list("lead_number", flat=True)[0]
            self.report.cases[self.current] = queries.case_by_lead(by.organ_id, newest)
        return told, rules

    @staticmethod
    def _posted(client: Client, address: str, sent: dict[str, Any]) -> tuple[str, frozenset[str]]:
        page = client.get(address)
        if page.status_code == 403:
            return "没有权限", frozenset({"ROLE-01"})
        assert page.status_code == 200, (address, page.status_code)
        answer = client.post(address, {**opened(client, address), **sent})
        if answer.status_code == 302:
            return "办成", frozenset()
        text = answer.content.decode()
        assert answer.status_code == 422, (address, answer.status_code)
        rules = rules_on(text) or wrong_fields(text)
        assert rules, text
        return "；".join(sorted(rules)), rules


def case_at(world: World, upto: int, story: str = "worked-example.yaml") -> UUID:
    """A case of the worked example after its first steps."""
    from dataclasses import replace
    from pathlib import Path

    told = read_story(Path(__file__).parents[1] / "journeys" / story)
    player = Player(world, replace(told, steps=told.steps[:upto]))
    report = player.play()
    assert report.lines[-1].good, report.text()
    return report.cases["本案"]
