"""Units of an organ (所在机构): who was in which from when to when, and how many of it review."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mingjing.organs.terms import RatioFacts


@dataclass(frozen=True, slots=True)
class StayFacts:
    """Somebody in a unit from a day on, before `until` where another stay followed. `unit` is empty for none."""

    person_id: UUID
    unit: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class UnitRatioFacts:
    """Reviewers against officers of one unit on a day (REV-60, REV-61)."""

    unit: str
    officers: int
    reviewers: int
    required: int

    @property
    def missing(self) -> int:
        """How many reviewers are lacking."""
        return max(self.required - self.reviewers, 0)


@dataclass(frozen=True, slots=True)
class ForceFacts:
    """An organ's reviewers against its officers on a day, and the same for its units that are counted by themselves."""

    ratio: RatioFacts
    units: tuple[UnitRatioFacts, ...]
