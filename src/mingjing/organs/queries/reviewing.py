"""Reviewers of organs: who reviews, with which qualification, and how many there should be."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.kernel.parameters import Parameters
from mingjing.organs.models import Appointment, LegalQualification, Person, UnitStay
from mingjing.organs.queries.certificates import certificates
from mingjing.organs.rules import required_reviewers
from mingjing.organs.rules.units import counted_by_itself, required_in_unit, unit_on
from mingjing.organs.terms import PersonFacts, QualificationFacts, RatioFacts
from mingjing.organs.terms.units import ForceFacts, StayFacts, UnitRatioFacts

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
    found: dict[UUID, tuple[RatioFacts, ...]] = dict.fromkeys(organ_ids, ())
    for day, officers, sitting in _forces(organ_ids, days):
        for one, told in _ratios(found, day, officers, sitting).items():
            found[one] = (*found[one], told)
    return found


def forces_of(organ_ids: Collection[UUID], days: Sequence[date]) -> dict[UUID, tuple[ForceFacts, ...]]:
    """Organ → day by day its ratio and those of the units counted by themselves (REV-60), by name. Five queries for all."""
    stays = unit_stays_in(organ_ids)
    found: dict[UUID, tuple[ForceFacts, ...]] = dict.fromkeys(organ_ids, ())
    for day, officers, sitting in _forces(organ_ids, days):
        enforcing = Counter((organ, unit_on(stays.get(one, ()), day)) for one, organ in officers.items())
        reviewing = Counter((organ, unit_on(stays.get(one, ()), day)) for organ, one in sitting)
        share, least = _share(day), int(figures().at("organs.unit_least", day).value)
        units: dict[UUID, list[UnitRatioFacts]] = {one: [] for one in found}
        for (organ, unit), count in sorted(enforcing.items(), key=lambda pair: pair[0][1]):
            if counted_by_itself(unit, count, least):
                told = UnitRatioFacts(unit, count, reviewing[organ, unit], required_in_unit(count, share))
                units[organ].append(told)
        for one, ratio in _ratios(found, day, officers, sitting).items():
            found[one] = (*found[one], ForceFacts(ratio, tuple(units[one])))
    return found


def _ratios(
    organ_ids: Iterable[UUID], day: date, officers: Mapping[UUID, UUID], sitting: Collection[tuple[UUID, UUID]]
) -> dict[UUID, RatioFacts]:
    enforcing, reviewing, share = Counter(officers.values()), Counter(organ for organ, _ in sitting), _share(day)
    return {
        one: RatioFacts(enforcing[one], reviewing[one], required_reviewers(enforcing[one], share)) for one in organ_ids
    }


def unit_stays_in(organ_ids: Collection[UUID]) -> dict[UUID, tuple[StayFacts, ...]]:
    """Person → the units they were in, oldest first, of everybody of some organs. One query."""
    return _stays(UnitStay.objects.filter(person__organ_id__in=organ_ids))


def unit_stays(person_id: UUID) -> tuple[StayFacts, ...]:
    """The units somebody was in, oldest first. One query."""
    return _stays(UnitStay.objects.filter(person_id=person_id)).get(person_id, ())


def _stays(rows: QuerySet[UnitStay]) -> dict[UUID, tuple[StayFacts, ...]]:
    held: dict[UUID, list[UnitStay]] = {}
    for row in rows.order_by("since", "id"):
        held.setdefault(row.person_id, []).append(row)
    return {
        key: tuple(
            StayFacts(key, row.unit, row.since, later.since if later else None)
            for row, later in zip_longest(every, every[1:])
        )
        for key, every in held.items()
    }


Force = tuple[date, dict[UUID, UUID], set[tuple[UUID, UUID]]]


def _forces(organ_ids: Collection[UUID], days: Sequence[date]) -> Iterator[Force]:
    """Day by day: who may enforce → the organ; and who reviews (organ, person). Four queries."""
    home = dict(Person.objects.filter(organ_id__in=organ_ids, active=True).values_list("id", "organ_id"))
    held = certificates(home)
    terms = list(
        Appointment.objects.filter(role=Role.REVIEWER, person__organ_id__in=organ_ids).values_list(
            "person__organ_id", "person_id", "starts_at", "ends_at"
        )
    )
    for day in days:
        (start, end), moment = _span(day), datetime.combine(day, time.max, CHINA)
        officers = {one: home[one] for one in home if any(each.valid_at(moment, home[one]) for each in held[one])}
        sitting = {(organ, one) for organ, one, since, until in terms if since < end and (until is None or until > start)}  # fmt: skip
        yield day, officers, sitting


def _share(day: date) -> Decimal:
    return Decimal(figures().at("organs.reviewer_share", day).value)


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
