"""Words of the statement that a picture or PDF bears no mark of secrecy (查无密级标志)."""

from dataclasses import dataclass
from datetime import datetime

LOOKED_THROUGH = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp", "image/gif"})  # fmt: skip
"""What a mark may stand on as a picture, which the machine does not read."""


@dataclass(frozen=True, slots=True)
class UnmarkedFacts:
    """Who looked through what, and when; `later`: made up for something that was taken in before."""

    sha256: str
    name: str
    later: bool
    by_name: str
    at: datetime
