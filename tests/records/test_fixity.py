"""The scheduled reading: everything is read in turn and paced, what is at fault is told, only the very content comes back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.records.films import AT, film, held

from mingjing.foundation import storage
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.records import operations, queries
from mingjing.records.models import Content
from mingjing.records.terms import NotFound
from mingjing.records.terms.fixity import Fit, Kept, Read
from mingjing.sites import contents

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MINGJING_STORE = tmp_path / "store"
    monkeypatch.setattr(contents, "_readings", {})


def kept(*several: bytes) -> list[str]:
    names = [storage.put(content).sha256 for content in several]
    rows = [Kept(name, len(content), "附件") for name, content in zip(names, several, strict=True)]
    operations.list_contents(kept=rows, by=SYSTEM, at=AT)
    return names


def spoiled(name: str, content: bytes | None) -> None:
    path = storage.folder().path(name)
    path.chmod(0o640)
    path.unlink() if content is None else path.write_bytes(content)


def read(at: datetime = AT, budget: int = 10**9) -> int:
    return contents.read_some(contents.Reading(), queries.due_contents(at), budget, at)


def states() -> dict[str, str]:
    return dict(Content.objects.values_list("sha256", "state"))


def test_every_content_is_listed_once_and_read(shifan: Any) -> None:
    one = held(shifan, film())
    assert one.held_sha256 in {each.sha256 for each in contents.every()}
    assert contents.read_on(AT) >= 1
    found = queries.content(one.held_sha256)
    assert found is not None
    assert (found.state, found.checked_at, found.what) == (Fit.SOUND, AT, "音像")
    # Within a minute nothing is done, and a content that was read waits for its turn.
    assert contents.read_on(AT + timedelta(seconds=59)) == 0
    assert contents.read_on(AT + timedelta(minutes=2)) == 0
    assert contents.read_on(AT + 46 * DAY) >= 1


def test_a_missing_and_an_altered_content_are_told_once_and_logged() -> None:
    good, gone, other = kept(b"good", b"gone", b"true")
    spoiled(gone, None)
    spoiled(other, b"fals")
    assert read() == 3
    assert states() == {good: Fit.SOUND, gone: Fit.MISSING, other: Fit.ALTERED}
    assert {one.rule for one in queries.fixity_remarks(AT)} == {"REC-67"}
    assert len(ledger.whole("contents")) == 2
    read(AT + 50 * DAY)
    assert len(ledger.whole("contents")) == 2, "the same fault is logged once"
    standing = queries.fixity(AT + 50 * DAY)
    assert (standing.contents, standing.faults, standing.percent) == (3, 2, 100)
    assert queries.fixity_days()[-1][1:] == (3, 8, 2)
    assert len([*queries.contents_unlike_the_ledger()]) == 2


def test_who_marks_a_fault_as_sound_by_hand_is_found_by_the_audit() -> None:
    (name,) = kept(b"true")
    spoiled(name, None)
    read()
    Content.objects.update(state=Fit.SOUND)
    assert ["不符" in str(one) for one in queries.contents_unlike_the_ledger()] == [True]
    Content.objects.all().delete()
    assert ["不符" in str(one) for one in queries.contents_unlike_the_ledger()] == [True]


def test_a_long_content_is_read_over_several_rounds_and_a_round_is_bounded() -> None:
    long = bytes(range(256)) * 4096  # 1 MiB
    kept(long, b"short")
    mine = contents.Reading()
    due = queries.due_contents(AT)
    rounds = [contents.read_some(mine, tuple(one for one in due if one.size == len(long)), 300_000, AT) for _ in range(4)]  # fmt: skip
    assert rounds == [0, 0, 0, 1]
    assert queries.fixity(AT).read == 1
    # What is altered behind the place that was read already is found all the same at the next full reading.
    spoiled(due[0].sha256, b"x" * due[0].size)
    read(AT + 50 * DAY)
    assert Fit.ALTERED in states().values()


def test_what_was_not_read_in_time_is_told() -> None:
    kept(b"one", b"two")
    assert {one.rule for one in queries.fixity_remarks(AT)} == {"REC-68"}
    read()
    assert queries.fixity_remarks(AT + 90 * DAY) == ()
    assert {one.rule for one in queries.fixity_remarks(AT + 91 * DAY)} == {"REC-68"}
    assert queries.fixity(AT + 91 * DAY).percent == 0


@pytest.mark.parametrize("spoil", [None, b"false"])
def test_only_the_very_content_is_put_back_and_the_altered_one_is_set_aside(spoil: bytes | None) -> None:
    (name,) = kept(b"true")
    spoiled(name, spoil)
    with pytest.raises(NotFound, match="不用放回"):
        operations.restore_content(sha256=name, pieces=[b"true"], reason="备份", by=SYSTEM, at=AT)
    read()
    with pytest.raises(Refused, match="更早的备份"):
        operations.restore_content(sha256=name, pieces=[b"other"], reason="备份", by=SYSTEM, at=AT)
    assert states()[name] != Fit.SOUND
    with pytest.raises(storage.Missing):
        storage.read(name)
    operations.restore_content(sha256=name, pieces=[b"tr", b"ue"], reason="备份", by=SYSTEM, at=AT)
    assert (states()[name], storage.read(name)) == (Fit.SOUND, b"true")
    told = ledger.whole("contents")[-1].payload
    assert (told["state"], told["reason"], bool(told["set_aside"])) == (Fit.SOUND, "备份", spoil is not None)
    if spoil:
        assert (storage.folder().root / told["set_aside"]).read_bytes() == spoil
    assert list(storage.names()) == [name]
    assert not [*queries.contents_unlike_the_ledger()]
    with pytest.raises(NotFound):
        operations.restore_content(sha256=name, pieces=[b"true"], reason="备份", by=SYSTEM, at=AT)


def test_what_was_destroyed_by_order_is_no_fault() -> None:
    name, other = kept(b"personal", b"stays")
    storage.erase(name, "示应急销〔2026〕1号")
    operations.note_erased(sha256=name, order="示应急销〔2026〕1号", by=SYSTEM, at=AT)
    operations.note_erased(sha256=name, order="示应急销〔2026〕1号", by=SYSTEM, at=AT)
    assert read() == 1
    assert states() == {name: Fit.ERASED, other: Fit.SOUND}
    assert queries.fixity(AT).percent == 100
    assert not [*queries.contents_unlike_the_ledger()]
    assert operations.note_read(found=[Read(name, Fit.MISSING, 0)], by=SYSTEM, at=AT) == 0
    Content.objects.filter(sha256=other).update(state=Fit.ERASED)
    assert ["没有登记" in str(one) for one in queries.contents_unlike_the_ledger()] == [True]
