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


def consistent(name: str, old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether the proof shows that the tree of `old` leaves begins the tree of `new` (RFC 9162 §2.1.4.2)."""
    if not 1 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if not proof or any(len(step) != 32 for step in proof):
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    steps = list(proof) if place else [old_root, *proof]
    small = large = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            small = HASHES[name](b"\x01" + step + small).digest()
            large = HASHES[name](b"\x01" + step + large).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            large = HASHES[name](b"\x01" + large + step).digest()
        place, last = place >> 1, last >> 1
    return not last and small == old_root and large == new_root


def note_parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a signed note, its last newline included, and (name, key id and signature) of each line. Raises Bad."""
    text, gap, tail = note.rpartition("\n\n")
    if not gap:
        raise Bad("检查点格式不对")
    found = []
    for line in tail.rstrip("\n").split("\n")[:64]:
        parts = line.split(" ")
        if len(parts) == 3 and parts[0] == "—":
            found.append((parts[1], decoded(parts[2], "签名")))
    return text + "\n", found


def told(text: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint's text. Raises Bad."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
        raise Bad("检查点格式不对")
    root = decoded(lines[2], "根")
    if len(root) != 32:
        raise Bad("检查点的根不是 32 字节")
    return lines[0], int(lines[1]), root


def key_number(name: str, public: bytes) -> bytes:
    """The four bytes that name a key in a note; `public` begins with the type of the signature."""
    return hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]


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
