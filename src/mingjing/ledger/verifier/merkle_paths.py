"""Merkle inclusion (RFC 6962, RFC 9162) and signed checkpoints (C2SP signed note)."""

from __future__ import annotations

import hashlib
import re

from mingjing.ledger.verifier.digests import HASHES
from mingjing.ledger.verifier.reading import decoded
from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.verifier.signing import ed25519


def included(name: str, index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf hash to the root."""
    if not 0 <= index < size or len(leaf) != 32 or len(root) != 32:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if not last or len(step) != 32:
            return False
        left = place & 1 or place == last
        found = HASHES[name](b"\x01" + (step + found if left else found + step)).digest()
        while left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return not last and found == root


def tree_root(name: str, leaves: list[bytes]) -> bytes:
    """The root over leaf hashes."""
    if not leaves:
        return bytes(HASHES[name](b"").digest())
    row = leaves
    while len(row) > 1:
        joined = [HASHES[name](b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = joined + row[len(joined) * 2 :]
    return row[0]


def opened(note: str, origin: str, public: bytes) -> tuple[int, bytes]:
    """Size and root of a checkpoint signed by this key under this name. Raises Bad."""
    text, gap, tail = note.rpartition("\n\n")
    lines = (text + "\n").split("\n")
    if not gap or len(lines) < 4 or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
        raise Bad("检查点格式不对")
    if lines[0] != origin:
        raise Bad(f"检查点属于另一本台账“{lines[0][:80]}”")
    own = hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    for line in tail.rstrip("\n").split("\n")[:16]:
        parts = line.split(" ")
        if len(parts) == 3 and parts[:2] == ["—", origin]:
            signature = decoded(parts[2], "签名")
            if signature[:4] == own and ed25519(public, (text + "\n").encode(), signature[4:]):
                return int(lines[1]), decoded(lines[2], "根")
    raise Bad("检查点没有这把公钥的有效签名")
