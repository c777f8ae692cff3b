"""Visits: for the organ that made them, for the enterprise with its code, and the public figures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncMonth

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import CHINA, local_day
from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.publicity.models import Edition, Visit, VisitRating
from mingjing.publicity.queries.registers import holding
from mingjing.publicity.rules.visits import close_on_the_day, figures_are_few, uniform_is_prescribed, visit_digest
from mingjing.publicity.terms.visits import (
    CHECK_LISTS,
    VISIT_READERS,
    CheckItem,
    RatingFigures,
    RatingText,
    VisitCount,
    VisitFacts,
    check_item,
)


def uniform_prescribed(organ_id: UUID, on: date) -> bool:
    """Whether the State prescribes a uniform for the domain of an organ (PUB-66)."""
    prescribed: bool = uniform_is_prescribed(organs.organ(organ_id).domain, on)
    return prescribed


def check_items(organ_id: UUID, on: date) -> tuple[CheckItem, ...]:
    """What an organ may inspect on a day: the items of its lists that are public and in force. One query."""
    rows = Edition.objects.filter(
        holding(on), entry__organ_id=organ_id, entry__kind__in=CHECK_LISTS, valid_from__lte=on
    )
    return tuple(
        check_item(row.entry_id, row.pk, row.entry.kind, row.entry.code, row.name, row.values)
        for row in sorted(
            rows.select_related("entry"), key=lambda row: (CHECK_LISTS.index(row.entry.kind), row.entry.code)
        )
    )


def visits(by: Actor, *, closed: bool, before: datetime | None = None, limit: int = 20) -> tuple[VisitFacts, ...]:
    """The visits of this person's organ, newest first; nothing for who may not see them. One query."""
    if not by.has(*VISIT_READERS):
        return ()
    rows = Visit.objects.filter(organ_id=by.organ_id, closed_at__isnull=not closed)
    rows = rows.filter(opened_at__lt=before) if before else rows
    return tuple(row.facts() for row in rows.order_by("-opened_at")[:limit])


def visit_counts(by: Actor) -> Mapping[str, int]:
    """How many visits of this person's organ go on and how many are over. One query."""
    if not by.has(*VISIT_READERS):
        return {"open": 0, "closed": 0}
    told = Visit.objects.filter(organ_id=by.organ_id).aggregate(every=Count("pk"), closed=Count("closed_at"))
    return {"open": told["every"] - told["closed"], "closed": told["closed"]}


def visit(visit_id: UUID, *, by: Actor) -> VisitFacts | None:
    """One visit, for people of its organ; None for everybody else."""
    row = Visit.objects.filter(pk=visit_id).first()
    seen = row is not None and row.organ_id == by.organ_id and by.has(*VISIT_READERS)
    return row.facts() if row is not None and seen else None


def left_open(by: Actor, now: datetime) -> tuple[tuple[VisitFacts, tuple[Finding, ...]], ...]:
    """The open visits in which this person takes part, each with what PUB-54 says of it. One query."""
    rows = Visit.objects.filter(organ_id=by.organ_id, closed_at=None).order_by("opened_at")[:200]
    mine = (row.facts() for row in rows)
    return tuple(
        (one, close_on_the_day(one.opened_at, now))
        for one in mine
        if by.person_id in {each.person_id for each in one.officers}
    )


def visit_by_code(code: str, on: date) -> VisitFacts | None:
    """The visit of a code that still stands on that day. One query."""
    row = Visit.objects.filter(code=visit_digest(code)).first()
    return None if row is None or (row.code_until is not None and row.code_until < on) else row.facts()


def visits_there(enterprise_code: str, limit: int = 20) -> tuple[VisitFacts, ...]:
    """Every organ's visits to an enterprise, newest first: only for who holds a code of that enterprise. One query."""
    rows = Visit.objects.filter(enterprise_code=enterprise_code).order_by("-opened_at")[:limit]
    return tuple(row.facts() for row in rows)


