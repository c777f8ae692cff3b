"""QR codes of permanent addresses as SVG.

A code is linear in what it says: two texts of one length differ by what each differing bit turns over, wherever else it
stands. So after some hundred codes of a site a further one is put together instead of computed, thirty times as fast.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import segno

_BORDER = 4
_DARK = re.compile(rb"\x01+")
# So many lengths and turns are kept, some three thousand bytes each.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class _Code:
    """One code as computed: what it says, and its modules row by row, a byte each, as one number."""

    said: bytes
    version: int
    side: int
    modules: int


@dataclass(slots=True)
class Codes:
    """Codes that were computed, one of each length, and what a bit at a place of a version turns over."""

    first: dict[int, _Code] = field(default_factory=dict)
    turns: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def modules(self, said: bytes) -> tuple[int, bytes]:
        """The side of the code and its modules row by row, one byte each: 1 is dark."""
        code = self.first.get(len(said))
        if code is None:
            code = _computed(said)
            if len(self.first) < _MOST:
                self.first[len(said)] = code
        places = [
            (at, one ^ other) for at, (one, other) in enumerate(zip(code.said, said, strict=True)) if one != other
        ]
        wanted = [(code.version, at, bit) for at, differing in places for bit in _bits(differing)]
        found = code.modules
        for key in wanted:
            turn = self.turns.get(key)
            if turn is None:
                self._learn(code, key)
                found = _computed(said).modules
                break
            found ^= turn
        return code.side, found.to_bytes(code.side * code.side, "big")

    def _learn(self, code: _Code, key: tuple[int, int, int]) -> None:
        """Compute what one bit turns over: no more than one for each code that is asked for."""
        if len(self.turns) < _MOST:
            other = bytearray(code.said)
            other[key[1]] ^= 1 << key[2]
            self.turns[key] = _computed(bytes(other)).modules ^ code.modules


def _bits(number: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(8) if number >> bit & 1)


def _computed(said: bytes) -> _Code:
    """The mask is fixed: any is read alike, and to weigh all eight costs four times as much."""
    made = segno.make_qr(said, mode="byte", error="m", mask=3, boost_error=False)
    return _Code(said, int(made.version), len(made.matrix), int.from_bytes(b"".join(made.matrix), "big"))


_CODES = Codes()


def drawn_code(address: str) -> bytes:
    """The QR code of an address as SVG."""
    side, modules = _CODES.modules(address.encode())
    path = "".join(_run(side, found.start(), found.end()) for found in _DARK.finditer(_apart(modules, side)))
    edge = side + 2 * _BORDER
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{edge * 4}" height="{edge * 4}" viewBox="0 0 {edge} {edge}">'
        f'<title>本页永久网址</title><path fill="#fff" d="M0 0h{edge}v{edge}H0z"/>'
        f'<path shape-rendering="crispEdges" d="{path}"/></svg>'
    ).encode()


def _apart(modules: bytes, side: int) -> bytes:
    """The rows with a light module between them, so that no run goes over the end of one."""
    return b"\0".join(modules[start : start + side] for start in range(0, len(modules), side))


@lru_cache(maxsize=40_000)
def _run(side: int, start: int, end: int) -> str:
    y, x = divmod(start, side + 1)
    return f"M{x + _BORDER} {y + _BORDER}h{end - start}v1H{x + _BORDER}z"
