"""A new signing key is an event signed by the old key and the new one; verifiers follow the chain."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.ledger.carried import mingjing_verify
from tests.ledger.logged import AT, document, log

from mingjing.ledger import keys as known_keys
from mingjing.ledger import notes, operations, queries, signers
from mingjing.ledger.models import Entry, KeyChange
from mingjing.ledger.verifier.keychains import change_of, leads
from mingjing.ledger.verifier.saying import Bad

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def change(algorithm: str = "ed25519", days: int = 1) -> str:
    return operations.change_key(algorithm=algorithm, by="system", at=AT + timedelta(days=days))


@pytest.fixture
def proofs(case, tmp_path) -> tuple[str, Path, Path]:
    """The first key, a proof made with it, and a proof made after two changes."""
    first = queries.public_key()
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_bytes(queries.decision_file(document(), case[3].index))
    change()
    change(days=2)
    new.write_bytes(queries.decision_file(document(), case[3].index))
    return first, old, new


def test_heads_before_and_after_are_signed_by_the_keys_of_their_time(proofs, keys: Path) -> None:
    first, _, _ = proofs
    assert queries.public_key() != first
    assert queries.audit().sound, queries.audit().differences
    assert KeyChange.objects.count() == 2
    assert Entry.objects.filter(stream="ledger:keys").count() == 2
    assert sorted(path.name.split("-")[0] for path in keys.iterdir()) == ["log", "retired", "retired"]
    assert [key.signs(9) for key in known_keys.known("ed25519")] == [True, False, False]


def test_whoever_trusts_the_first_key_follows_to_the_last(proofs) -> None:
    first, old, new = proofs
    for path, key in ((old, first), (new, first), (new, queries.public_key())):
        assert mingjing_verify.verify(str(path), key).code == 0, mingjing_verify.verify(str(path), key).text()
    assert "更换过" in mingjing_verify.verify(str(new), first).text()
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    report = mingjing_verify.verify(str(new), notes.verifier_key(notes.origin(), stranger))
    assert [check.title for check in report.checks if check.ok is False] == ["公钥"]


def test_a_chain_that_is_forged_leads_nowhere(proofs, tmp_path) -> None:
    first, _, new = proofs
    made = json.loads(new.read_bytes())
    made["bundle"]["key_changes"] = made["bundle"]["key_changes"][1:]
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(made), encoding="utf-8")
    assert mingjing_verify.verify(str(forged), first).code == 1
    statement = queries.policy()["key_changes"][0]
    assert change_of(statement, notes.origin()).after == 9
    for broken in (
        statement.replace("after 9", "after 8"),
        "\n".join(statement.splitlines()[:-1]) + "\n",
        statement.replace("mingjing-key@1", "mingjing-key@2"),
        "",
    ):
        with pytest.raises(Bad):
            change_of(broken, notes.origin())
    with pytest.raises(Bad):
        change_of(statement, "other.example/log")


def test_the_retired_key_signs_nothing_later(proofs) -> None:
    """An old key that leaks cannot make a larger log that whoever trusts the new key believes."""
    keys = known_keys.known("ed25519")
    statements = queries.policy()["key_changes"]
    assert leads(keys[2].public, keys[0].public, statements, notes.origin(), 9)
    assert not leads(keys[2].public, keys[0].public, statements, notes.origin(), 10)
    assert leads(keys[0].public, keys[2].public, statements, notes.origin(), 99)
    assert not leads(keys[0].public, keys[2].public, statements, notes.origin(), 10)


def test_a_change_that_was_killed_before_the_file_was_put_in_place_is_finished_later(
    case, keys: Path, monkeypatch
) -> None:
    queries.checkpoint()
    monkeypatch.setattr(known_keys, "settle", lambda algorithm: None)
    change()
    monkeypatch.undo()
    assert (keys / "log-ed25519.next.pem").exists()
    log(word="其后")
    queries.checkpoint()
    assert not (keys / "log-ed25519.next.pem").exists()
    assert queries.audit().sound


def test_a_prepared_key_that_never_came_into_force_is_used_by_the_next_try(case, keys: Path) -> None:
    queries.checkpoint()
    prepared = signers.signer("ed25519", may_make=True, following=True).public
    log(word="其后")
    assert notes.public_key() != prepared
    change()
    queries.checkpoint()
    assert notes.public_key() == prepared
    assert queries.audit().sound


def test_the_sm2_key_is_changed_by_the_sm2_key(case) -> None:
    operations.ensure_sm2(by="system", at=LATER)
    one = queries.policy()["key_sm2"]
    change("sm2", days=2)
    log(word="其后")
    assert queries.policy()["key_sm2"] != one
    assert queries.audit().sound, queries.audit().differences
    signer_line = KeyChange.objects.order_by("-at")[0].statement.splitlines()[3]
    assert signer_line == f"signer {one}"
    report = queries.bundle(9)
    assert report["key_sm2"] != one


def test_a_forged_change_in_the_database_is_found(case) -> None:
    queries.checkpoint()
    row = {"algorithm": "ed25519", "public": bytes(32), "begins": 9, "at": LATER}
    other = signers.Ed25519File(signers.Ed25519File.new())
    text = known_keys.statement("ed25519", other, other, 9, LATER)
    KeyChange.objects.create(digest="0" * 64, statement=text.replace("after 9", "after 8"), **row)
    assert "更换声明" in "\n".join(map(str, queries.audit().differences))
