"""Words of 通报: what is told to every organ, which of them has received it, and what each did."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class CircularMove(StrEnum):
    """What is done to a circular: by an addressed organ, or by who issued it."""

    RECEIVE = "receive"
    REPORT = "report"
    RETURN = "return"
    PUBLISH = "publish"
    CLOSE = "close"


CIRCULAR_MOVE_NAMES = {
    CircularMove.RECEIVE: "签收",
    CircularMove.REPORT: "报告落实情况",
    CircularMove.RETURN: "退回补充",
    CircularMove.PUBLISH: "交事前公示公开",
    CircularMove.CLOSE: "办结",
}
OF_ORGANS = frozenset({CircularMove.RECEIVE, CircularMove.REPORT})
ANONYMOUS, NAMED = "anonymous", "named"
NAMING = {ANONYMOUS: "不点名（隐去单位、人员和当事人）", NAMED: "点名（写明理由）"}


class Addressed(StrEnum):
    """Where one addressed organ stands."""

    SENT = "sent"
    RECEIVED = "received"
    REPORTED = "reported"
    RETURNED = "returned"


ADDRESSED_NAMES = {
    Addressed.SENT: "未签收",
    Addressed.RECEIVED: "已签收，待报告",
    Addressed.REPORTED: "已报告",
    Addressed.RETURNED: "已退回，待补充报告",
}
ADDRESSED_MOVES = {
    CircularMove.RECEIVE: (frozenset({Addressed.SENT}), Addressed.RECEIVED),
    CircularMove.REPORT: (frozenset({Addressed.RECEIVED, Addressed.RETURNED}), Addressed.REPORTED),
    CircularMove.RETURN: (frozenset({Addressed.REPORTED}), Addressed.RETURNED),
}


@dataclass(frozen=True, slots=True)
class CircularDraft:
    """What is typed. `liability_id`: the item it comes from, which the addressed organs never learn of."""

    title: str
    naming: str
    naming_reason: str
    facts: str
    findings: str
    demands: str
    due: date
    organ_ids: tuple[UUID, ...]
    liability_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CircularStepFacts:
    """One thing done: by or about an organ, or to the whole."""

    seq: int
    move: str
    organ_id: UUID | None
    text: str
    by_name: str
    at: datetime

    @property
    def name(self) -> str:
        """The move in Chinese."""
        return CIRCULAR_MOVE_NAMES[CircularMove(self.move)]


@dataclass(frozen=True, slots=True)
class AddressedFacts:
    """One addressed organ, how far it is, and what it said."""

    organ_id: UUID
    organ_name: str
    state: str
    steps: tuple[CircularStepFacts, ...]

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return ADDRESSED_NAMES[Addressed(self.state)]


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """A circular as its reader may see it: an organ sees its own line, the supervisors every one."""

    id: UUID
    number: str
    title: str
    issuer_id: UUID
    issuer_name: str
    region: str
    naming: str
    naming_reason: str
    facts: str
    findings: str
    demands: str
    due: date
    closed: bool
    edition_id: UUID | None
    liability_id: UUID | None
    issued_by: str
    issued_at: datetime
    organs: tuple[AddressedFacts, ...]
    steps: tuple[CircularStepFacts, ...]
    names: tuple[str, ...] = ()

    @property
    def state_name(self) -> str:
        """Whether it is done with."""
        return "已办结" if self.closed else "落实中"

    @property
    def owing(self) -> tuple[AddressedFacts, ...]:
        """Who has not reported yet."""
        return () if self.closed else tuple(one for one in self.organs if one.state != Addressed.REPORTED)
