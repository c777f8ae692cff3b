"""The rules of the other documents: each passes, refuses, refuses on repetition and refuses an empty shell."""

from datetime import date
from typing import Any

import pytest
from tests.cases.rules.made import asked, case, context, part, told

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.asking import musts
from mingjing.cases.terms.deadlines import State

FILED = ("file_case", "2026-09-04")
LETTER = ("request_assistance", "2026-09-08", {"receiver": "市场监管局", "reply_by": "2026-09-29", "number": "协查1号"})
ANSWER = ("record_assistance", "2026-09-20", {"request_seq": 2, "replied_on": "2026-09-20"})


def evidence(kind: str, **more: Any) -> tuple[str, str, dict[str, Any]]:
    return ("collect_evidence", "2026-09-08", {"kind": kind, "name": "现场录像", "files": [], **more})


def words(number: str, name: str, facts: CaseFacts, code: str, on: str = "2026-09-21", **data: Any) -> str:
    return "；".join(told(part(number, name), facts, asked(code, on, **data)))


@pytest.mark.parametrize(
    ("acts", "code", "data", "expected"),
    [
        ([FILED, LETTER], "record_assistance", {"request_seq": 2}, ""),
        ([FILED, LETTER, ANSWER], "record_assistance", {"request_seq": 2}, "已经登记过答复"),
        ([FILED, evidence("audio_video"), ("bag_media", "2026-09-09", {"evidence_no": 1})], "bag_media", {"evidence_no": 1}, "已经装入"),
        ([FILED, evidence("audio_video"), ("bag_media", "2026-09-09", {"evidence_no": 1})], "bag_media", {"evidence_no": 2}, ""),
        ([FILED, evidence("audio_video"), ("bag_media", "2026-09-09", {"evidence_no": 1})], "describe_photos", {"evidence_no": 1}, ""),
        ([FILED, ("tell_inspection", "2026-09-05", {"inspected_at": "2026-09-02T09:30+08:00"})], "tell_inspection", {"inspected_at": "2026-09-02T09:30+08:00"}, "已经告知过"),
        ([FILED, ("tell_inspection", "2026-09-05", {"inspected_at": "2026-09-02T09:30+08:00"})], "tell_inspection", {"inspected_at": "2026-09-06T09:30+08:00"}, ""),
    ],
)  # fmt: skip
def test_one_paper_for_one_thing(acts: list[Any], code: str, data: dict[str, Any], expected: str) -> None:
    said = words("PAP-01", "one_paper_for_one_thing", case(*acts), code, **data)
    assert (expected in said) if expected else said == ""


@pytest.mark.parametrize(
    ("code", "field", "when", "early"),
    [
        ("notify_interview", "interview_at", "2026-09-21T08:59+08:00", True),
        ("notify_interview", "interview_at", "2026-09-21T09:00+08:00", True),
        ("notify_interview", "interview_at", "2026-09-21T09:01+08:00", False),
        ("plan_inspection", "planned_at", "2026-09-20T09:00+08:00", True),
        ("notify_sampling", "sampling_at", "2026-09-21T08:00+08:00", False),
        ("notify_sampling", "sampling_at", "2026-09-20T23:59+08:00", True),
    ],
)
def test_a_notice_names_a_time_to_come(code: str, field: str, when: str, early: bool) -> None:
    said = words("PAP-02", "told_before_it_happens", case(FILED), code, **{field: when})
    assert ("已经过去" in said) is early


