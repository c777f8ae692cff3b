"""Words of how long a recording is kept."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KeptBy:
    """One reason to keep a recording: until when (None: for good), and what says so."""

    until: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when a recording is kept (None: for good), the reason that reaches furthest, and all of them."""

    until: date | None
    why: str
    every: tuple[KeptBy, ...]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the organ's recording list: the act, and for how many months it says to keep."""

    act: str
    months: int
    source: str
