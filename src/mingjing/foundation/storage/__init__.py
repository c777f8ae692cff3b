"""Content-addressed files: stored once, named by SHA-256, SM3 kept beside it, never overwritten.

Behind one port lies a folder, or an S3-compatible object store where the settings name one. What comes in pieces lies in
a draft on the local disk until the last piece has come.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from mingjing.foundation.storage.drafts import draft_path, drop_draft, read_draft, write_draft
from mingjing.foundation.storage.folder import Folder
from mingjing.foundation.storage.terms import PIECE, Away, Full, Locked, Missing, Store, Stored, altered

if TYPE_CHECKING:
    from mingjing.foundation.storage.objects import Objects

__all__ = [
    "PIECE", "Away", "Full", "Locked", "Missing", "Store", "Stored", "drop_draft", "erase", "far_content", "folder", "free", "hold", "keep_draft", "move",
    "names", "open_", "put", "read", "read_draft", "retain", "set_back", "size", "span", "store", "take_over", "whole", "write_draft",
]  # fmt: skip


def store() -> Store:
    """The store that the settings name."""
    asked = dict(getattr(settings, "MINGJING_STORE_S3", {}))
    if not asked.get("endpoint"):
        return folder()
    return _object_store(str(settings.MINGJING_STORE), tuple(sorted(asked.items())))


def folder() -> Folder:
    """The folder on the local disk: the store itself, or where what is new waits to be moved."""
    return Folder(Path(settings.MINGJING_STORE))


@lru_cache(4)
def _object_store(root: str, asked: tuple[tuple[str, str], ...]) -> Store:
    from mingjing.foundation.storage.objects import Bucket, Objects

    return Objects(Folder(Path(root)), Bucket(**dict(asked)))


def put(content: bytes | Iterable[bytes]) -> Stored:
    """Keep a content and give back its digests; a content already held is not written again."""
    return store().put(content)


def open_(sha256: str) -> BinaryIO:
    """Open a content for reading. Raises Missing."""
    return store().open_(sha256)


def read(sha256: str) -> bytes:
    """A whole content, checked against its name. Raises Missing where it is absent or was altered."""
    with open_(sha256) as source:
        content = source.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise altered(sha256)
    return content


def whole(sha256: str) -> Iterator[bytes]:
    """A whole content, piece by piece, not checked against its name. Raises Missing before the first piece."""
    return span(sha256, 0, size(sha256))


def span(sha256: str, since: int, until: int) -> Iterator[bytes]:
    """The bytes from `since` up to, not including, `until`, piece by piece. Raises Missing before the first piece."""
    return store().span(sha256, since, until)


def size(sha256: str) -> int:
    """How many bytes a stored content has. Raises Missing."""
    return store().size(sha256)


def free() -> int:
    """How many bytes the local disk, through which everything comes, has left."""
    root = Path(settings.MINGJING_STORE)
    root.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(root).free


def keep_draft(name: str, sha256: str, sm3: str) -> Stored:
    """Put a whole draft, whose digests were computed, into the store; the draft stays until `drop_draft`.

    The same bytes get a second name instead of a second copy, so that whatever dies before the database commits, the
    draft is still there to go on with.
    """
    return store().keep(draft_path(name), sha256, sm3)


def erase(sha256: str, order: str = "") -> bool:
    """Remove a content for good; False where it was gone already. Only lawful destruction calls this.

    `order`: the number of the destruction order. An object store lifts its retention (governance) for nothing else.
    Raises Locked for a retention without an order, and for a legal hold whatever the order says.
    """
    return store().erase(sha256, order)


def hold(sha256: str, on: bool) -> bool:
    """Lay or lift a legal hold on a content; False where this store has none. Raises Missing."""
    return store().hold(sha256, on)


def retain(sha256: str, until: datetime) -> bool:
    """Keep a content from being deleted before a moment; False where this store cannot. Raises Missing."""
    return store().retain(sha256, until)


def set_back(sha256: str, pieces: Iterable[bytes]) -> tuple[str, str]:
    """Put a content back from a copy, only where the copy is the very one: its digest, and where the altered one lies now."""
    return store().set_back(sha256, pieces)


def names() -> Iterator[str]:
    """The names of all contents that are held, in order."""
    return store().names()


def move(limit: int = 1024**3) -> int:
    """Move what is new from the local disk into the object store, about `limit` bytes; how many contents were moved.

    Each is read once, both digests computed, and only removed here once it lies there under its own digest. Raises Away.
    """
    return store().move(limit)


def take_over(path: Path, sha256: str) -> None:
    """Copy a file into the object store under its digest; the file stays. Raises Missing for an altered one, Away, TypeError without one."""
    _far().take(path, sha256)


def far_content(sha256: str) -> Iterator[bytes]:
    """A content as it lies in the object store, whatever lies here. Raises Missing, Away."""
    return _far().far_content(sha256)


def _far() -> "Objects":
    from mingjing.foundation.storage.objects import Objects

    found = store()
    if not isinstance(found, Objects):
        raise TypeError("no object store is named in the settings")
    return found
