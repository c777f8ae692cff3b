"""Execution by the organ: urging, hearing the party, substitute performance and its cost."""

from datetime import date
from typing import Any

import pytest
from tests.cases.rules.made import PARTY, asked, case, context, part, people, told

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.force import cost_left, urging_end
from mingjing.cases.terms import CaseFacts

# 1 lead, 2 filed, 3 ordered, 4 served, 5 decided, 6 served: fined 20000 on 10 October, to be paid by 27 October.
BASE = (
    ("register_lead", "2026-08-31", {"found_on": "2026-08-31", "source": "complaint"}),
    ("file_case", "2026-09-01", {"handlers": people("甲", "乙")}),
    ("order_correction", "2026-09-02", {"correct_by": "2026-09-17", "correction": "清除废料", "number": "责改1"}),
    ("serve", "2026-09-02", {"document_seq": 3, "mode": "direct", "served_at": "2026-09-02T10:00+08:00"}),
    ("decide", "2026-10-10", {"kinds": ["fine"], "fine": "20000", "number": "罚1"}),
    ("serve", "2026-10-12", {"document_seq": 5, "mode": "direct", "served_at": "2026-10-12T10:00+08:00"}),
)
CORRECTED = ("recheck", "2026-10-14", {"corrected": "corrected"})
NOT_YET = ("recheck", "2026-10-14", {"corrected": "not"})
REVOKED = ("change_decision", "2026-10-20", {"kind": "revoked"})


def live(*more: Any, **facts: Any) -> CaseFacts:
    """The case where it is to be performed, and what followed."""
    return case(*BASE, *more, stage="served", **facts)


def served(seq: int, on: str) -> tuple[str, str, dict[str, Any]]:
    return ("serve", on, {"document_seq": seq, "mode": "direct", "served_at": f"{on}T15:00+08:00"})


def letter(purpose: str, on: str, due: str, seq: int = 3) -> tuple[str, str, dict[str, Any]]:
    data = {"purpose": purpose, "duty_seq": seq, "due_on": due, "performer": "环卫中心", "budget": "8000"}
    return ("urge_duty", on, data)


def speaks(number: str, name: str, facts: CaseFacts, act: Any, message: str, now: str = "2027-06-01") -> None:
    found = told(part(number, name), facts, act, context(now))
    assert any(message in each for each in found) if message else not found, found


# Urging

URGE = {"purpose": "substitute", "duty_seq": 3, "due_on": "2026-10-20", "performer": "环卫中心", "budget": "8000"}


@pytest.mark.parametrize(
    ("facts", "on", "change", "message"),
    [
        (live(), "2026-10-13", {}, ""),
        (live(), "2026-09-18", {}, ""),
        (live(), "2026-09-17", {}, "2026-09-17 还没有届满"),
        (live(), "2026-10-13", {"duty_seq": 2}, "不是有效的"),
        (live(), "2026-10-13", {"duty_seq": 99}, "不是有效的"),
        (live(), "2026-10-13", {"duty_seq": 5, "purpose": "force"}, ""),
        (live(REVOKED), "2026-10-21", {"duty_seq": 5, "purpose": "force", "due_on": "2026-11-20"}, "不是有效的"),
        (case(*BASE[:3]), "2026-10-13", {}, "还没有送达"),
        (live(CORRECTED), "2026-10-15", {}, "已经履行"),
        (live(NOT_YET), "2026-10-15", {}, ""),
        (live(NOT_YET, CORRECTED), "2026-10-15", {}, "已经履行"),
        (live(), "2026-10-20", {}, "不晚于催告当日"),
        (live(), "2026-10-19", {}, ""),
        (live(), "2026-10-13", {"performer": ""}, "没有写明拟代履行人"),
        (live(), "2026-10-13", {"budget": None}, "没有写明费用预算"),
        (live(), "2026-10-13", {"purpose": "force", "performer": "", "budget": None}, ""),
        (live(), "2026-10-13", {"purpose": "again"}, "没有等待实施的代履行决定"),
    ],
)  # fmt: skip
def test_urged_about_a_duty(facts: CaseFacts, on: str, change: dict[str, Any], message: str) -> None:
    speaks("ENF-10", "urged_about_a_duty", facts, asked("urge_duty", on, **(URGE | change)), message)


