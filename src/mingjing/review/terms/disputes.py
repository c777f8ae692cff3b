"""A disagreement over an opinion: both positions, the consultation, how it ended, how an organ settles what is left open."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Statement:
    """A position with its reasons and its legal basis, for a dispute."""

    position: str
    reasons: str
    basis: str


class Settlement(StrEnum):
    """How a dispute between handling unit and review body ended."""

    CONSULTED = "consulted"
    HEAD = "head"
    COLLECTIVE = "collective"


SETTLEMENT_NAMES = {
    Settlement.CONSULTED: "协商一致",
    Settlement.HEAD: "报请行政机关负责人决定",
    Settlement.COLLECTIVE: "集体讨论决定",
}


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """A disagreement between the handling unit and the review body (L-11)."""

    id: UUID
    submission_id: UUID
    handling: Statement
    reviewing: Statement | None
    raised_by: UUID
    raised_at: datetime
    consultation: str
    settlement: str
    outcome: str
    settled_at: datetime | None
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    consulted_on: date | None = None
    consulted_with: str = ""
    agreed: bool | None = None
    consulted_by: UUID | None = None
    consulted_at: datetime | None = None
    meeting: str = ""
    responsible: str = ""
    settled_by: UUID | None = None

    @property
    def open(self) -> bool:
        """Whether nothing has been settled yet."""
        return self.settled_at is None

    @property
    def consulted(self) -> bool:
        """Whether a consultation is on record."""
        return self.agreed is not None

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody who took a step."""
        return frozenset(filter(None, (self.raised_by, self.answered_by, self.consulted_by, self.settled_by)))

    @property
    def waits_for(self) -> str:
        """Which step comes next: answer, consult, settle; empty where it has ended."""
        if not self.open:
            return ""
        return "answer" if self.reviewing is None else "settle" if self.consulted else "consult"

    @property
    def state_name(self) -> str:
        """待审核机构答复, 待协商, 待处理 or how it ended."""
        waits = {"answer": "待审核机构答复", "consult": "待协商", "settle": "待处理"}
        return waits.get(self.waits_for) or SETTLEMENT_NAMES[Settlement(self.settlement)]


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One disagreement in a list: the dossier and round it is about."""

    dossier_id: UUID
    organ_id: UUID
    round: int
    title: str
    result_name: str
    dispute: DisputeFacts


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """How an organ settles what was not settled by consultation, and on which paper that rests."""

    organ_id: UUID
    number: int
    route: str
    basis: str
    chosen_at: datetime | None

    @property
    def name(self) -> str:
        """报请行政机关负责人决定 or 集体讨论决定."""
        return SETTLEMENT_NAMES[Settlement(self.route)]
