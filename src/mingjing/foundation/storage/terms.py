"""Words of the store: what a stored content is, and why one is not to be had."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

PIECE = 4 * 1024 * 1024
"""How much is read at once, in bytes."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored content: both digests (hex) and its size in bytes."""

    sha256: str
    sm3: str
    size: int


class Missing(Exception):
    """The content is not in the store, or is not what its name says."""


class Full(Exception):
    """The disk is full. Nothing was lost: what was received before stays, the next piece may be sent again."""


class Locked(Exception):
    """The content may not be erased yet: a retention that no order lifts, or a legal hold. Chinese sentence."""


class Away(Exception):
    """The object store does not answer, or refuses us. Nothing was lost: what is new waits on the local disk."""


def absent(sha256: str) -> Missing:
    """What is said of a content that is not there, by every store."""
    return Missing(f"存储中没有内容 {sha256[:12]}…，请从备份恢复后再试。")


def altered(sha256: str) -> Missing:
    """What is said of a content that is not what its name says, by every store."""
    return Missing(f"内容 {sha256[:12]}… 与登记的摘要不符，可能已被改动；请立即报告档案员并从备份恢复。")


class Store(Protocol):
    """What every store can do. Names are SHA-256 in hex; a content that is held is never written over."""

    def put(self, content: bytes | Iterable[bytes]) -> Stored: ...
    def keep(self, draft: Path, sha256: str, sm3: str) -> Stored: ...
    def open_(self, sha256: str) -> BinaryIO: ...
    def span(self, sha256: str, since: int, until: int) -> Iterator[bytes]: ...
    def size(self, sha256: str) -> int: ...
    def erase(self, sha256: str, order: str) -> bool: ...
    def names(self) -> Iterator[str]: ...
    def hold(self, sha256: str, on: bool) -> bool: ...
    def retain(self, sha256: str, until: datetime) -> bool: ...
    def set_back(self, sha256: str, pieces: Iterable[bytes]) -> tuple[str, str]: ...
    def move(self, limit: int) -> int: ...