@pytest.mark.parametrize(
    ("purpose", "due", "served_day", "last"),
    [
        # Served on Tuesday 13 October: ten working days are 14, 15, 16, 19 to 23, 26, 27 October.
        ("force", "2026-10-20", "2026-10-13", date(2026, 10, 27)),
        ("force", "2026-11-20", "2026-10-13", date(2026, 11, 20)),
        # Three working days after Thursday 29 October: 30 October, 2 and 3 November.
        ("again", "2026-10-30", "2026-10-29", date(2026, 11, 3)),
        # The National Day week is no working time: 30 September, then 8 and 9 October.
        ("again", "2026-10-01", "2026-09-29", date(2026, 10, 9)),
        ("substitute", "2026-10-20", "2026-10-13", date(2026, 10, 20)),
        ("substitute", "2026-10-20", "2026-10-22", date(2026, 10, 22)),
    ],
)
def test_how_long_a_letter_waits(purpose: str, due: str, served_day: str, last: date) -> None:
    facts = live(letter(purpose, served_day, due), served(7, served_day))
    found = urging_end(facts, facts.last("urge_duty"), context("2026-12-01"))
    assert found is not None and found.due_on == last
    assert urging_end(live(letter(purpose, served_day, due)), facts.last("urge_duty"), context("2026-12-01")) is None
    (line,) = [one for one in deadlines(facts, context("2026-12-01")) if one.code == "duty_urge"]
    assert (line.due, line.kind) == (last, "party_right")


HEARD = {"urging_seq": 7, "stated_at": "2026-10-15T09:00+08:00", "content": "请求延期", "adopted": "no"}
URGED = (letter("substitute", "2026-10-13", "2026-10-20"), served(7, "2026-10-13"))


@pytest.mark.parametrize(
    ("more", "change", "message"),
    [
        (URGED, {}, ""),
        (URGED, {"urging_seq": 3}, "没有对应的催告书"),
        (URGED, {"stated_at": "2026-10-13T08:59+08:00"}, "早于催告书"),
        ((*URGED, ("hear_urged", "2026-10-15", HEARD)), {}, "已经登记并复核"),
        ((*URGED, ("hear_urged", "2026-10-15", HEARD)), {"content": "另一个理由"}, ""),
        ((*URGED, ("decide_substitute", "2026-10-21", {"duty_seq": 3, "number": "代履1"})), {}, "不得补记"),
        ((*URGED, ("decide_substitute", "2026-10-14", {"duty_seq": 3, "number": "代履1"})), {}, ""),
        ((*URGED, ("decide_enforcement", "2026-10-21", {"duty_seq": 3, "number": "强执1"})), {}, ""),
    ],
)
def test_the_party_is_heard_after_urging(more: Any, change: dict[str, Any], message: str) -> None:
    speaks("ENF-11", "heard_after_urging", live(*more), asked("hear_urged", "2026-10-15", **(HEARD | change)), message)


# Substitute performance

DECIDE = {
    "urgent": "no", "duty_seq": 3, "harm": "pollution", "planned_at": "2026-10-30T09:00+08:00", "budget": "8000",
    "performer_kind": "third", "performer": "环卫中心", "unrelated": "yes", "object": "废料",
}  # fmt: skip
DECIDED = ("decide_substitute", "2026-10-21", {**DECIDE, "number": "代履1", "by": "己"})
ACCEPTED = ("hear_urged", "2026-10-15", {**HEARD, "adopted": "yes", "number": "催辩1"})


