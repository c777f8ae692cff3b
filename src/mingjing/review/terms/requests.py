"""Inside a round: the reviewer asks the handling unit to explain (请承办机构说明), or another reviewer for a view (联合审核)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class RequestKind(StrEnum):
    """What is asked of whom."""

    EXPLAIN = "explain"
    JOINT = "joint"


REQUEST_KINDS = {RequestKind.EXPLAIN: "请承办机构说明", RequestKind.JOINT: "联合审核"}


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    OFF = "off"


REQUEST_STATES = {RequestState.ASKED: "等待答复", RequestState.ANSWERED: "已答复", RequestState.OFF: "已撤回"}


class Verdict(StrEnum):
    """What another reviewer says of the whole."""

    AGREE = "agree"
    DISSENT = "dissent"


VERDICTS = {Verdict.AGREE: "同意通过", Verdict.DISSENT: "有不同意见"}


class RequestMove(StrEnum):
    """What may be done with a request that waits."""

    ANSWER = "answer"
    CALL_OFF = "call-off"


@dataclass(frozen=True, slots=True)
class RoundRequestFacts:
    """One request of a round. `to_id`: the other reviewer; None where the handling unit is asked."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    round: int
    title: str
    kind: str
    question: str
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    state: str
    to_id: UUID | None = None
    to_name: str = ""
    verdict: str = ""
    answer: str = ""
    answered_by_name: str = ""
    answered_at: datetime | None = None
    off_reason: str = ""

    @property
    def kind_name(self) -> str:
        """请承办机构说明 or 联合审核."""
        return REQUEST_KINDS[RequestKind(self.kind)]

    @property
    def state_name(self) -> str:
        """Where it stands."""
        return REQUEST_STATES[RequestState(self.state)]

    @property
    def verdict_name(self) -> str:
        """What the other reviewer said of the whole, or nothing."""
        return VERDICTS[Verdict(self.verdict)] if self.verdict else ""

    @property
    def waits(self) -> bool:
        """Whether an answer is still owed."""
        return self.state == RequestState.ASKED


def dissents(held: Sequence[RoundRequestFacts]) -> tuple[RoundRequestFacts, ...]:
    """The views of other reviewers that do not agree."""
    return tuple(one for one in held if one.verdict == Verdict.DISSENT and one.state == RequestState.ANSWERED)
