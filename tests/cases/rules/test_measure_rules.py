"""Sealing and seizure: who may, approved when, on the spot, how long, how they end, and that no case ends over them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.cases.rules.made import ORGAN, asked, case, context, key, moment, part, people, told

from mingjing.cases.rules import engine
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.coverage import holes
from mingjing.cases.rules.guidance import advice
from mingjing.cases.rules.measures import expiry, goods, makeup_due, measures, open_measures
from mingjing.cases.terms import CaseFacts, State, procedure
from mingjing.kernel.findings import Weight

LEAD = ("register_lead", "2026-08-31", {"found_on": "2026-08-31", "source": "complaint"})
FILED = ("file_case", "2026-09-01", {"handlers": people("甲", "乙")})
ITEMS = [{"name": "涉案物品", "spec": "桶", "amount": "12"}, {"name": "台账", "spec": "纸质", "amount": "2"}]
SCOPE = {"related": "yes", "necessities": "no", "sealed_elsewhere": "no"}
GIVEN = {
    "urgency": "prior",
    "kind": "seize",
    "days": 30,
    "officers": people("甲", "乙"),
    "by": "己",
    "number": "强审1",
    **SCOPE,
}
APPROVED = ("approve_measure", "2026-09-02 08:00", GIVEN)
SPAN = {
    "started_at": "2026-09-02T09:00+08:00",
    "delivered_at": "2026-09-02T09:20+08:00",
    "ended_at": "2026-09-02T09:30+08:00",
}
SPOT = {
    "kind": "seize", "urgent": "no", "approval_seq": 3, "days": 30, "items": ITEMS, "officers": people("甲", "乙"),
    "party_present": "yes", "person_present": "刘在场", "signed": "signed", "av": "recorded", **SPAN, **SCOPE,
}  # fmt: skip
TAKEN = ("seize", "2026-09-02 09:40", {**SPOT, "number": "查扣1"})
URGENT = ("seize", "2026-09-30 17:30", {
    **SPOT, "urgent": "yes", "urgent_reason": "正在转移", "approval_seq": None, "number": "查扣2",
    "started_at": "2026-09-30T17:00+08:00", "ended_at": "2026-09-30T17:20+08:00", "delivered_at": "2026-09-30T17:10+08:00",
})  # fmt: skip
RELEASED = (
    "release_measure",
    "2026-09-10 09:00",
    {"seizure_seq": 4, "ground": "other", "items": ITEMS, "number": "解1"},
)
RETURNED = ("return_goods", "2026-09-10 10:00", {"release_seq": 5, "items": ITEMS, "signed": "signed"})


def running(*more: Any, **facts: Any) -> CaseFacts:
    """A case with one approved seizure of 2 September, and what followed."""
    return case(LEAD, FILED, APPROVED, TAKEN, *more, **facts)


def last_day(facts: CaseFacts, now: str = "2026-10-10") -> date:
    return expiry(facts, measures(facts)[0], context(now)).due_on


def speaks(number: str, name: str, facts: CaseFacts, act: Any, message: str) -> None:
    found = told(part(number, name), facts, act)
    assert any(message in each for each in found) if message else not found, found


# How long: oracles are counted on the calendar by hand, thirty nights after the day itself.


@pytest.mark.parametrize(
    ("days", "more", "last"),
    [
        (30, (), date(2026, 10, 2)),  # 28 days left in September after the 2nd, and 2 in October: inside the holiday, no roll
        (15, (), date(2026, 9, 17)),
        (1, (), date(2026, 9, 3)),
        (30, (("extend_measure", "2026-10-02", {"seizure_seq": 4, "days": 30}),), date(2026, 11, 1)),
        (30, (("extend_measure", "2026-10-02", {"seizure_seq": 9, "days": 30}),), date(2026, 10, 2)),
        # Tested from 7 to 16 September, the result on the 17th: ten days are not counted.
        (30, (("entrust_appraisal", "2026-09-07", {"seizure_seq": 4, "told_party": True, "reply_by": "2026-09-30"}), ("tell_appraisal", "2026-09-18", {"result_on": "2026-09-17"})), date(2026, 10, 12)),
        # Still being tested: the period told, 7 to 16 September, and not a day longer.
        (30, (("entrust_appraisal", "2026-09-07", {"seizure_seq": 4, "told_party": True, "reply_by": "2026-09-16"}),), date(2026, 10, 12)),
        (30, (("entrust_appraisal", "2026-09-07", {"seizure_seq": 4, "told_party": True, "reply_by": "2026-09-16"}), ("tell_appraisal", "2026-09-30", {"result_on": "2026-09-29"})), date(2026, 10, 12)),
        (30, (("entrust_appraisal", "2026-09-07", {"seizure_seq": 4, "told_party": False, "reply_by": "2026-09-16"}),), date(2026, 10, 2)),
        (30, (("entrust_appraisal", "2026-09-07", {"told_party": True, "reply_by": "2026-09-16"}),), date(2026, 10, 2)),
    ],
)  # fmt: skip
def test_the_last_day_never_rolls_and_leaves_out_only_the_testing_that_was_told(
    days: int, more: Any, last: date
) -> None:
    taken = ("seize", "2026-09-02 09:40", {**SPOT, "days": days})
    assert last_day(case(LEAD, FILED, APPROVED, taken, *more)) == last


def test_the_hours_to_make_up_an_approval_run_through_a_holiday() -> None:
    due = makeup_due(case(LEAD, FILED, URGENT).acts[-1], context("2026-10-08")).due
    assert due == moment("2026-10-01 17:00")


@pytest.mark.parametrize(("at", "late"), [("2026-10-01 16:59", False), ("2026-10-01 17:00", False), ("2026-10-01 17:01", True), ("2026-10-08 09:00", True)])  # fmt: skip
def test_made_up_within_twenty_four_clock_hours(at: str, late: bool) -> None:
    act = asked("approve_measure", at, **(GIVEN | {"urgency": "makeup", "seizure_seq": 3, "by": "己"}))
    speaks("COE-03", "made_up_within_the_hours", case(LEAD, FILED, URGENT), act, "2026-10-01 17:00 前" if late else "")


# Who and on what


def test_a_seizure_is_never_entrusted() -> None:
    facts = running(organ=replace(ORGAN, kind="entrusted"))
    for code in ("approve_measure", "seize"):
        speaks("COE-01", "never_entrusted", facts, asked(code), "不得委托")
    for kind in ("statutory", "delegated"):
        speaks("COE-01", "never_entrusted", running(organ=replace(ORGAN, kind=kind)), asked("seize"), "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, ""),
        ({"approval_seq": None}, "没有负责人的事前批准"),
        ({"approval_seq": 2}, "没有负责人的事前批准"),
        ({"approval_seq": 99}, "没有负责人的事前批准"),
        ({"kind": "seal"}, "种类与批准的不同"),
        ({"days": 31}, "超过批准的 30 日"),
        ({"started_at": "2026-09-02T07:59+08:00"}, "早于批准时间"),
        ({"urgent": "yes", "urgent_reason": "正在转移"}, "不是当场实施"),
        ({"urgent": "yes", "approval_seq": None}, "没有写明理由"),
        ({"urgent": "yes", "approval_seq": None, "urgent_reason": "正在转移"}, ""),
    ],
)
def test_approved_before_it_is_done(change: dict[str, Any], message: str) -> None:
    act = asked("seize", "2026-09-02 09:40", by="甲", **(SPOT | change))
    speaks("COE-02", "approved_before", case(LEAD, FILED, APPROVED), act, message)


def test_one_approval_is_good_for_one_seizure() -> None:
    act = asked("seize", "2026-09-03 09:40", by="甲", **(SPOT | {"started_at": "2026-09-03T09:00+08:00"}))
    speaks("COE-02", "approved_before", running(), act, "已经用过")


@pytest.mark.parametrize(
    ("by", "drafter", "message"),
    [("己", "甲", ""), ("甲", "乙", "承办人"), ("庚", "庚", "填报人"), ("丙", "甲", "实施人员")],
)
def test_the_approver_stands_apart(by: str, drafter: str, message: str) -> None:
    officers = people("甲", "丙" if by == "丙" else "乙")
    act = asked("approve_measure", "2026-09-02", by=by, drafted_by=drafter, **{**_plain(GIVEN), "officers": officers})
    speaks("COE-02", "approver_stands_apart", case(LEAD, FILED), act, message)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in {"by", "number"}}


@pytest.mark.parametrize(
    ("facts", "data", "message"),
    [
        (case(LEAD, FILED), {"urgency": "prior"}, ""),
        (running(), {"urgency": "prior", "seizure_seq": 4}, "不能指向已经实施"),
        (case(LEAD, FILED), {"urgency": "makeup"}, "没有选定"),
        (running(), {"urgency": "makeup", "seizure_seq": 4}, "没有选定"),
        (case(LEAD, FILED, URGENT), {"urgency": "makeup", "seizure_seq": 3, "kind": "seize", "days": 30}, ""),
        (case(LEAD, FILED, URGENT), {"urgency": "makeup", "seizure_seq": 3, "kind": "seal", "days": 30}, "超出这份批准"),
        (case(LEAD, FILED, URGENT), {"urgency": "makeup", "seizure_seq": 3, "kind": "seize", "days": 29}, "超出这份批准"),
        (case(LEAD, FILED, URGENT, ("approve_measure", "2026-10-01", {"urgency": "makeup", "seizure_seq": 3})), {"urgency": "makeup", "seizure_seq": 3}, "已经补办"),
        (case(LEAD, FILED, URGENT, ("release_measure", "2026-10-01", {"seizure_seq": 3})), {"urgency": "makeup", "seizure_seq": 3}, "已经解除"),
    ],
)  # fmt: skip
def test_an_approval_names_what_it_approves(facts: CaseFacts, data: dict[str, Any], message: str) -> None:
    speaks(
        "COE-02",
        "approval_names_what_it_approves",
        facts,
        asked("approve_measure", "2026-10-01 10:00", **data),
        message,
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, ""),
        ({"related": "no"}, "无关"),
        ({"necessities": "yes"}, "生活必需品"),
        ({"sealed_elsewhere": "yes"}, "其他国家机关"),
    ],
)
def test_only_what_may_be_taken(change: dict[str, Any], message: str) -> None:
    for code in ("approve_measure", "seize"):
        speaks("COE-04", "only_what_may_be_taken", case(LEAD, FILED), asked(code, **(SCOPE | change)), message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, ""),
        ({"person_present": ""}, "没有写明到场"),
        ({"party_present": "no", "person_present": ""}, "没有见证人"),
        ({"party_present": "no", "witness": "村委会 李某"}, ""),
        ({"signed": "refused"}, "没有在笔录中注明"),
        ({"signed": "refused", "refusal_note": "当事人认为数量不对"}, ""),
        ({"delivered_at": "2026-09-02T08:59+08:00"}, "不是当场交付"),
        ({"delivered_at": "2026-09-02T09:31+08:00"}, "不是当场交付"),
        ({"delivered_at": "2026-09-02T09:30+08:00"}, ""),
        ({"delivered_at": None}, ""),
    ],
)
def test_done_on_the_spot(change: dict[str, Any], message: str) -> None:
    act = asked("seize", "2026-09-02 09:40", by="甲", **(SPOT | change))
    speaks("COE-05", "done_on_the_spot", case(LEAD, FILED, APPROVED), act, message)


def test_the_list_names_each_thing_once_and_shows_it() -> None:
    facts = case(LEAD, FILED, APPROVED)
    speaks("COE-06", "list_is_shown", facts, asked("seize", **SPOT), "")
    speaks(
        "COE-06", "list_is_shown", facts, asked("seize", **(SPOT | {"items": [ITEMS[0], ITEMS[0]]})), "涉案物品列了两次"
    )
    dark = asked("seize", **(SPOT | {"av": "failed"}))
    found = tuple(part("COE-06", "list_is_shown")(facts, dark, context()))
    assert [one.weight for one in found] == [Weight.WARN]
    speaks("COE-06", "list_is_shown", facts, asked("seize", **(SPOT | {"av": "failed", "photos": [{"id": "1"}]})), "")


@pytest.mark.parametrize(("days", "message"), [(1, ""), (30, ""), (31, "超过 30 日")])
def test_thirty_days_at_most(days: int, message: str) -> None:
    speaks("COE-07", "term_is_lawful", case(LEAD, FILED), asked("seize", days=days), message)


# Extension


@pytest.mark.parametrize(
    ("facts", "on", "data", "message"),
    [
        (running(), "2026-10-02", {"seizure_seq": 4, "days": 30}, ""),
        (running(), "2026-10-03", {"seizure_seq": 4, "days": 30}, "已于 2026-10-02 届满"),
        (running(), "2026-10-08", {"seizure_seq": 4, "days": 30}, "已于 2026-10-02 届满"),
        (running(), "2026-09-20", {"seizure_seq": 4, "days": 31}, "超过 30 日"),
        (running(), "2026-09-20", {"seizure_seq": 9, "days": 30}, "没有正在执行"),
        (running(RELEASED), "2026-09-20", {"seizure_seq": 4, "days": 30}, "没有正在执行"),
        (running(("extend_measure", "2026-09-20", {"seizure_seq": 4, "days": 10})), "2026-09-21", {"seizure_seq": 4, "days": 10}, "已经延长过一次"),
    ],
)  # fmt: skip
def test_extended_before_it_ends_and_once(facts: CaseFacts, on: str, data: dict[str, Any], message: str) -> None:
    speaks("COE-08", "extended_before_it_ends", facts, asked("extend_measure", on, **data), message)


@pytest.mark.parametrize("code", ["extend_measure", "dispose_measure"])
def test_what_nobody_approved_is_only_released(code: str) -> None:
    speaks(
        "COE-03", "unapproved_is_only_released", case(LEAD, FILED, URGENT), asked(code, seizure_seq=3), "还没有补办批准"
    )
    made = ("approve_measure", "2026-10-01", {"urgency": "makeup", "seizure_seq": 3})
    speaks("COE-03", "unapproved_is_only_released", case(LEAD, FILED, URGENT, made), asked(code, seizure_seq=3), "")


# The ends

GOODS = ("decide", "2026-10-02", {"kinds": ["fine", "confiscate_goods"]})
LATE_GOODS = ("decide", "2026-10-03", {"kinds": ["fine", "confiscate_goods"]})
FINE = ("decide", "2026-10-02", {"kinds": ["fine"]})
VOID = ("change_decision", "2026-10-05", {"kind": "revoked"})


@pytest.mark.parametrize(
    ("facts", "on", "outcome", "message"),
    [
        (running(GOODS), "2026-10-20", "confiscate", ""),
        (running(LATE_GOODS), "2026-10-20", "confiscate", "已于 2026-10-02 届满"),
        (running(FINE), "2026-10-02", "confiscate", "没有没收非法财物的处罚决定"),
        (running(GOODS, VOID), "2026-10-20", "confiscate", "没有没收非法财物的处罚决定"),
        (running(), "2026-10-02", "transfer", ""),
        (running(), "2026-10-02", "destroy", ""),
        (running(), "2026-10-03", "destroy", "届满"),
        (running(RELEASED), "2026-09-11", "destroy", "已经解除或者处理"),
    ],
)
def test_dealt_with_in_time(facts: CaseFacts, on: str, outcome: str, message: str) -> None:
    act = asked("dispose_measure", on, seizure_seq=4, outcome=outcome, items=ITEMS)
    speaks("COE-09", "dealt_with_in_time", facts, act, message)


@pytest.mark.parametrize(
    ("facts", "on", "change", "message"),
    [
        (running(), "2026-09-10", {}, ""),
        (running(), "2026-10-03", {"ground": "expired"}, ""),
        (running(), "2026-10-02", {"ground": "expired"}, "才届满"),
        (running(), "2026-09-10", {"ground": "unapproved"}, "已经批准"),
        (running(), "2026-09-10", {"ground": "decided"}, "还没有作出处理决定"),
        (running(FINE), "2026-10-02", {"ground": "decided"}, ""),
        (running(), "2026-09-10", {"items": ITEMS[:1]}, "清单不一致"),
        (running(), "2026-09-10", {"items": []}, "清单不一致"),
        (running(), "2026-09-10", {"items": ITEMS[:1], "difference": "台账已复制后当场返还"}, ""),
        (running(), "2026-09-10", {"items": [ITEMS[1], ITEMS[0]]}, ""),
        (running(RELEASED), "2026-09-11", {}, "已经解除或者处理"),
        (case(LEAD, FILED, URGENT), "2026-10-02", {"seizure_seq": 3, "ground": "unapproved"}, ""),
    ],
)
def test_released_whole_and_on_a_true_ground(facts: CaseFacts, on: str, change: dict[str, Any], message: str) -> None:
    data = {"seizure_seq": 4, "ground": "other", "items": ITEMS} | change
    speaks("COE-10", "released_whole", facts, asked("release_measure", on, **data), message)


@pytest.mark.parametrize(
    ("facts", "change", "message"),
    [
        (running(RELEASED), {}, ""),
        (running(RELEASED), {"returned_at": "2026-09-10T08:59+08:00"}, "早于解除决定"),
        (running(RELEASED), {"items": ITEMS[:1]}, "没有说明"),
        (running(RELEASED), {"items": ITEMS[:1], "note": "台账由当事人委托他人改日领取"}, ""),
        (running(RELEASED), {"signed": "refused"}, "没有说明"),
        (running(RELEASED), {"release_seq": 4}, "没有对应的解除决定"),
        (running(), {}, "没有对应的解除决定"),
        (running(RELEASED, RETURNED), {}, "已经退还"),
    ],
)
def test_returned_whole(facts: CaseFacts, change: dict[str, Any], message: str) -> None:
    data = {"release_seq": 5, "returned_at": "2026-09-10T10:00+08:00", "items": ITEMS, "signed": "signed"} | change
    speaks("COE-11", "returned_whole", facts, asked("return_goods", "2026-09-10 10:10", **data), message)


EXITS = ("not_file", "withdraw_filing", "terminate", "transfer", "decide_no_penalty", "decide_not_established", "close", "archive")  # fmt: skip


@pytest.mark.parametrize("code", EXITS)
def test_no_case_ends_over_a_measure(code: str) -> None:
    assert "COE-12" in {one.number for one in engine.parts(procedure().acts[code])}, "the table asks it at every exit"
    name = "no_case_ends_over_a_measure"
    speaks("COE-12", name, running(), asked(code), "查扣1还没有解除，也没有处理")
    speaks("COE-12", name, running(RELEASED), asked(code), "还没有退还")
    speaks("COE-12", name, running(RELEASED, RETURNED), asked(code), "")
    speaks("COE-12", name, running(("dispose_measure", "2026-09-10", {"seizure_seq": 4})), asked(code), "")
    speaks("COE-12", name, case(LEAD, FILED), asked(code), "")


@pytest.mark.parametrize(
    ("facts", "at", "kinds", "message", "weight"),
    [
        (running(), "2026-10-02", ["confiscate_goods"], "", None),
        (running(), "2026-10-02", ["fine"], "决定又不没收", Weight.WARN),
        (running(), "2026-10-03", ["confiscate_goods"], "已经届满", Weight.BLOCK),
        (running(), "2026-10-03", ["fine"], "已经届满", Weight.BLOCK),
        (case(LEAD, FILED, URGENT), "2026-10-02", ["confiscate_goods"], "没有获得批准", Weight.BLOCK),
        (running(RELEASED), "2026-10-03", ["fine"], "", None),
    ],
)
def test_a_decision_settles_what_was_taken(
    facts: CaseFacts, at: str, kinds: list[str], message: str, weight: Any
) -> None:
    ask = part("COE-12", "decision_settles_what_was_taken")
    found = tuple(ask(facts, asked("decide", at, kinds=kinds), context(at)))
    assert [one.weight for one in found] == ([weight] if weight else [])
    assert not message or message in found[0].message


# Clocks, next step, coverage


def lines(facts: CaseFacts, now: str) -> dict[str, Any]:
    return {one.code: one for one in deadlines(facts, context(now))}


@pytest.mark.parametrize(
    ("facts", "now", "state", "act"),
    [
        (running(), "2026-10-02 23:00", State.OPEN, "release_measure"),
        (running(), "2026-10-03", State.BREACHED, "release_measure"),
        (running(RELEASED), "2026-10-03", State.MET, "release_measure"),
        (running(GOODS), "2026-10-03", State.MET, "dispose_measure"),
        (running(LATE_GOODS), "2026-10-04", State.LATE, "dispose_measure"),
        (running(GOODS, VOID), "2026-10-06", State.BREACHED, "release_measure"),
    ],
)
def test_the_clock_of_a_seizure(facts: CaseFacts, now: str, state: State, act: str) -> None:
    line = lines(facts, now)["seizure"]
    assert (line.due, line.state(context(now).now), line.act, line.holder) == (date(2026, 10, 2), state, act, "handler")


def test_the_clocks_of_an_urgent_one_and_of_a_return() -> None:
    urgent = lines(case(LEAD, FILED, URGENT), "2026-10-01 17:01")["makeup"]
    assert isinstance(urgent.due, datetime) and urgent.state(moment("2026-10-01 17:01")) is State.BREACHED
    assert urgent.state(moment("2026-10-01 17:00") - timedelta(minutes=1)) is State.OPEN
    assert "makeup" not in lines(running(), "2026-09-03")
    back = lines(running(RELEASED), "2026-09-11")["return_goods"]
    assert (back.due, back.met, back.state(moment("2026-09-11"))) == (date(2026, 9, 10), None, State.BREACHED)
    assert lines(running(RELEASED, RETURNED), "2026-09-11")["return_goods"].met == date(2026, 9, 10)


@pytest.mark.parametrize(
    ("facts", "now", "act", "why"),
    [
        (case(LEAD, FILED, URGENT), "2026-10-01 16:00", "approve_measure", "10-01 17:00 前补办批准"),
        (case(LEAD, FILED, URGENT), "2026-10-01 18:00", "release_measure", "没有在二十四小时内获得批准"),
        (running(("serve", "2026-09-02", {"document_seq": 4})), "2026-10-03", "release_measure", "届满，应当立即解除"),
        (running(RELEASED), "2026-09-10 09:30", "return_goods", "应当立即退还"),
        (running(("suspend", "2026-09-20", {})), "2026-10-03", "release_measure", "届满，应当立即解除"),
        (running(GOODS), "2026-10-03", "dispose_measure", "应当处理"),
        (running(FINE), "2026-10-02", "release_measure", "不再需要"),
        (running(), "2026-09-03", "serve", "查扣1等待送达"),
    ],
)
def test_the_next_step_says_what_presses(facts: CaseFacts, now: str, act: str, why: str) -> None:
    found = advice(facts, context(now))
    assert found is not None and found.act == act and why in found.why


def test_a_seizure_that_was_not_recorded_is_a_hole() -> None:
    assert holes(running()) == (("evidence",), 1)


def test_two_lists_are_alike_whatever_their_order() -> None:
    assert goods(ITEMS) == goods(reversed(ITEMS)) and goods(ITEMS) != goods(ITEMS[:1]) and goods(None) == ()


def test_each_measure_is_told_apart() -> None:
    again = ("approve_measure", "2026-09-05 08:00", GIVEN)
    second = ("seize", "2026-09-05 10:00", {**SPOT, "approval_seq": 5, "started_at": "2026-09-05T09:00+08:00"})
    facts = running(again, second, ("release_measure", "2026-09-06", {"seizure_seq": 4, "items": ITEMS}))
    assert [one.act.seq for one in open_measures(facts)] == [6]
    assert [one.approval.seq for one in measures(facts) if one.approval] == [3, 5]
    assert {one.ref for one in deadlines(facts, context("2026-09-06")) if one.code == "seizure"} == {4, 6}
    assert key("甲") in facts.handlers_ever
