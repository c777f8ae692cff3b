"""Content-addressed files: stored once, named by SHA-256, SM3 kept beside it, never overwritten."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from mingjing.kernel.hashing import sm3_hash


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored content: both digests (hex) and its size in bytes."""

    sha256: str
    sm3: str
    size: int


class Missing(Exception):
    """The content is not in the store, or is not what its name says."""


def _path(sha256: str) -> Path:
    return Path(settings.MINGJING_STORE) / sha256[:2] / sha256[2:4] / sha256


def put(content: bytes | Iterable[bytes]) -> Stored:
    """Keep a content and give back its digests; a content already held is not written again."""
    root = Path(settings.MINGJING_STORE)
    root.mkdir(parents=True, exist_ok=True)
    sha256, sm3, size = hashlib.sha256(), sm3_hash(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as draft:
        for chunk in [content] if isinstance(content, bytes) else content:
            sha256.update(chunk)
            sm3.update(chunk)
            size += len(chunk)
            draft.write(chunk)
        draft.flush()
        os.fsync(draft.fileno())
    target = _path(sha256.hexdigest())
    if target.exists():
        Path(draft.name).unlink()
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(draft.name).chmod(0o440)
        Path(draft.name).rename(target)
    return Stored(sha256.hexdigest(), sm3.hexdigest(), size)


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
