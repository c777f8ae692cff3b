"""Words of 责任追究: where a wrong decision was found, whose fault, who was heard, what is proposed and decided, where it is handed over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class LiabilityState(StrEnum):
    """Where an item stands."""

    OPEN = "open"
    EXAMINED = "examined"
    PROPOSED = "proposed"
    DECIDED = "decided"
    CLOSED = "closed"
    DISMISSED = "dismissed"


LIABILITY_NAMES = {
    LiabilityState.OPEN: "调查中",
    LiabilityState.EXAMINED: "已查明，听取陈述申辩",
    LiabilityState.PROPOSED: "已提出处理意见，待决定",
    LiabilityState.DECIDED: "已决定，待落实",
    LiabilityState.CLOSED: "已办结",
    LiabilityState.DISMISSED: "不启动",
}


class LiabilityMove(StrEnum):
    """What is done to an item once it is there."""

    ADD = "add"
    TRANSFER = "transfer"
    EXAMINE = "examine"
    DEFEND = "defend"
    PROPOSE = "propose"
    RETURN = "return"
    DECIDE = "decide"
    TELL = "tell"
    SEND = "send"
    ANSWER = "answer"
    REPORT = "report"
    CLOSE = "close"


LIABILITY_MOVE_NAMES = {
    LiabilityMove.ADD: "增加相关人员",
    LiabilityMove.TRANSFER: "改由其他机关调查",
    LiabilityMove.EXAMINE: "写明调查结果",
    LiabilityMove.DEFEND: "陈述申辩",
    LiabilityMove.PROPOSE: "提出处理意见",
    LiabilityMove.RETURN: "退回重新提出",
    LiabilityMove.DECIDE: "作出决定",
    LiabilityMove.TELL: "告知本人",
    LiabilityMove.SEND: "移送",
    LiabilityMove.ANSWER: "登记移送的反馈",
    LiabilityMove.REPORT: "登记落实结果",
    LiabilityMove.CLOSE: "办结",
}
_OPEN, _DECIDED = frozenset({LiabilityState.OPEN}), frozenset({LiabilityState.DECIDED})
LIABILITY_MOVES = {
    LiabilityMove.ADD: (_OPEN, LiabilityState.OPEN),
    LiabilityMove.TRANSFER: (_OPEN, LiabilityState.OPEN),
    LiabilityMove.EXAMINE: (_OPEN, LiabilityState.EXAMINED),
    LiabilityMove.DEFEND: (frozenset({LiabilityState.EXAMINED}), LiabilityState.EXAMINED),
    LiabilityMove.PROPOSE: (frozenset({LiabilityState.EXAMINED}), LiabilityState.PROPOSED),
    LiabilityMove.RETURN: (frozenset({LiabilityState.PROPOSED}), LiabilityState.EXAMINED),
    LiabilityMove.DECIDE: (frozenset({LiabilityState.PROPOSED}), LiabilityState.DECIDED),
    LiabilityMove.TELL: (_DECIDED, LiabilityState.DECIDED),
    LiabilityMove.SEND: (_DECIDED, LiabilityState.DECIDED),
    LiabilityMove.ANSWER: (_DECIDED, LiabilityState.DECIDED),
    LiabilityMove.REPORT: (_DECIDED, LiabilityState.DECIDED),
    LiabilityMove.CLOSE: (_DECIDED, LiabilityState.CLOSED),
}
"""Move → (states it starts from, state it leads to)."""

REMEDY, CHANGE, GRADED, ORDER, HAND = "remedy", "change", "graded", "order", "hand"
SOURCE_NAMES = {
    REMEDY: "行政复议、行政诉讼纠正",
    CHANGE: "变更、撤销决定（自我纠正、监督纠正）",
    GRADED: "案卷评查不合格",
    ORDER: "督办查实决定有错误",
    HAND: "人工登记",
}
INTENT, GROSS, SLIGHT, NONE, EXEMPT = "intent", "gross", "slight", "none", "exempt"
FAULTS = {INTENT: "故意", GROSS: "重大过失", SLIGHT: "一般过失", NONE: "没有过错", EXEMPT: "有过错，依法免责"}
FREE = frozenset({NONE, EXEMPT})
"""Findings of fault after which nothing is imposed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A wrong decision that was found and of which nobody has said yet whether somebody answers for it."""

    key: str
    source: str
    organ_id: UUID
    organ_name: str
    region: str
    case_id: UUID | None
    case_no: str
    on: date
    document: str
    words: str

    @property
    def source_name(self) -> str:
        """Where it was found, in Chinese."""
        return SOURCE_NAMES[self.source]


@dataclass(frozen=True, slots=True)
class HandSource:
    """A source that is not on the platform, as typed: the organ, perhaps the case, the document and its day."""

    organ_id: UUID
    case_number: str
    document: str
    on: date


@dataclass(frozen=True, slots=True)
class LiabilityDraft:
    """What is typed when an item is opened. `offer`: the key of what is offered; empty where it was entered by hand."""

    offer: str
    title: str
    examiner_id: UUID
    person_ids: tuple[UUID, ...]
    hand: HandSource | None = None


@dataclass(frozen=True, slots=True)
class Blame:
    """What is found of one person: how far at fault, why, by which provision."""

    fault: str
    reason: str
    basis: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a step keeps it."""
        return {"fault": self.fault, "reason": self.reason, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one person: the finding, the measures, to whom it is handed over, the answer to what was said."""

    blame: Blame
    measures: tuple[str, ...] = ()
    body: str = ""
    answer: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a step keeps it."""
        return self.blame.as_json() | {"measures": list(self.measures), "body": self.body, "answer": self.answer}


@dataclass(frozen=True, slots=True)
class Measure:
    """A way of handling, with the days on which it may be chosen. `hands`: it is another body's to impose, so it is handed over."""

    code: str
    name: str
    since: date
    until: date | None
    hands: bool
    certificate: bool
    cites: str

    def open_on(self, day: date) -> bool:
        """Whether it may be chosen on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One thing done to an item. `told`: what was entered, by name; `person_id`: whom it is about, where it is about one."""

    seq: int
    move: str
    person_id: UUID | None
    text: str
    told: Mapping[str, Any]
    by_id: UUID
    by_name: str
    at: datetime
    ledger_index: int | None

    @property
    def name(self) -> str:
        """The move in Chinese."""
        return LIABILITY_MOVE_NAMES[LiabilityMove(self.move)]

    def concerns(self, person_id: UUID) -> bool:
        """Whether a person the item is about may read it: what is found of them, and what is theirs alone."""
        return self.move == LiabilityMove.EXAMINE or self.person_id == person_id

    def seen_by(self, person_id: UUID) -> "StepFacts":
        """The same step without what it says of others."""
        own = {key: said for key, said in self.told.get("persons", {}).items() if key == str(person_id)}
        return replace(self, told={**self.told, "persons": own} if "persons" in self.told else self.told)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one person's matter is, replayed from the steps."""

    blame: Blame | None = None
    defence: StepFacts | None = None
    proposal: Proposal | None = None
    told: StepFacts | None = None
    sent: StepFacts | None = None
    answered: StepFacts | None = None
    reported: StepFacts | None = None

    @property
    def fault_name(self) -> str:
        """The finding that counts now, in Chinese."""
        found = self.proposal.blame if self.proposal else self.blame
        return FAULTS[found.fault] if found else "未认定"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person an item is about: the part taken in the case, and how far the matter is."""

    id: UUID
    name: str
    part: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class LiabilityFacts:
    """An item as its reader may see it. `whole`: everybody's part; else only the reader's own."""

    id: UUID
    number: str
    title: str
    source: str
    document: str
    on: date
    organ_id: UUID
    organ_name: str
    region: str
    case_id: UUID | None
    case_no: str
    examiner_id: UUID
    examiner_name: str
    state: str
    reason: str
    due: date | None
    hear_by: date | None
    opened_by: str
    opened_at: datetime
    persons: tuple[PersonFacts, ...]
    steps: tuple[StepFacts, ...]
    whole: bool = True
    ledger_index: int | None = None

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return LIABILITY_NAMES[LiabilityState(self.state)]

    @property
    def source_name(self) -> str:
        """Where the wrong decision was found, in Chinese."""
        return SOURCE_NAMES[self.source]

    @property
    def facts(self) -> str:
        """The facts found last; empty before."""
        return next((one.text for one in reversed(self.steps) if one.move == LiabilityMove.EXAMINE), "")

    def person(self, person_id: UUID) -> PersonFacts | None:
        """The part of one person."""
        return next((one for one in self.persons if one.id == person_id), None)


@dataclass(frozen=True, slots=True)
class LiabilityFigure:
    """The figures of an organ's year: items opened, not opened, closed; persons by fault; handed over."""

    organ_name: str
    opened: int
    dismissed: int
    closed: int
    persons: int
    faults: Mapping[str, int]
    measures: Mapping[str, int]
    sent: int
    circulars: int = 0
