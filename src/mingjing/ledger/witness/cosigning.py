"""What a witness answers (C2SP tlog-witness, add-checkpoint): it cosigns a log that only grew, and nothing else."""

from __future__ import annotations

import re
from typing import NamedTuple

from mingjing.ledger.verifier.merkle_paths import consistent, key_number, note_parts, told
from mingjing.ledger.verifier.policies import ED25519_TYPE
from mingjing.ledger.verifier.reading import decoded
from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.verifier.signing import ed25519
from mingjing.ledger.witness.folder import Folder

BODY_LIMIT = 65536
SIZE_TYPE = "text/x.tlog.size"


class Answer(NamedTuple):
    """Status and body as HTTP has them; the file mode shows the same."""

    status: int
    body: str
    kind: str = "text/plain; charset=utf-8"


class Asked(NamedTuple):
    """A request: the size the log believes the witness has seen, the proof from there, the checkpoint."""

    old: int
    proof: list[bytes]
    note: str


def read_request(body: str) -> Asked:
    """A request as text. Raises Bad."""
    head, gap, note = body.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(body) > BODY_LIMIT or not re.fullmatch("old (0|[1-9][0-9]{0,17})", lines[0]) or len(lines) > 64:
        raise Bad("请求格式不对")
    return Asked(int(lines[0][4:]), [decoded(line, "证明") for line in lines[1:]], note)


def written_request(old: int, proof: list[str], note: str) -> str:
    """The same as text, from a proof in Base64."""
    return "".join(f"{line}\n" for line in (f"old {old}", *proof, "")) + note


def add_checkpoint(folder: Folder, body: str, now: int) -> Answer:
    """Check a request and cosign it; the new state is on the disk before the answer is made."""
    try:
        asked = read_request(body)
        text, lines = note_parts(asked.note)
        origin, size, root = told(text)
    except Bad as failure:
        return Answer(400, f"{failure}\n")
    keys = folder.keys(origin)
    if not keys:
        return Answer(404, f"不认识台账 {origin[:200]}，请先用 witness trust 登记它的公钥\n")
    if not any(_signed(text, lines, origin, key) for key in keys):
        return Answer(403, "检查点没有已登记公钥的有效签名\n")
    if asked.old > size:
        return Answer(400, "原条数大于检查点的条数\n")
    with folder.alone():
        seen = folder.seen(origin)
        known = seen.size if seen else 0
        if asked.old != known:
            return Answer(409, f"{known}\n", SIZE_TYPE)
        if seen and known == size and seen.root != root:
            return Answer(409, f"{known}\n", SIZE_TYPE)
        tree = "sm3" if origin.endswith("/sm3") else "sha256"
        if known == 0 or (seen and known == size):
            grown = not asked.proof
        else:
            grown = seen is not None and consistent(tree, known, size, seen.root, root, asked.proof)
        if not grown:
            return Answer(422, "延续证明不成立：台账不是上次见证的那一本的延续\n")
        folder.remember(origin, asked.note, now)
        return Answer(200, folder.cosign(text, now))


def _signed(text: str, lines: list[tuple[str, bytes]], origin: str, public: bytes) -> bool:
    number = key_number(origin, ED25519_TYPE + public)
    own = [signature[4:] for name, signature in lines if name == origin and signature[:4] == number]
    return any(ed25519(public, text.encode(), signature) for signature in own)
