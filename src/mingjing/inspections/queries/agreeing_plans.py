"""Whether classes, caps, annual plans and what visits counted for are still what the ledger says."""

from collections.abc import Iterator, Mapping
from typing import Any

from mingjing.inspections.events import Event
from mingjing.inspections.models import CapTable, ClassLot, VisitCount, YearPlan, YearVersion
from mingjing.inspections.queries.agreeing import erased
from mingjing.inspections.queries.classes import lot_digest
from mingjing.inspections.queries.yearly import PUBLIC_VERSIONS, lines_digest
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference


def inspection_plans_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, and the streams of what is gone."""
    yield from _lots()
    yield from _caps()
    yield from _plans()
    yield from _counts()


def _lots() -> Iterator[Difference]:
    known = set()
    for lot in ClassLot.objects.order_by("pk").iterator():
        known.add(f"classes:{lot.pk}")
        events = ledger.whole(f"classes:{lot.pk}")
        last = events[-1].payload if events else {}
        if last.get("state") != lot.state or events[0].payload.get("digest") != lot_digest(lot):
            yield Difference(f"分级分类 {lot}", "等级或者复核与台账登记的不符")
    yield from erased("classes:", known, "这一批等级")


def _caps() -> Iterator[Difference]:
    known = set()
    for table in CapTable.objects.order_by("pk").iterator():
        known.add(f"caps:{table.pk}")
        events = ledger.whole(f"caps:{table.pk}")
        last = events[-1].payload if events else {}
        mine = {
            "state": table.state, "figures": table.figures, "since": table.since.isoformat(), "basis": table.basis, "note": table.note,
        }  # fmt: skip
        if any(last.get(key) != value for key, value in mine.items()):
            yield Difference(f"频次上限 {table}", "次数、依据或者状态与台账登记的不符")
    yield from erased("caps:", known, "这张频次上限")


def _plans() -> Iterator[Difference]:
    known = set()
    for plan in YearPlan.objects.order_by("pk").iterator():
        known.add(f"year-plan:{plan.pk}")
        events = ledger.whole(f"year-plan:{plan.pk}")
        yield from (Difference(f"年度检查计划 {plan.number}", words) for words in _plan(plan, events))
    yield from erased("year-plan:", known, "这份年度检查计划")


def _plan(plan: YearPlan, events: tuple[EventFacts, ...]) -> Iterator[str]:
    approved = {one.payload["version"]: one.payload["digest"] for one in events if one.kind == Event.YEAR_PLAN_APPROVED}
    rows = {row.seq: row for row in YearVersion.objects.filter(plan=plan)}
    if {seq for seq, row in rows.items() if row.state in PUBLIC_VERSIONS} != set(approved):
        yield "公布的版本与台账登记的不符"
    for seq, digest in approved.items():
        if seq in rows and not digest == rows[seq].digest == lines_digest(rows[seq]):
            yield f"第 {seq} 版的条目与台账登记的不符"
    reasons = {one.payload["version"]: one.payload["reason"] for one in events if one.kind == Event.YEAR_PLAN_AMENDED}
    if any(row.reason != reasons.get(seq, "") for seq, row in rows.items()):
        yield "调整的理由与台账登记的不符"
    started = next((one.payload for one in events if one.kind == Event.YEAR_PLAN_MADE), {})
    if (started.get("title"), started.get("year")) != (plan.title, plan.year):
        yield "名称或者年度与台账登记的不符"


def _counts() -> Iterator[Difference]:
    known = set()
    for row in VisitCount.objects.order_by("pk").iterator():
        known.add(f"visit:{row.pk}")
        told = _begun(f"visit:{row.pk}")
        if (told.get("apart"), told.get("line"), told.get("cause")) != (row.apart, row.line, row.cause):
            yield Difference(f"入企检查 {row.pk}", "是否计入频次上限、计划条目与台账登记的不符")
    for stream in sorted(ledger.streams("visit:") - known):
        # A visit from before there were caps was never counted here.
        if "apart" in _begun(stream):
            yield Difference(stream, "台账记有这次检查的计数，业务库里没有（被删除）")


def _begun(stream: str) -> Mapping[str, Any]:
    """What the ledger was told of a visit when it began here; empty where it did not."""
    return next((one.payload for one in ledger.whole(stream) if one.kind == Event.VISIT_BEGUN), {})
