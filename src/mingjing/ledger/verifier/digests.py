"""SM3 (GB/T 32905), where this Python's OpenSSL has none, beside SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any


class Sm3:
    """A running SM3."""

    def __init__(self, data: bytes = b"") -> None:
        self._state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
        self._rest, self._size = b"", 0
        self.update(data)

    def update(self, data: bytes) -> None:
        self._size += len(data)
        data = self._rest + data
        whole = len(data) // 64 * 64
        for at in range(0, whole, 64):
            self._state = _sm3_block(self._state, data[at : at + 64])
        self._rest = data[whole:]

    def digest(self) -> bytes:
        state = self._state
        tail = self._rest + b"\x80" + b"\x00" * ((55 - len(self._rest)) % 64) + (self._size * 8).to_bytes(8, "big")
        for at in range(0, len(tail), 64):
            state = _sm3_block(state, tail[at : at + 64])
        return b"".join(word.to_bytes(4, "big") for word in state)

    def hexdigest(self) -> str:
        return self.digest().hex()


def _rotate(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & 0xFFFFFFFF


def _sm3_block(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _rotate(w[j - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        turned = _rotate(a, 12)
        ss1 = _rotate((turned + e + _rotate(0x79CC4519 if early else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if early else a & b | a & c | b & c
        gg = e ^ f ^ g if early else e & f | ~e & 0xFFFFFFFF & g
        tt1 = (ff + d + (ss1 ^ turned) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    new = [a, b, c, d, e, f, g, h]
    return [state[i] ^ new[i] for i in range(8)]


def new_sm3(data: bytes = b"") -> Any:
    try:
        return hashlib.new("sm3", data)
    except ValueError:
        return Sm3(data)


HASHES: dict[str, Callable[[bytes], Any]] = {"sha256": hashlib.sha256, "sm3": new_sm3}
