"""The worker's round: every part is done, a failing part stops no other, and SQLite learns how its rows are spread."""

from datetime import date

import pytest
from django.db import connection

from mingjing.sites import tick as ticking

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 24)
PARTS = {
    "events",
    "documents",
    "lists",
    "ledger",
    "films",
    "clocks",
    "terms",
    "credit",
    "channels",
    "uploads",
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


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL weighs its tables by itself")
def test_tables_are_weighed_once_a_day() -> None:
    assert [ticking.weigh(TODAY), ticking.weigh(TODAY), ticking.weigh(date(2026, 9, 25))] == [1, 0, 1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        assert cursor.fetchone() == (1,)
