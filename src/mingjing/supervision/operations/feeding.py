"""Figures filled in by hand: entered with their source, checked by another person, changed only with a reason."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.money import yuan
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.supervision.access import keeps_sheet, signs_figures, supervises_region
from mingjing.supervision.events import Event
from mingjing.supervision.models import Outsider, Sheet
from mingjing.supervision.operations.freezing import alone, refuse
from mingjing.supervision.operations.signing import year_fits
from mingjing.supervision.queries import NAMES, feedable_lines
from mingjing.supervision.rules.feeding import (
    agrees_with_itself,
    another_person,
    names_its_source,
    says_why,
    waits_for_check,
)
from mingjing.supervision.rules.freezing import pack, sheet_digest
from mingjing.supervision.terms import Cell, Fed, OutsiderFacts, SheetFacts, SheetState, Table

LARGEST = 99_999_999


@operation(Event.OUTSIDER_REGISTERED)
def register_outsider(*, name: str, by: Actor, at: datetime) -> OutsiderFacts:
    """Name an organ of the own region that does not work on this platform. Raises Invalid, Forbidden."""
    region = organs.organ(by.organ_id).region
    supervises_region.require(by, region, doing="登记平台外的机关")
    tidy, problems = clean(name.strip())
    if not 2 <= len(tidy) <= 100:
        problems = [*problems, "请写机关全称（2 至 100 个字）"]
    elif any(one.name == tidy for one in organs.organs()):
        problems = [*problems, "这个机关已经登记在本平台，由它自己填报"]
    if problems:
        raise Invalid({"name": problems})
    row = Outsider(name=tidy, region=region, registered_by=by.person_id, registered_name=by.name, registered_at=at)
    alone(lambda: row.save(force_insert=True), "name", "这个机关已经登记过")
    told = {"outsider_id": str(row.pk), "region": region}
    append(kind=Event.OUTSIDER_REGISTERED, stream=f"outsider:{row.pk}", at=at, by=by, payload=told)
    emit(Event.OUTSIDER_REGISTERED, at=at, **told)
    return row.facts()


@operation(Event.SHEET_ENTERED)
def enter_sheet(
    *, subject_id: UUID, year: int, quarter: int = 0, values: Mapping[str, tuple[str, str]], source: str, reason: str = "",
    by: Actor, at: datetime,
) -> SheetFacts:  # fmt: skip
    """Fill in figures for the own organ, or for one outside the platform; they wait for another person's check.

    `values`: line → (how many, yuan) as typed; empty is not known, 0 is none. Changing what was checked needs a reason.
    Raises Invalid, Refused (SUP-10, SUP-11, SUP-14), Forbidden.
    """
    name, region, outside = _subject(subject_id, by)
    year_fits(year, local_day(at))
    if quarter and quarter not in NAMES:
        raise Invalid({"quarter": ["季度是 1 至 4"]})
    lines = feedable_lines(region, year, quarter, outside=outside)
    read = _read(lines, values, {"source": source, "reason": reason})
    rows = Sheet.objects.filter(subject_id=subject_id, year=year, quarter=quarter)
    known = tuple(rows.values_list("state", "seq"))
    states = {state for state, _ in known}
    if SheetState.ENTERED in states:
        raise Invalid({"year": ["已有一份填报等待核对，请先核对或者退回那一份"]})
    refuse(
        names_its_source(source),
        agrees_with_itself([table for table, _ in lines], read),
        says_why(reason) if SheetState.CHECKED in states else (),
    )
    row = Sheet(
        subject_id=subject_id, subject_name=name, outside=outside, region=region, year=year, quarter=quarter,
        seq=max((seq for _, seq in known), default=0) + 1, values=pack(read), source=source.strip(), reason=reason.strip(),
        digest=sheet_digest(name, year, quarter, read, source.strip()), state=SheetState.ENTERED,
        entered_by=by.person_id, entered_name=by.name, entered_at=at,
    )  # fmt: skip
    alone(lambda: row.save(force_insert=True), "year", "别人刚刚填报了这一份，请刷新后再看")
    _log(row, Event.SHEET_ENTERED, by=by, at=at)
    return row.facts()


@operation(Event.SHEET_CHECKED)
def check_sheet(*, sheet_id: UUID, by: Actor, at: datetime) -> SheetFacts:
    """Find a sheet equal to its source document; the one before it is replaced. Raises Invalid, Refused, Forbidden."""
    row = _held(sheet_id, by, doing="核对手工填报")
    others = Sheet.objects.filter(
        subject_id=row.subject_id, year=row.year, quarter=row.quarter, state=SheetState.CHECKED
    )
    others.update(state=SheetState.REPLACED)
    row.state, row.checked_by, row.checked_name, row.checked_at = SheetState.CHECKED, by.person_id, by.name, at
    row.save()
    _log(row, Event.SHEET_CHECKED, by=by, at=at)
    return row.facts()


@operation(Event.SHEET_RETURNED)
def return_sheet(*, sheet_id: UUID, reason: str, by: Actor, at: datetime) -> SheetFacts:
    """Send a sheet back with the reason: what differs from its source. Raises Invalid, Refused, Forbidden."""
    row = _held(sheet_id, by, doing="退回手工填报")
    if problems := clean(reason)[1]:
        raise Invalid({"reason": problems})
    refuse(says_why(reason))
    row.state, row.returned_reason = SheetState.RETURNED, reason.strip()
    row.save()
    _log(row, Event.SHEET_RETURNED, by=by, at=at)
    return row.facts()


def _held(sheet_id: UUID, by: Actor, *, doing: str) -> Sheet:
    """The sheet, locked until commit, if this person may judge it now (SUP-12, SUP-13)."""
    row = Sheet.objects.select_for_update().filter(pk=sheet_id).first()
    if row is None:
        raise Invalid({"sheet": ["没有这份填报，请从统计年报重新进入"]})
    keeps_sheet.require(by, row, doing=doing)
    refuse(waits_for_check(row.state), another_person(row.entered_by, by.person_id))
    return row


def _subject(subject_id: UUID, by: Actor) -> tuple[str, str, bool]:
    """Name, region, and whether it is outside the platform. Raises Forbidden, Invalid."""
    if outsider := Outsider.objects.filter(pk=subject_id).first():
        supervises_region.require(by, outsider.region, doing="填报平台外机关的数据")
        return outsider.name, outsider.region, True
    organ = organs.organ(subject_id)
    signs_figures.require(by, organ.id, doing="填报统计数据")
    return organ.name, organ.region, False


def _read(
    lines: tuple[tuple[Table, tuple[Cell, ...]], ...], values: Mapping[str, tuple[str, str]], texts: Mapping[str, str]
) -> dict[str, Fed]:
    """What was typed as figures. Raises Invalid naming each line that is none."""
    known = {one.key: table for table, cells in lines for one in cells}
    errors: dict[str, list[str]] = {}
    if strange := sorted(set(values) - set(known)):
        errors["values"] = [f"没有这些项目：{'、'.join(map(str, strange))[:100]}"]
    for key, text in texts.items():
        if problems := clean(text)[1]:
            errors[key] = problems
        elif len(text) > (300 if key == "source" else 2000):
            errors[key] = ["太长了，请删减"]
    found: dict[str, Fed] = {}
    for key, (count, amount) in values.items():
        if key not in known or not (count.strip() or amount.strip()):
            continue
        try:
            found[key] = _figure(count.strip(), amount.strip() if known[key].money else "")
        except Invalid as problem:
            errors[key] = [text for texts in problem.errors.values() for text in texts]
    if not found and not errors:
        errors["values"] = ["一项都没有填；没有发生的填 0，不掌握的空着"]
    if errors:
        raise Invalid(errors)
    return found


def _figure(count: str, amount: str) -> Fed:
    if count and not (count.isascii() and count.isdigit() and len(count) < 20 and int(count) <= LARGEST):
        raise Invalid({"count": ["请填不小于 0 的整数；没有的填 0，不掌握的空着"]})
    money: Decimal | None = yuan(amount) if amount else None
    return Fed(int(count) if count else None, money)


def _log(row: Sheet, event: Event, *, by: Actor, at: datetime) -> None:
    told = {
        "sheet_id": str(row.pk), "subject_id": str(row.subject_id), "year": row.year, "quarter": row.quarter, "seq": row.seq,
        "digest": row.digest, "state": str(row.state),
    }  # fmt: skip
    append(kind=event, stream=f"sheet:{row.subject_id}:{row.year}:{row.quarter}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
