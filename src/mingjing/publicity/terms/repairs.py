"""Words of the early end of publicity: what a party asks for, and what the organ found."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mingjing.lawbook.terms import PENALTY_NAMES


class RepairState(StrEnum):
    """Where an application for an early end stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


REPAIR_NAMES = {RepairState.OPEN: "待决定", RepairState.GRANTED: "已准予", RepairState.REFUSED: "不予终止"}

CONDITIONS = {
    "performed": "处罚决定规定的义务已经全部履行",
    "harmless": "危害后果和不良影响已经消除",
    "no_repeat": "没有因同类违法行为再次受到处罚",
    "not_listed": "没有列入严重违法失信名单",
}
"""What the organ must find before it ends publicity early (市场监督管理行政处罚信息公示规定第十四条)."""
PENALTY_KINDS = {one.value: name for one, name in PENALTY_NAMES.items()} | {
    "detention": "行政拘留",
    "other": "法律、行政法规规定的其他行政处罚",
}
"""Kinds of penalty (行政处罚法第九条): the same keys in a case, a fed decision, the terms of publicity and of credit."""
LASTING = frozenset({"stop", "restrict", "ban", "downgrade", "close", "revoke_licence"})
"""Kinds of penalty whose publicity never ends early (the same article)."""


@dataclass(frozen=True, slots=True)
class TermFacts:
    """What the term of publicity depends on. `fine` in yuan; `ban_until`: last day of a ban that runs longer."""

    category: str
    domain: str
    shown_on: date
    kinds: tuple[str, ...] = ()
    fine: str = ""
    ban_until: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of publicity, and why."""

    until: date
    why: str


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """An application as the bureau sees it. `conditions`: keys of `CONDITIONS` the organ found to hold."""

    id: UUID
    publication_id: UUID
    number: str
    organ_id: UUID
    applicant: str
    claim: str
    applied_on: date
    due: date
    due_provisional: bool
    due_steps: tuple[str, ...]
    state: str
    ground: str
    conditions: tuple[str, ...]
    reason: str
    decided_at: datetime | None
    decided_by: str

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return REPAIR_NAMES[RepairState(self.state)]
