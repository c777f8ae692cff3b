"""Checkpoints as signed notes, the key file, and proofs as text."""

import base64
import os
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.ledger.carried import mingjing_verify
from tests.ledger.logged import log

from mingjing.ledger import notes, queries
from mingjing.ledger.models import Head
from mingjing.ledger.notes import BadNote, Checkpoint
from mingjing.ledger.terms import KeyMissing

ROOT = bytes(range(32))


def signed(size: int = 7) -> str:
    return notes.sign(Checkpoint(notes.origin(), size, ROOT), first=True)


def test_a_checkpoint_has_three_lines_and_one_signature() -> None:
    text, signature = signed().split("\n\n")
    assert text.split("\n") == ["mingjing.example/log", "7", base64.b64encode(ROOT).decode()]
    assert signature.startswith("— mingjing.example/log ")
    raw = base64.b64decode(signature.split(" ")[2])
    assert raw[:4] == notes.key_id(notes.origin(), notes.public_key())
    Ed25519PublicKey.from_public_bytes(notes.public_key()).verify(raw[4:], (text + "\n").encode())


def test_the_example_note_of_go_verifies_and_its_key_has_our_id() -> None:
    """The example of the Go package golang.org/x/mod/sumdb/note, from which the C2SP format comes."""
    name, key_id, key = ["PeterNeumann", "c74f20a3", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
    public = base64.b64decode(key)[1:]
    assert notes.key_id(name, public).hex() == key_id
    assert notes.verifier_key(name, public) == f"{name}+{key_id}+{key}"
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    assert mingjing_verify.ed25519(public, text.encode(), base64.b64decode(line)[4:])


def test_a_note_opens_with_its_key_and_passes_over_other_signatures() -> None:
    note = signed()
    with_witness = note + "— witness.example " + base64.b64encode(os.urandom(76)).decode() + "\n"
    for text in (note, with_witness):
        found = notes.opened(text, name=notes.origin(), public=notes.public_key())
        assert found == Checkpoint(notes.origin(), 7, ROOT)
        assert mingjing_verify.opened(text, notes.origin(), notes.public_key()) == (7, ROOT)


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n7\n", "\n8\n"),
        lambda note: note.replace("\n7\n", "\n07\n"),
        lambda note: note.replace("\n7\n", "\n-7\n"),
        lambda note: note.replace("\n7\n", "\n" + "9" * 5000 + "\n"),
        lambda note: note.replace("AAEC", "AAED"),
        lambda note: note.replace("AAEC", "AA"),
        lambda note: note.replace("mingjing.example", "other.example"),
        lambda note: note.replace("—", "-"),
        lambda note: note.split("\n\n")[0] + "\n",
        lambda note: note[: note.rindex(" ") + 1] + "\n",
        lambda note: "",
        lambda note: "\n\n\n",
    ],
)
def test_a_changed_note_is_refused_by_both(change) -> None:
    note = change(signed())
    with pytest.raises(BadNote):
        notes.opened(note, name=notes.origin(), public=notes.public_key())
    with pytest.raises(mingjing_verify.Bad):
        mingjing_verify.opened(note, notes.origin(), notes.public_key())


def test_a_note_of_another_key_is_refused() -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    with pytest.raises(BadNote, match="没有本日志密钥"):
        notes.opened(signed(), name=notes.origin(), public=other)


def test_the_key_file_is_private_and_made_once(keys) -> None:
    signed()
    path = keys / notes.KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    signed()
    assert path.read_bytes() == first
    assert [each.name for each in keys.iterdir()] == [notes.KEY_FILE]


@pytest.mark.django_db
def test_a_lost_key_is_never_replaced_by_a_new_one(keys) -> None:
    log()
    queries.checkpoint()
    (keys / notes.KEY_FILE).unlink()
    log()
    with pytest.raises(KeyMissing, match="备份"):
        queries.checkpoint()
    assert not (keys / notes.KEY_FILE).exists()
    assert Head.objects.count() == 1
    assert any(difference.place == "签名密钥" for difference in queries.audit().differences)


@pytest.mark.django_db
def test_the_sm3_tree_is_a_log_of_its_own() -> None:
    log()
    head = queries.checkpoint()
    assert head.checkpointsm3.startswith("mingjing.example/log/sm3\n1\n")
    assert (
        notes.opened(head.checkpointsm3, name=notes.origin("sm3"), public=notes.public_key()).root.hex() == head.rootsm3
    )


@pytest.mark.django_db
@pytest.mark.parametrize("tree", ["sha256", "sm3"])
def test_a_proof_as_text(tree) -> None:
    for number in range(5):
        log(number=number)
    lines = queries.tlog_proof(3, tree).split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 3"]
    assert [len(base64.b64decode(line)) for line in lines[2:5]] == [32, 32, 32]
    assert lines[5] == ""
    assert "\n".join(lines[6:]) == queries.bundle(3)["trees"][tree]["checkpoint"]


@pytest.mark.django_db
def test_an_empty_log_has_a_checkpoint_too() -> None:
    assert queries.checkpoint().size == 0
    assert queries.public_key() == queries.policy()["key"]
    assert queries.audit().sound


@pytest.mark.parametrize("message", [b"", b"x", "明镜".encode() * 100])
def test_our_own_ed25519_agrees_with_openssl(message) -> None:
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), key.sign(message)
    assert mingjing_verify.ed25519(public, message, signature)
    assert not mingjing_verify.ed25519(public, message + b".", signature)
    for place in (0, 31, 32, 63):
        spoilt = bytearray(signature)
        spoilt[place] ^= 1
        assert not mingjing_verify.ed25519(public, message, bytes(spoilt))
    high = int.from_bytes(signature[32:], "little") + mingjing_verify.L
    assert not mingjing_verify.ed25519(public, message, signature[:32] + high.to_bytes(32, "little"))
    assert not mingjing_verify.ed25519(public, message, signature[:63])


def test_our_own_ed25519_knows_rfc_8032_test_1() -> None:
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert mingjing_verify.ed25519(public, b"", signature)


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])
def test_our_own_sm3_agrees_with_openssl(size) -> None:
    import hashlib

    data = os.urandom(size)
    own = mingjing_verify.Sm3()
    for at in range(0, size, 17):
        own.update(data[at : at + 17])
    assert own.hexdigest() == hashlib.new("sm3", data).hexdigest()
    assert mingjing_verify.Sm3(data).digest() == own.digest()