SHOT = {"evidence_no": 1, "shot_from": "2026-09-09T08:30+08:00", "shot_to": "2026-09-09T08:40+08:00", "sealed_at": "2026-09-09T08:50+08:00", "opinion": "agree"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "code", "more", "expected"),
    [
        ("audio_video", "bag_media", {}, ""),
        ("electronic", "bag_media", {}, ""),
        ("documentary", "bag_media", {}, "不是视听资料、电子数据"),
        ("physical", "bag_media", {}, "不是视听资料、电子数据"),
        ("physical", "describe_photos", {}, ""),
        ("witness", "describe_photos", {}, "不是影像"),
        ("audio_video", "bag_media", {"shot_to": "2026-09-09T08:29+08:00"}, "早于开始"),
        ("audio_video", "bag_media", {"shot_to": "2026-09-09T08:30+08:00"}, ""),
        ("audio_video", "bag_media", {"sealed_at": "2026-09-09T08:39+08:00"}, "早于拍摄结束"),
        ("audio_video", "bag_media", {"opinion": "objected"}, "没有写明"),
        ("audio_video", "bag_media", {"opinion": "refused", "opinion_note": "拒签，已录像"}, ""),
        ("audio_video", "bag_media", {"opinion": "absent"}, ""),
    ],
)
def test_pictures_keep_their_marks(kind: str, code: str, more: dict[str, Any], expected: str) -> None:
    said = words("PAP-03", "pictures_keep_their_marks", case(FILED, evidence(kind)), code, **{**SHOT, **more})
    assert (expected in said) if expected else said == ""


@pytest.mark.parametrize(
    ("acts", "more", "expected"),
    [
        ([], {}, ""),
        ([], {"receiver": "示范县应急管理局"}, "是本机关"),
        ([], {"reply_by": "2026-09-21"}, "不晚于发函日期"),
        ([LETTER], {}, "还没有登记答复"),
        ([LETTER], {"receiver": "公安局"}, ""),
        ([LETTER, ANSWER], {}, ""),
    ],
)
def test_assistance_is_asked_of_another_organ_and_not_again(acts: Any, more: dict[str, Any], expected: str) -> None:
    data = {"receiver": "市场监管局", "reply_by": "2026-10-13", **more}
    said = words("AST-01", "assistance_is_asked_once", case(FILED, *acts), "request_assistance", **data)
    assert (expected in said) if expected else said == ""


def test_an_answer_does_not_come_before_the_letter() -> None:
    facts = case(FILED, LETTER)
    for day, early in (("2026-09-07", True), ("2026-09-08", False)):
        said = words("AST-01", "assistance_is_asked_once", facts, "record_assistance", request_seq=2, replied_on=day)
        assert ("早于发函" in said) is early


def test_an_answer_to_another_organ_is_owed_in_fifteen_working_days() -> None:
    """Counted by hand on the calendar of 2026 from Tuesday 8 September: Sunday the 20th is worked, the 25th to the 27th are not."""
    counted = [9, 10, 11, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 28, 29]
    last, after = f"2026-09-{counted[14]}", f"2026-09-{counted[14] + 1}"
    data = {"asker": "邻县应急管理局", "asked_no": "3号", "asked_on": "2026-09-08"}
    late = "assistance_is_given_once"
    assert words("AST-02", late, case(FILED), "reply_assistance", last, **data) == ""
    assert last in words("AST-02", late, case(FILED), "reply_assistance", after, **data)
    again = case(FILED, ("reply_assistance", "2026-09-09", data))
    assert "已经答复过" in words("AST-02", late, again, "reply_assistance", last, **data)
    assert words("AST-02", late, again, "reply_assistance", last, **{**data, "asked_no": "4号"}) == ""


def test_the_day_another_organ_was_asked_to_answer_lapses_and_is_no_breach() -> None:
    ctx = context("2026-10-10")
    (clock,) = [each for each in deadlines(case(FILED, LETTER), ctx) if each.code == "assist"]
    assert (
        clock.due_on == date(2026, 9, 29) and clock.state(ctx.now) is State.LAPSED and clock.act == "record_assistance"
    )
    (clock,) = [each for each in deadlines(case(FILED, LETTER, ANSWER), ctx) if each.code == "assist"]
    assert clock.state(ctx.now) is State.MET


