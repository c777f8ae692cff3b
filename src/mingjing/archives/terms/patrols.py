"""Words of the nightly audit (夜间自查)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

PATROL_PARTS = {
    "entries": "台账逐条",
    "heads": "签名检查点",
    "outsiders": "见证和时间戳",
    "whole": "台账整体",
    "cases": "案件",
    "publications": "公示",
    "recordings": "音像",
    "rooms": "其他业务",
    "end": "已结束",
}


@dataclass(frozen=True, slots=True)
class PatrolFacts:
    """One pass. `differences`: place, what is wrong, thanks to whom it was found; the first thousand."""

    id: UUID
    started_at: datetime
    size: int
    root: str
    part: str
    place: str
    done: int
    slices: int
    found: int
    differences: tuple[tuple[str, str, str], ...]
    moved_at: datetime
    ended_at: datetime | None
    settled_at: datetime | None
    settled_by: UUID | None
    settled_name: str
    settled_note: str

    @property
    def part_name(self) -> str:
        """What it is at, in Chinese."""
        return PATROL_PARTS.get(self.part, self.part)

    @property
    def open_finding(self) -> bool:
        """Whether it found something that nobody has settled."""
        return bool(self.found) and self.settled_at is None


@dataclass(frozen=True, slots=True)
class Sliced:
    """What one slice gave: what differs, where to go on (`part` and `place`), and how many things were looked at."""

    differences: tuple[tuple[str, str, str], ...]
    part: str
    place: str
    done: int
