"""Words of the ledger: what is appended, what comes back, what is exported and what an audit found."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Literal

from mingjing.foundation.people import Actor
from mingjing.kernel.hashing import canonical, sm3_hash

SYSTEM: Literal["system"] = "system"
By = Actor | Literal["system"]
CLOSED = "ledger:stream:closed"


class Event(StrEnum):
    """What the log says of itself."""

    COSIGNED = "ledger:checkpoint:cosigned"
    REFUSED = "ledger:witness:refused"
    STAMPED = "ledger:checkpoint:stamped"
    BEATEN = "ledger:heart:beaten"
    FAULTED = "ledger:clock:faulted"
    KEY_CHANGED = "ledger:key:changed"


BY_AUDIT, BY_WITNESS, BY_STAMP = "自查", "见证", "时间戳"
"""Thanks to whom an audit finds a difference: our own arithmetic, a witness, an authority that stamps the time."""
EVENT_LIMIT = 1024 * 1024


class KeyMissing(Exception):
    """The log has checkpoints but its signing key is gone: restore it from the backup, never make a new one."""


class PolicyBroken(Exception):
    """The file that names witnesses and quorum cannot be understood. The message is Chinese."""


class NotCosigned(Exception):
    """What was brought is no cosignature of our witnesses over our checkpoint. The message is Chinese."""


class NotLogged(Exception):
    """No such entry or stream, or a file that no entry of the stream names. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """A content that an event speaks of: its name, both digests (hex), size in bytes and media type."""

    name: str
    sha256: str
    sm3: str
    size: int
    media_type: str = "application/octet-stream"

    @classmethod
    def of(cls, name: str, content: bytes, media_type: str = "application/octet-stream") -> "ObjectRef":
        """The reference to a content at hand."""
        return cls(name, hashlib.sha256(content).hexdigest(), sm3_hash(content).hexdigest(), len(content), media_type)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to be appended."""

    kind: str
    stream: str
    at: datetime
    payload: Mapping[str, Any]
    objects: Sequence[ObjectRef] = ()


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Where an event stands: index in the log (from 0), number in its stream (from 1), salted SHA-256 (hex)."""

    index: int
    stream: str
    stream_seq: int
    event_hash: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasedFacts:
    """A lawful destruction in the log: where it stands, and the commitments (hex) that are left of what was erased."""

    index: int
    commitments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """The log at one size: both roots (hex) and both signed checkpoints."""

    size: int
    root256: str
    rootsm3: str
    checkpoint256: str
    checkpointsm3: str


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file for an export. `name` must be the object's name in its event; `folder` is documents or evidence.

    A file that is too large to be held in memory comes as `source` instead of `content`: every call gives its pieces.
    """

    name: str
    content: bytes = field(repr=False, default=b"")
    folder: Literal["documents", "evidence"] = "documents"
    media_type: str = "application/octet-stream"
    source: Callable[[], Iterable[bytes]] | None = field(repr=False, default=None)

    def pieces(self) -> Iterable[bytes]:
        """The content, piece by piece."""
        return self.source() if self.source else (self.content,)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing an audit found: which place of which table, what is wrong, in Chinese; and thanks to whom it was found."""

    place: str
    message: str
    by: str = BY_AUDIT

    def __str__(self) -> str:
        return f"{self.place}：{self.message}"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit looked at and what differs. `differences` holds the first thousand, `found` counts all.

    `unreadable`: one of what was found is that the remembered text is no checkpoint at all.
    """

    entries: int
    integrated: int
    streams: int
    heads: int
    tiles: int
    found: int
    differences: tuple[Difference, ...]
    unreadable: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing differs."""
        return not self.found


def written(at: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(4096)
def quoted(text: str) -> str:
    """A string in canonical JSON. Kinds and streams come again and again."""
    return canonical(text).decode()


def public_entry(kind: str, time: str, c256: str, csm3: str) -> bytes:
    """What the trees hash and anybody may read, as canonical JSON: class of the kind, time, both commitments."""
    group = quoted(kind.split(":")[0].split(".")[0])
    return f'{{"c256":"{c256}","csm3":"{csm3}","kind":{group},"time":"{time}","v":1}}'.encode()
