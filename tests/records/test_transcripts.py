"""Transcripts: read as people type them, as SRT and as WebVTT; checked; kept version by version and never changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.records.films import AT, committed, dossier, film, held

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Recording, Transcript
from mingjing.records.queries.transcripts import transcripts_unlike_the_ledger
from mingjing.records.rules import transcripts as rules
from mingjing.records.terms.transcripts import MARK, MOST_LINES, Line

TYPED = "0:05 张三：我们是示范县应急管理局执法人员，请看证件。\n0:09-0:12 李四：看清了。\n1:02:03 这里没有人说话"
SRT = "1\r\n00:00:05,000 --> 00:00:08,500\r\n张三：请看证件。\r\n第二行\r\n\r\n2\r\n00:00:09,000 --> 00:00:12,000\r\n<i>看清了</i>\r\n"
VTT = (
    "WEBVTT 说明\n\nNOTE 这是\n注解\n\nSTYLE\n::cue {}\n\n一号\n00:05.000 --> 00:08.500 align:start\n<v 张三>请看证件 &amp; 告知书</v>\n\n"
    "00:00:09.000 --> 00:00:12.000\n<v.loud 李四>看清了\n\n"
)


def test_it_is_read_as_people_type_it() -> None:
    assert rules.read(TYPED) == (
        Line(5000, -1, "张三", "我们是示范县应急管理局执法人员，请看证件。"), Line(9000, 12000, "李四", "看清了。"), Line(3723000, -1, "", "这里没有人说话"),
    )  # fmt: skip
    assert rules.read("\ufeff 12：30　王五: 好\n\n  \n[0:40] 现场是10:30分到的") == (
        Line(750000, -1, "王五", "好"), Line(40000, -1, "", "现场是10:30分到的"),
    )  # fmt: skip
    assert rules.read("没有时刻的一行")[0].since == rules.NO_TIME and rules.read(" \n") == ()
    assert rules.read("0:01 甲\u202e乙\x00丙")[0].text == "甲乙丙"


def test_srt_and_webvtt_are_read() -> None:
    assert (rules.kind_of(TYPED), rules.kind_of(SRT), rules.kind_of("\ufeff" + VTT)) == ("typed", "srt", "vtt")
    assert rules.read(SRT) == (Line(5000, 8500, "张三", "请看证件。 第二行"), Line(9000, 12000, "", "看清了"))
    assert rules.read(VTT) == (Line(5000, 8500, "张三", "请看证件 & 告知书"), Line(9000, 12000, "李四", "看清了"))
    broken = rules.read("WEBVTT\n\n00:05 --> 很久\n你好\n")
    assert broken[0].since == rules.NO_TIME


@pytest.mark.parametrize("text", [TYPED, SRT, VTT, "0:01.250-0:02.5 甲：a<b & c-->d"])
def test_what_is_written_out_is_read_the_same_again(text: str) -> None:
    lines = rules.read(text)
    assert rules.read(rules.typed(lines)) == lines
    again = rules.read(rules.as_vtt("音像“a --> b.mp4”文字稿", lines))
    assert [(one.since, one.speaker, one.text) for one in again] == [
        (one.since, one.speaker, one.text) for one in lines
    ]
    assert all(one.until > one.since for one in again)
    assert MARK in rules.as_text("题", lines) and MARK in rules.as_vtt("题", lines)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "文字稿是空的"),
        ("你好", "第 1 行没有时刻：你好"),
        ("18:01 晚了", "第 1 行 18:01 在音像结束（18:00）以后"),
        ("0:05-0:05 一样", "第 1 行结束不晚于开始"),
        ("0:05 甲：好\n0:04 早", "第 2 行 0:04 比上一行早"),
        ("0:05", "第 1 行没有写说了什么"),
        ("0:05 " + "长" * 501, "第 1 行有 501 个字"),
        ("\n".join(["0:05 好"] * (MOST_LINES + 1)), f"最多 {MOST_LINES} 行"),
    ],
)
def test_what_is_no_transcript_is_told_by_line(text: str, word: str) -> None:
    found = rules.transcript_is_plain(rules.read(text), 18 * 60)
    assert any(word in str(one) for one in found) and {one.rule for one in found} == {"REC-84"}


def test_the_edges_are_good() -> None:
    assert rules.transcript_is_plain(rules.read("0:00 " + "好" * 500 + "\n0:00 甲：好\n18:00 完"), 18 * 60) == ()
    assert len(rules.transcript_is_plain(rules.read("\n".join(["x"] * 50)), 60)) == 10


@pytest.mark.parametrize(
    ("newest", "base", "reason", "good"),
    [
        (0, 0, "", True), (0, 1, "", False), (2, 2, "补听第三分钟", True), (2, 2, "改", False), (2, 2, "改" * 201, False), (2, 1, "补听第三分钟", False),
        (2, -1, "补听第三分钟", False),
    ],
)  # fmt: skip
def test_a_further_version_is_explained_and_begins_from_the_newest(
    newest: int, base: int, reason: str, good: bool
) -> None:
    assert (rules.version_is_explained(newest, base, "张三", reason) == ()) is good


def kept(
    shifan: Any, one: Any, text: str = "0:05 张三：请看证件", base: int = 0, reason: str = "", key: str = "甲"
) -> Any:
    return operations.keep_transcript(
        recording_id=one.id, text=text, base=base, reason=reason, by=shifan.actor(key, AT), at=AT
    )


@pytest.mark.django_db
def test_versions_are_added_logged_and_the_recording_is_left_alone(shifan: Any) -> None:
    one = held(shifan, film())
    first, again = kept(shifan, one), kept(shifan, one)
    assert (first.version, again.version, Transcript.objects.count()) == (1, 1, 1)
    before = ledger.tip()
    with pytest.raises(Refused, match="REC-85"):
        kept(shifan, one, "0:06 张三：请看证件", base=1)
    with pytest.raises(Refused, match="张三已经存了第 1 版"):
        kept(shifan, one, "0:06 张三：请看证件", base=0, reason="听错了时刻", key="乙")
    assert ledger.tip() == before
    second = kept(shifan, one, "0:06 张三：请看证件", base=1, reason="听错了时刻", key="乙")
    assert (second.version, second.reason) == (2, "听错了时刻")
    assert [each.version for each in queries.transcripts(one.id)] == [2, 1]
    told = ledger.whole(f"recording:{one.id}")[-1]
    assert (told.kind, told.payload["version"], told.payload["lines"]) == ("record:recording:transcribed", 2, 1)
    assert [each["name"] for each in told.objects] == ["现场检查-文字稿第2版.vtt", "现场检查-文字稿第2版.txt"]
    assert storage.read(told.objects[0]["sha256"]).decode().startswith("WEBVTT")
    assert "张三：请看证件" in storage.read(second.text[0]).decode()
    assert storage.read(one.held_sha256) == film() and queries.recording(one.id) == one


@pytest.mark.django_db
def test_who_may_and_when(shifan: Any) -> None:
    with pytest.raises(Invalid, match="还没有入库"):
        kept(shifan, committed(shifan, film(mark=b"0")))
    one = held(shifan, film())
    for key in ("监", "市甲"):
        with pytest.raises(Forbidden):
            kept(shifan, one, key=key)
    with pytest.raises(Invalid, match="最多 1024 KB"):
        kept(shifan, one, "0:05 " + "字" * 400_000)
    case = dossier(shifan)
    filed(shifan, one, case)
    operations.add_file(dossier_id=case, name="照片.txt", content=b"x", at=AT, by=shifan.actor("甲", AT), limit=100)
    operations.seal(dossier_id=case, at=AT, by=shifan.actor("甲", AT))
    with pytest.raises(Refused, match="REC-17"):
        kept(shifan, one)
    assert not Transcript.objects.exists()


def filed(shifan: Any, one: Any, case: Any) -> None:
    operations.match_recording(
        recording_id=one.id, dossier_id=case, act_seq=1, case_number="示应急立〔2026〕1号", place="二车间", proves="动火", at=AT,
        by=shifan.actor("甲", AT),
    )  # fmt: skip


@pytest.mark.django_db
def test_it_goes_with_the_recording_and_is_found_by_what_is_said(shifan: Any) -> None:
    one, other, case = (
        held(shifan, film()),
        held(shifan, film(mark=b"2"), started_at=AT - timedelta(minutes=30)),
        dossier(shifan),
    )
    kept(shifan, one, "0:05 张三：动火票呢\n0:09 李四：没有Ticket\n0:10 动火\n0:11 动火\n0:12 动火")
    kept(shifan, one, "0:05 张三：动火票在哪里", base=1, reason="重听一遍")
    kept(shifan, other, "0:01 动火\n" * 5)
    assert queries.transcript_files(case) == () and list(queries.saying("动火")) == []
    for each in (one, other):
        filed(shifan, each, case)
    matched = [each for each in ledger.whole(operations.stream(case)) if each.kind == "record:recording:matched"]
    assert [len(each.objects) for each in matched] == [1 + 4, 1 + 2]
    assert [each.name for each in queries.transcript_files(case)] == [
        "现场检查-文字稿第1版.vtt", "现场检查-文字稿第1版.txt", "现场检查-文字稿第2版.vtt", "现场检查-文字稿第2版.txt",
    ]  # fmt: skip
    assert [each["recording__dossier_id"] for each in queries.saying("动火")] == [case, case]
    assert list(queries.saying("ticket")) == [], "an older version is not found"
    hits = queries.said_in([case], "动火")[case]
    assert [(each.recording_id, each.line.second) for each in hits] == [(other.id, 1)] * 3 + [(one.id, 5)]
    assert queries.said_in([case], "没有说过") == {}


@pytest.mark.django_db
def test_a_changed_or_lost_version_is_found_by_the_audit(shifan: Any) -> None:
    one = held(shifan, film())
    kept(shifan, one)
    assert list(transcripts_unlike_the_ledger()) == []
    row = Transcript.objects.get()
    Transcript.objects.update(lines=[replace(Line(5000, -1, "张三", "别的话")).as_row()])
    assert ["不符" in str(each) for each in transcripts_unlike_the_ledger()] == [True]
    Transcript.objects.update(lines=row.lines, person_name="李四")
    assert ["不符" in str(each) for each in transcripts_unlike_the_ledger()] == [True]
    Transcript.objects.all().delete()
    assert ["被删除" in str(each) for each in transcripts_unlike_the_ledger()] == [True]


@pytest.mark.django_db
def test_what_it_keeps_in_the_store_is_watched(shifan: Any) -> None:
    one = held(shifan, film())
    made = kept(shifan, one)
    assert {made.vtt[0], made.text[0]} <= {each.sha256 for each in queries.kept_contents()}
    assert Recording.objects.get(id=one.id).held_sha256 == one.held_sha256
