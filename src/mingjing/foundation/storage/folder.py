"""The default store: a folder, two levels deep, one file a content."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from mingjing.foundation.storage.terms import Stored, absent
from mingjing.kernel.hashing import Sums

READ = 256 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


class Folder:
    """Files named by SHA-256 under `root`, readable only, never written over."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where a content lies, or would lie."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, content: bytes | Iterable[bytes]) -> Stored:
        """Keep a content and give back its digests; a content already held is not written again."""
        self.root.mkdir(parents=True, exist_ok=True)
        sums = Sums()
        with tempfile.NamedTemporaryFile(dir=self.root, delete=False) as draft:
            for chunk in [content] if isinstance(content, bytes) else content:
                sums.update(chunk)
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
        target = self.path(sums.sha256)
        if target.exists():
            Path(draft.name).unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(draft.name).chmod(0o440)
            Path(draft.name).rename(target)
        return Stored(sums.sha256, sums.sm3, sums.size)

    def keep(self, draft: Path, sha256: str, sm3: str) -> Stored:
        """Give the bytes of a whole draft a second name instead of a second copy."""
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            draft.chmod(0o440)
            os.link(draft, target)
        return Stored(sha256, sm3, target.stat().st_size)

    def open_(self, sha256: str) -> BinaryIO:
        """Open a content for reading. Raises Missing."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise absent(sha256) from None

    def span(self, sha256: str, since: int, until: int) -> Iterator[bytes]:
        """Some bytes of a content, piece by piece. Raises Missing before the first piece."""
        source = self.open_(sha256)

        def pieces() -> Iterator[bytes]:
            with source:
                source.seek(since)
                left = until - since
                while left > 0 and (piece := source.read(min(READ, left))):
                    left -= len(piece)
                    yield piece

        return pieces()

    def size(self, sha256: str) -> int:
        """How many bytes a content has. Raises Missing."""
        with self.open_(sha256) as source:
            return os.fstat(source.fileno()).st_size

    def erase(self, sha256: str, order: str) -> bool:
        """Remove a content for good; False where it is gone already. A folder knows no lock: the order is asked above."""
        try:
            self.path(sha256).unlink()
        except FileNotFoundError:
            return False
        return True

    def set_back(self, sha256: str, pieces: Iterable[bytes]) -> tuple[str, str]:
        """Put a content back from a copy where the copy is the very one; the digest of the copy, and where the altered went.

        What lies in its place is set aside first: it is evidence of what happened to it.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        sums = Sums()
        with tempfile.NamedTemporaryFile(dir=self.root, delete=False) as draft:
            for piece in pieces:
                sums.update(piece)
                draft.write(piece)
            draft.flush()
            os.fsync(draft.fileno())
        copy, target, aside = Path(draft.name), self.path(sha256), ""
        if sums.sha256 != sha256:
            copy.unlink()
            return sums.sha256, ""
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            aside = f"altered/{sha256}-{int(target.stat().st_mtime)}"
            (self.root / "altered").mkdir(exist_ok=True)
            target.rename(self.root / aside)
        copy.chmod(0o440)
        copy.rename(target)
        return sums.sha256, aside

    def names(self) -> Iterator[str]:
        """The names of all contents that are held, in order."""
        for outer in sorted(self.root.glob("??")):
            for inner in sorted(outer.glob("??")):
                yield from sorted(one.name for one in inner.iterdir() if _NAME.fullmatch(one.name))

    def hold(self, sha256: str, on: bool) -> bool:
        """Legal hold: False, a folder has none."""
        return False

    def retain(self, sha256: str, until: datetime) -> bool:
        """Retention: False, a folder has none."""
        return False

    def move(self, limit: int) -> int:
        """Nothing waits to be moved anywhere."""
        return 0
