"""Words of 舆情应对: what is claimed in public about an organ, the response from its records, who checked it, how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ConcernState(StrEnum):
    """Where a matter of public opinion stands."""

    OPEN = "open"
    DRAFTED = "drafted"
    CHECKED = "checked"
    ANSWERED = "answered"
    CLOSED = "closed"


CONCERN_NAMES = {
    ConcernState.OPEN: "待拟回应",
    ConcernState.DRAFTED: "待核对",
    ConcernState.CHECKED: "已核对，待回应",
    ConcernState.ANSWERED: "已回应",
    ConcernState.CLOSED: "已办结",
}
UNANSWERED = frozenset({ConcernState.OPEN, ConcernState.DRAFTED, ConcernState.CHECKED})


class ConcernMove(StrEnum):
    """What is done to a matter."""

    DRAFT = "draft"
    RETURN = "return"
    CHECK = "check"
    RELEASE = "release"
    DROP = "drop"
    CLOSE = "close"


CONCERN_MOVE_NAMES = {
    ConcernMove.DRAFT: "拟定回应",
    ConcernMove.RETURN: "退回重拟",
    ConcernMove.CHECK: "核对事实",
    ConcernMove.RELEASE: "作出回应",
    ConcernMove.DROP: "不需要回应",
    ConcernMove.CLOSE: "办结",
}
_BEFORE = frozenset({ConcernState.OPEN})
CONCERN_MOVES = {
    ConcernMove.DRAFT: (frozenset({ConcernState.OPEN, ConcernState.ANSWERED}), ConcernState.DRAFTED),
    ConcernMove.RETURN: (frozenset({ConcernState.DRAFTED, ConcernState.CHECKED}), ConcernState.OPEN),
    ConcernMove.CHECK: (frozenset({ConcernState.DRAFTED}), ConcernState.CHECKED),
    ConcernMove.RELEASE: (frozenset({ConcernState.CHECKED}), ConcernState.ANSWERED),
    ConcernMove.DROP: (_BEFORE, ConcernState.CLOSED),
    ConcernMove.CLOSE: (frozenset({ConcernState.ANSWERED}), ConcernState.CLOSED),
}
"""Move → (states it starts from, state it leads to)."""

SOURCES = {"press": "新闻媒体", "online": "网络平台", "call": "来电来访", "upper": "上级转办", "other": "其他"}
MAJOR, GENERAL = "major", "general"
SEVERITIES = {GENERAL: "一般", MAJOR: "涉及重大、特别重大突发事件"}
INSIDE, OUTSIDE = "internal", "public"
CHANNELS = {INSIDE: "只在内部答复（报告来源单位）", OUTSIDE: "向社会公开（经事前公示审核、发布）"}


@dataclass(frozen=True, slots=True)
class ConcernDraft:
    """What is typed when a matter is registered. `case_numbers`: the cases it is about, by number."""

    organ_id: UUID
    title: str
    source: str
    link: str
    claim: str
    heard_at: datetime
    severity: str
    case_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record a response rests on: a document or a recording of a case, with its digest at that moment."""

    kind: str
    case_id: str
    id: str
    label: str
    digest: str


@dataclass(frozen=True, slots=True)
class ConcernStepFacts:
    """One thing done to a matter."""

    seq: int
    move: str
    text: str
    why: str
    refs: tuple[RecordRef, ...]
    channel: str
    edition_id: UUID | None
    by_id: UUID
    by_name: str
    at: datetime

    @property
    def name(self) -> str:
        """The move in Chinese."""
        return CONCERN_MOVE_NAMES[ConcernMove(self.move)]

    @property
    def channel_name(self) -> str:
        """How it was told, in Chinese."""
        return CHANNELS.get(self.channel, "")


@dataclass(frozen=True, slots=True)
class ConcernFacts:
    """A matter as its readers see it."""

    id: UUID
    number: str
    title: str
    source: str
    link: str
    claim: str
    organ_id: UUID
    organ_name: str
    region: str
    cases: tuple[tuple[UUID, str], ...]
    severity: str
    heard_at: datetime
    first_due: datetime
    answered_at: datetime | None
    state: str
    entered_by: str
    entered_at: datetime
    steps: tuple[ConcernStepFacts, ...]

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return CONCERN_NAMES[ConcernState(self.state)]

    @property
    def source_name(self) -> str:
        """Where it was heard, in Chinese."""
        return SOURCES[self.source]

    @property
    def severity_name(self) -> str:
        """How grave it is, in Chinese."""
        return SEVERITIES[self.severity]

    @property
    def draft(self) -> ConcernStepFacts | None:
        """The response that stands: the last one drafted, unless it was returned."""
        made = [one for one in self.steps if one.move in {ConcernMove.DRAFT, ConcernMove.RETURN}]
        return made[-1] if made and made[-1].move == ConcernMove.DRAFT else None
