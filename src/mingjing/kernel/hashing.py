"""Digests: SHA-256 and SM3 side by side, and the canonical JSON that is hashed."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Protocol, Self


class Hash(Protocol):
    """What hashlib objects offer."""

    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...
    def copy(self) -> Self: ...


# Making an encoder costs as much as encoding a small value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sm3_hash(data: bytes = b"") -> Hash:
    """A running SM3 (GB/T 32905) of OpenSSL, or our own where this Python's OpenSSL has none."""
    try:
        return hashlib.new("sm3", data)
    except ValueError:
        from mingjing.kernel.sm3 import SM3

        return SM3(data)


class Sums:
    """Both digests (hex) and the length in bytes of a content that is read piece by piece."""

    def __init__(self) -> None:
        self.size = 0
        self._sha256: Hash = hashlib.sha256()
        self._sm3 = sm3_hash()

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> "Sums":
        """The sums of a whole content: a film needs no more memory than a page."""
        made = cls()
        for piece in pieces:
            made.update(piece)
        return made

    def update(self, piece: bytes) -> None:
        """Count a further piece in."""
        self.size += len(piece)
        self._sha256.update(piece)
        self._sm3.update(piece)

    def copy(self) -> "Sums":
        """Sums that go on from here by themselves."""
        made = Sums()
        made.size, made._sha256, made._sm3 = self.size, self._sha256.copy(), self._sm3.copy()
        return made

    @property
    def sha256(self) -> str:
        """SHA-256 of what was counted, in hex."""
        return self._sha256.hexdigest()

    @property
    def sm3(self) -> str:
        """SM3 of what was counted, in hex."""
        return self._sm3.hexdigest()


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, no blanks, UTF-8, no floats (ASCII keys make it equal to RFC 8785).

    Raises TypeError for a float, whose text differs between machines.
    """
    _refuse_floats(value)
    return _ENCODER.encode(value).encode()


def fingerprint(value: Any) -> str:
    """The SHA-256 (hex) of the canonical JSON; empty for what has no canonical form."""
    try:
        return hashlib.sha256(canonical(value)).hexdigest()
    except (TypeError, ValueError, RecursionError):
        return ""


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form: use a string or an integer")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
