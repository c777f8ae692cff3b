"""What comes in pieces: a draft on the local disk, whatever the store, until the last piece has come."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from mingjing.foundation.storage.terms import PIECE, Full, Missing


def draft_path(name: str) -> Path:
    """Where a draft lies."""
    return Path(settings.MINGJING_STORE) / "drafts" / name


def write_draft(name: str, offset: int, piece: bytes) -> None:
    """Write a piece of a draft at its place and sync it; what lies behind it is cut off. Raises Full, Missing."""
    path = draft_path(name)
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
    with draft_path(name).open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def drop_draft(name: str) -> None:
    """Remove a draft; one that is gone already is fine."""
    draft_path(name).unlink(missing_ok=True)
