"""How long a recording is kept: the furthest of list line, the organ's least and the file's term; nothing goes before."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.records.films import AT, dossier, film, held

from mingjing.kernel.days import CHINA
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook.terms import AVSpec
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Recording
from mingjing.records.queries.recordings import recordings_unlike
from mingjing.records.rules import keeping as rules
from mingjing.records.rules.recordings import parameters
from mingjing.records.terms import RecordingFacts
from mingjing.records.terms.keeping import Keeping, KeptBy, ListLine

FEBRUARY = date(2026, 8, 31)
LINE = ListLine("现场检查", 24, "音像记录事项清单第 1 版")


@pytest.mark.parametrize(
    ("ended", "line", "archive", "until", "word"),
    [
        # The oracle is the calendar, written out by hand.
        (date(2026, 10, 13), LINE, None, date(2028, 10, 13), "现场检查"),
        (date(2026, 10, 13), None, None, date(2027, 4, 13), "最低月数：6 个月"),
        (FEBRUARY, None, None, date(2027, 2, 28), "最低月数"),
        (date(2027, 8, 31), None, None, date(2028, 2, 29), "最低月数"),
        (date(2026, 10, 13), ListLine("听证", 3, "清单第 2 版"), None, date(2027, 4, 13), "最低月数"),
        (date(2026, 10, 13), LINE, KeptBy(date(2056, 12, 31), "案卷保管期限：30年"), date(2056, 12, 31), "案卷保管期限"),
        (date(2026, 10, 13), LINE, KeptBy(None, "案卷保管期限：永久"), None, "永久"),
        (date(2026, 10, 13), ListLine("听证", 1200, "清单第 2 版"), KeptBy(date(2056, 12, 31), "案卷"), date(2126, 10, 13), "听证"),
    ],
)  # fmt: skip
def test_the_furthest_reason_holds(ended: date, line: Any, archive: Any, until: date | None, word: str) -> None:
    kept = rules.recording_is_kept(ended, line, archive)
    assert (kept.until, word in kept.why) == (until, True)
    assert len(kept.every) == 1 + (line is not None) + (archive is not None)


def test_a_list_that_keeps_too_short_is_flagged_line_by_line() -> None:
    on = date(2026, 11, 30)
    least = int(parameters().at("keep", on).value)
    lines = [ListLine(f"事项{months}", months, "清单第 1 版") for months in (least - 1, least, least + 1)]
    found = rules.list_keeps_enough(lines, on)
    assert [one.message for one in found] == [
        f"清单第 1 版“事项{least - 1}”只保存 {least - 1} 个月，少于规定的 {least} 个月"
    ]
    assert found[0].weight.value == "warn" and rules.list_keeps_enough((), on) == ()


def test_destruction_waits_for_the_last_day_and_names_the_line() -> None:
    day = date(2028, 10, 13)
    kept = [("a.mp4", rules.recording_is_kept(date(2026, 10, 13), LINE, None))]
    for on, waits in ((day - timedelta(days=1), 1), (day, 1), (day + timedelta(days=1), 0)):
        assert len(rules.destruction_waits(kept, on)) == waits
    text = str(rules.destruction_waits(kept, day)[0])
    assert "音像“a.mp4”要保存到 2028-10-13" in text and "清单第 1 版“现场检查”：24 个月" in text
    assert "永久" in str(rules.destruction_waits([("b.mp4", Keeping(None, "案卷", ()))], date(2999, 1, 1))[0])
    assert len(rules.destruction_waits(kept * 9, day)) == rules.MOST_NAMED
    assert rules.destruction_waits([], day) == ()


def listed(shifan: Any, months: int, since: date) -> None:
    """Another version of the organ's list, with one line."""
    rows = [AVSpec("penalty", "现场检查", "取证", "执法记录仪", False, "到场", "全部", "离场", months)]
    lawbook.set_av_items(
        organ_id=shifan.organs["应急局"], title="音像记录事项清单", document_number="", valid_from=since, rows=rows,
        by=shifan.actor("己", AT), at=AT,
    )  # fmt: skip


def filed(shifan: Any, keep_row: str = "") -> RecordingFacts:
    one = held(shifan, film())
    return operations.match_recording(
        recording_id=one.id, dossier_id=dossier(shifan), act_seq=3, case_number="示应急立〔2026〕1号", place="二车间", proves="动火",
        by=shifan.actor("甲", AT), at=AT, keep_row=keep_row,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_list_of_the_day_counts_and_an_unknown_line_is_the_longest(shifan: Any) -> None:
    one = filed(shifan, "现场检查")
    assert (one.keep_row, queries.keeping(one).until) == ("现场检查", date(2028, 10, 13))
    for unknown in ("", "没有这一行"):
        assert queries.keeping(replace(one, keep_row=unknown)).until == date(2031, 10, 13)
    assert queries.keeping_remarks(one.organ_id, AT.date()) == ()
    # A later list that keeps for less changes nothing for what was recorded before; it is flagged.
    listed(shifan, 3, date(2027, 1, 1))
    assert queries.keeping(one).until == date(2028, 10, 13)
    assert queries.keeping(replace(one, ended_at=datetime(2027, 1, 1, 9, tzinfo=CHINA))).until == date(2027, 7, 1)
    assert "只保存 3 个月，少于规定的 6 个月" in str(queries.keeping_remarks(one.organ_id, date(2027, 1, 1))[0])


@pytest.mark.django_db
def test_without_a_list_the_least_holds(shifan: Any) -> None:
    one = filed(shifan)
    assert queries.keeping(replace(one, ended_at=datetime(2020, 1, 1, 9, tzinfo=CHINA))).until == date(2020, 7, 1)


@pytest.mark.django_db
def test_the_line_is_in_the_ledger_and_a_changed_one_is_found(shifan: Any) -> None:
    one = filed(shifan, "现场检查")
    assert one.dossier_id is not None
    whole = ledger.whole(operations.stream(one.dossier_id))
    assert list(recordings_unlike(one.dossier_id, whole)) == []
    Recording.objects.filter(id=one.id).update(keep_row="听证")
    assert any("著录与台账登记的不符" in text for text in recordings_unlike(one.dossier_id, whole))


@pytest.mark.django_db
def test_a_file_waits_for_its_recordings_and_one_without_content_holds_nothing(shifan: Any) -> None:
    one = filed(shifan, "现场检查")
    assert one.dossier_id is not None
    assert queries.kept_in(one.dossier_id, date(2028, 10, 13)) and not queries.kept_in(
        one.dossier_id, date(2028, 10, 14)
    )
    Recording.objects.filter(id=one.id).update(state="absent")
    assert queries.kept_in(one.dossier_id, date(2026, 10, 14)) == ()