def visit_figures(year: int) -> tuple[VisitCount, ...]:
    """How many visits each organ began in each month of a year, newest month first. One query."""
    start = datetime(year, 1, 1, tzinfo=CHINA)
    rows = Visit.objects.filter(opened_at__gte=start, opened_at__lt=start.replace(year=year + 1))
    told = rows.annotate(month=TruncMonth("opened_at")).values_list("month", "organ_code", "organ_name")
    counted = told.annotate(count=Count("pk")).order_by("-month", "organ_code")
    return tuple(VisitCount(f"{local_day(month):%Y-%m}", name, code, count) for month, code, name, count in counted)


def rating_figures(by: Actor, on: date) -> tuple[RatingFigures, ...]:
    """Ratings as figures: to a head those of the own organ once they are enough (PUB-65), to a supervisor those of every
    organ but the own. One query.
    """
    rows = VisitRating.objects.all()
    if by.has(Role.SUPERVISOR):
        rows = rows.exclude(organ_id=by.organ_id)
    elif by.has(Role.HEAD):
        rows = rows.filter(organ_id=by.organ_id)
    else:
        return ()
    told = rows.values_list("organ_id", "organ_name", "score").annotate(count=Count("pk")).order_by("organ_name")
    names, scores = {}, Counter[tuple[UUID, int]]()
    for organ_id, name, score, count in told:
        names[organ_id] = name
        scores[organ_id, score] += count
    found = tuple(_figures(organ_id, name, scores) for organ_id, name in names.items())
    if by.has(Role.SUPERVISOR):
        return found
    return tuple(
        replace(one, scores=(0, 0, 0, 0, 0), few=True) if figures_are_few(one.count, on) else one for one in found
    )


def _figures(organ_id: UUID, name: str, scores: Counter[tuple[UUID, int]]) -> RatingFigures:
    each = (scores[organ_id, 1], scores[organ_id, 2], scores[organ_id, 3], scores[organ_id, 4], scores[organ_id, 5])
    return RatingFigures(organ_id, name, sum(each), each)


def rating_texts(by: Actor, limit: int = 50) -> tuple[RatingText, ...]:
    """What the enterprises wrote, newest first: for supervisors, never about their own organ. One query."""
    if not by.has(Role.SUPERVISOR):
        return ()
    rows = VisitRating.objects.exclude(organ_id=by.organ_id).exclude(text="").select_related("visit")
    return tuple(
        RatingText(row.visit.number, row.organ_name, row.score, row.text, row.at)
        for row in rows.order_by("-at")[:limit]
    )


def visits_of_the_year(organ_id: UUID, on: date) -> Mapping[str, int]:
    """Credit code → how often the organ came there in the year of a day, up to that day. One query."""
    start = datetime(on.year, 1, 1, tzinfo=CHINA)
    rows = Visit.objects.filter(organ_id=organ_id, opened_at__gte=start).values_list("enterprise_code")
    return dict(rows.annotate(count=Count("pk")).order_by())


def visits_in_year(organ_id: UUID, enterprise_code: str, year: int) -> tuple[VisitFacts, ...]:
    """The organ's visits to an enterprise that began in a year, oldest first. One query."""
    rows = _of_the_year(organ_id, year).filter(enterprise_code=enterprise_code)
    return tuple(row.facts() for row in rows.order_by("opened_at"))


def visited_in_year(organ_id: UUID, year: int) -> tuple[tuple[str, str, int], ...]:
    """Credit code, a name and the number of visits of every enterprise the organ came to in a year. One query."""
    told = _of_the_year(organ_id, year).values_list("enterprise_code").order_by("enterprise_code")
    return tuple(told.annotate(name=Max("enterprise"), count=Count("pk")))


def kinds_in_year(organ_id: UUID, year: int) -> Mapping[UUID, str]:
    """Visit → how the enterprise was chosen, for the organ's visits of a year. One query."""
    return dict(_of_the_year(organ_id, year).values_list("pk", "kind"))


def _of_the_year(organ_id: UUID, year: int) -> QuerySet[Visit]:
    start = datetime(year, 1, 1, tzinfo=CHINA)
    return Visit.objects.filter(organ_id=organ_id, opened_at__gte=start, opened_at__lt=start.replace(year=year + 1))
