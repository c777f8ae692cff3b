"""Words of appraisal and destruction: legal hold, ground, opinion, two approvers, certificate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Ground(StrEnum):
    """Why a file may be destroyed: its time is over, an order in force says so, or personal data must be erased."""

    SCHEDULE = "schedule"
    ORDER = "order"
    PERSONAL = "personal"


GROUND_NAMES = {
    Ground.SCHEDULE: "保管期限届满，经鉴定销毁",
    Ground.ORDER: "执行生效的决定、裁判",
    Ground.PERSONAL: "依法删除个人信息",
}


class Disposal(StrEnum):
    """How far a destruction has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    DESTROYED = "destroyed"


DISPOSAL_NAMES = {
    Disposal.PROPOSED: "等待批准",
    Disposal.APPROVED: "两人已批准，等待执行",
    Disposal.REJECTED: "不同意销毁",
    Disposal.DESTROYED: "已销毁",
}
OPEN = (Disposal.PROPOSED, Disposal.APPROVED)


@dataclass(frozen=True, slots=True)
class Approval:
    """One approver's word."""

    person_id: UUID
    name: str
    at: datetime
    opinion: str


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A legal hold: while it stands nothing may be destroyed."""

    id: int
    file_id: UUID
    reason: str
    basis: str
    set_name: str
    set_at: datetime
    lifted_name: str
    lifted_at: datetime | None
    lift_reason: str


@dataclass(frozen=True, slots=True)
class DisposalFacts:
    """A destruction, from the proposal to the certificate."""

    id: UUID
    file_id: UUID
    organ_id: UUID
    catalogue_no: str
    ground: str
    basis: str
    appraisal: str
    state: str
    proposer: str
    proposed_by: UUID
    proposed_at: datetime
    approvals: tuple[Approval, ...]
    executor: str
    executed_at: datetime | None
    counts: Mapping[str, Any]
    ledger_index: int | None
    swept_at: datetime | None
    remains: str
    reason: str

    @property
    def ground_name(self) -> str:
        """Why, in Chinese."""
        return GROUND_NAMES[Ground(self.ground)]

    @property
    def state_name(self) -> str:
        """How far, in Chinese."""
        return DISPOSAL_NAMES[Disposal(self.state)]


@dataclass(frozen=True, slots=True)
class DisposalAsked:
    """What the rule of destruction looks at: nothing of the content."""

    ground: str
    basis: str
    appraisal: str
    retention: str
    retain_until: date | None
    on: date
    holds: int
    place: str
    open_disposal: str = ""
    showing: tuple[str, ...] = ()
    open_supplements: int = 0
    handing_over: bool = False
