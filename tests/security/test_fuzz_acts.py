"""Every act of the procedure with hostile values, by the operation and by the page: a reason comes out, never a crash."""

import random
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from tests.security.hostile import HUGE, STORIES, TEXTS, THINGS, XSS, Attacker, Target, browser, flat

from mingjing.cases import operations
from mingjing.cases.terms import ActSpec, procedure
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.sites.journeys import world

pytestmark = pytest.mark.django_db
SEED, SINGLE, WHOLE, POSTED = 20261122, 6, 2, 2
EXTRAS = ("_version", "at", "_add", "_drop", "_once", "_who", "note", "purpose")
BUTTONS = ({}, {}, {}, {"_save": "1"}, {"_preview": "1"}, {"_add": "x"})


@dataclass
class Damage:
    """What went wrong while the stories were played."""

    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    attacked: set[str] = field(default_factory=set)
    operation: list[str] = field(default_factory=list)
    page: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)

    def attack(self, target: Target) -> None:
        """By the operation and by the page; whatever it does is taken back."""
        for data in tampered(target.spec, dict(target.good), self.chance):
            with undone():
                self._attempted(target, data)
        for _ in range(POSTED):
            with undone():
                self._posted(target)

    def _attempted(self, target: Target, data: dict[str, Any]) -> None:
        people = {"by": target.by, "drafter": target.drafter}
        when = {"at": target.at, "now": target.at}
        try:
            operations.attempt(case_id=target.case_id, code=target.spec.code, data=data, **people, **when)
        except (Invalid, Refused, Forbidden):
            pass
        except Exception as crash:
            self.operation.append(f"{target.spec.code}: {crash!r:.300} {place(crash)} <- {told(data, target.good)}")

    def _posted(self, target: Target) -> None:
        sent, chance = flat(target.good), self.chance
        for name in chance.sample(sorted(sent), min(len(sent), chance.randint(0, 4))):
            sent[name] = chance.choice(([chance.choice(TEXTS)], chance.choices(TEXTS, k=3), []))
        for name in chance.sample(EXTRAS, 2):
            sent[name] = chance.choice(TEXTS)
        address = f"/bureau/cases/{target.case_id}/acts/{target.spec.code}/" if target.case_id else "/bureau/cases/new/"
        address += chance.choice(("", "", "draft/"))
        client = browser((target.drafter or target.by).person_id)
        for answer in (client.post(address, sent | chance.choice(BUTTONS)), client.get(address.removesuffix("draft/"))):
            self.answers[answer.status_code] += 1
            if answer.status_code >= 500:
                crash = answer.exc_info[1]
                self.page.append(f"{address}: {crash!r:.300} {place(crash)} <- {told(sent, flat(target.good))}")
            elif XSS in answer.content.decode():
                self.page.append(f"{address}: markup of a user in the page <- {told(sent, flat(target.good))}")


@contextmanager
def undone() -> Iterator[None]:
    """Nothing done within stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tampered(spec: ActSpec, good: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    """The right form with one field hostile; then with many."""
    values = (*TEXTS, *THINGS)
    for _ in range(SINGLE):
        one = chance.choice(spec.fields)
        yield {**good, one.name: hostile(one, chance.choice(values), chance)}
    for _ in range(WHOLE):
        chosen = chance.sample(spec.fields, chance.randint(1, len(spec.fields)))
        yield {**good, **{one.name: hostile(one, chance.choice(values), chance) for one in chosen}}


def hostile(spec: Any, value: Any, chance: random.Random) -> Any:
    """Most of the time a table gets rows of the right shape, so that its cells are reached too."""
    if spec.type == "table" and chance.random() < 0.7:
        return [{column.name: value for column in spec.columns}]
    return value


def told(data: dict[str, Any], good: Any) -> str:
    """What was tampered with, readable whatever it is."""
    changed = {key: value for key, value in data.items() if value is not good.get(key)}
    return "; ".join(
        f"{key}={'a huge number' if value == HUGE else ascii(value)[:120]}" for key, value in changed.items()
    )


def place(crash: Exception) -> str:
    """The last line of ours."""
    lines = [each for each in traceback.extract_tb(crash.__traceback__) if "mingjing" in each.filename]
    return f"{lines[-1].filename.rsplit('mingjing/', 1)[-1]}:{lines[-1].lineno}" if lines else ""


@pytest.fixture(scope="module")
def damage(shifan: world.World, django_db_blocker: Any) -> Damage:
    """Every act attacked once, in the middle of the stories that do it."""
    damage = Damage()
    with django_db_blocker.unblock():
        for story in STORIES:
            with undone():
                Attacker(world.open_world(), story, damage.attack, damage.attacked).play()
    return damage


def test_only_a_reason_comes_out_of_an_act(damage: Damage) -> None:
    assert not damage.operation, "\n".join(damage.operation)


def test_no_posted_form_breaks_its_page(damage: Damage) -> None:
    assert not damage.page, "\n".join(damage.page)
    assert damage.answers[422] > 10 and damage.answers[200] > 30, damage.answers


def test_no_act_is_left_out(damage: Damage) -> None:
    assert damage.attacked == set(procedure().acts)
