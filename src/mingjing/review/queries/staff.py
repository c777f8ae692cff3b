"""The review force of an organ: its body, its reviewers with what they learned, how it stood over the last quarters."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Sum

from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts, QualificationFacts
from mingjing.organs.terms.units import UnitRatioFacts
from mingjing.review.models import ReviewBody, Training
from mingjing.review.rules import qualification_findings, strength_findings, unit_findings
from mingjing.review.rules.figures import cut_off, training_hours
from mingjing.review.terms import BodyFacts, ReviewerFacts, StrengthFacts, TrainingFacts

QUARTERS = 4
ASKED_FROM = 10
"""From this month on the hours of the whole year are asked for: our own choice, no source names a day before its end."""
_NONE = Decimal(0)
Learned = dict[UUID, tuple[Decimal, date]]


def review_body(organ_id: UUID) -> BodyFacts | None:
    """Who reviews in an organ now."""
    return review_bodies([organ_id]).get(organ_id)


def review_bodies(organ_ids: Collection[UUID]) -> dict[UUID, BodyFacts]:
    """The review bodies now of many organs. One query."""
    return {row.organ_id: row.facts() for row in ReviewBody.objects.filter(organ_id__in=organ_ids, until=None)}


def past_bodies(organ_id: UUID) -> tuple[BodyFacts, ...]:
    """The bodies that reviewed before, newest first."""
    return tuple(row.facts() for row in ReviewBody.objects.filter(organ_id=organ_id).exclude(until=None))


def trainings(organ_id: UUID, year: int) -> tuple[TrainingFacts, ...]:
    """What the organ's reviewers learned in a year, newest first, the void ones among them."""
    rows = Training.objects.filter(organ_id=organ_id, day__range=_year(year))
    return tuple(row.facts() for row in rows)


def training(training_id: UUID) -> TrainingFacts | None:
    """One training by id."""
    row = Training.objects.filter(id=training_id).first()
    return row.facts() if row else None


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _learned(organ_ids: Collection[UUID], on: date) -> Learned:
    """Hours of the year up to a day, and the last day, by person. One query."""
    rows = Training.objects.filter(organ_id__in=organ_ids, day__range=(date(on.year, 1, 1), on), void_reason="")
    found = rows.order_by().values_list("person_id").annotate(hours=Sum("hours"), last=Max("day"))
    return {person: (hours, last) for person, hours, last in found}


def roster(organ_id: UUID, on: date) -> tuple[ReviewerFacts, ...]:
    """The reviewers' register on a day (L-04): qualification and what was learned this year."""
    wanted, learned = training_hours(on), _learned([organ_id], on)
    return tuple(
        ReviewerFacts(
            person.id, person.name, person.unit, held.number if held else "", held.obtained_on if held else None,
            held.first_review_on if held else None, *_of(learned, person.id, wanted),
        )
        for person, held in organs.reviewers(organ_id, on)
    )  # fmt: skip


def _of(learned: Learned, person: UUID, wanted: Decimal) -> tuple[Decimal, Decimal, date | None]:
    hours, last = learned.get(person, (_NONE, None))
    return hours, wanted, last


def strength(organ: OrganFacts, on: date) -> StrengthFacts:
    """How an organ's review force stands on a day."""
    return strengths([organ], on)[0]


def strengths(some: Collection[OrganFacts], on: date) -> tuple[StrengthFacts, ...]:
    """The same for many organs: the registers are read once for all of them."""
    ids = [one.id for one in some]
    bodies, learned = review_bodies(ids), _learned(ids, on)
    forces, staff = organs.forces_of(ids, [on]), _reviewing(ids, on)
    wanted = training_hours(on) if on.month >= ASKED_FROM else _NONE
    return tuple(
        StrengthFacts(
            one.id, one.name, bodies.get(one.id), force.ratio.officers, force.ratio.reviewers, force.ratio.required,
            unqualified=sum(not _qualified(held, on) for _, held in staff[one.id]),
            untrained=sum(_of(learned, person, wanted)[0] < wanted for person, _ in staff[one.id]),
            units=force.units,
        )
        for one in some
        for force in forces[one.id]
    )  # fmt: skip


def _reviewing(organ_ids: Collection[UUID], on: date) -> dict[UUID, list[tuple[UUID, QualificationFacts | None]]]:
    found: dict[UUID, list[tuple[UUID, QualificationFacts | None]]] = defaultdict(list)
    for person, held in organs.reviewers_of(organ_ids, on):
        found[person.organ_id].append((person.id, held))
    return found


def _qualified(held: QualificationFacts | None, on: date) -> bool:
    return not qualification_findings("", held, on, cut_off(on))


def shortages(one: StrengthFacts) -> tuple[Finding, ...]:
    """What an organ's review force lacks, and what its units lack (REV-22, REV-62)."""
    return (*strength_findings(one), *unit_findings(one))


def _days(on: date) -> list[date]:
    """A day and the ends of the quarters before it."""
    days = [on]
    while len(days) <= QUARTERS:
        last = days[-1]
        days.append(date(last.year, (last.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1))
    return days


def unit_trend(organ_id: UUID, on: date) -> tuple[tuple[str, tuple[tuple[date, UnitRatioFacts | None], ...]], ...]:
    """Unit → today and the ends of the quarters before, None where it was not counted by itself then. Five queries."""
    days = _days(on)
    held: dict[str, dict[date, UnitRatioFacts]] = {}
    for day, force in zip(days, organs.forces_of([organ_id], days)[organ_id], strict=True):
        for one in force.units:
            held.setdefault(one.unit, {})[day] = one
    return tuple((unit, tuple((day, held[unit].get(day)) for day in days)) for unit in sorted(held))


def trend(organ_id: UUID, on: date) -> tuple[tuple[date, int, int, int], ...]:
    """Day, officers, reviewers and how many were wanted: today and at the ends of the quarters before."""
    days = _days(on)
    found = organs.reviewer_ratios([organ_id], days)[organ_id]
    return tuple((day, one.officers, one.reviewers, one.required) for day, one in zip(days, found, strict=True))
