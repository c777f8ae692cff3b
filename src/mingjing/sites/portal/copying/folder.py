"""The folder of the copy: written file by file, each whole or not at all; what is not written any more goes."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mingjing.sites.portal.copying.terms import MANIFEST, SEAL, STATE, NotOurs

_WRITING = ".mingjing-writing"
# Rewritten at the very end.
_LISTS = frozenset({MANIFEST, SEAL})


class Folder:
    """One copy. `digests`: path → SHA-256 of every file of this export."""

    def __init__(self, root: Path, last: dict[str, str]) -> None:
        self.root, self.last = root, last
        self.digests: dict[str, str] = {}
        self.written = 0
        self.removed = 0
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Put a file there; nothing is touched where it already says the same."""
        self.digests[path] = hashlib.sha256(content).hexdigest()
        target = self.root / path
        if self.last.get(path) == self.digests[path] and _holds(target, content):
            return
        self._folder(path)
        draft = self.root / f"{_WRITING}-{os.getpid()}"
        with draft.open("wb") as file:
            file.write(content)
        draft.replace(target)
        self.written += 1

    def stream(self, path: str, pieces: Iterable[bytes]) -> None:
        """The same for what is too long to hold."""
        seen, draft, target = hashlib.sha256(), self.root / f"{_WRITING}-{os.getpid()}", self.root / path
        with draft.open("wb") as file:
            for piece in pieces:
                seen.update(piece)
                file.write(piece)
        self.digests[path] = seen.hexdigest()
        if self.last.get(path) == self.digests[path] and target.is_file():
            draft.unlink()
            return
        self._folder(path)
        draft.replace(target)
        self.written += 1

    def keep(self, paths: Iterable[str]) -> bool:
        """Leave files as the last export wrote them; False where one of them is missing."""
        held = {path: self.last.get(path, "") for path in paths}
        if not held or not all(digest and (self.root / path).is_file() for path, digest in held.items()):
            return False
        self.digests |= held
        return True

    def everything(self) -> Iterator[str]:
        """The path of every file, but for what begins with a dot at the top."""
        for folder, below, names in os.walk(self.root):
            if Path(folder) == self.root:
                below[:] = [name for name in below if not name.startswith(".")]
                names = [name for name in names if not name.startswith(".")]
            prefix = Path(folder).relative_to(self.root).as_posix()
            yield from (name if prefix == "." else f"{prefix}/{name}" for name in names)

    def remove(self, path: str) -> None:
        """Take a file away."""
        (self.root / path).unlink(missing_ok=True)
        self.removed += 1

    def sweep(self) -> None:
        """Take away what this export did not write, and folders that hold nothing any more."""
        for path in [path for path in self.everything() if path not in self.digests and path not in _LISTS]:
            self.remove(path)
        for folder, _, _ in os.walk(self.root, topdown=False):
            place = Path(folder)
            if place != self.root and not place.name.startswith(".") and not any(place.iterdir()):
                place.rmdir()

    def _folder(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)


def opened(root: Path) -> None:
    """Make the folder ready. Raises NotOurs where it holds something that no export wrote."""
    root.mkdir(parents=True, exist_ok=True)
    held = [one.name for one in root.iterdir() if not one.name.startswith(".")]
    if held and not (root / STATE).exists():
        raise NotOurs(
            f"{root} 里已经有别的文件（{'、'.join(sorted(held)[:3])}），导出会删掉不属于副本的文件，所以没有动它。请换一个空文件夹。"
        )
    for draft in root.glob(f"{_WRITING}*"):
        draft.unlink()


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False