@pytest.mark.parametrize(
    ("facts", "on", "change", "message"),
    [
        (live(*URGED), "2026-10-21", {}, ""),
        (live(*URGED), "2026-10-20", {}, "2026-10-20 还没有届满"),
        (live(URGED[0]), "2026-10-21", {}, "没有送达催告书"),
        (live(), "2026-10-21", {}, "没有送达催告书"),
        (live(*URGED), "2026-10-21", {"duty_seq": 5}, "没有送达催告书"),
        (live(*URGED), "2026-10-21", {"duty_seq": 1}, "没有要求履行义务的决定"),
        (live(*URGED, ACCEPTED), "2026-10-21", {}, "采纳了当事人的陈述申辩"),
        (live(*URGED, ("hear_urged", "2026-10-15", HEARD)), "2026-10-21", {}, ""),
        (live(*URGED, CORRECTED), "2026-10-21", {}, "停止代履行"),
        (live(*URGED), "2026-10-21", {"harm": "none"}, "不能代履行"),
        (live(*URGED, DECIDED), "2026-10-22", {}, "已有没有办完的代履行决定"),
        (live(), "2026-10-21", {"urgent": "yes"}, ""),
    ],
)
def test_a_substitute_only_after_urging(facts: CaseFacts, on: str, change: dict[str, Any], message: str) -> None:
    speaks("ENF-12", "substitute_after_urging", facts, asked("decide_substitute", on, **(DECIDE | change)), message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, ""),
        ({"unrelated": "no"}, "有利害关系"),
        ({"performer": PARTY["name"]}, "就是当事人"),
        ({"performer": PARTY["name"], "performer_kind": "organ"}, ""),
        ({"planned_at": "2026-10-21T09:00+08:00"}, "不晚于作出决定"),
        ({"planned_at": "2026-10-21T09:00+08:00", "urgent": "yes"}, ""),
    ],
)
def test_the_substitute_is_fit(change: dict[str, Any], message: str) -> None:
    act = asked("decide_substitute", "2026-10-21", **(DECIDE | change))
    speaks("ENF-13", "substitute_is_fit", live(*URGED), act, message)


AT_ONCE = {**DECIDE, "urgent": "yes", "scene": "road", "unable": "当事人不在场"}


@pytest.mark.parametrize(
    ("more", "change", "message"),
    [
        ((), {}, ""),
        ((), {"scene": ""}, "没有写明是道路"),
        ((), {"unable": ""}, "没有写明当事人不能清除"),
        ((), {"urgent": "no", "scene": "", "unable": ""}, ""),
        ((("decide_substitute", "2026-10-13", AT_ONCE),), {}, "已有没有办完的立即代履行"),
        ((("decide_substitute", "2026-10-13", AT_ONCE),), {"object": "另一处油污"}, ""),
    ],
)
def test_at_once_only_where_it_must_be_cleared(more: Any, change: dict[str, Any], message: str) -> None:
    act = asked("decide_substitute", "2026-10-14", **(AT_ONCE | change))
    speaks("ENF-14", "at_once_only_to_clear", live(*more), act, message)


READY = (
    *URGED,
    DECIDED,
    served(9, "2026-10-21"),
    letter("again", "2026-10-22", "2026-10-26"),
    served(11, "2026-10-22"),
)
PERFORM = {
    "decision_seq": 9, "started_at": "2026-10-30T09:00+08:00", "ended_at": "2026-10-30T11:00+08:00", "officers": people("甲", "乙"),
    "party_present": "yes", "person_present": "刘在场", "completed": "yes", "cost": "7600", "bearer": "party", "pay_by": "2026-11-13",
    "signed": "signed",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "change", "message"),
    [
        (live(*READY), {}, ""),
        (live(*READY), {"decision_seq": 3}, "没有对应的代履行决定"),
        (live(*READY[:3], *READY[4:]), {}, "代履1还没有送达"),
        (live(*READY), {"started_at": "2026-10-30T08:59+08:00"}, "早于决定书写明的时间"),
        (live(*READY), {"started_at": "2026-10-21T08:00+08:00"}, "早于代履行决定"),
        (live(*READY[:4]), {}, "没有再次催告并送达"),
        (live(*READY[:5]), {}, "没有再次催告并送达"),
        (live(*READY[:4], letter("again", "2026-10-27", "2026-10-28"), served(11, "2026-10-27")), {}, "2026-10-30 还没有届满"),
        (live(*READY[:4], letter("again", "2026-10-26", "2026-10-28"), served(11, "2026-10-26")), {}, ""),
        (live(*READY, ("recheck", "2026-10-28", {"corrected": "corrected"})), {}, "停止代履行"),
        (live(("decide_substitute", "2026-10-30 08:00", AT_ONCE)), {"decision_seq": 7}, ""),
        (live(*READY, ("hear_urged", "2026-10-26", {**HEARD, "urging_seq": 11, "adopted": "yes", "number": "催辩2"})), {}, "催辩2采纳了"),
        (live(*READY, ("hear_urged", "2026-10-26", {**HEARD, "urging_seq": 11, "number": "催辩2"})), {}, ""),
        (live(*READY, ("hear_urged", "2026-10-26", {**HEARD, "adopted": "yes", "number": "催辩1"})), {}, "催辩1采纳了"),
    ],
)  # fmt: skip
def test_performed_only_after_the_third_working_day(facts: CaseFacts, change: dict[str, Any], message: str) -> None:
    act = asked("perform_substitute", "2026-10-30 11:30", by="甲", **(PERFORM | change))
    speaks("ENF-15", "performed_after_the_third_day", facts, act, message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, ""),
        ({"person_present": ""}, "没有写明到场"),
        ({"party_present": "no", "person_present": ""}, "没有见证人"),
        ({"party_present": "no", "witness": "村委会 李某"}, ""),
        ({"signed": "refused"}, "没有在笔录中注明"),
        ({"cost": "8000"}, ""),
        ({"cost": "8000.01"}, "超过预算 8000 元"),
        ({"cost": "8000.01", "over_reason": "垃圾处置费上涨"}, ""),
        ({"pay_by": ""}, "没有写明费用缴纳期限"),
        ({"pay_by": "", "bearer": "other"}, ""),
        ({"decision_seq": 99}, ""),
    ],
)
def test_performed_under_eyes_and_at_cost(change: dict[str, Any], message: str) -> None:
    act = asked("perform_substitute", "2026-10-30 11:30", by="甲", **(PERFORM | change))
    speaks("ENF-16", "performed_under_eyes", live(*READY), act, message)


