"""Words of copies made from a recording: clips, redacted and transcoded ones, children of their original."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Copy(StrEnum):
    """What was made of the original."""

    CLIP = "clip"
    REDACTED = "redacted"
    TRANSCODED = "transcoded"


COPIES: Mapping[str, str] = {Copy.CLIP: "剪辑片段", Copy.REDACTED: "遮盖处理", Copy.TRANSCODED: "转换格式"}


class Agreement(StrEnum):
    """Whether the streams of a copy are those of the original."""

    SAME = "same"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


AGREEMENTS: Mapping[str, str] = {
    Agreement.SAME: "内容与原件一致",
    Agreement.DIFFERS: "内容与原件不一致",
    Agreement.UNKNOWN: "无法核对",
}


@dataclass(frozen=True, slots=True)
class CopyDraft:
    """What is said of a copy. `since`, `until`: seconds of the original; `streams` of the original and of the copy, where known."""

    kind: str
    name: str
    reason: str
    since: int | None = None
    until: int | None = None
    streams_original: str = ""
    streams_copy: str = ""
    outside: bool = True


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """A copy. `outside`: made elsewhere and handed in."""

    id: UUID
    recording_id: UUID
    kind: str
    name: str
    media_type: str
    reason: str
    since: int | None
    until: int | None
    sha256: str
    sm3: str
    size: int
    agreement: str
    outside: bool
    made_at: datetime
    person_name: str
