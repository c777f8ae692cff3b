"""Words of transcripts: who says what from when to when in a recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

MARK = "人工整理，供查找和阅看，不单独作为证据；与音像不一致的，以音像为准"
"""What stands over every transcript, on the page and in the files."""
MOST_LINES, LONGEST_LINE, LONGEST_SPEAKER, LONGEST_REASON = 5000, 500, 40, 200
MOST_BYTES = 1024 * 1024
"""How much may be pasted or imported at once."""


class TranscriptSource(StrEnum):
    """How a version came in."""

    TYPED = "typed"
    SRT = "srt"
    VTT = "vtt"


SOURCES: Mapping[str, str] = {
    TranscriptSource.TYPED: "录入",
    TranscriptSource.SRT: "导入 SRT",
    TranscriptSource.VTT: "导入 VTT",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Times in milliseconds from the start of the recording; `until` is -1 where nothing was told."""

    since: int
    until: int
    speaker: str
    text: str

    def as_row(self) -> list[Any]:
        """As it is stored."""
        return [self.since, self.until, self.speaker, self.text]

    @property
    def second(self) -> int:
        """Where the player goes to."""
        return self.since // 1000


def line_of(row: Sequence[Any]) -> Line:
    """A stored line."""
    return Line(int(row[0]), int(row[1]), str(row[2]), str(row[3]))


@dataclass(frozen=True, slots=True)
class TranscriptFacts:
    """One version as others see it. `vtt` and `text`: SHA-256, SM3 and size of the two files."""

    recording_id: UUID
    version: int
    lines: tuple[Line, ...]
    source: str
    reason: str
    person_name: str
    at: datetime
    vtt: tuple[str, str, int]
    text: tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A file that goes with the dossier: the transcript of a recording as WebVTT or as text."""

    recording_id: UUID
    act_seq: int
    name: str
    title: str
    media_type: str
    sha256: str
    sm3: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """A line in which a word was found."""

    recording_id: UUID
    dossier_id: UUID | None
    name: str
    started_at: datetime
    line: Line
    version: int
