"""The tamper matrix: what somebody does to the database, the files, the keys or the clock, and by whom it is found.

The attacker owns the database and the log's key, and drops the triggers first. Witness and authority are real.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.ledger.authority import Authority, needed
from tests.ledger.logged import AT, STREAM, log
from tests.ledger.witnesses import direct, policy, witness

from mingjing.foundation import storage
from mingjing.ledger import guards, operations, queries
from mingjing.ledger.models import Cosignature, Entry, Head, KeyChange, Opening, Stamp, Tile
from mingjing.ledger.terms import BY_AUDIT, BY_STAMP, BY_WITNESS, SYSTEM, Draft, ExportFile, NotLogged
from mingjing.ledger.witness.folder import Folder
from mingjing.ledger.witness.monitoring import Watch, look
from mingjing.ledger.witness.tiles import fetcher

pytestmark = [pytest.mark.django_db, needed]
SIZE = 10


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture
def archive(case, tmp_path, settings, authority, keys) -> Folder:
    """A log of ten entries, cosigned by the archive bureau and stamped; the attacker has dropped the triggers."""
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    (tmp_path / "tsa.pem").write_bytes(authority.root)
    settings.MINGJING_TSA_CERTIFICATES, settings.MINGJING_TSA_URL = str(tmp_path / "tsa.pem"), "http://tsa.example"
    operations.ensure_sm2(by=SYSTEM, at=AT)
    queries.checkpoint()
    folder = witness(tmp_path, "dag.example")
    policy(settings.MINGJING_WITNESS_POLICY, f"witness 档案馆 {folder.key()} http://dag.example", "quorum 档案馆")
    now = datetime(2026, 11, 30, tzinfo=UTC)
    settings.MINGJING_CLOCK_TOLERANCE = 10**9
    assert all(one.cosigned for one in ask(folder, now))
    assert operations.stamp_now(by=SYSTEM, at=now, send=lambda url, asked: authority.answer(asked)) == 2
    settings.MINGJING_CLOCK_TOLERANCE = 120
    assert queries.audit().sound, queries.audit().differences
    guards.remove(connection)
    return folder


def ask(folder: Folder, at: datetime = datetime(2026, 12, 1, tzinfo=UTC)):
    return operations.ask_witnesses(by=SYSTEM, at=at, post=direct(folder, now=int(at.timestamp())))


def found_by(remembered: str = "") -> set[str]:
    return {one.by for one in queries.audit(remembered).differences}


def flipped(value: object) -> object:
    """Another value of the same sort."""
    if isinstance(value, datetime):
        return value - timedelta(days=1)
    if isinstance(value, int):
        return value + 77
    if isinstance(value, str):
        return ("0" if value[:1] != "0" else "1") + value[1:]
    spoilt = bytearray(bytes(value))
    spoilt[len(spoilt) // 2] ^= 1
    return bytes(spoilt)


def cells() -> list[tuple[type, str]]:
    every = (Entry, Opening, Tile, Head, Cosignature, Stamp, KeyChange)
    return [(model, field.attname) for model in every for field in model._meta.local_fields if field.name != "id"]


@pytest.mark.parametrize(("model", "column"), [pytest.param(m, c, id=f"{m.__name__}.{c}") for m, c in cells()])
def test_every_flipped_cell_is_found(archive, model: type, column: str) -> None:
    row = model.objects.order_by("pk").first()
    value = getattr(row, column)
    new = 999 if column in {"index", "entry_id"} else flipped(value)
    if model is Cosignature and column == "tree":
        new = "sm3" if value == "sha256" else "sha256"
    with connection.cursor() as cursor:
        field = model._meta.get_field(column.removesuffix("_id"))
        name, pk = connection.ops.quote_name(field.column), model._meta.pk.column
        adapted = field.get_db_prep_save(new, connection) if not isinstance(new, int) else new
        cursor.execute(f"UPDATE {model._meta.db_table} SET {name} = %s WHERE {pk} = %s", [adapted, row.pk])  # noqa: S608
        assert cursor.rowcount == 1
    assert found_by()


@pytest.mark.parametrize(
    ("attack", "who"),
    [
        pytest.param(lambda: Entry.objects.filter(index=4)._raw_delete("default"), BY_AUDIT, id="delete an entry"),
        pytest.param(lambda: Opening.objects.filter(entry_id=4).delete(), BY_AUDIT, id="delete what opens an entry"),
        pytest.param(lambda: Tile.objects.all().delete(), BY_AUDIT, id="delete the tiles"),
        pytest.param(lambda: Head.objects.all().delete(), BY_WITNESS, id="delete the heads"),
        pytest.param(lambda: swap(4, 5), BY_AUDIT, id="reorder"),
        pytest.param(lambda: copied(3), BY_AUDIT, id="insert"),
        pytest.param(lambda: cut_to(8), BY_WITNESS, id="truncate the tail"),
    ],
)
def test_deleting_inserting_reordering_truncating(archive, attack: Callable, who: str) -> None:
    attack()
    assert who in found_by()


def swap(one: int, other: int) -> None:
    for old, new in ((one, 999), (other, one), (999, other)):
        Opening.objects.filter(entry_id=old).update(entry_id=new)
        Entry.objects.filter(index=old).update(index=new)


def copied(index: int) -> None:
    for place in range(SIZE - 1, index, -1):
        Opening.objects.filter(entry_id=place).update(entry_id=place + 1)
        Entry.objects.filter(index=place).update(index=place + 1)
    row = Entry.objects.get(index=index)
    row.pk, row.stream = index + 1, "x"
    row.save(force_insert=True)


def cut_to(size: int) -> None:
    """As if the last entries had never been, with tiles and heads to match: sound in itself."""
    Head.objects.filter(size__gt=size).delete()
    Opening.objects.filter(entry_id__gte=size).delete()
    Entry.objects.filter(index__gte=size).delete()
    Tile.objects.all().delete()
    Head.objects.all().delete()
    KeyChange.objects.all().delete()
    operations.integrate()


def outsiders_forgotten() -> None:
    """The attacker also deletes what witnesses and the authority signed."""
    Cosignature.objects.all().delete()
    Stamp.objects.all().delete()


def rewritten() -> None:
    """Another history of the same length, with the real key."""
    cut_to(3)
    at = datetime(2026, 11, 1, tzinfo=UTC)
    operations.append_many(drafts=[Draft("a:b:c", "many", at, {"n": n}) for n in range(SIZE - 3)], by=SYSTEM)
    operations.integrate()


@pytest.mark.parametrize(
    "attack", [lambda: cut_to(6), rewritten], ids=["an older copy is put back", "rewritten with the log's key"]
)
def test_what_is_sound_in_itself_is_found_by_the_outsiders(archive, attack: Callable, keys: Path) -> None:
    kept = {one.tree: one for one in queries.stamps()}
    remembered = queries.stamped_text(kept["sha256"].size, "sha256").decode()
    attack()
    assert {BY_WITNESS, BY_STAMP} <= found_by()
    outsiders_forgotten()
    assert found_by() == set()
    answers = ask(archive)
    assert [answer.alarm for answer in answers] == [True], answers
    assert "台账" in answers[0].words or "改写" in answers[0].words
    assert Entry.objects.filter(stream="ledger:witness:dag.example").count() == 1
    assert queries.witnesses()[0].refused
    assert BY_WITNESS in found_by(remembered)


def test_a_stamp_kept_elsewhere_dates_what_was_there(archive, authority) -> None:
    """A token and its checkpoint, saved by `mingjing stamp show -o`, prove to anybody what the log was at that time."""
    from mingjing.foundation import timestamps

    kept = next(one for one in queries.stamps() if one.tree == "sha256")
    checkpoint = queries.stamped_text(kept.size, "sha256")
    rewritten()
    outsiders_forgotten()
    assert timestamps.verify(kept.token, checkpoint, trusted=timestamps.certificates(authority.root)).at == kept.at
    assert BY_WITNESS in found_by(checkpoint.decode())


def test_an_older_copy_of_the_exported_files_is_found_by_a_monitor(archive, tmp_path) -> None:
    now, key = int(AT.timestamp()) + 3600, queries.public_key()
    old, new = tmp_path / "old", tmp_path / "new"
    exported(old)
    log(word="其后")
    exported(new)
    watch = Watch(key, 0.0)
    assert look(fetcher(str(new)), tmp_path / "seen", now, watch).code == 0
    found = look(fetcher(str(old)), tmp_path / "seen", now, watch)
    assert (found.code, "退回或截断" in found.lines[-1]) == (1, True)
    rewritten()
    operations.append_many(drafts=[Draft("a:b:c", "more", AT, {"n": n}) for n in range(4)], by=SYSTEM)
    shutil.rmtree(new)
    exported(new)
    found = look(fetcher(str(new)), tmp_path / "seen", now, watch)
    assert (found.code, "分叉" in found.lines[-1]) == (1, True)


def exported(folder: Path) -> None:
    for path, data in queries.log_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


# The clock


def test_a_clock_set_back_is_found_by_witness_and_stamp(archive) -> None:
    assert operations.beat(by=SYSTEM, at=AT - timedelta(days=30))
    assert found_by() & {BY_WITNESS, BY_STAMP}
    assert "时钟被拨回" in str(queries.audit().differences[0])


def test_a_clock_set_back_is_logged_once(case) -> None:
    at = AT + timedelta(days=2)
    assert operations.beat(by=SYSTEM, at=at)
    assert not operations.beat(by=SYSTEM, at=at + timedelta(minutes=5))
    assert not operations.watch_clock(by=SYSTEM, at=at - timedelta(seconds=120))
    assert operations.watch_clock(by=SYSTEM, at=at - timedelta(minutes=20))
    assert not operations.watch_clock(by=SYSTEM, at=at - timedelta(minutes=19))
    assert operations.beat(by=SYSTEM, at=at + timedelta(hours=1))
    assert operations.watch_clock(by=SYSTEM, at=at)
    log(word="一件昨天办的事")
    assert not operations.watch_clock(by=SYSTEM, at=at + timedelta(seconds=2))
    assert queries.audit().sound


def test_an_empty_log_has_no_clock_to_go_back(db) -> None:
    assert not operations.watch_clock(by=SYSTEM, at=AT)
    assert operations.beat(by=SYSTEM, at=AT)


# The files


def test_a_swapped_or_lost_file_is_refused_by_store_and_export(case, settings, tmp_path) -> None:
    """The content is named by its digest and the digest is logged: another content is neither read nor exported."""
    settings.MINGJING_STORE = tmp_path / "store"
    film = ExportFile("现场录像.mp4", b"original", "evidence", "video/mp4")
    stored = storage.put(film.content)
    log(files=[film])
    assert queries.export_case(STREAM, [film])[:2] == b"PK"
    place = next(path for path in settings.MINGJING_STORE.rglob("*") if path.is_file())
    place.chmod(0o600)
    place.write_bytes(b"swapped!")
    with pytest.raises(storage.Missing, match="不符"):
        storage.read(stored.sha256)
    swapped = ExportFile(
        film.name, folder="evidence", media_type=film.media_type, source=lambda: storage.whole(stored.sha256)
    )
    with pytest.raises(NotLogged, match="没有登记"):
        queries.export_case(STREAM, [swapped])
    place.unlink()
    with pytest.raises(storage.Missing, match="备份"):
        storage.read(stored.sha256)
