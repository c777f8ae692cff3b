"""SM2: our own verifier against the standard's example, against GmSSL and against OpenSSL; and the signed SM3 checkpoint."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import gmssl_pyx
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from tests.ledger.carried import mingjing_verify
from tests.ledger.logged import AT, document, log

from mingjing.ledger import notes, operations, queries, signers
from mingjing.ledger.models import Head
from mingjing.ledger.terms import KeyMissing
from mingjing.ledger.verifier.sm2 import SM2_N, sm2, sm2_identity
from mingjing.sites import commandline

LATER = AT + timedelta(days=1)
# GB/T 32918.5, example of a signature on the recommended curve.
X = 0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020
Y = 0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13
Z = "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3"
R = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
S = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
PUBLIC = b"\x04" + X.to_bytes(32, "big") + Y.to_bytes(32, "big")
OPENSSL = shutil.which("openssl")


def test_the_example_of_the_standard() -> None:
    assert sm2_identity((X, Y)).hex() == Z
    good = bytes.fromhex(R + S)
    assert sm2(PUBLIC, b"message digest", good)
    assert not sm2(PUBLIC, b"message digesT", good)
    assert not sm2(PUBLIC, b"message digest", good, signer=b"8765432187654321")
    for place in (0, 31, 32, 63):
        spoilt = bytearray(good)
        spoilt[place] ^= 1
        assert not sm2(PUBLIC, b"message digest", bytes(spoilt))


@pytest.mark.parametrize(
    ("public", "signature"),
    [
        (PUBLIC[:-1], bytes.fromhex(R + S)),
        (b"\x02" + PUBLIC[1:], bytes.fromhex(R + S)),
        (PUBLIC[:-1] + b"\x00", bytes.fromhex(R + S)),
        (b"\x04" + b"\xff" * 64, bytes.fromhex(R + S)),
        (PUBLIC, bytes(64)),
        (PUBLIC, bytes.fromhex(R) + bytes(32)),
        (PUBLIC, bytes.fromhex(R) + SM2_N.to_bytes(32, "big")),
        (PUBLIC, (int(R, 16) + SM2_N).to_bytes(33, "big")[-32:] + bytes.fromhex(S)),
        (PUBLIC, bytes.fromhex(R) + (SM2_N - int(R, 16)).to_bytes(32, "big")),
        (PUBLIC, bytes.fromhex(R + S)[:-1]),
    ],
)
def test_what_is_no_key_or_no_signature_is_refused(public: bytes, signature: bytes) -> None:
    assert not sm2(public, b"message digest", signature)


@pytest.mark.parametrize("message", [b"", b"x", "明镜".encode() * 1000])
def test_gmssl_and_our_own_verifier_agree(message: bytes) -> None:
    key = signers.Sm2File(signers.Sm2File.new())
    made = key.sign(message)
    assert sm2(key.public, message, made)
    der = encode_dss_signature(int.from_bytes(made[:32], "big"), int.from_bytes(made[32:], "big"))
    assert gmssl_pyx.sm2_verify(key.public[1:], message, der)
    assert not sm2(key.public, message + b".", made)


@pytest.mark.skipif(OPENSSL is None, reason="本机没有 openssl，跳过与它的对照")
def test_openssl_reads_our_key_and_both_accept_each_others_signatures(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(signers.Sm2File.new())
    (tmp_path / "message").write_bytes("检查点".encode())
    ours = signers.Sm2File((tmp_path / "key.pem").read_bytes())
    r, s = (int.from_bytes(part, "big") for part in (ours.sign("检查点".encode())[:32], b""))
    made = ours.sign("检查点".encode())
    r, s = int.from_bytes(made[:32], "big"), int.from_bytes(made[32:], "big")
    (tmp_path / "ours.sig").write_bytes(encode_dss_signature(r, s))
    with_id = ("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678")

    def run(*words: str) -> str:
        done = subprocess.run([str(OPENSSL), *words], capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    checked = run("pkeyutl", "-verify", "-inkey", "key.pem", "-in", "message", "-sigfile", "ours.sig", *with_id)
    assert "Success" in checked
    run("pkeyutl", "-sign", "-inkey", "key.pem", "-in", "message", "-out", "theirs.sig", *with_id)
    r, s = decode_dss_signature((tmp_path / "theirs.sig").read_bytes())
    assert sm2(ours.public, "检查点".encode(), r.to_bytes(32, "big") + s.to_bytes(32, "big"))


@pytest.mark.parametrize("pem", [b"", b"nonsense", b"-----BEGIN EC PRIVATE KEY-----\nAAAA\n"])
def test_what_is_no_sm2_key_is_not_taken_for_one(keys: Path, pem: bytes) -> None:
    keys.mkdir()
    (keys / "log-sm2.pem").write_bytes(pem)
    with pytest.raises(KeyMissing, match="SM2"):
        signers.signer("sm2")


# The checkpoint of the SM3 tree


@pytest.mark.django_db
def test_the_sm3_checkpoint_is_signed_with_sm2_once_the_key_is_there(case, tmp_path) -> None:
    queries.checkpoint()
    assert operations.ensure_sm2(by="system", at=LATER)
    assert not operations.ensure_sm2(by="system", at=LATER)
    head = queries.checkpoint()
    lines = head.checkpointsm3.split("\n\n")[1].splitlines()
    assert [line.split(" ")[1] for line in lines] == [notes.origin("sm3")] * 2
    key = queries.policy()["key_sm2"]
    assert key.startswith(f"{notes.origin('sm3')}+")
    proof = tmp_path / "proof.json"
    proof.write_bytes(queries.decision_file(document(), case[3].index))
    report = mingjing_verify.verify(str(proof), queries.public_key())
    assert report.code == 0, report.text()
    assert "国密签名" in report.text()
    assert queries.audit().sound


@pytest.mark.django_db
def test_a_wrong_or_missing_sm2_signature_is_found(case, tmp_path) -> None:
    operations.ensure_sm2(by="system", at=LATER)
    made = json.loads(queries.decision_file(document(), case[3].index))
    note = made["bundle"]["trees"]["sm3"]["checkpoint"]
    without = "\n".join(note.splitlines()[:-1]) + "\n"
    for changed in (without, note.replace(note.splitlines()[-1][-12:-4], "AAAAAAAA")):
        made["bundle"]["trees"]["sm3"]["checkpoint"] = changed
        proof = tmp_path / "proof.json"
        proof.write_text(json.dumps(made), encoding="utf-8")
        report = mingjing_verify.verify(str(proof), queries.public_key())
        assert [check.title for check in report.checks if check.ok is False] == ["国密签名"], report.text()


@pytest.mark.django_db
def test_a_lost_sm2_key_stops_signing_and_is_never_replaced(case, keys: Path) -> None:
    operations.ensure_sm2(by="system", at=LATER)
    queries.checkpoint()
    (keys / "log-sm2.pem").unlink()
    log(word="其后")
    with pytest.raises(KeyMissing, match=r"log-sm2\.pem"):
        queries.checkpoint()
    assert not operations.ensure_sm2(by="system", at=LATER)
    assert Head.objects.count() == 2


@pytest.mark.django_db
def test_without_the_library_nothing_is_made_and_nothing_breaks(case, monkeypatch) -> None:
    """A machine for which there is no build of the library: the log goes on, and its state says what is missing."""
    monkeypatch.setitem(sys.modules, "gmssl_fast", None)
    monkeypatch.setattr(signers, "find_spec", lambda name: None)
    assert not operations.ensure_sm2(by="system", at=LATER)
    assert queries.checkpoint().size == 9
    assert {line.title: line.tone for line in queries.health(LATER)}["国密密钥（SM2）"] == "warn"
    assert commandline.main(["keys", "change", "sm2"]) == 2
    assert queries.audit().sound


@pytest.mark.django_db
def test_the_command_lists_and_changes_keys(case, capsys) -> None:
    assert commandline.main(["keys", "show"]) == 0
    assert "SM2：没有" in capsys.readouterr().out
    assert commandline.main(["keys", "change", "sm2"]) == 0
    assert commandline.main(["keys", "change", "ed25519"]) == 0
    queries.checkpoint()
    assert commandline.main(["keys", "show"]) == 0
    assert "更换过 1 次" in capsys.readouterr().out
    assert queries.audit().sound
