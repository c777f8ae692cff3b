"""Words of the supervision of looks (调阅监督): who looked at how much on a day, and what a person looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LookDay:
    """What one person looked at on one day: looks, different files, what was saved or exported, looks at night."""

    person_id: UUID
    person_name: str
    day: date
    looks: int
    files: int
    saved: int
    night: int
    parties: int = 0


@dataclass(frozen=True, slots=True)
class LookTotal:
    """The same over a stretch of days, and on how many of them there was something to check."""

    person_id: UUID
    person_name: str
    days: int
    looks: int
    files: int
    saved: int
    night: int
    remarks: int


@dataclass(frozen=True, slots=True)
class LookFacts:
    """One look: when, at which file's what, what for."""

    dossier_id: UUID | None
    what: str
    name: str
    purpose: str
    at: datetime
