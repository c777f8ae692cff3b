"""Words of the scheduled reading: what is kept, when each content was read last, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Fit(StrEnum):
    """What the last reading of a content found."""

    UNREAD = "unread"
    SOUND = "sound"
    MISSING = "missing"
    ALTERED = "altered"
    ERASED = "erased"


FITS: Mapping[str, str] = {
    Fit.UNREAD: "还没有核对",
    Fit.SOUND: "一致",
    Fit.MISSING: "缺失",
    Fit.ALTERED: "被改动",
    Fit.ERASED: "已依法销毁",
}
FAULTS = (Fit.MISSING, Fit.ALTERED)


@dataclass(frozen=True, slots=True)
class Kept:
    """A content that a room keeps: its name, its size where known, and what it is, in Chinese."""

    sha256: str
    size: int
    what: str


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """A content under watch. `found_at`: since when it is at fault."""

    sha256: str
    size: int
    what: str
    state: str
    checked_at: datetime | None
    found_at: datetime | None


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading found."""

    sha256: str
    state: str
    size: int


@dataclass(frozen=True, slots=True)
class FixityFacts:
    """How the scheduled reading stands. Sizes in bytes; `period`: within it everything is to be read once."""

    contents: int
    size: int
    read: int
    faults: int
    oldest: datetime | None
    last: datetime | None
    period: timedelta

    @property
    def percent(self) -> int:
        """How much was read within the period, in whole per cent, never 100 while something is left."""
        return self.read * 100 // self.contents if self.contents else 100
