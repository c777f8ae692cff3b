"""Words of early warning: what is watched, a figure of an organ on a day, a warning and what was said about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Watched(StrEnum):
    """What is watched, organ by organ."""

    OVERDUE = "overdue"
    REFUSED = "refused"
    COMPLAINTS = "complaints"
    RECORDINGS = "recordings"


WATCHED_NAMES = {
    Watched.OVERDUE: "在办案件逾期",
    Watched.REFUSED: "没有法制审核就要作决定，被规则拒绝",
    Watched.COMPLAINTS: "投诉举报突增",
    Watched.RECORDINGS: "应当音像记录而没有记录",
}


class WarningState(StrEnum):
    """Where a warning stands."""

    OPEN = "open"
    SEEN = "seen"
    OVER = "over"


WARNING_NAMES = {
    WarningState.OPEN: "待处理",
    WarningState.SEEN: "已处理，仍在阈值以上",
    WarningState.OVER: "已回落",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of an organ: how many, of how many (0 where there is no whole), how many in the period before."""

    count: int
    whole: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many on, from which share of the whole (percent), from which multiple of the period before."""

    least: int
    share: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class WarningFacts:
    """A warning as its readers see it."""

    id: UUID
    organ_id: UUID
    organ_name: str
    slug: str
    kind: str
    words: str
    count: int
    worst: int
    opened_on: date
    looked_on: date
    over_on: date | None
    state: str
    reason: str
    seen_by: str
    seen_at: datetime | None

    @property
    def name(self) -> str:
        """What is watched, in Chinese."""
        return WATCHED_NAMES[Watched(self.kind)]

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return WARNING_NAMES[WarningState(self.state)]


Readings = Mapping[UUID, Mapping[Watched, Reading]]
