"""The pace holds over all processes of the server, costs few questions, and outlives a database that takes no writes."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client, RequestFactory

from mingjing.foundation import pacing
from mingjing.foundation.models import Pace
from mingjing.sites.portal.views import pacing as pages

pytestmark = pytest.mark.django_db
NOW = 1_790_000_000
SOMEBODY = "203.0.113.77"
ASKING = """
import sys, django; django.setup()
from django.db import connection
from mingjing.foundation import pacing
from mingjing.foundation.models import Pace
if Pace._meta.db_table not in connection.introspection.table_names():
    with connection.schema_editor() as editor: editor.create_model(Pace)
most, times = int(sys.argv[1]), int(sys.argv[2])
print(sum(not pacing.once_more("somebody", most, 3600, 1_790_000_000) for _ in range(times)))
"""


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def another_process() -> None:
    """As if another process went on: its memory is empty, the database is the same."""
    cache.clear()


def let_in(most: int, times: int) -> int:
    return sum(not pacing.once_more("somebody", most, 60, NOW) for _ in range(times))


@pytest.mark.parametrize("most", [1, 5, 20, 60, 99])
def test_what_is_allowed_is_allowed_once_however_many_processes_there_are(most: int) -> None:
    found = 0
    for _ in range(most + 3):
        found += let_in(most, 1)
        another_process()
    assert found == min(most, -(-most // max(1, most // pacing.PARTS)))
    cache.clear()
    Pace.objects.all().delete()
    assert let_in(most, most + 5) == most


def test_of_many_processes_each_hands_out_no_more_than_its_twentieth_beyond() -> None:
    most, found = 300, 0
    for _ in range(4):
        found += let_in(most, 400)
        another_process()
    assert most <= found <= most + 3 * most // pacing.PARTS


def test_two_real_processes_count_together(tmp_path: Path) -> None:
    clean = {**os.environ, "MINGJING_DATABASE_URL": f"sqlite:///{tmp_path / 'pace.sqlite3'}", "DJANGO_SETTINGS_MODULE": "mingjing.sites.settings.development",
             "MINGJING_HOME": str(tmp_path)}  # fmt: skip
    told = [
        subprocess.run(
            [sys.executable, "-c", ASKING, "20", "15"], env=clean, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert [int(one) for one in told] == [15, 5]


def test_a_visitor_refused_by_one_process_is_refused_by_the_next(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pages.MOST, "export", 2)
    assert [client.get("/gs.csv", REMOTE_ADDR=SOMEBODY).status_code for _ in range(3)] == [200, 200, 429]
    another_process()
    assert client.get("/gs.csv", REMOTE_ADDR=SOMEBODY).status_code == 429
    assert not Pace.objects.filter(key__contains=SOMEBODY).exists()


def test_it_costs_few_questions(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert let_in(300, 15) == 15
    with django_assert_num_queries(6):  # a transaction of four statements, once
        assert let_in(300, 15) == 15
    with django_assert_num_queries(4):
        assert let_in(300, 15) == 15
    let_in(300, 300)
    with django_assert_num_queries(0):
        assert let_in(300, 50) == 0


def test_a_new_span_begins_anew_and_the_old_count_is_forgotten() -> None:
    assert let_in(5, 9) == 5
    assert pacing.once_more("somebody", 5, 60, NOW + 60) == 0
    assert pacing.once_more("another", 5, 60, NOW) == 0
    assert 0 < pacing.once_more("somebody", 5, 60, NOW) <= 60
    ends = datetime.fromtimestamp(NOW, UTC) + timedelta(minutes=5)
    assert pacing.forget(ends, limit=2) == 2
    assert pacing.forget(ends) == 1
    assert pacing.forget(ends) == 0


def test_where_the_database_takes_no_writes_the_process_counts_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: Any, **_more: Any) -> Any:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(Pace.objects, "filter", broken)
    assert let_in(5, 9) == 5
    assert "by this process alone" in caplog.text


def test_what_is_gone_from_memory_between_two_calls_is_asked_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_key: str, *_given: Any) -> int:
        raise ValueError

    monkeypatch.setattr(pacing.cache, "decr", gone, raising=False)
    request = RequestFactory().get("/", REMOTE_ADDR=SOMEBODY)
    assert [pacing.hurried(request, "x", 1) > 0 for _ in range(2)] == [False, True]
