"""The worker's round: every part is done, a failing part stops no other, and SQLite learns how its rows are spread."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from tests.ledger.witnesses import policy, witness

from mingjing.foundation.timestamps import NotStamped
from mingjing.kernel.days import CHINA
from mingjing.ledger.models import Entry
from mingjing.sites import tick as ticking

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 24)
PARTS = {
    "events",
    "documents",
    "lists",
    "ledger",
    "analyses",
    "warnings",
    "witnesses",
    "stamps",
    "clock",
    "heart",
    "keys",
    "films",
    "papers",
    "seals",
    "seal_checks",
    "archives",
    "destroyed",
    "clocks",
    "terms",
    "credit",
    "channels",
    "uploads",
    "patrol",
    "contents",
    "moves",
    "statistics",
    "paces",
    "letters",
}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "_weighed", {})
    monkeypatch.setattr(ticking, "_reckoned", {})
    monkeypatch.setattr(ticking, "_witnessed", {})
    monkeypatch.setattr(ticking, "_stamped", {})


def test_a_round_does_every_part_and_a_second_finds_nothing_left() -> None:
    assert set(ticking.tick()) == PARTS
    again = ticking.tick()
    assert (again["events"], again["documents"], again["statistics"]) == (0, 0, 0)


def test_a_part_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(limit: int) -> int:
        raise RuntimeError(f"broken at {limit}")

    monkeypatch.setattr(ticking.outbox, "hear_waiting", broken)
    done = ticking.tick()
    assert done["events"] == 0
    assert "events failed" in caplog.text
    assert set(done) == PARTS


def test_seals_are_looked_at_by_night_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[datetime] = []

    def seen(*, before: datetime, at: datetime, by: str, limit: int) -> int:
        asked.append(before)
        return limit

    monkeypatch.setattr(ticking.records, "recheck_seals", seen)
    night = datetime(2026, 9, 24, 5, 59, tzinfo=CHINA)
    assert ticking.look_at_seals(night) == ticking.SEAL_CHECKS
    assert ticking.look_at_seals(night + timedelta(minutes=1)) == 0
    assert asked == [night - timedelta(hours=20)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL weighs its tables by itself")
def test_tables_are_weighed_once_a_day() -> None:
    assert [ticking.weigh(TODAY), ticking.weigh(TODAY), ticking.weigh(date(2026, 9, 25))] == [1, 0, 1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        assert cursor.fetchone() == (1,)


NOON = datetime(2026, 9, 24, 4, tzinfo=UTC)


def test_witnesses_are_asked_every_few_minutes_and_a_silent_one_is_told(settings, tmp_path, caplog) -> None:
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    one = witness(tmp_path, "dag.example", trusting=False)
    policy(settings.MINGJING_WITNESS_POLICY, f"witness 档案馆 {one.key()} http://127.0.0.1:1", "quorum 档案馆")
    for minutes in (0, 1, 4):
        assert ticking.ask_witnesses(NOON + timedelta(minutes=minutes)) == 0
    assert caplog.text.count("连不上") == 1
    ticking.ask_witnesses(NOON + timedelta(minutes=5))
    ticking.ask_witnesses(NOON - timedelta(days=1))  # a clock that was set back does not silence it
    assert caplog.text.count("连不上") == 3


def test_a_stamp_that_failed_is_tried_again_in_an_hour(settings) -> None:
    assert ticking.stamp(NOON) == 0
    settings.MINGJING_TSA_URL = "http://127.0.0.1:1/"
    with pytest.raises(NotStamped, match="连不上"):
        ticking.stamp(NOON)
    assert ticking.stamp(NOON + timedelta(minutes=59)) == 0
    with pytest.raises(NotStamped):
        ticking.stamp(NOON + timedelta(hours=1))


def test_an_hour_has_one_heartbeat_however_often_the_worker_looks() -> None:
    ticking.tick()
    ticking.tick()
    beats = Entry.objects.filter(stream="ledger:heart")
    assert 1 <= beats.count() <= 2  # two where the hour changed in between
    assert Entry.objects.filter(stream="ledger:keys").count() == 1
