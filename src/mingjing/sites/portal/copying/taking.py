"""What must go goes first: before anything is written, nothing of a changed or withdrawn decision is left in the folder."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from mingjing.sites.portal.copying.addresses import file_of
from mingjing.sites.portal.copying.folder import Folder

_PLACEHOLDER = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="robots" content="noindex">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>正在更新</title>'
    "<p>这一页正在更新，请几分钟后再打开。</p></html>\n"
)
# Of these every list may hold every decision: looked through one by one up to so many, else all taken down.
_FEW = 500
# Kept through a withdrawal: nothing of a decision is in them.
_NEVER = ("log/", "static/")


def take_down(folder: Folder, addresses: Collection[str]) -> int:
    """Remove every file of these decisions, and every list, feed and table that names one of them.

    A page becomes a line that says it is being updated until it is drawn again. Gives back how many files went. A crash
    afterwards leaves a copy with gaps, never one with a withdrawn text.
    """
    if not addresses:
        return 0
    own = {file_of(address).removesuffix("index.html") for address in addresses}
    named = _named(addresses)
    gone = 0
    for path in list(folder.everything()):
        if path.startswith(_NEVER):
            continue
        inside = path.startswith("gs/") and "/".join(path.split("/")[:3]) + "/" in own
        if inside or (_holds_many(path) and _names_one(folder, path, named)):
            _put_away(folder, path)
            gone += 1
    return gone


def _holds_many(path: str) -> bool:
    """Whether a file may speak of many decisions: everything but the folder of one."""
    return not (path.startswith("gs/") and path.count("/") >= 3)


def _named(addresses: Collection[str]) -> re.Pattern[bytes] | None:
    """How lists name these decisions: the number as it is, and as links write it; None for too many to look for."""
    if len(addresses) > _FEW:
        return None
    return re.compile(b"|".join(re.escape(word) for word in sorted(set(_words(addresses)))))


def _words(addresses: Collection[str]) -> Iterator[bytes]:
    for address in addresses:
        number = address.rstrip("/").rpartition("/")[2]
        yield number.encode()
        yield unquote(number).encode()
        yield file_of(address).split("/")[2].encode()


def _names_one(folder: Folder, path: str, named: re.Pattern[bytes] | None) -> bool:
    if named is None or path.endswith((".xlsx", ".zip", ".pdf")):
        return True
    return _found_in(folder, path, named)


def _found_in(folder: Folder, path: str, named: re.Pattern[bytes]) -> bool:
    """Whether a file names one of them, read in pieces that overlap."""
    tail = b""
    with (folder.root / path).open("rb") as file:
        while piece := file.read(1 << 20):
            if named.search(tail + piece):
                return True
            tail = piece[-1000:]
    return False


def _put_away(folder: Folder, path: str) -> None:
    if path.endswith(".html"):
        (folder.root / path).write_text(_PLACEHOLDER, encoding="utf-8")
    else:
        folder.remove(path)
    folder.last.pop(path, None)
