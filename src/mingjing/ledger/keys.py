"""The keys of the log through time: which signs a head of a given size, and the statements by which each came in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mingjing.ledger import notes, signers
from mingjing.ledger.models import KeyChange
from mingjing.ledger.terms import written
from mingjing.ledger.verifier.policies import key_text, read_key


@dataclass(frozen=True, slots=True)
class Known:
    """One key: heads of more than `begins` entries and at most `ends` (None: still) are signed by it."""

    algorithm: str
    public: bytes
    begins: int
    ends: int | None
    at: datetime | None = None
    statement: str = ""

    def signs(self, size: int) -> bool:
        """Whether a head of this size is signed by it."""
        return self.begins < size and (self.ends is None or size <= self.ends)


@dataclass(frozen=True, slots=True)
class Ring:
    """Every key of the log, oldest first, of each kind."""

    ed25519: tuple[Known, ...]
    sm2: tuple[Known, ...]

    def signing(self, size: int) -> bytes:
        """The Ed25519 key that signs a head of this size."""
        return next(key.public for key in self.ed25519 if key.signs(size))

    def sm2_of(self, size: int) -> Known | None:
        """The SM2 key that signs the SM3 checkpoint of a head of this size; None where none did yet."""
        return next((key for key in self.sm2 if key.signs(size)), None)


def ring() -> Ring:
    """Every key through time. One query. Raises KeyMissing where no checkpoint was signed yet."""
    rows = list(KeyChange.objects.order_by("begins", "at"))
    return Ring(_known("ed25519", rows), _known("sm2", rows))


def known(algorithm: str) -> tuple[Known, ...]:
    """Every key of this kind, oldest first. Raises KeyMissing where no checkpoint was signed yet."""
    return _known(algorithm, list(KeyChange.objects.filter(algorithm=algorithm).order_by("begins", "at")))


def _known(algorithm: str, changes: Sequence[KeyChange]) -> tuple[Known, ...]:
    rows = [row for row in changes if row.algorithm == algorithm]
    found: list[Known] = []
    if algorithm == "ed25519":
        first = _named(rows[0].statement, "signer") if rows else notes.public_key()
        found.append(Known(algorithm, first, -1, rows[0].begins if rows else None))
    for place, row in enumerate(rows):
        ends = rows[place + 1].begins if place + 1 < len(rows) else None
        found.append(Known(algorithm, bytes(row.public), row.begins, ends, row.at, row.statement))
    return tuple(found)


def statement(algorithm: str, signer: signers.Signer, following: signers.Signer, begins: int, at: datetime) -> str:
    """A note by which one key brings in the next, signed by both."""
    name = notes.origin("sm3" if algorithm == "sm2" else "sha256")
    by = notes.origin("sm3") if signer.kind == signers.KINDS["sm2"] else notes.origin()
    lines = (
        f"{notes.origin()}/keys",
        "mingjing-key@1",
        f"after {begins}",
        f"signer {key_text(by, signer.kind + signer.public)}",
        f"next {key_text(name, following.kind + following.public)}",
        f"time {written(at)}",
        "",
    )
    text = "\n".join(lines)
    return f"{text}\n" + "".join(notes.line(text, f"{notes.origin()}/keys", one) for one in (signer, following))


def settle(algorithm: str) -> None:
    """Finish a change of key that was kept but whose file is not yet in place: killed in between, or not yet committed."""
    if not signers.path_of(algorithm, following=True).exists():
        return
    row = KeyChange.objects.filter(algorithm=algorithm).order_by("-begins", "-at").first()
    if row is not None and bytes(row.public) == signers.signer(algorithm, following=True).public:
        signers.move_up(algorithm)


def _named(text: str, word: str) -> bytes:
    found = re.search(rf"^{word} (\S+)$", text, re.MULTILINE)
    return read_key(found.group(1))[1][1:] if found else b""
