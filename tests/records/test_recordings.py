"""Audio-video: committed first, matched with its five marks, excused, noted, played with a purpose."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.records.films import AT, committed, dossier, film, held, said

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Recording, RecordingNote, Viewing
from mingjing.records.queries.agreeing import recordings_unlike_the_ledger
from mingjing.records.rules import recordings as rules
from mingjing.records.terms import NotFound

pytestmark = pytest.mark.django_db


def kinds(stream: str) -> list[str]:
    return [one.kind for one in ledger.whole(stream)]


def match(shifan: Any, one: Any, dossier_id: Any, key: str = "甲", **changes: Any) -> Any:
    marks = {"act_seq": 2, "case_number": "示应急立〔2026〕1号", "place": one.place, "proves": one.proves} | changes
    return operations.match_recording(
        recording_id=one.id, dossier_id=dossier_id, by=shifan.actor(key, AT), at=AT, **marks
    )


def test_what_a_device_says_is_logged_before_the_content_comes(shifan: Any) -> None:
    content = film()
    one = committed(shifan, content, clock_offset=75, latitude="41.1234567")
    assert (one.state, one.collector, one.received, one.held_at) == ("committed", "张三", 0, None)
    assert one.due_at == one.ended_at + timedelta(hours=24)
    event = ledger.whole(f"recording:{one.id}")[0]
    assert (event.kind, event.payload["sha256"], event.payload["size"]) == (
        "record:recording:committed",
        one.sha256,
        3500,
    )
    assert [str(each) for each in rules.clock_is_right(75, AT)][0].startswith(
        "设备时钟快 75 秒，超过允许的 60 秒（REC-14"
    )
    assert rules.clock_is_right(-60, AT) == ()
    assert str(Recording.objects.get().latitude) == "41.12346"


def test_the_same_content_is_committed_once(shifan: Any) -> None:
    first, again = committed(shifan, film()), committed(shifan, film(), name="又一次.mp4")
    assert first == again
    assert kinds(f"recording:{first.id}") == ["record:recording:committed"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"size": 0}, "size"), ({"sha256": ""}, "sha256"), ({"sha256": "G" * 64}, "sha256"), ({"name": "结果.exe"}, "name"),
        ({"name": "没有扩展名"}, "name"), ({"name": "a/b.mp4"}, "name"), ({"ended_at": AT - timedelta(minutes=20)}, "ended_at"),
        ({"started_at": datetime(2000, 1, 1, tzinfo=CHINA)}, "started_at"),
        ({"started_at": AT + timedelta(minutes=6), "ended_at": AT + timedelta(minutes=9)}, "started_at"),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_not_committed(shifan: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        committed(shifan, film(), **changes)
    assert [(one.rule, one.field) for one in refused.value.findings] == [("REC-10", field)]
    assert all(one.next_step for one in refused.value.findings)
    assert not Recording.objects.exists()


@pytest.mark.parametrize(("changes", "field"), [({"latitude": "北纬"}, "latitude"), ({"longitude": "181"}, "longitude"), ({"place": "地" * 201}, "place")])  # fmt: skip
def test_what_does_not_fit_its_field_is_said(shifan: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        committed(shifan, film(), **changes)
    assert list(wrong.value.errors) == [field]


@pytest.mark.parametrize("key", ["公", "档", "系小管"])
def test_only_who_records_acts_commits(shifan: Any, key: str) -> None:
    with pytest.raises(Forbidden, match="登记音像记录"):
        committed(shifan, film(), key)


def test_it_is_filed_with_its_five_marks(shifan: Any) -> None:
    case = dossier(shifan)
    one = held(shifan, film(), place="", proves="")
    with pytest.raises(Refused) as refused:
        match(shifan, one, case, place=" ", proves="", case_number="")
    assert {found.field for found in refused.value.findings} == {"case_number", "place", "proves"}
    assert refused.value.rules == {"REC-11"}
    filed = match(shifan, one, case, place="二车间", proves="无证动火")
    assert (filed.dossier_id, filed.act_seq, filed.case_number, filed.blank_marks) == (
        case,
        2,
        "示应急立〔2026〕1号",
        (),
    )
    assert queries.recordings(case) == (filed,)
    assert queries.unmatched(filed.organ_id) == ()
    event = ledger.whole(f"dossier:{case}")[-1]
    assert (event.payload["proves"], event.payload["held_sha256"]) == ("无证动火", filed.held_sha256)


def test_a_wrong_match_is_put_right_with_a_reason_and_both_files_keep_it(shifan: Any) -> None:
    wrong, right = dossier(shifan), dossier(shifan)
    one = match(shifan, held(shifan, film()), wrong)
    with pytest.raises(Refused, match="已经归入这一步"):
        match(shifan, one, wrong)
    with pytest.raises(Refused, match="已经归入案卷"):
        match(shifan, one, right)
    moved = match(shifan, one, right, reason="归错了案卷")
    assert moved.dossier_id == right
    assert kinds(f"dossier:{wrong}") == ["record:recording:matched"] * 2
    assert kinds(f"dossier:{right}") == ["record:recording:matched"]
    for case in (wrong, right):
        assert list(queries.unlike_the_ledger(case, ledger.whole(f"dossier:{case}"))) == []


def test_a_sealed_file_takes_nothing_more(shifan: Any) -> None:
    case = dossier(shifan)
    match(shifan, held(shifan, film()), case)
    operations.seal(dossier_id=case, at=AT, by=shifan.actor("甲", AT))
    with pytest.raises(Refused) as refused:
        match(shifan, held(shifan, film(mark=b"2")), case)
    assert refused.value.rules == {"REC-17"}
    assert len(queries.recordings(case)) == 1


def test_a_file_of_another_organ_is_no_place(shifan: Any) -> None:
    other = dossier(shifan, "司法局")
    with pytest.raises(NotFound):
        match(shifan, held(shifan, film()), other)


def test_what_will_not_come_is_explained_and_may_come_after_all(shifan: Any) -> None:
    one = committed(shifan, film())
    by = shifan.actor("甲", AT)
    assert [each.id for each in queries.owed(one.organ_id)] == [one.id]
    with pytest.raises(Refused, match="REC-16"):
        operations.excuse_recording(recording_id=one.id, reason="坏了", by=by, at=AT)
    gone = operations.excuse_recording(recording_id=one.id, reason="存储卡损坏，已送修并请当事人签字确认", by=by, at=AT)
    assert (gone.state, queries.owed(one.organ_id)) == ("absent", ())
    assert held(shifan, film()).state == "held"
    with pytest.raises(Refused, match="已经入库"):
        operations.excuse_recording(recording_id=one.id, reason="存储卡损坏，已送修", by=by, at=AT)


def test_every_play_says_what_for_and_is_logged(shifan: Any) -> None:
    case = dossier(shifan)
    one = match(shifan, held(shifan, film()), case)
    by = shifan.actor("华", AT) if "华" in shifan.people else shifan.actor("甲", AT)
    with pytest.raises(Refused, match="REC-15"):
        operations.play(recording_id=one.id, purpose=" ", by=by, at=AT)
    assert not Viewing.objects.exists()
    operations.play(recording_id=one.id, purpose="执法监督", by=by, at=AT)
    operations.play(recording_id=one.id, purpose="执法监督", by=by, at=AT, saved=True)
    assert [each.purpose for each in queries.viewings(case)] != []
    assert {each.purpose for each in queries.viewings(case)} == {"执法监督（播放音像）", "执法监督（下载音像）"}
    assert list(queries.unlike_the_ledger(case, ledger.whole(f"dossier:{case}"))) == []


def test_what_has_not_come_cannot_be_played(shifan: Any) -> None:
    with pytest.raises(NotFound, match="还没有入库"):
        operations.play(recording_id=committed(shifan, film()).id, purpose="办理本案", by=shifan.actor("甲", AT), at=AT)


def test_a_stranger_hears_no_recording_that_waits(shifan: Any) -> None:
    one = held(shifan, film())
    for key in ("公", "监"):
        with pytest.raises(Forbidden):
            operations.play(recording_id=one.id, purpose="看一看", by=shifan.actor(key, AT), at=AT)


def test_notes_stand_at_their_second(shifan: Any) -> None:
    one = held(shifan, film())
    by = shifan.actor("甲", AT)
    operations.add_note(recording_id=one.id, second=90, text="李四出示证件", by=by, at=AT)
    operations.add_note(recording_id=one.id, second=5, text="到达现场", by=by, at=AT)
    assert [(each.second, each.text) for each in queries.notes(one.id)] == [(5, "到达现场"), (90, "李四出示证件")]
    for second, text, field in ((-1, "早了", "second"), (1081, "晚了", "second"), (3, " ", "text")):
        with pytest.raises(Invalid) as wrong:
            operations.add_note(recording_id=one.id, second=second, text=text, by=by, at=AT)
        assert list(wrong.value.errors) == [field]
    assert RecordingNote.objects.count() == 2


def test_an_auditor_sees_what_sql_changed(shifan: Any) -> None:
    case = dossier(shifan)
    one = match(shifan, held(shifan, film()), case)
    events = ledger.whole(f"dossier:{case}")
    rows = Recording.objects.filter(id=one.id)
    for change in ({"proves": "别的"}, {"held_sha256": "0" * 64}, {"size": 1}, {"collector": "李四"}, {"act_seq": 9}):
        rows.update(**change)
        assert len(list(queries.unlike_the_ledger(case, events))) == 1, change
        rows.update(**{name: getattr(one, name) for name in change})
    rows.update(dossier=None)
    assert "被删除或者改归" in next(iter(queries.unlike_the_ledger(case, events)))


def test_the_stretches_of_an_act() -> None:
    def minute(at: int) -> datetime:
        return AT + timedelta(minutes=at)

    found = rules.coverage(
        minute(0),
        minute(60),
        [(minute(30), minute(40)), (minute(-5), minute(10)), (minute(8), minute(20)), (minute(70), minute(80))],
    )
    assert [(one.since, one.until, one.recorded) for one in found.stretches] == [
        (minute(0), minute(20), True), (minute(20), minute(30), False), (minute(30), minute(40), True), (minute(40), minute(60), False),
    ]  # fmt: skip
    assert found.percent == 50
    assert "有 2 段没有音像记录，最长 1200 秒" in str(rules.gaps_are_explained(found, AT, "")[0])
    assert rules.gaps_are_explained(found, AT, "更换电池") == ()
    assert rules.coverage(minute(0), minute(60), [(minute(0), minute(60))]).percent == 100
    assert rules.coverage(minute(0), minute(0), []).percent == 0


def test_time_and_collector_fit_the_act() -> None:
    since, until = AT - timedelta(hours=1), AT
    assert rules.belongs_to_the_act(since, until, "张三", since, until, ["张三", "李四"]) == ()
    late = rules.belongs_to_the_act(
        until + timedelta(minutes=1), until + timedelta(minutes=9), "王五", since, until, ["张三"]
    )
    assert ["起止时间" in one.message or "采集人王五" in one.message for one in late] == [True, True]


def test_a_draft_lacks_what_it_does_not_say() -> None:
    assert [one.field for one in rules.five_marks(said(film()))] == ["case_number"]


def test_the_audit_compares_every_recording_with_its_commitment(shifan: Any) -> None:
    waiting, sent_ = committed(shifan, film()), held(shifan, film(mark=b"2"))
    assert list(recordings_unlike_the_ledger()) == []
    for one, change in (
        (waiting, {"sha256": "0" * 64}), (waiting, {"started_at": AT - timedelta(days=1)}), (waiting, {"clock_offset": 5}),
        (waiting, {"collector_id": shifan.people["乙"]}), (waiting, {"held_sha256": "0" * 64}), (sent_, {"held_size": 1}), (sent_, {"held_sha256": ""}),
    ):  # fmt: skip
        before = Recording.objects.filter(id=one.id).values(*change).get()
        Recording.objects.filter(id=one.id).update(**change)
        assert len(list(recordings_unlike_the_ledger())) == 1, change
        Recording.objects.filter(id=one.id).update(**before)
    RecordingNote.objects.filter(recording_id=waiting.id).delete()
    Recording.objects.filter(id=waiting.id).delete()
    assert "被删除" in str(next(iter(recordings_unlike_the_ledger())))


def test_what_a_person_owes_is_on_the_work_list(shifan: Any) -> None:
    one = committed(shifan, film())
    assert [each.id for each in queries.owed_by(shifan.people["甲"])] == [one.id]
    assert queries.owed_by(shifan.people["乙"]) == ()