DONE = ("perform_substitute", "2026-10-30 11:30", PERFORM)
PART_PAID = ("record_substitute_cost", "2026-11-02", {"perform_seq": 13, "paid_on": "2026-11-02", "amount": "5000"})


@pytest.mark.parametrize(
    ("more", "change", "message"),
    [
        ((), {}, ""),
        ((), {"amount": "7600.01"}, "还应缴代履行费用 7600 元"),
        ((), {"amount": "0"}, "没有缴纳的金额"),
        ((), {"perform_seq": 9}, "没有对应的代履行记录"),
        ((), {"paid_on": "2026-10-29"}, "早于代履行"),
        ((PART_PAID,), {"amount": "2600"}, ""),
        ((PART_PAID,), {}, "还应缴代履行费用 2600 元"),
    ],
)
def test_the_cost_is_not_overpaid(more: Any, change: dict[str, Any], message: str) -> None:
    data = {"perform_seq": 13, "paid_on": "2026-11-03", "amount": "7600"} | change
    act = asked("record_substitute_cost", "2026-11-03", **data)
    speaks("ENF-17", "cost_is_not_overpaid", live(*READY, DONE, *more), act, message)


def test_the_clock_of_the_cost_and_of_telling_afterwards() -> None:
    def line(facts: CaseFacts, code: str) -> Any:
        return next(one for one in deadlines(facts, context("2026-11-20")) if one.code == code)

    owing = line(live(*READY, DONE, PART_PAID), "substitute_cost")
    assert (owing.due, owing.met, owing.act) == (date(2026, 11, 13), None, "record_substitute_cost")
    rest = ("record_substitute_cost", "2026-11-04", {"perform_seq": 13, "paid_on": "2026-11-04", "amount": "2600"})
    assert line(live(*READY, DONE, PART_PAID, rest), "substitute_cost").met == date(2026, 11, 4)
    other = ("perform_substitute", "2026-10-30 11:30", {**PERFORM, "bearer": "other"})
    facts = live(*READY, other)
    assert cost_left(facts, facts.acts[-1]) == 0
    assert not [one for one in deadlines(facts, context("2026-11-20")) if one.code == "substitute_cost"]
    at_once = (("decide_substitute", "2026-10-30 08:00", AT_ONCE), ("perform_substitute", "2026-10-30 11:30", {**PERFORM, "decision_seq": 7}))  # fmt: skip
    afterwards = line(live(*at_once), "told_after")
    assert (afterwards.due, afterwards.met, afterwards.kind) == (date(2026, 10, 30), None, "agency_duty")
    assert line(live(*at_once, served(7, "2026-10-31")), "told_after").met == date(2026, 10, 31)
