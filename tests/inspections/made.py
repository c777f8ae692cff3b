"""A plan of 示范县应急管理局 on its way: lists of thirty enterprises, four officers, frozen, drawn."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.publicity.test_visits import item

from mingjing.inspections import operations
from mingjing.inspections.models import Draw
from mingjing.inspections.terms import DrawFacts, FreezeFacts, PartyRow, PlanDraft, PlanFacts, Source
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.sites.bench.press import with_check

AT = datetime(2026, 10, 13, 10, 0, tzinfo=CHINA)
AFTER = AT + timedelta(days=3)
LOTTERY = Source("体彩大乐透开奖号码", "中国体彩网 lottery.gov.cn", date(2026, 10, 15))
HOME = "91130821MA0HTEA1XE"
NUMBER = "06 11 18 23 25 + 03 07"
CLASSES = (("high", "D"), ("higher", "C"), ("general", "B"), ("low", "A"), ("low", "none"))


def refused(act: Callable[[], Any]) -> set[str]:
    """The rules by which an act is refused."""
    with pytest.raises(Refused) as problem:
        act()
    return set(problem.value.rules)


def code(number: int) -> str:
    return HOME if number == 7 else with_check(f"91130821MA{number:07d}")


def rows(count: int = 30) -> list[PartyRow]:
    return [
        PartyRow(code(at), f"示范县第{at}化工有限公司", *CLASSES[at % len(CLASSES)], row=at + 2) for at in range(count)
    ]


def planned(world: Any, who: str = "甲", code: str = "SJ-900", **changes: Any) -> PlanFacts:
    public = item(world, code=code)
    told: dict[str, Any] = {
        "title": "2026 年危险化学品企业双随机抽查", "year": 2026, "items": (public.entry_id,), "wanted": 8, "ratio": 0, "team": 2,
        "announced_on": date(2026, 10, 13), "scope": "示范县",
    } | changes  # fmt: skip
    return operations.make_plan(draft=PlanDraft(**told), by=world.actor(who, AT), at=AT)


def approved(world: Any, **changes: Any) -> PlanFacts:
    one = planned(world, **changes)
    operations.add_parties(plan_id=one.id, rows=rows(), by=world.actor("甲", AT), at=AT)
    operations.take_officers(plan_id=one.id, by=world.actor("甲", AT), at=AT)
    return operations.approve_plan(plan_id=one.id, by=world.actor("己", AT), at=AT)


def frozen(world: Any, one: PlanFacts, *, reason: str = "", **changes: Any) -> FreezeFacts:
    told = {"source": LOTTERY} | changes
    return operations.freeze(plan_id=one.id, reason=reason, by=world.actor("甲", AT), at=AT, **told)


def told(world: Any, one: PlanFacts, **changes: Any) -> DrawFacts:
    given: dict[str, Any] = {"value": NUMBER, "again": NUMBER, "on": LOTTERY.on} | changes
    return operations.tell_entropy(plan_id=one.id, by=world.actor("甲", AFTER), at=AFTER, **given)


def drawn(world: Any, one: PlanFacts) -> Draw:
    frozen(world, one)
    told(world, one)
    made = operations.hold_draw(plan_id=one.id, by=world.actor("甲", AFTER), at=AFTER)
    return Draw.objects.get(pk=made.id)
