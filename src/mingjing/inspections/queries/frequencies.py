"""Reads of the caps and of what was counted under them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count

from mingjing.foundation.people import Actor
from mingjing.inspections.models import CapTable, VisitCount
from mingjing.inspections.queries.classes import classes_on
from mingjing.inspections.queries.seeing import seen
from mingjing.inspections.rules import figures
from mingjing.inspections.terms import CAUSE_NAMES, Cause
from mingjing.inspections.terms.frequencies import Cap, CapFacts, CapState, Frequency, Held, UsedRow, cell
from mingjing.kernel.days import local_day
from mingjing.publicity import queries as publicity

DEFAULT = "本产品的默认值，未核实"


def cap_tables(by: Actor) -> tuple[CapFacts, ...]:
    """The tables of the own organ, or for a supervisor of the region, newest first. Two queries at most."""
    return tuple(row.facts() for row in seen(CapTable.objects.all(), by).order_by("-since", "-made_at")[:200])


def cap_table(cap_id: UUID, by: Actor) -> CapFacts | None:
    """One table; None for who may not see it."""
    row = seen(CapTable.objects.all(), by).filter(pk=cap_id).first()
    return row.facts() if row else None


def cap_in_force(organ_id: UUID, on: date) -> CapFacts | None:
    """The organ's approved table of a day. One query."""
    rows = CapTable.objects.filter(organ_id=organ_id, state=CapState.STANDING, since__lte=on)
    row = rows.order_by("-since").first()
    return row.facts() if row else None


def public_caps() -> tuple[CapFacts, ...]:
    """Every organ's approved tables, those still to come included, by organ, the newest first. One query."""
    rows = CapTable.objects.filter(state=CapState.STANDING).order_by("organ_code", "-since")[:500]
    return tuple(row.facts() for row in rows)


def _cap(table: CapFacts | None, classes: tuple[str, str] | None, on: date) -> Cap:
    """The cap of a class; an enterprise without a class is of general risk, its credit unranked."""
    risk, credit = classes or ("", "")
    risk, credit = risk or "general", credit or "none"
    if table is None:
        return Cap(figures.visits_cap(on), DEFAULT, False, risk, credit)
    return Cap(table.figures[cell(risk, credit)], table.basis, True, risk, credit)


def caps_of(organ_id: UUID, on: date, codes: tuple[str, ...]) -> Mapping[str, Cap]:
    """Credit code → cap on a day."""
    table, classes = cap_in_force(organ_id, on), classes_on(organ_id, on)
    return {code: _cap(table, classes.get(code), on) for code in codes}


def counted_of_the_year(organ_id: UUID, on: date) -> Mapping[str, int]:
    """Credit code → how many inspections of the year count under the cap. Two queries."""
    apart = _apart(organ_id, on.year)
    told = publicity.visits_of_the_year(organ_id, on)
    return {code: count - apart.get(code, 0) for code, count in told.items()}


def _apart(organ_id: UUID, year: int) -> dict[str, int]:
    rows = VisitCount.objects.filter(organ_id=organ_id, year=year, apart=True).values_list("code")
    return dict(rows.annotate(count=Count("pk")).order_by())


def frequency(organ_id: UUID, code: str, on: date, *, without: UUID | None = None) -> Frequency:
    """How often the organ came to an enterprise in the year of a day, and the cap of that day. Four queries.

    `without`: a visit that is being registered. One that nobody said anything about counts.
    """
    visits = publicity.visits_in_year(organ_id, code, on.year)
    counted = VisitCount.objects.filter(organ_id=organ_id, code=code, year=on.year)
    told = {key: (apart, cause) for key, apart, cause in counted.values_list("visit_id", "apart", "cause")}
    held = tuple(
        Held(one.id, one.number, local_day(one.opened_at), apart, CAUSE_NAMES[Cause(cause)] if cause else "")
        for one in visits
        if one.id != without
        for apart, cause in (told.get(one.id, (False, "")),)
    )
    cap = _cap(cap_in_force(organ_id, on), classes_on(organ_id, on, [code]).get(code), on)
    return Frequency(on.year, held, cap)


def used(organ_id: UUID, on: date) -> tuple[UsedRow, ...]:
    """Every enterprise the organ came to in the year of a day, the most often counted first. Four queries."""
    rows = publicity.visited_in_year(organ_id, on.year)
    apart, caps = _apart(organ_id, on.year), caps_of(organ_id, on, tuple(code for code, _, _ in rows))
    found = (
        UsedRow(code, name, count - apart.get(code, 0), apart.get(code, 0), caps[code]) for code, name, count in rows
    )
    return tuple(sorted(found, key=lambda one: (-one.counted, -one.apart, one.code)))


def count_of_visit(visit_id: UUID) -> tuple[bool, str] | None:
    """Whether a visit was counted apart, and the line of the plan it names; None for one from before. One query."""
    row = VisitCount.objects.filter(pk=visit_id).values_list("apart", "line").first()
    return (row[0], row[1]) if row else None


def counts_apart(cause: str, on: date) -> bool:
    """Whether inspections for a cause are not counted under the cap on a day."""
    return figures.counts_apart(cause, on)


def end_of_year(year: int, today: date) -> date:
    """The day on which a year is looked at: today, or its last day where it is over."""
    return min(date(year, 12, 31), today)