YES = ("approve_crime_transfer", "2026-09-18 10:30", {"head_decision": "yes"})
NO = ("approve_crime_transfer", "2026-09-18 09:30", {"head_decision": "no", "number": "刑移审1号"})


@pytest.mark.parametrize(
    ("acts", "kind", "expected"),
    [([], "crime", ""), ([YES], "crime", ""), ([NO], "crime", "没有批准"), ([NO], "organ", ""), ([NO, YES], "crime", ""), ([YES, NO], "crime", "没有批准")],
)  # fmt: skip
def test_what_the_head_refused_is_not_transferred(acts: Any, kind: str, expected: str) -> None:
    said = words("CRM-01", "crime_is_approved", case(FILED, *acts), "transfer", kind=kind)
    assert (expected in said) if expected else said == ""


def test_a_crime_goes_to_the_police_within_a_day_of_the_approval() -> None:
    assert "公安" in words("CRM-01", "crime_is_approved", case(FILED), "approve_crime_transfer", receiver="检察院")
    assert words("CRM-01", "crime_is_approved", case(FILED), "approve_crime_transfer", receiver="示范县公安局") == ""
    ctx = context("2026-09-20")
    clocks = {each.code: each for each in deadlines(case(FILED, YES), ctx)}
    assert str(clocks["crime_transfer"].due) == "2026-09-19 10:30:00+08:00"
    assert clocks["crime_transfer"].state(ctx.now) is State.BREACHED
    assert "crime_transfer" not in {each.code for each in deadlines(case(FILED, NO), ctx)}


DECIDED = ("decide", "2026-11-05", {"fine": "80000.00", "kinds": ["fine"]})
SERVED = ("serve", "2026-11-09", {"document_seq": 2, "mode": "direct", "served_at": "2026-11-09T10:00+08:00"})
PAID = ("record_payment", "2026-11-12", {"fine_paid": "80000.00", "paid_on": "2026-11-12"})


@pytest.mark.parametrize(
    ("acts", "on", "expected"),
    [
        ([DECIDED, SERVED], "2026-11-20", ""),
        ([DECIDED, SERVED, PAID], "2026-11-20", "没有欠缴"),
        ([DECIDED], "2026-11-06", "没有欠缴"),
        ([DECIDED, SERVED], "2027-06-01", "期限已于"),
    ],
)
def test_only_what_is_owed_is_reminded_of(acts: Any, on: str, expected: str) -> None:
    said = words("PAY-01", "reminded_of_what_is_owed", case(FILED, *acts), "remind_payment", on)
    assert (expected in said) if expected else said == ""


@pytest.mark.parametrize(
    ("acts", "applied", "expected"),
    [
        ([DECIDED, SERVED], "2026-11-24", ""),
        ([DECIDED, SERVED], "2026-11-25", "已过"),
        ([DECIDED, SERVED, PAID], "2026-11-20", "没有需要缴纳"),
        ([DECIDED], "2026-11-20", "没有需要缴纳"),
    ],
)
def test_instalments_are_asked_for_before_the_last_day(acts: Any, applied: str, expected: str) -> None:
    said = words(
        "G-36", "asked_before_the_last_day", case(FILED, *acts), "apply_instalments", "2026-11-26", applied_on=applied
    )
    assert (expected in said) if expected else said == ""


def test_an_interview_says_what_it_did_not_ask() -> None:
    whole = [{"question": one.question, "answer": "是。"} for one in musts().must]
    rule = part("INT-01", "musts_are_asked")
    assert told(rule, case(FILED), asked("interview", answers=whole)) == []
    for gone, one in enumerate(musts().must):
        (said,) = told(rule, case(FILED), asked("interview", answers=whole[:gone] + whole[gone + 1 :]))
        assert said.endswith(f"：{one.name}")
    (said,) = told(rule, case(FILED), asked("interview"))
    assert all(one.name in said for one in musts().must)
