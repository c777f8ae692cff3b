"""Two at once: the same cosignature brought twice, two heartbeats, two first keys, two requests at one witness."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from tests.ledger.logged import AT, STREAM, log
from tests.ledger.witnesses import NOON, policy, witness

from mingjing.ledger import guards, operations, queries
from mingjing.ledger.models import Cosignature, Entry, KeyChange, Opening
from mingjing.ledger.verifier.merkle_paths import note_parts
from mingjing.ledger.witness.cosigning import add_checkpoint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def policy_file(settings, tmp_path) -> Path:
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    log()
    queries.checkpoint()
    return settings.MINGJING_WITNESS_POLICY


def at_once(act: Callable[[], object], many: int = 4) -> tuple[list[object], list[Exception]]:
    done: list[object] = []
    failures: list[Exception] = []
    gate = threading.Barrier(many)

    def run() -> None:
        gate.wait()
        try:
            done.append(act())
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done, failures


def test_the_same_cosignature_brought_by_two_is_kept_once(tmp_path, policy_file) -> None:
    archive = witness(tmp_path, "dag.example")
    policy(policy_file, f"witness 档案馆 {archive.key()}", "quorum 档案馆")
    text, _ = note_parts(queries.checkpoint().checkpoint256)
    note = f"{text}\n{archive.cosign(text, NOON)}"
    done, failures = at_once(lambda: operations.take_cosignatures(note=note, by="system"))
    assert (sorted(done), failures) == ([0, 0, 0, 1], [])
    assert Cosignature.objects.count() == 1


def test_an_hour_has_one_heartbeat_and_the_log_one_sm2_key() -> None:
    at = AT + timedelta(days=1)
    done, failures = at_once(lambda: operations.beat(by="system", at=at))
    assert (sorted(done), failures) == ([False, False, False, True], [])
    _, failures = at_once(lambda: operations.ensure_sm2(by="system", at=at), 2)
    assert (KeyChange.objects.count(), failures) == (1, [])
    assert Entry.objects.filter(stream="ledger:keys").count() == 1
    queries.checkpoint()
    assert queries.audit().sound, queries.audit().differences


def test_a_witness_asked_by_two_at_once_never_goes_back(tmp_path, policy_file) -> None:
    archive = witness(tmp_path, "dag.example")
    small = queries.question("dag.example", "sha256", 0).body
    for number in range(5):
        log(number=number)
    queries.checkpoint()
    large = queries.question("dag.example", "sha256", 0).body
    bodies = [small, large] * 4
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda body=body: statuses.append(add_checkpoint(archive, body, NOON).status))
        for body in bodies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, *[409] * 7]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles")
def test_a_role_with_few_rights_can_do_the_work_and_nothing_else() -> None:
    """The role that docs/howto/postgresql.md describes."""
    frozen = ", ".join((*guards.FROZEN, *guards.VOUCHED))
    with transaction.atomic(), connection.cursor() as cursor:
        assert guards.too_many_rights(connection)
        cursor.execute("CREATE ROLE mj_app_test")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO mj_app_test; GRANT SELECT, INSERT ON {frozen} TO mj_app_test")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON {guards.TILE} TO mj_app_test")
        cursor.execute(f"GRANT SELECT, INSERT ON {guards.ERASURES} TO mj_app_test")
        cursor.execute("GRANT UPDATE (event, salt) ON mj_ledger_opening TO mj_app_test")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO mj_app_test; SET LOCAL ROLE mj_app_test")
        assert guards.too_many_rights(connection) == ()
        log(word="其后")
        assert queries.checkpoint().size == 2
        assert queries.audit().sound
        operations.erase(stream=STREAM, at=AT, by="system", payload={"basis": "〔2066〕1号"})
        assert queries.audit().sound
        assert not Opening.objects.exclude(event=b"").exclude(entry__kind="ledger:stream:erased").exists()
        cursor.execute("RESET ROLE; DROP OWNED BY mj_app_test; DROP ROLE mj_app_test")


def test_dropped_triggers_are_noticed() -> None:
    assert guards.missing(connection) == ()
    with transaction.atomic():
        guards.remove(connection)
        assert len(guards.missing(connection)) > 10
        assert f"{guards.ERASURES}_i" in guards.missing(connection)
        transaction.set_rollback(True)
