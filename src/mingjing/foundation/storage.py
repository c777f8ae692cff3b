"""Content-addressed files: stored once, named by SHA-256, SM3 kept beside it, never overwritten.

What comes in pieces lies in a draft beside the store until the last piece has come.
"""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from mingjing.kernel.hashing import Sums


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


PIECE = 4 * 1024 * 1024
"""How much is read at once, in bytes."""


def _path(sha256: str) -> Path:
    return Path(settings.MINGJING_STORE) / sha256[:2] / sha256[2:4] / sha256


def put(content: bytes | Iterable[bytes]) -> Stored:
    """Keep a content and give back its digests; a content already held is not written again."""
    root = Path(settings.MINGJING_STORE)
    root.mkdir(parents=True, exist_ok=True)
    sums = Sums()
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as draft:
        for chunk in [content] if isinstance(content, bytes) else content:
            sums.update(chunk)
            draft.write(chunk)
        draft.flush()
        os.fsync(draft.fileno())
    target = _path(sums.sha256)
    if target.exists():
        Path(draft.name).unlink()
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(draft.name).chmod(0o440)
        Path(draft.name).rename(target)
    return Stored(sums.sha256, sums.sm3, sums.size)


def open_(sha256: str) -> BinaryIO:
    """Open a content for reading. Raises Missing."""
    try:
        return _path(sha256).open("rb")
    except FileNotFoundError:
        raise Missing(f"存储中没有内容 {sha256[:12]}…，请从备份恢复后再试。") from None


def read(sha256: str) -> bytes:
    """A whole content, checked against its name. Raises Missing where it is absent or was altered."""
    with open_(sha256) as source:
        content = source.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Missing(f"内容 {sha256[:12]}… 与登记的摘要不符，可能已被改动；请立即报告档案员并从备份恢复。")
    return content


def whole(sha256: str) -> Iterator[bytes]:
    """A whole content, piece by piece, not checked against its name. Raises Missing before the first piece."""
    return span(sha256, 0, size(sha256))


def span(sha256: str, since: int, until: int) -> Iterator[bytes]:
    """The bytes from `since` up to, not including, `until`, piece by piece. Raises Missing before the first piece."""
    source = open_(sha256)

    def pieces() -> Iterator[bytes]:
        with source:
            source.seek(since)
            left = until - since
            while left > 0 and (piece := source.read(min(256 * 1024, left))):
                left -= len(piece)
                yield piece

    return pieces()


def size(sha256: str) -> int:
    """How many bytes a stored content has. Raises Missing."""
    with open_(sha256) as source:
        return os.fstat(source.fileno()).st_size


def free() -> int:
    """How many bytes the disk of the store has left."""
    root = Path(settings.MINGJING_STORE)
    root.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(root).free


def _draft(name: str) -> Path:
    return Path(settings.MINGJING_STORE) / "drafts" / name


def write_draft(name: str, offset: int, piece: bytes) -> None:
    """Write a piece of a draft at its place and sync it; what lies behind it is cut off. Raises Full, Missing."""
    path = _draft(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    _alone(path)
    try:
        handle = os.open(path, os.O_RDWR | (os.O_CREAT if offset == 0 else 0), 0o600)
    except FileNotFoundError:
        raise Missing("收到一半的文件不见了，请取消后重新上传。") from None
    try:
        if os.fstat(handle).st_size < offset:
            raise Missing("收到一半的文件短了，请取消后重新上传。")
        os.ftruncate(handle, offset)
        os.lseek(handle, offset, os.SEEK_SET)
        left = memoryview(piece)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise
        raise Full("存储空间已满，这一段没有收下；已经收到的都在。请联系本机关系统管理员扩容，然后接着传。") from None
    finally:
        os.close(handle)


def _alone(path: Path) -> None:
    """A draft that was kept, by an act that was undone, shares its bytes with the store: those are never written again."""
    if path.exists() and path.stat().st_nlink > 1:
        other = path.with_suffix(".copy")
        shutil.copyfile(path, other)
        other.replace(path)


def read_draft(name: str) -> Iterator[bytes]:
    """The content of a draft, piece by piece."""
    with _draft(name).open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def keep_draft(name: str, sha256: str, sm3: str) -> Stored:
    """Put a whole draft, whose digests were computed, into the store; the draft stays until `drop_draft`.

    The same bytes get a second name instead of a second copy, so that whatever dies before the database commits, the
    draft is still there to go on with.
    """
    draft, target = _draft(name), _path(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        draft.chmod(0o440)
        os.link(draft, target)
    return Stored(sha256, sm3, target.stat().st_size)


def drop_draft(name: str) -> None:
    """Remove a draft; one that is gone already is fine."""
    _draft(name).unlink(missing_ok=True)


def destroy(sha256: str) -> bool:
    """Remove a content for good, on a lawful basis; whether it was there. Who calls makes sure that nothing refers to it."""
    path = _path(sha256)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
