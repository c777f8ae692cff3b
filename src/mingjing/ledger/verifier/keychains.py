"""How one key of a log brings in the next: statements signed by both, followed from a key that one trusts."""

from __future__ import annotations

import re
from typing import NamedTuple

from mingjing.ledger.verifier.merkle_paths import key_number, note_parts
from mingjing.ledger.verifier.policies import ED25519_TYPE, read_key
from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.verifier.signing import ed25519
from mingjing.ledger.verifier.sm2 import SM2_TYPE, sm2

KEY_FORM = r"(\S+)/keys\nmingjing-key@1\nafter (0|[1-9][0-9]{0,17})\nsigner (\S+)\nnext (\S+)\ntime (\S+)\n"


class Change(NamedTuple):
    """A statement that was checked: checkpoints of more than `after` entries are signed by `next`, not by `signer`."""

    after: int
    signer: bytes
    next: bytes


def change_of(statement: str, origin: str) -> Change:
    """The statement, where both keys signed it. Raises Bad."""
    text, lines = note_parts(statement)
    found = re.fullmatch(KEY_FORM, text)
    if not found or found.group(1) != origin:
        raise Bad("密钥更换声明格式不对，或属于另一本台账")
    keys = [read_key(found.group(3))[1], read_key(found.group(4))[1]]
    for key in keys:
        number = key_number(f"{origin}/keys", key)
        if not any(raw[:4] == number and _fits(key, text.encode(), raw[4:]) for _, raw in lines):
            raise Bad("密钥更换声明缺少新钥或旧钥的有效签名")
    return Change(int(found.group(2)), keys[0], keys[1])


def _fits(key: bytes, message: bytes, signature: bytes) -> bool:
    if key.startswith(SM2_TYPE):
        return sm2(key[len(SM2_TYPE) :], message, signature)
    return key[:1] == ED25519_TYPE and ed25519(key[1:], message, signature)


def fits(statement: str, origin: str) -> bool:
    """Whether a statement is signed by both of its keys."""
    try:
        change_of(statement, origin)
    except Bad:
        return False
    return True


def leads(pinned: bytes, wanted: bytes, statements: list[str], origin: str, size: int) -> bool:
    """Whether a chain of statements leads from a trusted Ed25519 key to the one that signed a checkpoint of this size.

    Forwards: the old key brought in the new one. Backwards: the new key names the old one, which signs no larger checkpoint.
    Raises Bad.
    """
    changes = sorted(change_of(one, origin) for one in statements[:64])
    changes = [one for one in changes if one.signer[:1] == one.next[:1] == ED25519_TYPE]
    reached = ED25519_TYPE + pinned
    for one in changes:
        if one.signer == reached:
            reached = one.next
            if reached[1:] == wanted:
                return size > one.after
    reached = ED25519_TYPE + pinned
    for one in reversed(changes):
        if one.next == reached:
            reached = one.signer
            if reached[1:] == wanted:
                return size <= one.after
    return False
