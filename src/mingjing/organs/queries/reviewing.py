"""Reviewers of organs: who reviews, with which qualification, and how many there should be."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.kernel.parameters import Parameters
from mingjing.organs.models import Appointment, LegalQualification, Person
from mingjing.organs.queries.certificates import certificates
from mingjing.organs.rules import required_reviewers
from mingjing.organs.terms import PersonFacts, QualificationFacts, RatioFacts

_FIGURES = Path(__file__).resolve().parents[1] / "parameters" / "national"


def held_on(on: date | None) -> QuerySet[Appointment]:
    """The appointments of a day, or those that have not ended."""
    if on is None:
        return Appointment.objects.filter(ends_at=None)
    start, end = _span(on)
    return Appointment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=start), starts_at__lt=end)


def _span(day: date) -> tuple[datetime, datetime]:
    """When a day begins and ends."""
    start = datetime.combine(day, time.min, CHINA).astimezone(UTC)
    return start, start + timedelta(days=1)


def reviewers(organ_id: UUID, on: date | None = None) -> tuple[tuple[PersonFacts, QualificationFacts | None], ...]:
    """The reviewers' register (L-04): who reviews, and the qualification recorded."""
    return reviewers_of([organ_id], on)


def reviewers_of(
    organ_ids: Collection[UUID], on: date | None = None
) -> tuple[tuple[PersonFacts, QualificationFacts | None], ...]:
    """The reviewers of many organs, in two queries."""
    rows = Person.objects.select_related("organ").filter(organ_id__in=organ_ids)
    found = [row.facts() for row in rows.filter(id__in=held_on(on).filter(role=Role.REVIEWER).values("person_id"))]
    known = qualifications(one.id for one in found)
    return tuple((one, known.get(one.id)) for one in found)


def reviewer_ratio(organ_id: UUID, on: date) -> RatioFacts:
    """Reviewers against officers with a valid certificate at the end of that day (L-02)."""
    return reviewer_ratios([organ_id], [on])[organ_id][0]


def reviewer_ratios(organ_ids: Collection[UUID], days: Sequence[date]) -> dict[UUID, tuple[RatioFacts, ...]]:
    """The same for many organs and days, in four queries for all of them; officers are those in service now."""
    home = dict(Person.objects.filter(organ_id__in=organ_ids, active=True).values_list("id", "organ_id"))
    held = certificates(home)
    terms = list(
        Appointment.objects.filter(role=Role.REVIEWER, person__organ_id__in=organ_ids).values_list(
            "person__organ_id", "person_id", "starts_at", "ends_at"
        )
    )
    found: dict[UUID, tuple[RatioFacts, ...]] = dict.fromkeys(organ_ids, ())
    for day in days:
        (start, end), moment = _span(day), datetime.combine(day, time.max, CHINA)
        officers = Counter(home[one] for one in home if any(each.valid_at(moment, home[one]) for each in held[one]))
        sitting = {(organ, one) for organ, one, since, until in terms if since < end and (until is None or until > start)}  # fmt: skip
        reviewing = Counter(organ for organ, _ in sitting)
        share = Decimal(figures().at("organs.reviewer_share", day).value)
        for one in found:
            told = RatioFacts(officers[one], reviewing[one], required_reviewers(officers[one], share))
            found[one] = (*found[one], told)
    return found


@cache
def figures() -> Parameters:
    """The room's dated figures."""
    return Parameters.load(_FIGURES)


def qualification(person_id: UUID) -> QualificationFacts | None:
    """The legal qualification recorded for a person."""
    return qualifications([person_id]).get(person_id)


def qualifications(person_ids: Iterable[UUID]) -> dict[UUID, QualificationFacts]:
    """Many legal qualifications in one query."""
    rows = LegalQualification.objects.filter(person_id__in=list(person_ids))
    return {row.person_id: row.facts() for row in rows}
