"""Words of audio-video: what is committed when a recording stops, what arrives later, and what it must say of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from mingjing.foundation.people import Actor, Role

COLLECTORS = (Role.HANDLER, Role.EXAMINER, Role.CHAIR)
"""Who records an act and commits the recording."""
KEEPERS = (Role.ARCHIVIST, Role.HEAD)
"""Who besides them works with an organ's recordings."""
WORKERS = (*COLLECTORS, *KEEPERS)
"""Who works with an organ's recordings: who records, and who keeps the files."""
MARK_NAMES: Mapping[str, str] = {
    "case_number": "案件编号",
    "started_at": "采集时间",
    "place": "采集地点",
    "collector": "采集人",
    "proves": "证明对象",
}
"""The five marks of an audio-video record (R-08), in the order in which they are written."""


def works_with(actor: Actor, organ_id: UUID, collector_id: UUID) -> bool:
    """Whether a person works with a recording of that organ and collector: its collector, who records, who keeps."""
    return actor.organ_id == organ_id and (actor.person_id == collector_id or actor.has(*WORKERS))


class RecordingState(StrEnum):
    """How far a recording has come."""

    COMMITTED = "committed"
    HELD = "held"
    DIFFERS = "differs"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class RecordingDraft:
    """What a device knows when a recording stops. Times are those of the device, put right by `clock_offset`.

    `clock_offset`: how many seconds the device's clock is ahead of the server's. `size` in bytes, `sha256` in hex.
    """

    name: str
    sha256: str
    size: int
    started_at: datetime
    ended_at: datetime
    place: str = ""
    proves: str = ""
    case_number: str = ""
    device: str = ""
    clock_offset: int = 0
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """A recording as others see it. `dossier_id` is None while it waits to be matched; `keep_row`: its line of the list."""

    id: UUID
    organ_id: UUID
    dossier_id: UUID | None
    act_seq: int
    name: str
    media_type: str
    sha256: str
    sm3: str
    size: int
    started_at: datetime
    ended_at: datetime
    place: str
    proves: str
    case_number: str
    collector_id: UUID
    collector: str
    device: str
    clock_offset: int
    state: str
    committed_at: datetime
    due_at: datetime
    held_at: datetime | None
    held_sha256: str
    held_size: int
    reason: str
    received: int = 0
    keep_row: str = ""

    @property
    def length(self) -> timedelta:
        """How long it runs."""
        return self.ended_at - self.started_at

    @property
    def playable(self) -> bool:
        """Whether its content lies in the store."""
        return self.state in {RecordingState.HELD, RecordingState.DIFFERS}

    @property
    def blank_marks(self) -> tuple[str, ...]:
        """Which of the five marks it lacks, by name."""
        return blank_marks(self)


def blank_marks(one: RecordingFacts | RecordingDraft) -> tuple[str, ...]:
    """Which of the five marks a recording lacks, by name."""
    return tuple(word for key, word in MARK_NAMES.items() if key != "collector" and not getattr(one, key))


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """A content on its way: how many bytes of how many have come."""

    id: UUID
    recording_id: UUID | None
    organ_id: UUID
    offset: int
    length: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A note at a moment of a recording, in seconds from its start."""

    id: int
    second: int
    text: str
    person_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stretch of an act's time, recorded or not."""

    since: datetime
    until: datetime
    recorded: bool

    @property
    def seconds(self) -> int:
        """How long it is."""
        return int((self.until - self.since).total_seconds())


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which stretches of an act are recorded, in order of time."""

    stretches: tuple[Overlap, ...]

    @property
    def gaps(self) -> tuple[Overlap, ...]:
        """What is not recorded."""
        return tuple(one for one in self.stretches if not one.recorded)

    @property
    def percent(self) -> int:
        """How much of the time is recorded, in whole per cent, never 100 while a gap is left."""
        whole = sum(one.seconds for one in self.stretches)
        if not whole:
            return 0
        return sum(one.seconds for one in self.stretches if one.recorded) * 100 // whole


class WrongOffset(Exception):
    """A piece does not begin where the last one ended; `offset` is where to go on from."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"已收到 {offset:,} 字节，请从这里接着传")
        self.offset = offset


class BadChecksum(Exception):
    """A piece is not what its checksum says: it is to be sent again."""
