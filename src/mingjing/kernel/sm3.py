"""SM3 (GB/T 32905-2016) in plain Python, for machines whose OpenSSL has none. Slow: about 1 MB in several seconds."""

from struct import Struct

_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
_MASK = 0xFFFFFFFF
_BLOCK = Struct(">16I")
_DIGEST = Struct(">8I")


def _rotate(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & _MASK


_ROUND = tuple(_rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64))


def _expand(block: bytes) -> list[int]:
    """The 68 words of message expansion (5.3.2)."""
    w = list(_BLOCK.unpack(block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _rotate(w[j - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[j - 13], 7) ^ w[j - 6])
    return w


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    """One step of the compression function (5.3.3)."""
    w = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        turned = _rotate(a, 12)
        ss1 = _rotate((turned + e + _ROUND[j]) & _MASK, 7)
        if j < 16:
            ff, gg = a ^ b ^ c, e ^ f ^ g
        else:
            ff, gg = (a & b) | (a & c) | (b & c), (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ turned) + (w[j] ^ w[j + 4])) & _MASK
        tt2 = (gg + h + ss1 + w[j]) & _MASK
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


class SM3:
    """A running digest with the methods of hashlib."""

    name = "sm3"
    digest_size = 32
    block_size = 64

    def __init__(self, data: bytes = b"") -> None:
        self._state: tuple[int, ...] = _START
        self._rest = b""
        self._length = 0
        self.update(data)

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""
        self._length += len(data)
        waiting = self._rest + bytes(data)
        whole = len(waiting) // 64 * 64
        for place in range(0, whole, 64):
            self._state = _compress(self._state, waiting[place : place + 64])
        self._rest = waiting[whole:]

    def digest(self) -> bytes:
        """The 32 bytes so far; more may still be taken in afterwards."""
        tail = self._rest + b"\x80"
        tail += bytes(-(len(tail) + 8) % 64) + (self._length * 8).to_bytes(8, "big")
        state = self._state
        for place in range(0, len(tail), 64):
            state = _compress(state, tail[place : place + 64])
        return _DIGEST.pack(*state)

    def copy(self) -> "SM3":
        """Another running digest that has taken in the same bytes."""
        twin = SM3()
        twin._state, twin._rest, twin._length = self._state, self._rest, self._length
        return twin

    def hexdigest(self) -> str:
        """The digest so far in 64 lower-case digits."""
        return self.digest().hex()
