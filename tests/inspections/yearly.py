"""Classes, caps, annual plans and visits of 示范县应急管理局, made by the operations."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.publicity.test_visits import CODE, drafted, item, left

from mingjing.inspections import operations, queries
from mingjing.inspections.terms.classes import ClassRow, LotFacts
from mingjing.inspections.terms.frequencies import CELLS, CapDraft, CapFacts
from mingjing.inspections.terms.yearly import LineDraft, YearPlanFacts
from mingjing.kernel.days import CHINA
from mingjing.publicity.terms import VisitFacts

AT = datetime(2026, 10, 13, 10, 0, tzinfo=CHINA)
FIRM = "示范县恒源化工有限公司"
SOURCE = "示应急〔2026〕8号分级名录"
BASIS = "示应急〔2026〕3号"
__all__ = ["AT", "BASIS", "CODE", "FIRM", "SOURCE", "item"]


def entered(world: Any, *rows: ClassRow, who: str = "甲", at: datetime = AT, reason: str = "") -> LotFacts:
    told = rows or (ClassRow(CODE, FIRM, "high", "B", at.date()),)
    return operations.enter_classes(rows=told, source=SOURCE, reason=reason, by=world.actor(who, at), at=at)


def checked(world: Any, lot: LotFacts, who: str = "公", at: datetime = AT) -> LotFacts:
    return operations.check_classes(lot_id=lot.id, agrees=True, answer="", by=world.actor(who, at), at=at)


def figures(most: int = 6, **changes: int) -> dict[str, int]:
    return {key: changes.get(key.replace(".", "_"), most) for key in CELLS}


def capped(world: Any, most: int = 6, at: datetime = AT, since: date | None = None) -> CapFacts:
    draft = CapDraft(figures(most), since or at.date(), BASIS)
    made = operations.draw_up_caps(draft=draft, by=world.actor("甲", at), at=at)
    return operations.settle_caps(cap_id=made.id, agrees=True, by=world.actor("己", at), at=at)


def visited(world: Any, public: Any, number: int = 0, *, cause: str = "other", source: str = "", ends: bool = True, **more: Any) -> VisitFacts:  # fmt: skip
    at = AT + timedelta(hours=number)
    draft = drafted(world, public, **more)
    told = {"outside": False, "cause": cause, "source": source, "by": world.actor("甲", AT), "at": at}
    visit = operations.begin_visit(draft=draft, **told)
    return left(world, visit, at=at + timedelta(minutes=30)) if ends else visit


def line(public: Any, **changes: Any) -> LineDraft:
    told = LineDraft(public.entry_id, "示范县内的加油站", 20, 3, 11, "daily")
    return replace(told, **changes)


def year_plan(world: Any, *lines: LineDraft, at: datetime = AT) -> YearPlanFacts:
    by = world.actor("甲", at)
    made = operations.make_year_plan(title="2026 年度行政检查计划", year=2026, by=by, at=at)
    for one in lines:
        operations.keep_year_line(plan_id=made.id, key=None, draft=one, by=by, at=at)
    return made


def published(world: Any, *lines: LineDraft) -> YearPlanFacts:
    made = year_plan(world, *lines)
    return operations.approve_year_plan(plan_id=made.id, by=world.actor("己", AT), at=AT)


def number(plan: YearPlanFacts, key: int = 1) -> str:
    return f"{plan.number}-{key}"


def standing_lines(plan: YearPlanFacts) -> Any:
    return queries.lines(next(one for one in queries.versions(plan.id) if one.state == "standing").id)
