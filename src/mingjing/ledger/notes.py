"""Signed checkpoints and proofs as text: C2SP signed-note, tlog-checkpoint and tlog-proof, signed with Ed25519."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from mingjing.ledger import signers
from mingjing.ledger.signers import Signer
from mingjing.ledger.verifier.merkle_paths import key_number
from mingjing.ledger.verifier.sm2 import SM2_TYPE, sm2

ED25519 = b"\x01"
KEY_FILE = signers.FILES["ed25519"]


class BadNote(Exception):
    """The text is not a checkpoint in the form of C2SP tlog-checkpoint, or its signature does not fit."""


class NotACheckpoint(BadNote):
    """The text has not even the three lines of a checkpoint: something else was copied, or only a part."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: whose log, how many leaves, which root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"


def origin(tree: str = "sha256") -> str:
    """The name of the log; the SM3 tree is a log of its own with the suffix /sm3."""
    return f"{settings.MINGJING_LOG_ORIGIN}/sm3" if tree == "sm3" else str(settings.MINGJING_LOG_ORIGIN)


def public_key() -> bytes:
    """The 32 bytes of the log's public key. Raises KeyMissing where no checkpoint was signed yet, or the key is lost."""
    return signers.signer("ed25519").public


def verifier_key(name: str, public: bytes) -> str:
    """A public key as the C2SP text `name+id+base64`, fit for print and for witnesses."""
    return f"{name}+{key_id(name, public).hex()}+{encoded(ED25519 + public)}"


def key_id(name: str, public: bytes) -> bytes:
    """The first four bytes of SHA-256(name, newline, type, key)."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def sign(checkpoint: Checkpoint, *, first: bool = False) -> str:
    """The signed note of a checkpoint. Raises KeyMissing unless this is the `first` use of the log."""
    return sign_text(checkpoint.text(), checkpoint.origin, first=first)


def sign_text(text: str, name: str, *, first: bool = False) -> str:
    """The signed note (C2SP signed-note) of a text that ends with a newline, by the log's key under a name."""
    return f"{text}\n{line(text, name, signers.signer('ed25519', may_make=first))}"


def line(text: str, name: str, signer: Signer) -> str:
    """The signature line of one key under a text."""
    return f"— {name} {encoded(key_number(name, signer.kind + signer.public) + signer.sign(text.encode()))}\n"


def sm2_signed(note: str, *, name: str, public: bytes) -> bool:
    """Whether a note carries a valid signature of this SM2 key under this name."""
    text, _, tail = note.rpartition("\n\n")
    number = key_number(name, SM2_TYPE + public)
    own = [found for one in tail[:-1].split("\n") for found in [_signature(one, name)] if found and found[:4] == number]
    return any(sm2(public, f"{text}\n".encode(), found[4:]) for found in own)


def opened(note: str, *, name: str, public: bytes) -> Checkpoint:
    """The checkpoint of a note signed by this key; signatures of other keys are passed over. Raises BadNote."""
    text, gap, tail = note.rpartition("\n\n")
    checkpoint = _parsed(text + "\n")
    if not gap or not tail.endswith("\n") or checkpoint.origin != name:
        raise BadNote("检查点格式不对，或不属于本日志")
    signatures = [_signature(line, name) for line in tail[:-1].split("\n")]
    own = [found[4:] for found in signatures if found and found[:4] == key_id(name, public)]
    if not own:
        raise BadNote("检查点没有本日志密钥的签名")
    for signature in own:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, (text + "\n").encode())
        except InvalidSignature:
            raise BadNote("检查点签名与内容不符") from None
    return checkpoint


def proof_text(index: int, proof: Sequence[bytes], note: str) -> str:
    """A self-contained proof in the form c2sp.org/tlog-proof@v1 (file extension .tlog-proof)."""
    steps = "".join(f"{encoded(step)}\n" for step in proof)
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{steps}\n{note}"


def _parsed(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise NotACheckpoint("检查点应有日志名称、条数、根三行")
    if not (lines[1].isascii() and lines[1].isdigit()) or len(lines[1]) > 18 or str(int(lines[1])) != lines[1]:
        raise NotACheckpoint("检查点的条数不是十进制整数")
    found = _decoded(lines[2])
    if found is None or len(found) != 32:
        raise NotACheckpoint("检查点的根不是 32 字节的 Base64")
    return Checkpoint(lines[0], int(lines[1]), found)


def _signature(line: str, name: str) -> bytes | None:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—":
        raise BadNote("检查点的签名行格式不对")
    return _decoded(parts[2]) if parts[1] == name else None


def encoded(data: bytes) -> str:
    """Base64 as notes have it."""
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
