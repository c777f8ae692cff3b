"""夜间自查: an edit by SQL is found by the night's pass, a worker that dies goes on where it was, and nothing is changed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.archives.filed import Told

from mingjing.archives import operations, queries
from mingjing.archives.models import Patrol
from mingjing.cases.models import Act, Case
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.ledger import operations as ledger
from mingjing.ledger.models import Entry, Opening, Tile
from mingjing.sites import patrol

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 12, 16, 1, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, closed: Told) -> None:
    """Slices so small that a pass over one case has many; the log signed."""
    monkeypatch.setattr(patrol, "ENTRIES", 256)
    monkeypatch.setattr(patrol, "CASES", 1)
    monkeypatch.setattr(patrol, "HEADS", 3)
    ledger.integrate()


def night(now: datetime = NIGHT) -> Any:
    """Walk until the pass is over."""
    for _ in range(500):
        if not patrol.walk_on(now):
            break
    return queries.last_patrol()


def messages(one: Any) -> str:
    return "\n".join(f"{place}：{what}" for place, what, _ in one.differences)


def sql(text: str, *values: Any) -> None:
    """What a person with the database's password would do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'mj_ledger%%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(text, values)


def test_a_pass_over_an_honest_county_finds_nothing_and_is_one_a_night() -> None:
    before = Act.objects.count(), Case.objects.count()
    one = night()
    assert one.ended_at is not None and one.found == 0, messages(one)
    assert one.done >= one.size and one.slices > 20 and one.size > 100
    assert patrol.walk_on(NIGHT) == 0 and patrol.walk_on(NIGHT + timedelta(hours=2)) == 0
    assert Patrol.objects.count() == 1 and (Act.objects.count(), Case.objects.count()) == before
    ledger.integrate()
    assert night(NIGHT + timedelta(days=1)).found == 0 and Patrol.objects.count() == 2
    assert queries.patrol_alerts(NIGHT.date()) == ()


def test_by_day_nothing_is_done() -> None:
    assert patrol.walk_on(NIGHT.replace(hour=6)) == 0 and patrol.walk_on(NIGHT.replace(hour=23)) == 0
    assert not Patrol.objects.exists()


def test_an_edit_of_the_business_by_sql_is_found_by_the_night() -> None:
    sql("UPDATE mj_case SET fine = 1 WHERE fine > 1")
    one = night()
    assert one.found and "罚款" in messages(one), messages(one)
    ((where, told),) = queries.patrol_alerts(NIGHT.date())
    assert where == one.id and told.rule == "ARCH-52" and "罚款" in told.message


def test_a_deleted_act_is_found() -> None:
    last = Act.objects.order_by("-seq").first()
    assert last is not None
    Act.objects.filter(pk=last.pk)._raw_delete("default")
    assert "被删除" in messages(night())


def test_an_edit_of_the_log_is_found_and_the_business_is_not_compared_then() -> None:
    middle = Entry.objects.count() // 2
    sql("UPDATE mj_ledger_opening SET event = %s WHERE idx = %s", b'{"kind":"x"}', middle)
    one = night()
    assert one.found and f"第 {middle} 条" in messages(one)
    assert one.part == "end" and one.done == one.size


@pytest.mark.parametrize("where", ["middle", "tail"])
def test_a_deleted_entry_is_found(where: str) -> None:
    index = Entry.objects.count() // 2 if where == "middle" else Entry.objects.count() - 1
    sql("DELETE FROM mj_ledger_opening WHERE idx = %s", index)
    sql("DELETE FROM mj_ledger_entry WHERE idx = %s", index)
    told = messages(night())
    assert f"缺少第 {index} 条" in told


def test_two_entries_of_a_stream_that_changed_places_are_found() -> None:
    first, second = Entry.objects.filter(stream__startswith="dossier:").order_by("index")[1:3]
    sql("UPDATE mj_ledger_entry SET stream_seq = 9999 WHERE idx = %s", first.index)
    sql("UPDATE mj_ledger_entry SET stream_seq = %s WHERE idx = %s", first.stream_seq, second.index)
    sql("UPDATE mj_ledger_entry SET stream_seq = %s WHERE idx = %s", second.stream_seq, first.index)
    told = messages(night())
    assert f"第 {first.index} 条" in told and f"第 {second.index} 条" in told


def test_a_changed_tile_and_a_changed_head_are_found() -> None:
    tile = Tile.objects.filter(tree="sha256", level=0).first()
    assert tile is not None
    sql("UPDATE mj_ledger_tile SET data = %s WHERE id = %s", bytes(32) + bytes(tile.data)[32:], tile.pk)
    sql("UPDATE mj_ledger_head SET root256 = %s WHERE size = (SELECT MAX(size) FROM mj_ledger_head)", bytes(32))
    told = messages(night())
    assert "瓦片 0/0" in told and "检查点" in told


def test_a_log_set_back_behind_the_last_pass_is_found() -> None:
    night()
    Patrol.objects.update(size=10_000_000)
    told = messages(night(NIGHT + timedelta(days=1)))
    assert "不是它的延续" in told


def test_a_worker_that_died_goes_on_and_the_slice_it_lost_is_read_again() -> None:
    sql("UPDATE mj_case SET fine = 1 WHERE fine > 1")
    for _ in range(3):
        assert patrol.walk_on(NIGHT) == 1
    stands = queries.patrol_going()
    assert stands is not None and stands.slices == 3
    patrol.PARTS[stands.part](stands)  # a worker reads its slice and is killed before it is kept
    again = queries.patrol_going()
    assert again == stands
    assert patrol.walk(stands, NIGHT) is True
    assert patrol.walk(stands, NIGHT) is False, "a second worker with the same slice does not count"
    done = night(NIGHT + timedelta(days=1))
    assert done.id == stands.id and "罚款" in messages(done)
    assert sum("罚款" in what for _, what, _ in done.differences) == 1


def test_a_pass_that_is_too_old_is_said(closed: Told) -> None:
    one = night()
    assert queries.patrol_alerts(NIGHT.date() + timedelta(days=7)) == ()
    ((nobody, told),) = queries.patrol_alerts(NIGHT.date() + timedelta(days=8))
    assert nobody is None and told.rule == "ARCH-51" and "8 天" in told.message
    assert one.found == 0


def test_a_finding_is_settled_by_the_auditor_once_with_words(closed: Told) -> None:
    sql("UPDATE mj_case SET fine = 1 WHERE fine > 1")
    one = night()
    settle = {"patrol_id": one.id, "at": NIGHT}
    auditor = closed.person("审小计") if "审小计" in closed.world.people else None
    supervisor = auditor or closed.person("司")
    with pytest.raises(Forbidden):
        operations.settle_patrol(note="已查明并恢复", by=closed.person("甲"), **settle)
    with pytest.raises(Refused, match="没有写明处置情况"):
        operations.settle_patrol(note=" ", by=supervisor, **settle)
    done = operations.settle_patrol(note="已查明并恢复", by=supervisor, **settle)
    assert done.settled_note == "已查明并恢复" and queries.patrol_alerts(NIGHT.date()) == ()
    with pytest.raises(Refused, match="已经登记处置"):
        operations.settle_patrol(note="再登记一次", by=supervisor, **settle)
    assert Opening.objects.filter(entry__stream="ledger:audit").count() == 2
