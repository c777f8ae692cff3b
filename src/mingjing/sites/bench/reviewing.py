"""A file of two hundred documents before the reviewer: what the machine finds in it, and the whole page of the opinion."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from mingjing.cases import queries
from mingjing.cases.queries.facts import load
from mingjing.foundation.pages import page_url
from mingjing.records import queries as records
from mingjing.sites.bench.county import Grown, played_case, told_until
from mingjing.sites.bench.meter import Meter
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import read

FILE, TRIAL, FINDINGS_MS = 200, 60, 2000
APART = timedelta(minutes=12)
# Two of three make a document.
INQUIRY, MADE = ("interview", "survey", "collect_evidence"), 2


def reviewing(meter: Meter, county: Grown, *, trial: bool = False) -> None:
    """The reviewer's case, grown by acts to so many documents: every guard asked again about every act, then the page."""
    told = told_until("in_review")
    key, wanted = played_case(county.world, told), TRIAL if trial else FILE
    made = _grown(county, key, wanted, told)
    title = f"{made} 份文书、{len(load(queries.case_row(key)).acts)} 步的案卷"
    meter.time(f"{title}：机器核对全部步骤和期限（从库里取出算起）", lambda _: _found(key, county), target=FINDINGS_MS, most=10)  # fmt: skip
    browser, address = _reviewer(county, told.organ), page_url("bureau:act", key, "give_opinion")
    _opened(browser, address)
    meter.time(f"{title}：法制审核意见整页（八项各附机器核对）", lambda _: _opened(browser, address), target=FINDINGS_MS, most=10)  # fmt: skip


def _grown(county: Grown, key: UUID, wanted: int, told: Any) -> int:
    """Sent back, inquiries until the file holds so many documents, submitted again: every step through the operations."""
    dossier = queries.dossier_of(key)
    more = (wanted - len(records.documents(dossier))) * len(INQUIRY) // MADE
    begin = county.now - APART * (more + 3)
    steps: list[dict[str, Any]] = [{"at": begin, "act": "return_review"}]
    for place in range(more):
        at = begin + APART * (place + 1)
        steps.append({"at": at, "act": (act := INQUIRY[place % len(INQUIRY)]), "with": _said(act, place, at)})
    steps.append({"at": begin + APART * (more + 1), "act": "submit_review", "with": {"response": "已经补充全部证据。"}})
    head = {"journey": "审核的案卷", "organ": told.organ, "party": told.party, "matter": told.matter}
    player = Player(county.world, {**head, "steps": steps})
    player.report.cases[player.current] = key
    assert player.play().good, player.report.text()
    return len(records.documents(dossier))


def _said(act: str, place: int, at: datetime) -> dict[str, Any]:
    """What one inquiry says apart from the usual: nobody asks two persons at a time."""
    times = {name: (at - back).isoformat(timespec="minutes") for name, back in (("started_at", APART), ("ended_at", APART / 3))}  # fmt: skip
    if act == "interview":
        return {**times, "person_name": f"职工{place}", "relation": "作业人员"}
    if act == "survey":
        return {**times, "object": f"作业现场第{place}处"}
    return {"name": f"书证{place}"}


def _found(key: UUID, county: Grown) -> None:
    queries.supervise(key, county.now)


def _reviewer(county: Grown, organ: str) -> Client:
    """A browser in which the organ's reviewer has signed in."""
    name = read()["people"][county.world.teams[organ]["reviewer"]]["username"]
    browser = Client(SERVER_NAME="localhost")
    account = get_user_model().objects.get(username=name)
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _opened(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200 and "law_discretion" in answer.content.decode(), (address, answer.status_code)
