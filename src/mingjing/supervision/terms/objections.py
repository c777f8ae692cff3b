"""Words of what may be objected to: a graded file (案卷评查), an organ's score (评议考核)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """Until when an organ may object, what it said, until when it is answered, the answer; empty where there is none."""

    object_by: date | None
    objection: str
    objected_by: str
    objected_at: datetime | None
    answer_by: date | None
    answer: str
    answered_by: str
    answered_at: datetime | None
