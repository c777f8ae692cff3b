"""Whether a proposed decision is a major one: every question asked, its answer, and who said that it is not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mingjing.lawbook.terms import Fit, RowFit

UNKNOWABLE = (
    "kinds",
    "fine",
    "confiscation",
    "party_is_unit",
    "procedure",
    "after_hearing",
    "public_interest",
    "social_risk",
    "major_rights",
    "complex",
)
"""What of a profile may be unknown (`DecisionProfile.unknown`)."""
SHORTEST_REASON = 4
"""Characters of a reason in an opinion, or for saying that a decision is not a major one (ours, no law names a figure)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One trigger of national law or guideline, or of a local rule, and the answer to it."""

    code: str
    text: str
    cites: tuple[str, ...]
    fit: Fit


@dataclass(frozen=True, slots=True)
class Comparison:
    """A proposed decision held against the triggers and the catalogue in force on a day (L-05, L-06).

    `catalogue`: title and version of the organ's own, empty where it has none; `entries`: also those inherited from above.
    """

    catalogue: str
    questions: tuple[Question, ...]
    entries: tuple[RowFit, ...]

    @property
    def major(self) -> tuple[str, ...]:
        """What makes it a major decision; the organ's wider rule that takes every ordinary penalty does not."""
        asked = (one.text for one in self.questions if one.fit is Fit.YES and one.code != "local")
        return (*asked, *(f"目录：{one.row.spec.item}" for one in self.entries if one.fit is Fit.YES))

    @property
    def unknown(self) -> tuple[str, ...]:
        """What cannot be said yet, each once."""
        asked = (one.text for one in self.questions if one.fit is Fit.UNKNOWN)
        entries = (f"目录：{one.row.spec.item}" for one in self.entries if one.fit is Fit.UNKNOWN)
        return tuple(dict.fromkeys((*asked, *entries)))


class Source(StrEnum):
    """Where a decision said not to be major comes from."""

    CASE = "case"
    OUTSIDE = "outside"


SOURCE_NAMES = {Source.CASE: "本平台案件", Source.OUTSIDE: "在别处办理"}


@dataclass(frozen=True, slots=True)
class NotMajorFacts:
    """Somebody said that a decision is not a major one, with the reason and what was known (L-06)."""

    id: UUID
    organ_id: UUID
    source: str
    dossier_id: UUID | None
    round: int
    title: str
    reason: str
    catalogue: str
    unknown: tuple[str, ...]
    said_by_name: str
    said_at: datetime

    @property
    def source_name(self) -> str:
        """本平台案件 or 在别处办理."""
        return SOURCE_NAMES[Source(self.source)]
