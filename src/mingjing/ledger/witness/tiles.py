"""Reading a log from its tiles (C2SP tlog-tiles), over HTTP or from a folder: roots, growth, entries."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from mingjing.ledger.verifier.digests import HASHES
from mingjing.ledger.verifier.saying import Bad

Fetch = Callable[[str], bytes]
TILE_WIDTH = 256
ENTRIES_LIMIT = TILE_WIDTH * 65537
TIMEOUT = 15


class NotThere(Exception):
    """What was asked for cannot be fetched; the message says why."""


def fetcher(place: str) -> Fetch:
    """Reads files below an address (http, https) or a folder."""
    if urlsplit(place).scheme in {"http", "https"}:
        return lambda path: _from_web(f"{place.rstrip('/')}/{path}")
    return lambda path: _from_disk(Path(place), path)


def _from_web(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # noqa: S310 - http and https only, see above
            return bytes(answer.read(ENTRIES_LIMIT))
    except urllib.error.HTTPError as failure:
        raise NotThere(f"{url} 答复 {failure.code}") from None
    except (OSError, ValueError) as failure:
        raise NotThere(f"连不上 {url}：{getattr(failure, 'reason', failure)}") from None


def _from_disk(root: Path, path: str) -> bytes:
    try:
        return (root / path).read_bytes()
    except OSError as failure:
        raise NotThere(f"读不了 {root / path}：{failure.strerror}") from None


def tile_path(index: int, width: int) -> str:
    """x001/x234/067, and .p/<width> for a tile that is not full."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups) + ("" if width == TILE_WIDTH else f".p/{width}")


def widths(size: int) -> dict[int, tuple[int, int]]:
    """For each level of a tree of this size: how many tiles are full, and the width of the last one (0 where none)."""
    found, level = {}, 0
    while size >> 8 * level:
        found[level] = divmod(size >> 8 * level, TILE_WIDTH)
        level += 1
    return found


class Reader:
    """The tree of one checkpoint, read from its tiles."""

    def __init__(self, fetch: Fetch, tree: str, size: int) -> None:
        self.fetch, self.tree, self.size = fetch, tree, size
        self.prefix = "" if tree == "sha256" else f"{tree}/"
        self._held: dict[tuple[int, int], list[list[bytes]]] = {}

    def node(self, level: int, index: int) -> bytes:
        """The root of a complete subtree. Raises Bad, NotThere."""
        tile, inner = divmod(level, 8)
        number, place = divmod(index, TILE_WIDTH >> inner)
        if (tile, number) not in self._held:
            if len(self._held) > 64:
                self._held.clear()
            self._held[(tile, number)] = self._rows(self.hashes(tile, number))
        rows = self._held[(tile, number)]
        if place >= len(rows[inner]):
            raise Bad(f"瓦片 {tile}/{number} 太短")
        return rows[inner][place]

    def width(self, tile: int, number: int) -> int:
        """How many hashes a tile has at this size."""
        return min(TILE_WIDTH, (self.size >> 8 * tile) - number * TILE_WIDTH)

    def hashes(self, tile: int, number: int) -> list[bytes]:
        """The hashes of one tile; the full tile will do where a partial one is gone."""
        width = self.width(tile, number)
        name = f"{self.prefix}tile/{tile}/"
        try:
            data = self.fetch(name + tile_path(number, width))
        except NotThere:
            if width == TILE_WIDTH:
                raise
            data = self.fetch(name + tile_path(number, TILE_WIDTH))
        if len(data) < width * 32:
            raise Bad(f"瓦片 {tile}/{number} 应有 {width} 个散列，实有 {len(data) // 32} 个")
        return [data[at : at + 32] for at in range(0, width * 32, 32)]

    def _rows(self, row: list[bytes]) -> list[list[bytes]]:
        rows = [row]
        for _ in range(7):
            row = [self._join(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
            rows.append(row)
        return rows

    def folded(self, row: list[bytes]) -> bytes:
        """The root over a full tile."""
        while len(row) > 1:
            row = [self._join(row[at], row[at + 1]) for at in range(0, len(row), 2)]
        return row[0]

    def _join(self, left: bytes, right: bytes) -> bytes:
        return bytes(HASHES[self.tree](b"\x01" + left + right).digest())

    def span(self, low: int, high: int) -> bytes:
        """The hash over leaves low … high - 1, where low is a multiple of the enclosing power of two."""
        count = high - low
        if not count:
            return bytes(HASHES[self.tree](b"").digest())
        if not count & (count - 1):
            level = count.bit_length() - 1
            return self.node(level, low >> level)
        middle = low + (1 << ((count - 1).bit_length() - 1))
        return self._join(self.span(low, middle), self.span(middle, high))

    def growth(self, old: int) -> list[bytes]:
        """The consistency proof (RFC 6962 §2.1.2) from `old` leaves; empty for none."""
        low, high, path = 0, self.size, []
        while 0 < old != high:
            middle = low + (1 << ((high - low - 1).bit_length() - 1))
            if old <= middle:
                path.append(self.span(middle, high))
                high = middle
            else:
                path.append(self.span(low, middle))
                low = middle
        if low:
            path.append(self.span(low, high))
        return path[::-1]

    def entries(self, number: int) -> list[bytes]:
        """The public entries of one bundle, held against the leaves of their tile. Raises Bad, NotThere."""
        width = self.width(0, number)
        data = self.fetch(f"tile/entries/{tile_path(number, width)}")
        found: list[bytes] = []
        at = 0
        while at + 2 <= len(data) and len(found) < width:
            length = int.from_bytes(data[at : at + 2], "big")
            found.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        leaves = [bytes(HASHES[self.tree](b"\x00" + entry).digest()) for entry in found]
        if leaves != self.hashes(0, number):
            raise Bad(f"条目包 {number} 与瓦片的叶不符")
        return found
