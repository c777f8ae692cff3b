"""The audit finds every tampering with the database, by an attacker who first drops the triggers."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from tests.ledger.logged import STREAM, log

from mingjing.ledger import guards, notes, operations, queries, trees
from mingjing.ledger.merkle import SHA256, SM3
from mingjing.ledger.models import Entry, Head, Opening, Tile
from mingjing.ledger.terms import SYSTEM, Draft, public_entry
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


@pytest.fixture
def attacked(case) -> None:
    """A log of 309 entries with two heads, whose triggers an attacker has dropped (until the test rolls back)."""
    queries.checkpoint()
    at = datetime(2026, 11, 1, tzinfo=UTC)
    operations.append_many(drafts=[Draft("a:b:c", "many", at, {"n": n}) for n in range(300)], by=SYSTEM)
    queries.checkpoint()
    guards.remove(connection)


def said(remembered: str = "") -> str:
    report = queries.audit(remembered)
    assert not report.sound
    return "\n".join(map(str, report.differences))


def flipped(data: bytes, at: int = 0) -> bytes:
    spoilt = bytearray(bytes(data))
    spoilt[at] ^= 1
    return bytes(spoilt)


def change(model, key: object, **fields: Callable) -> None:
    row = model.objects.get(pk=key)
    model.objects.filter(pk=key).update(**{name: alter(getattr(row, name)) for name, alter in fields.items()})


def first_tile() -> int:
    return Tile.objects.order_by("pk")[0].pk


def move(old: int, new: int) -> None:
    Opening.objects.filter(entry_id=old).update(entry_id=new)
    Entry.objects.filter(index=old).update(index=new)


def test_an_untouched_log_is_sound(attacked) -> None:
    report = queries.audit()
    assert report.sound, report.differences
    assert (report.entries, report.integrated, report.heads, report.streams, report.tiles) == (309, 309, 2, 4, 6)


def test_what_is_not_yet_integrated_is_no_difference(attacked) -> None:
    log(word="新")
    report = queries.audit()
    assert report.sound
    assert (report.entries, report.integrated) == (310, 309)


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        (lambda: change(Opening, 4, event=lambda d: flipped(d, 60)), "承诺不符"),
        (lambda: change(Opening, 4, event=lambda d: bytes(d)[:-1]), "不是完整的记录"),
        (lambda: change(Opening, 4, salt=flipped), "承诺不符"),
        (lambda: Opening.objects.filter(entry_id=4).delete(), "不见了"),
        (lambda: change(Entry, 4, leaf256=flipped), "叶散列"),
        (lambda: change(Entry, 4, leafsm3=flipped), "叶散列"),
        (lambda: change(Entry, 4, public=lambda d: flipped(d, 20)), "叶散列"),
        (lambda: change(Entry, 4, event_hash=lambda h: "0" * 64), "事件散列"),
        (lambda: change(Entry, 4, kind=lambda k: "case:other:made"), "种类"),
        (lambda: change(Entry, 4, at=lambda at: at.replace(year=2025)), "时间"),
        (lambda: change(Entry, 4, stream=lambda s: "other"), "不符"),
        (lambda: change(Tile, first_tile(), data=lambda d: flipped(d, 40)), "瓦片"),
        (lambda: change(Tile, first_tile(), data=lambda d: bytes(d)[:-32]), "瓦片"),
        (lambda: Tile.objects.filter(tree="sm3", level=1).delete(), "缺少瓦片 1/0"),
        (lambda: Tile.objects.create(tree="sm3", level=3, index=0, data=bytes(32)), "多出 1 个瓦片"),
        (lambda: change(Head, 309, root256=flipped), "根"),
        (lambda: change(Head, 9, rootsm3=flipped), "根"),
        (lambda: change(Head, 9, checkpoint256=lambda t: t.replace("\n9\n", "\n8\n")), "签名与内容不符"),
        (lambda: change(Head, 9, checkpointsm3=lambda t: t[:-9] + "\n"), "检查点"),
    ],
)
def test_every_changed_cell_is_found(attacked, attack, words) -> None:
    attack()
    assert words in said()


def test_a_deleted_entry_is_found(attacked) -> None:
    Opening.objects.filter(entry_id=4).delete()
    Entry.objects.filter(index=4).delete()
    words = said()
    assert "缺少第 4 条" in words
    assert "缺号" in words


def test_a_deleted_entry_is_found_even_if_its_private_event_stays(attacked) -> None:
    Entry.objects.filter(index=308)._raw_delete("default")
    assert "没有对应的条目" in said()


def test_an_inserted_entry_is_found(attacked) -> None:
    for index in range(308, 3, -1):
        move(index, index + 1)
    copied = Entry.objects.get(index=3)
    Entry.objects.create(
        **{f.attname: getattr(copied, f.attname) for f in Entry._meta.fields} | {"index": 4, "stream": "x"}
    )
    assert "根与重新计算的不符" in said()


def test_swapped_entries_are_found(attacked) -> None:
    move(50, 999)
    move(51, 50)
    move(999, 51)
    words = said()
    assert "调换" in words
    assert "根与重新计算的不符" in words


def test_a_cut_tail_is_found_by_the_head(attacked) -> None:
    Opening.objects.filter(entry_id__gte=300).delete()
    Entry.objects.filter(index__gte=300).delete()
    assert "尾部被截断" in said()


def cut_back() -> None:
    """Back to the state of the first head, without a trace inside the database."""
    Head.objects.filter(size=309).delete()
    Opening.objects.filter(entry_id__gte=9).delete()
    Entry.objects.filter(index__gte=9).delete()
    Tile.objects.filter(level=1).delete()
    Tile.objects.filter(index=1).delete()
    for tile in Tile.objects.all():
        Tile.objects.filter(pk=tile.pk).update(data=bytes(tile.data)[: 9 * 32])


def test_a_rollback_without_a_trace_is_found_by_a_remembered_checkpoint_only(attacked) -> None:
    remembered = queries.checkpoint()
    cut_back()
    assert queries.audit().sound
    assert "尾部被截断" in said(remembered.checkpoint256)
    assert "尾部被截断" in said(remembered.checkpointsm3)


def test_a_rewritten_history_of_the_same_length_is_found_by_a_remembered_checkpoint(attacked) -> None:
    remembered = queries.checkpoint()
    cut_back()
    at = datetime(2026, 11, 1, tzinfo=UTC)
    operations.append_many(drafts=[Draft("a:b:c", "many", at, {"n": -n}) for n in range(310)], by=SYSTEM)
    queries.checkpoint()
    assert queries.audit().sound
    assert "历史被改写" in said(remembered.checkpoint256)


def test_a_remembered_text_of_another_log_is_refused(attacked) -> None:
    assert "留存的检查点" in said("other.example/log\n1\n" + "A" * 43 + "=\n\n— other.example/log AAAA\n")
    assert "留存的检查点" in said("nonsense")
    assert queries.audit("nonsense").unreadable
    assert not queries.audit("mingjing.example/log\n1\n" + "A" * 43 + "=\n\n— mingjing.example/log AAAA\n").unreadable


def test_an_event_rewritten_with_its_commitment_and_leaves_breaks_chain_and_roots(attacked) -> None:
    entry, opening = Entry.objects.get(index=4), Opening.objects.get(entry_id=4)
    event = bytes(opening.event).replace("责令改正".encode(), "免予处罚".encode())
    sealed = bytes(opening.salt) + event
    c256 = SHA256.digest(sealed).hex()
    public = public_entry(entry.kind, "2026-10-28T01:32:00Z", c256, SM3.digest(sealed).hex())
    leaves = {"leaf256": SHA256.leaf(public), "leafsm3": SM3.leaf(public)}
    Entry.objects.filter(index=4).update(public=public, event_hash=c256, **leaves)
    Opening.objects.filter(entry_id=4).update(event=event)
    words = said()
    assert "上一事件散列" in words
    assert "封存条数或根" in words
    assert "瓦片 0/0" in words


def test_a_gap_or_a_short_tile_stops_integration_instead_of_signing_it(attacked) -> None:
    log(word="一")
    Entry.objects.filter(index=309)._raw_delete("default")
    log_at = Entry.objects.get(index=308)
    Entry.objects.create(
        **{f.attname: getattr(log_at, f.attname) for f in Entry._meta.fields} | {"index": 310, "stream": "x"}
    )
    with pytest.raises(LookupError, match="audit"):
        trees.integrate()


def test_many_differences_are_counted_and_the_first_thousand_kept(attacked) -> None:
    operations.append_many(drafts=[Draft("a:b:c", "m", datetime(2026, 1, 1, tzinfo=UTC), {})] * 1100, by=SYSTEM)
    Opening.objects.filter(entry_id__gte=309).delete()
    report = queries.audit()
    assert report.found > 1100
    assert len(report.differences) == 1000


def test_the_command_prints_saves_and_compares(case, tmp_path, capsys) -> None:
    saved = tmp_path / "checkpoint"
    assert commandline.main(["audit", "--save", str(saved)]) == 0
    assert "没有发现差异" in capsys.readouterr().out
    assert notes.opened(saved.read_text(), name=notes.origin(), public=notes.public_key()).size == 9
    log(word="其后")
    assert commandline.main(["audit", "--remembered", str(saved)]) == 0
    guards.remove(connection)
    change(Opening, 2, salt=flipped)
    assert commandline.main(["audit"]) == 1
    assert "第 2 条：" in capsys.readouterr().out
    assert commandline.main(["audit", "--remembered", str(tmp_path / "absent")]) == 2
    assert "请核对路径" in capsys.readouterr().err


def test_the_command_tells_a_wrong_file_from_a_changed_log(case, tmp_path, capsys) -> None:
    wrong = tmp_path / "README.md"
    wrong.write_text("# 明镜\n", encoding="utf-8")
    queries.checkpoint()
    assert commandline.main(["audit", "--remembered", str(wrong)]) == 1
    told = capsys.readouterr().out
    assert "没有核对" in told and "立即报告" not in told
    assert commandline.main(["audit", "--save", str(tmp_path / "no" / "where")]) == 2
    assert "写不了" in capsys.readouterr().err


def test_consistency_of_what_was_handed_out_before(attacked) -> None:
    proof = queries.consistency(9, 309)
    assert proof
    assert queries.entries(STREAM)[0].index == 0
    with pytest.raises(queries.bundles.NotLogged):
        queries.consistency(9, 999)


RUBBISH = (
    "mj_ledger_entry SET event_hash = 'zz' WHERE idx = 3", "mj_ledger_entry SET at = 'rubbish' WHERE idx = 3",
    "mj_ledger_entry SET at = '2026-13-45 00:00:00' WHERE idx = 3", "mj_ledger_entry SET leaf256 = 'text' WHERE idx = 3",
    "mj_ledger_entry SET public = CAST(public AS TEXT) WHERE idx = 3", "mj_ledger_entry SET public = 5 WHERE idx = 3",
    "mj_ledger_entry SET stream_seq = 'abc' WHERE idx = 3", "mj_ledger_opening SET event = '[]' WHERE idx = 3",
    "mj_ledger_opening SET salt = 'abc' WHERE idx = 3", "mj_ledger_head SET root256 = 'x' WHERE size = 309",
    "mj_ledger_head SET checkpoint256 = x'00' WHERE size = 309", "mj_ledger_tile SET data = 'x' WHERE level = 0",
)  # fmt: skip


@pytest.mark.parametrize("statement", RUBBISH)
def test_rubbish_in_a_column_is_found_not_stumbled_over(attacked, statement: str) -> None:
    if connection.vendor != "sqlite" and "zz" not in statement:
        pytest.skip("PostgreSQL keeps nothing of the wrong sort in a column")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {statement}")  # noqa: S608 - constants of this file
    assert said()
