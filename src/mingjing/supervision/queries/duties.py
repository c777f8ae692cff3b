"""What is owed: the year's report, its quarters, the region's sum, checks and receipts, each until when."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.cases.queries.calendar import figures
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.workdays import Workdays
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity.terms import EditionState
from mingjing.supervision.models import Report, Sheet
from mingjing.supervision.queries.analyses import analysis_duties
from mingjing.supervision.queries.appraisals import appraisal_duties
from mingjing.supervision.queries.circulars import circular_duties
from mingjing.supervision.queries.concerns import concern_duties
from mingjing.supervision.queries.gradings import grading_duties
from mingjing.supervision.queries.liabilities import defence_duties, liability_duties
from mingjing.supervision.queries.lodgings import lodging_duties
from mingjing.supervision.queries.warnings import warning_duties
from mingjing.supervision.rules.clocks import (
    annual_by,
    derivation,
    quarter_by,
    quarter_ends,
    quarters_before,
    rollup_by,
)
from mingjing.supervision.terms import SIGNING, Duty, Scope, SheetState

MANY_QUARTERS = 4
_MISSING = {
    None: ("待定稿", "去定稿"), EditionState.COLLECTED: ("待审核", "看年报"), EditionState.RETURNED: ("已退回，待重新定稿", "看年报"),
    EditionState.CHECKED: ("待发布", "看年报"), EditionState.DROPPED: ("已作废，待重新定稿", "去定稿"), EditionState.ENDED: ("已停止公开", "看年报"),
}  # fmt: skip


def due_of(year: int) -> date:
    """The last day on which the report of a year may become public (SUP-01)."""
    last: date = annual_by(year, figures("general", "annual_report", date(year, 12, 31)))
    return last


def quarter_due(year: int, quarter: int) -> date:
    """The last day of a quarter's report (SUP-17); how many days is not verified."""
    last: date = quarter_by(year, quarter, figures("general", "quarterly.days", quarter_ends(year, quarter)))
    return last


