"""Lawful destruction in the log: event and salt go, every proof of the rest stays; without a record nothing goes."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mingjing.ledger import operations, queries
from mingjing.ledger.models import Entry, Erasure, Opening
from mingjing.ledger.terms import SYSTEM, NotLogged

pytestmark = pytest.mark.django_db
SECRET = "只有这一卷知道的名字"


def grown() -> None:
    at = timezone.now()
    for number in range(6):
        for stream in ("dossier:a", "dossier:b"):
            operations.append(kind="case:act:done", stream=stream, at=at, by=SYSTEM, payload={"n": number, "t": SECRET})
    operations.close_stream(stream="dossier:a", at=at, by=SYSTEM)


def erase() -> object:
    return operations.erase(stream="dossier:a", at=timezone.now(), by=SYSTEM, payload={"basis": "鉴定"})


def test_what_is_erased_is_blank_and_everything_else_is_proved_as_before() -> None:
    grown()
    before = queries.checkpoint()
    bundles = [queries.bundle(index) for index in (1, 3)]
    erased = operations.erase(stream="dossier:a", at=timezone.now(), by=SYSTEM, payload={"basis": "鉴定"})
    assert len(erased.commitments) == 7
    assert (
        not Opening.objects.filter(entry__stream="dossier:a", entry__index__lt=erased.index).exclude(event=b"").exists()
    )
    assert (
        not Opening.objects.filter(entry__stream="dossier:a", entry__index__lt=erased.index).exclude(salt=b"").exists()
    )
    report = queries.audit(before.checkpoint256)
    assert report.sound, report.differences
    for old in bundles:
        new = queries.bundle(old["index"])
        assert (new["event"], new["salt"], new["entry"]) == (old["event"], old["salt"], old["entry"])
    assert len(queries.consistency(before.size, queries.checkpoint().size)) >= 1
    assert queries.erased_streams() == {"dossier:a"}
    with pytest.raises(NotLogged, match="依法销毁"):
        queries.bundle(0)


def test_twice_or_of_nothing_is_refused() -> None:
    grown()
    erase()
    with pytest.raises(NotLogged):
        erase()
    with pytest.raises(NotLogged):
        operations.erase(stream="dossier:none", at=timezone.now(), by=SYSTEM, payload={})


def refused(sql: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_refuses_to_blank_without_a_record_and_to_record_without_a_destruction() -> None:
    grown()
    empty = b""
    refused("UPDATE mj_ledger_opening SET event = %s, salt = %s WHERE idx = 0", empty, empty)
    refused("INSERT INTO mj_ledger_erasure (idx, by_index) VALUES (0, 3)")
    index = operations.erase(stream="dossier:a", at=timezone.now(), by=SYSTEM, payload={}).index
    refused("UPDATE mj_ledger_opening SET event = %s, salt = %s WHERE idx = 1", empty, empty)
    refused("UPDATE mj_ledger_opening SET event = %s, salt = %s WHERE idx = 0", b"new", empty)
    refused("UPDATE mj_ledger_erasure SET by_index = 0 WHERE idx = 0")
    refused("DELETE FROM mj_ledger_erasure WHERE idx = 0")
    refused("INSERT INTO mj_ledger_erasure (idx, by_index) VALUES (%s, %s)", index + 1, index)
    assert Erasure.objects.count() == 7


def test_somebody_who_blanks_another_file_by_hand_is_caught() -> None:
    """The record points at a real destruction, which however does not name this entry."""
    grown()
    index = operations.erase(stream="dossier:a", at=timezone.now(), by=SYSTEM, payload={}).index
    assert Entry.objects.get(index=1).stream == "dossier:b"
    Erasure.objects.create(index=1, by_index=index)
    Opening.objects.filter(entry_id=1).update(event=b"", salt=b"")
    report = queries.audit()
    assert not report.sound
    assert any("没有登记在案的销毁" in each.message for each in report.differences)
