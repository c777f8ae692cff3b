"""Real transactions: two writers at once, and one checkpoint for what was committed."""

import threading

import pytest
from django.db import connection, connections, transaction
from tests.ledger.logged import log

from mingjing.ledger import queries
from mingjing.ledger.models import Entry, Head
from mingjing.ledger.queries import audits

pytestmark = pytest.mark.django_db(transaction=True)


def test_writers_at_once_get_dense_numbers_and_sound_chains() -> None:
    failures: list[Exception] = []

    def write(name: int) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    log(stream=f"case:{(name + number) % 2}", number=number)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(3)]
    for writer in writers:
        writer.start()
    queries.checkpoint()
    for writer in writers:
        writer.join()
    assert not failures
    assert Entry.objects.count() == queries.checkpoint().size == 30
    assert queries.audit().sound


def test_an_audit_sees_one_moment_though_others_go_on_writing(monkeypatch) -> None:
    log()
    queries.checkpoint()
    rows = audits._rows

    def write() -> None:
        log(number=2)
        queries.checkpoint()
        connections.close_all()

    def rows_and_then_a_writer():
        yield from rows()
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()

    monkeypatch.setattr(audits, "_rows", rows_and_then_a_writer)
    report = queries.audit()
    assert report.sound, report.differences
    assert report.entries == 1
    monkeypatch.undo()
    assert queries.audit().entries == 2


def test_asking_again_signs_nothing_new() -> None:
    log()
    first = queries.checkpoint()
    assert queries.checkpoint() == first
    queries.bundle(0)
    assert Head.objects.count() == 1


def test_the_triggers_stand_again_after_a_test_emptied_the_tables() -> None:
    log()
    with pytest.raises(Exception, match="只能追加"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM mj_ledger_entry")
