"""Words of the annual inspection plan (年度行政检查计划): its versions, its lines, what was done of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

MOST_LINES, MOST_SUBJECTS = 200, 100_000


class VersionState(StrEnum):
    """How far a version of a plan is."""

    DRAFT = "draft"
    STANDING = "standing"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


VERSION_NAMES = {
    VersionState.DRAFT: "拟定中",
    VersionState.STANDING: "已批准公布",
    VersionState.SUPERSEDED: "已被调整",
    VersionState.DROPPED: "已放弃",
}


class Mode(StrEnum):
    """How the inspections of a line are made."""

    RANDOM = "random"
    DAILY = "daily"
    KEY = "key"
    JOINT = "joint"
    SPECIAL = "special"


MODE_NAMES = {
    Mode.RANDOM: "双随机抽查",
    Mode.DAILY: "日常检查",
    Mode.KEY: "重点检查",
    Mode.JOINT: "部门联合检查",
    Mode.SPECIAL: "专项检查",
}


@dataclass(frozen=True, slots=True)
class LineDraft:
    """What is typed for a line. `wanted`: enterprises to inspect; months from 1 to 12; `ordered`: who approved a special
    inspection, with the number of the document; `until`: the day on which it ends.
    """

    entry_id: UUID | None
    subjects: str
    wanted: int
    month_from: int
    month_to: int
    mode: str
    partners: str = ""
    ordered: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of a version. `key` is the same in every version."""

    key: int
    number: str
    entry_id: UUID
    item_code: str
    item_name: str
    subjects: str
    wanted: int
    month_from: int
    month_to: int
    mode: str
    partners: str
    ordered: str
    until: date | None
    done: int = 0

    @property
    def mode_name(self) -> str:
        """How, in Chinese."""
        return MODE_NAMES[Mode(self.mode)]

    @property
    def months(self) -> str:
        """When, in words."""
        return f"{self.month_from} 月" if self.month_from == self.month_to else f"{self.month_from}—{self.month_to} 月"

    @property
    def share(self) -> str:
        """Done of what was planned, in per cent."""
        return f"{self.done * 100 // self.wanted}%" if self.wanted else "—"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version of a plan; the first has no reason."""

    id: UUID
    seq: int
    state: str
    reason: str
    made_by: UUID
    made_name: str
    made_at: datetime
    approved_name: str
    approved_at: datetime | None

    @property
    def state_name(self) -> str:
        """How far it is, in Chinese."""
        return VERSION_NAMES[VersionState(self.state)]


@dataclass(frozen=True, slots=True)
class YearPlanFacts:
    """An organ's plan of a year."""

    id: UUID
    number: str
    title: str
    organ_id: UUID
    organ_name: str
    organ_code: str
    year: int
    made_at: datetime
    approved_at: datetime | None
    amended: int

    @property
    def state_name(self) -> str:
        """Whether it is public, in Chinese."""
        if self.approved_at is None:
            return "拟定中"
        return f"已公布，调整 {self.amended} 次" if self.amended else "已公布"


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Visits of the year that no line of the plan asked for, by how the enterprise was chosen and why."""

    kind: str
    cause: str
    count: int
