"""Words of the credit channel: classes, states, requests. It has its own clock, apart from that of publicity."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class CreditClass(StrEnum):
    """How grave a penalty is for credit (信用修复管理办法)."""

    LIGHT = "light"
    ORDINARY = "ordinary"
    SERIOUS = "serious"


CLASS_NAMES = {CreditClass.LIGHT: "轻微", CreditClass.ORDINARY: "一般", CreditClass.SERIOUS: "严重"}


class CreditState(StrEnum):
    """Where an item stands on the credit channel."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    STOPPED = "stopped"
    REPAIRED = "repaired"
    CANCELLED = "cancelled"


CREDIT_STATES = {
    CreditState.HIDDEN: "不公示",
    CreditState.SHOWN: "公示中",
    CreditState.STOPPED: "期满停止",
    CreditState.REPAIRED: "已修复",
    CreditState.CANCELLED: "已撤销",
}


class CreditMove(StrEnum):
    """What happens to an item."""

    OPEN = "open"
    STOP = "stop"
    REPAIR = "repair"
    CANCEL = "cancel"
    REINSTATE = "reinstate"


CREDIT_MOVES: dict[CreditMove, tuple[str, frozenset[str], str]] = {
    CreditMove.OPEN: ("列入信用公示", frozenset(), ""),
    CreditMove.STOP: ("最长公示期届满，停止公示", frozenset({CreditState.SHOWN}), CreditState.STOPPED),
    CreditMove.REPAIR: ("信用修复，停止公示、共享和使用", frozenset({CreditState.SHOWN}), CreditState.REPAIRED),
    CreditMove.CANCEL: (
        "决定已撤下，信用信息同时撤销",
        frozenset({CreditState.SHOWN, CreditState.HIDDEN, CreditState.STOPPED, CreditState.REPAIRED}),
        CreditState.CANCELLED,
    ),
    CreditMove.REINSTATE: ("决定重新公示，信用信息恢复", frozenset({CreditState.CANCELLED}), ""),
}
"""Move → its words, the states it starts from, and the state it leads to (empty: by class and day)."""


class RequestKind(StrEnum):
    """What a party asks for."""

    REPAIR = "repair"
    OBJECTION = "objection"


REQUEST_NAMES = {RequestKind.REPAIR: "信用修复申请", RequestKind.OBJECTION: "信用异议"}


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


ANSWERS = {
    (RequestKind.REPAIR, RequestState.GRANTED): "准予修复",
    (RequestKind.REPAIR, RequestState.REFUSED): "不予修复",
    (RequestKind.OBJECTION, RequestState.GRANTED): "异议成立",
    (RequestKind.OBJECTION, RequestState.REFUSED): "异议不成立",
}
CONDITIONS = {
    "performed": "决定规定的义务已经全部履行",
    "pledged": "已经作出信用承诺并公开",
    "lawful": "法律、行政法规规定的其他条件已经具备",
}
"""What must be found, beside the shortest term, before credit is repaired (信用修复管理办法)."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one decision does to one party. `place`: which party of the decision, counted from 0; `fine` in yuan."""

    place: int
    party_name: str
    party_class: str
    party_id_no: str
    kinds: tuple[str, ...]
    fine: str


@dataclass(frozen=True, slots=True)
class CreditTerm:
    """The class of a penalty and its terms, with the source. `shortest`, `longest`: last days; None where not shown."""

    klass: str
    shown: bool
    shortest: date | None
    longest: date | None
    cites: str
    verified: bool


@dataclass(frozen=True, slots=True)
class CreditStepFacts:
    """One step of an item."""

    at: datetime
    move: str
    person_name: str
    note: str
    ledger_index: int | None


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """One penalty of one party on the credit channel."""

    id: UUID
    organ_id: UUID
    publication_id: UUID
    number: str
    party_name: str
    decided_on: date
    kinds: tuple[str, ...]
    fine: str
    domain: str
    klass: str
    shown: bool
    shortest: date | None
    longest: date | None
    cites: str
    verified: bool
    state: str
    place: int = 0
    light: str = ""
    task: str = ""
    due: date | None = None

    @property
    def klass_name(self) -> str:
        """The class in Chinese."""
        return CLASS_NAMES[CreditClass(self.klass)]

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return CREDIT_STATES[CreditState(self.state)]


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A repair or an objection. `conditions`: keys of `CONDITIONS` that were found to hold."""

    id: UUID
    item: CreditFacts
    kind: str
    applicant: str
    claim: str
    applied_on: date
    due: date
    due_provisional: bool
    due_steps: tuple[str, ...]
    state: str
    conditions: tuple[str, ...]
    reason: str
    decided_at: datetime | None
    decided_by: str

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return REQUEST_NAMES[RequestKind(self.kind)]

    @property
    def answer_name(self) -> str:
        """The answer in Chinese; 待决定 where there is none yet."""
        return ANSWERS.get((RequestKind(self.kind), RequestState(self.state)), "待决定")