def rollup_due(year: int) -> date:
    """The last day of a region's sum (SUP-18)."""
    last: date = rollup_by(year, figures("general", "city_rollup", date(year, 12, 31)))
    return last


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lists below are made from."""

    today: date
    since: dict[UUID, date]
    reports: dict[tuple[str, UUID, int, int], Report]
    calendar: Callable[[], Workdays]


def duties(actor: Actor, today: date) -> tuple[Duty, ...]:
    """What a person's organ, or a supervisor's region, owes on that day, by due date. A handful of queries."""
    signs, watches = actor.has(*SIGNING), actor.has(Role.SUPERVISOR)
    asked = tuple(defence_duties(actor))
    if not signs and not watches:
        return asked
    every = organs.organs() if watches else (organs.organ(actor.organ_id),)
    own = next(one for one in every if one.id == actor.organ_id)
    region = [one for one in every if one.region == own.region and one.effective_on(today)] if watches else [own]
    known = _known(region, own, today)
    found: list[Duty] = []
    if signs:
        found += [*_annual(own, known), *_quarters(own, known), *_receipts(own, known)]
    if watches:
        found += [*_rollup(own, known)]
        found += [_watched(one, each) for each in region if each.id != own.id for one in _quarters(each, known)]
    found += _checks(actor, own, outside=watches, inside=signs)
    found += grading_duties(actor, today, own.region)
    found += appraisal_duties(actor, today, own.region)
    found += concern_duties(actor) if signs else ()
    found += warning_duties(actor, own.region)
    found += lodging_duties(actor, own.region, today)
    found += [*asked, *liability_duties(actor, today, region), *circular_duties(actor, own.region)]
    found += analysis_duties(actor, today, known.since[own.id], own.name)
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or today, one.organ_name)))


def _watched(one: Duty, organ: OrganFacts) -> Duty:
    """What another organ owes: a supervisor looks at it and cannot sign it."""
    return replace(one, action="看统计", page="annual", place=(), query=f"year={one.place[0]}&organ={organ.slug}")


def _known(region: Collection[OrganFacts], own: OrganFacts, today: date) -> _Known:
    ids = {one.id for one in region} | {own.id}
    rows = Report.objects.select_related("edition", "receipt").filter(organ_id__in=ids, year__gte=today.year - 2)
    # A work list is drawn on every visit; what a report says may be long and is not asked for here.
    rows = rows.defer("figures", "text", "children", "late", "edition__values", "edition__changes", "edition__basis")
    held = {(row.scope, row.organ_id, row.year, row.quarter): row for row in rows.order_by("seq")}
    # Asked once for all lines, and not at all where nothing is owed.
    return _Known(today, organs.registered_on(ids), held, cache(cases.calendar))


def _annual(organ: OrganFacts, known: _Known) -> Iterator[Duty]:
    year = known.today.year - 1
    row = known.reports.get((Scope.ANNUAL, organ.id, year, 0))
    state = EditionState(row.edition.state) if row and row.edition else None
    if known.since[organ.id] > date(year, 12, 31) and row is None or state == EditionState.RELEASED:
        return
    missing, action = _MISSING[state]
    due = due_of(year)
    says = "上一年度行政执法数据和总体情况报告，每年 1 月 31 日前公布（国办发〔2018〕118号第二部分（六））"
    signed = row is not None and state not in {None, EditionState.DROPPED}
    page, place = ("report", row.pk) if row and signed else ("annual_sign", year)
    yield Duty(
        f"{year} 年行政执法统计年报", organ.name, missing, action, page, (place,), due=due,
        steps=derivation(due, says, known.calendar()),
    )  # fmt: skip


def _quarters(organ: OrganFacts, known: _Known) -> Iterator[Duty]:
    for year, quarter in quarters_before(known.today, MANY_QUARTERS):
        ends = quarter_ends(year, quarter)
        if known.since[organ.id] > ends or (Scope.QUARTER, organ.id, year, quarter) in known.reports:
            continue
        due = quarter_due(year, quarter)
        says = f"{year} 年第 {quarter} 季度结束后 {(due - ends).days} 日内报送（地方做法，日数未核实）"
        yield Duty(
            f"{year} 年第 {quarter} 季度统计季报", organ.name, "没有报送", "去定稿", "quarter_sign", (year, quarter), due=due,
            steps=derivation(due, says, known.calendar()),
        )  # fmt: skip


def _receipts(organ: OrganFacts, known: _Known) -> Iterator[Duty]:
    for (scope, organ_id, year, _), row in known.reports.items():
        public = row.edition is not None and row.edition.state == EditionState.RELEASED
        if scope == Scope.ANNUAL and organ_id == organ.id and public and not hasattr(row, "receipt"):
            yield Duty(
                f"{year} 年行政执法统计年报",
                organ.name,
                "没有登记本级政府的回执",
                "登记回执",
                "report_receipt",
                (row.pk,),
            )


def _rollup(own: OrganFacts, known: _Known) -> Iterator[Duty]:
    year = known.today.year - 1
    row = known.reports.get((Scope.ROLLUP, own.id, year, 0))
    state = EditionState(row.edition.state) if row and row.edition else None
    if known.since[own.id] > date(year, 12, 31) and row is None or state == EditionState.RELEASED:
        return
    missing, action = _MISSING[state]
    due, says = rollup_due(year), "区域汇总每年 2 月底前报送（陕政办发〔2019〕13号，陕西省做法，其他地区按本地规定）"
    yield Duty(
        f"{own.region}{year} 年统计年报汇总", own.region, missing, action, "rollup_sign", (year,), due=due,
        steps=derivation(due, says, known.calendar()),
    )  # fmt: skip


def _checks(actor: Actor, own: OrganFacts, *, outside: bool, inside: bool) -> Iterator[Duty]:
    """Sheets that wait for somebody else's eyes."""
    rows = Sheet.objects.filter(state=SheetState.ENTERED, region=own.region).exclude(entered_by=actor.person_id)
    for row in rows.order_by("entered_at"):
        if outside if row.outside else inside and row.subject_id == own.id:
            yield Duty(
                f"{row.subject_name} {row.year} 年手工填报", row.subject_name, f"{row.entered_name}填报，待核对", "去核对", "sheet", (row.pk,)
            )  # fmt: skip
