"""The review body of an organ, its reviewers, what they learned."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from mingjing.organs.terms.units import UnitRatioFacts


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """The review body of an organ (法制审核机构), in office from `since`, before `until` where it ended."""

    id: UUID
    organ_id: UUID
    name: str
    basis: str
    phone: str
    since: date
    until: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """One training of a reviewer; `void_reason` where it was entered wrongly."""

    id: UUID
    person_id: UUID
    organ_id: UUID
    day: date
    hours: Decimal
    topic: str
    organiser: str
    void_reason: str


@dataclass(frozen=True, slots=True)
class ReviewerFacts:
    """One reviewer of the roster: qualification, and the hours learned this year against those wanted (L-03, L-04)."""

    person_id: UUID
    name: str
    unit: str
    number: str
    obtained_on: date | None
    first_review_on: date | None
    hours: Decimal
    wanted: Decimal
    last_day: date | None

    @property
    def short(self) -> Decimal:
        """Hours that are still wanted this year."""
        return max(self.wanted - self.hours, Decimal(0))


@dataclass(frozen=True, slots=True)
class StrengthFacts:
    """An organ's review force on a day: its body, its officers, reviewers and how many it should have (L-01, L-02, L-04)."""

    organ_id: UUID
    organ_name: str
    body: BodyFacts | None
    officers: int
    reviewers: int
    required: int
    unqualified: int
    untrained: int
    units: tuple[UnitRatioFacts, ...] = ()

    @property
    def short_units(self) -> tuple[UnitRatioFacts, ...]:
        """The units that have too few reviewers of their own."""
        return tuple(one for one in self.units if one.missing)

    @property
    def missing(self) -> int:
        """How many reviewers are lacking."""
        return max(self.required - self.reviewers, 0)

    @property
    def bodiless(self) -> bool:
        """Whether there are officers, and nobody is named who reviews what they decide."""
        return self.body is None and self.officers > 0

    @property
    def sound(self) -> bool:
        """Whether nothing is lacking."""
        return not (self.bodiless or self.missing or self.unqualified or self.untrained or self.short_units)
