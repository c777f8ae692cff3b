"""Agreements on execution; force by law, after urging, by day; suspension and end; nothing left half done."""

from datetime import date
from typing import Any

import pytest
from tests.cases.rules.made import asked, case, context, key, part, people
from tests.cases.rules.test_force_rules import AT_ONCE, BASE, DONE, READY, REVOKED, letter, live, served, speaks

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.execution import unperformed
from mingjing.cases.rules.force import executions, open_executions
from mingjing.cases.rules.force_agreed import agreements, standing, unkept
from mingjing.cases.rules.guidance import advice
from mingjing.cases.rules.known import known
from mingjing.cases.rules.money import surcharge
from mingjing.cases.rules.wording import Told
from mingjing.cases.terms import CaseFacts, procedure
from mingjing.kernel.findings import Weight

# Twenty late days on 16 November (28 October to 16 November): 12000 yuan of surcharge on 20000.
STAGES = [{"due_on": "2026-12-01", "duty": "一期", "amount": "12000"}, {"due_on": "2026-12-15", "duty": "二期", "amount": "10000"}]  # fmt: skip
AGREE = {
    "covers": ["money"], "stages": STAGES, "waive": "yes", "remedial": "已经清除", "surcharge_kept": "2000", "harmless": "yes",
}  # fmt: skip
AGREED = ("agree_execution", "2026-11-16", {**AGREE, "number": "执协1"})
HALF = ("record_payment", "2026-12-01", {"paid_on": "2026-12-01", "fine_paid": "12000"})
REST = ("record_payment", "2026-12-14", {"paid_on": "2026-12-14", "fine_paid": "8000", "surcharge_paid": "2000"})
BROKEN = ("breach_agreement", "2026-12-02", {"agreement_seq": 7})
DUTY = {"covers": ["duty"], "stages": [{"due_on": "2026-12-01", "duty": "清除废料"}], "waive": "no", "harmless": "yes"}


@pytest.mark.parametrize(
    ("facts", "change", "message"),
    [
        (live(), {}, ""),
        (live(AGREED), {}, "还有效"),
        (live(AGREED, BROKEN), {}, ""),
        (live(REVOKED), {"covers": ["duty"], "waive": "no"}, "已经被撤销"),
        (live(), {"harmless": "no"}, "损害公共利益"),
        (live(), {"remedial": ""}, "没有采取补救措施"),
        (live(), {"surcharge_kept": None}, "没有写明减免后"),
        (live(), {"surcharge_kept": "12000", "stages": [{"due_on": "2026-12-01", "amount": "32000"}]}, "少于应缴的 12000"),
        (live(), {"surcharge_kept": "0", "stages": [{"due_on": "2026-12-01", "amount": "20000"}]}, ""),
        (live(("record_payment", "2026-11-01", {"paid_on": "2026-11-01", "fine_paid": "0", "surcharge_paid": "2500"})), {}, "不少于已经缴纳的 2500"),
        (live(), {"stages": STAGES[:1]}, "各阶段金额合计 12000 元"),
        (live(), {"waive": "no", "stages": STAGES}, "共 32000"),
        (live(), {"stages": [{"due_on": "2026-11-15", "amount": "22000"}]}, "早于协议"),
        (live(), {"stages": [{"due_on": "2026-11-16", "amount": "22000"}]}, ""),
        (live(("record_payment", "2026-10-20", {"paid_on": "2026-10-20", "fine_paid": "20000"})), {"stages": []}, "没有应缴的罚款"),
        (live(), DUTY, ""),
        (live(("recheck", "2026-10-14", {"corrected": "corrected"}), ("record_execution", "2026-10-15", {})), DUTY, "没有等待履行的其他义务"),
        (live(), {**DUTY, "waive": "yes"}, "协议没有罚款"),
    ],
)  # fmt: skip
def test_what_may_be_agreed(facts: CaseFacts, change: dict[str, Any], message: str) -> None:
    act = asked("agree_execution", "2026-11-16", **(AGREE | change))
    speaks("ENF-19", "agreement_is_lawful", facts, act, message)


def test_an_agreement_beyond_the_months_to_go_to_court_is_warned_of() -> None:
    # The remedies end on 12 April 2027, the three months on 12 July.
    late = [{"due_on": "2027-07-13", "amount": "22000"}]
    ask = part("ENF-19", "agreement_is_lawful")
    found = tuple(ask(live(), asked("agree_execution", "2026-11-16", **(AGREE | {"stages": late})), context()))
    assert [one.weight for one in found] == [Weight.WARN] and "2027-07-12" in found[0].message
    in_time = [{"due_on": "2027-07-12", "amount": "22000"}]
    assert not tuple(ask(live(), asked("agree_execution", "2026-11-16", **(AGREE | {"stages": in_time})), context()))


def test_the_surcharge_is_as_agreed_while_the_agreement_stands_and_as_the_law_says_after() -> None:
    def owed(facts: CaseFacts, on: date) -> tuple[int, int]:
        found = surcharge(facts, on, context(on.isoformat()))
        assert found is not None
        return int(found.amount), int(found.owed)

    assert owed(live(), date(2026, 11, 16)) == (12000, 20000)
    assert owed(live(AGREED), date(2026, 12, 30)) == (2000, 20000)
    assert owed(live(AGREED, HALF), date(2026, 12, 1)) == (2000, 8000)
    # Thirty-four days are the whole fine: given up, nothing is waived any more.
    assert owed(live(AGREED, BROKEN), date(2026, 12, 2)) == (20000, 20000)
    plain = ("agree_execution", "2026-11-16", {**AGREE, "waive": "no"})
    assert owed(live(plain), date(2026, 11, 16)) == (12000, 20000)


@pytest.mark.parametrize(
    ("facts", "on", "seq", "message"),
    [
        (live(AGREED), "2026-12-02", 7, ""),
        (live(AGREED), "2026-12-01", 7, "2026-12-01 还没有届满"),
        (live(AGREED, HALF), "2026-12-02", 7, "2026-12-15 还没有届满"),
        (live(AGREED, HALF), "2026-12-16", 7, ""),
        (live(AGREED, HALF, REST), "2026-12-16", 7, "已经全部履行"),
        (live(AGREED, BROKEN), "2026-12-03", 7, "没有正在履行的执行协议"),
        (live(AGREED), "2026-12-02", 3, "没有正在履行的执行协议"),
        (live(), "2026-12-02", 7, "没有正在履行的执行协议"),
        (live(("agree_execution", "2026-11-16", DUTY)), "2026-12-02", 7, ""),
        (live(("agree_execution", "2026-11-16", DUTY), ("recheck", "2026-11-30", {"corrected": "corrected"})), "2026-12-02", 7, "已经全部履行"),
    ],
)  # fmt: skip
def test_given_up_only_when_it_is_not_kept(facts: CaseFacts, on: str, seq: int, message: str) -> None:
    speaks("ENF-20", "given_up_when_unkept", facts, asked("breach_agreement", on, agreement_seq=seq), message)


@pytest.mark.parametrize(
    ("more", "code", "data", "message"),
    [
        ((AGREED,), "urge", {}, "执协1正在履行"),
        ((AGREED,), "apply_court", {}, "执协1正在履行"),
        ((AGREED,), "decide_enforcement", {"mode": "auction"}, "执协1正在履行"),
        ((AGREED,), "decide_enforcement", {"mode": "restore"}, ""),
        ((AGREED,), "urge_duty", {}, ""),
        ((("agree_execution", "2026-11-16", {**DUTY, "number": "执协2"}),), "urge_duty", {}, "执协2正在履行"),
        ((("agree_execution", "2026-11-16", DUTY),), "urge", {}, ""),
        ((("agree_execution", "2026-11-16", DUTY),), "decide_substitute", {"urgent": "yes"}, ""),
        ((("agree_execution", "2026-11-16", {**DUTY, "number": "执协2"}),), "decide_substitute", {"urgent": "no"}, "执协2"),
        ((("decide_substitute", "2026-11-15", AT_ONCE), ("agree_execution", "2026-11-16", DUTY)), "perform_substitute", {"decision_seq": 7}, ""),
        ((AGREED, BROKEN), "apply_court", {}, ""),
        ((), "apply_court", {}, ""),
    ],
)  # fmt: skip
def test_the_organ_keeps_to_the_agreement(more: Any, code: str, data: dict[str, Any], message: str) -> None:
    speaks("ENF-18", "agreement_is_kept_by_the_organ", live(*more), asked(code, "2026-11-20", **data), message)


def test_the_clock_of_an_agreement_shows_the_stage_that_is_next() -> None:
    def due(*more: Any) -> list[Any]:
        return [one.due for one in deadlines(live(*more), context("2026-12-20")) if one.code == "agreement"]

    assert due(AGREED) == [date(2026, 12, 1)] and due(AGREED, HALF) == [date(2026, 12, 15)]
    assert due(AGREED, HALF, REST) == due(AGREED, BROKEN) == []
    one = agreements(live(AGREED, BROKEN))[0]
    assert not one.stands and standing(live(AGREED, BROKEN)) is None
    assert unkept(live(AGREED, HALF, REST), agreements(live(AGREED, HALF, REST))[0]) is None


# Force by the organ

FORCE = {
    "power": "law", "power_law": ["水法第六十五条第一款"], "mode": "restore", "duty_seq": 3, "immediate": "no",
    "planned_at": "2026-11-03T09:00+08:00",
}  # fmt: skip
URGED = (letter("force", "2026-10-13", "2026-10-20"), served(7, "2026-10-13"))
TAKEN = ("seize", "2026-09-02 09:40", {"kind": "seize", "days": 30, "items": [{"name": "机器"}], "urgent": "no"})


@pytest.mark.parametrize(
    ("facts", "change", "message"),
    [
        (live(), {}, ""),
        (live(), {"power": "none"}, "法律没有规定由本机关强制执行"),
        (live(), {"power_law": []}, "没有写明规定由本机关"),
        (live(), {"power_law": ["示范省河道管理条例第三条"]}, "不是法律"),
        (live(), {"power_law": ["某某管理办法（2020年修订）第三条"]}, "不是法律"),
        (live(), {"power_law": ["水法第六十五条", "城乡规划法第六十八条"]}, ""),
        (live(), {"mode": "auction", "power": "none"}, "没有已经查封、扣押的财物"),
        (case(*BASE, TAKEN, stage="served"), {"mode": "auction", "power": "none"}, ""),
    ],
)
def test_force_has_its_law(facts: CaseFacts, change: dict[str, Any], message: str) -> None:
    speaks("ENF-21", "force_has_its_law", facts, asked("decide_enforcement", "2026-10-28", **(FORCE | change)), message)


ACCEPTED = ("hear_urged", "2026-10-15", {"urging_seq": 7, "adopted": "yes", "content": "已经动工", "number": "催辩1"})
MONEY_URGED = (("urge", "2027-04-13", {"days": 10}), served(7, "2027-04-13"))
MONEY = {"mode": "auction", "duty_seq": 5, "planned_at": "2027-06-01T09:00+08:00"}


@pytest.mark.parametrize(
    ("facts", "on", "change", "message"),
    [
        (live(*URGED), "2026-10-28", {}, ""),
        (live(*URGED), "2026-10-27", {}, "2026-10-27 还没有届满"),
        (live(), "2026-10-28", {}, "没有送达催告书"),
        (live(URGED[0]), "2026-10-28", {}, "没有送达催告书"),
        (live(*URGED), "2026-10-28", {"duty_seq": 2}, "没有据以执行的有效决定"),
        (live(*URGED, ACCEPTED), "2026-10-28", {}, "采纳了当事人的陈述申辩"),
        (live(*URGED), "2026-10-20", {"immediate": "yes"}, "没有写明转移、隐匿财物的证据"),
        (live(*URGED), "2026-10-20", {"immediate": "yes", "immediate_reason": "连夜装车"}, ""),
        (live(*URGED), "2026-10-28", {"immediate": "yes", "immediate_reason": "连夜装车"}, "不是立即执行"),
        (live(*URGED, ("recheck", "2026-10-20", {"corrected": "corrected"})), "2026-10-28", {}, "义务已经履行"),
        (live(*URGED), "2026-10-28", {"planned_at": "2026-10-28T09:00+08:00"}, "不晚于决定"),
        (live(*URGED, ("decide_enforcement", "2026-10-28", {**FORCE, "number": "强执1"})), "2026-10-29", {}, "没有办完的强执1"),
        # The order was served on 2 September: it can be contested until 2 March.
        (live(*URGED), "2027-03-02", {"mode": "demolish", "planned_at": "2027-03-10T09:00+08:00"}, "2027-03-02"),
        (live(*URGED), "2027-03-03", {"mode": "demolish", "planned_at": "2027-03-10T09:00+08:00"}, ""),
        (live(*MONEY_URGED), "2027-04-28", MONEY, ""),
        (live(*MONEY_URGED), "2027-04-27", MONEY, "2027-04-27 还没有届满"),
        (live(*URGED), "2026-11-26", {**MONEY, "duty_seq": 5}, "加处罚款 30 日，没有超过 30 日"),
        (live(*MONEY_URGED, ("record_payment", "2027-04-20", {"paid_on": "2027-04-20", "fine_paid": "20000", "surcharge_paid": "20000"})), "2027-04-28", MONEY, "没有欠缴的罚款"),
        (live(*MONEY_URGED, ("receive_remedy", "2027-04-14", {"kind": "lawsuit", "filed_on": "2027-04-12", "received_on": "2027-04-14", "body": "法院"})), "2027-04-28", MONEY, "还没有结果"),
    ],
)  # fmt: skip
def test_force_only_after_urging(facts: CaseFacts, on: str, change: dict[str, Any], message: str) -> None:
    speaks("ENF-22", "force_after_urging", facts, asked("decide_enforcement", on, **(FORCE | change)), message, now=on)


POSTED = ("announce_demolition", "2026-10-28", {"duty_seq": 3, "posted_on": "2026-10-28", "due_on": "2026-11-12"})


@pytest.mark.parametrize(
    ("facts", "on", "change", "message"),
    [
        (live(), "2026-10-28", {}, ""),
        (live(), "2026-10-28", {"duty_seq": 2}, "没有已经送达的要求拆除的决定"),
        (case(*BASE[:3]), "2026-10-28", {}, "没有已经送达的要求拆除的决定"),
        (live(), "2026-09-17", {"posted_on": "2026-09-17"}, "2026-09-17 还没有届满"),
        (live(), "2026-10-28", {"due_on": "2026-10-28"}, "不晚于公告日期"),
        (live(), "2026-10-28", {"posted_on": "2026-10-12", "due_on": "2026-10-28"}, "已经届满"),
        (live(), "2026-10-28", {"posted_on": "2026-09-17"}, "不晚于"),
        (live(POSTED), "2026-11-12", {"posted_on": "2026-11-12", "due_on": "2026-12-01"}, "公告还没有到期"),
        (live(POSTED), "2026-11-13", {"posted_on": "2026-11-13", "due_on": "2026-12-01"}, ""),
    ],
)
def test_a_demolition_is_announced_with_a_term(facts: CaseFacts, on: str, change: dict[str, Any], message: str) -> None:
    act = asked("announce_demolition", on, **(POSTED[2] | change))
    speaks("ENF-23", "announced_with_a_term", facts, act, message)


@pytest.mark.parametrize(
    ("more", "on", "mode", "message"),
    [
        ((), "2027-03-03", "demolish", "没有公告限期自行拆除"),
        ((), "2027-03-03", "restore", ""),
        ((POSTED,), "2026-11-12", "demolish", "2026-11-12 还没有届满"),
        ((POSTED,), "2026-11-13", "demolish", ""),
    ],
)
def test_demolished_only_after_the_announcement(more: Any, on: str, mode: str, message: str) -> None:
    act = asked("decide_enforcement", on, **(FORCE | {"mode": mode}))
    speaks("ENF-23", "demolished_after_the_announcement", live(*more), act, message)


FORCED = ("decide_enforcement", "2026-10-28", {**FORCE, "number": "强执1", "by": "己"})
STANDS = (*URGED, FORCED, served(9, "2026-10-28"))
CARRY = {
    "decision_seq": 9, "mode": "restore", "started_at": "2026-11-03T09:00+08:00", "ended_at": "2026-11-03T11:00+08:00",
    "urgent": "no", "utilities": "none", "party_present": "yes", "person_present": "刘在场", "signed": "signed", "completed": "yes",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "change", "message"),
    [
        (live(*STANDS), {}, ""),
        (live(*STANDS), {"decision_seq": 3}, "没有对应的强制执行决定"),
        (live(*STANDS[:3]), {}, "强执1还没有送达"),
        (live(*STANDS), {"started_at": "2026-11-03T08:59+08:00"}, "早于决定书写明的时间"),
        (live(*STANDS), {"mode": "demolish"}, "方式与决定的不同"),
        (live(*STANDS, ("recheck", "2026-11-02", {"corrected": "corrected"})), {}, "当事人已经履行"),
        (live(*STANDS, ("recheck", "2026-11-02", {"corrected": "not"})), {}, ""),
        (
            live(*STANDS, ("hear_urged", "2026-11-02", {"urging_seq": 7, "adopted": "yes", "number": "催辩1"})),
            {},
            "采纳了",
        ),
        (live(*STANDS), {"party_present": "no"}, "没有见证人"),
        (live(*STANDS), {"party_present": "no", "witness": "村委会 李某"}, ""),
    ],
)
def test_carried_out_as_decided(facts: CaseFacts, change: dict[str, Any], message: str) -> None:
    act = asked("execute_force", "2026-11-03 11:30", by="甲", **(CARRY | change))
    speaks("ENF-24", "carried_out_as_decided", facts, act, message)


@pytest.mark.parametrize(
    ("start", "end", "urgent", "message", "weight"),
    [
        ("2026-11-03T09:00", "2026-11-03T11:00", "no", "", None),
        ("2026-11-03T06:00", "2026-11-03T08:00", "no", "", None),
        ("2026-11-03T05:59", "2026-11-03T08:00", "no", "在夜间", Weight.BLOCK),
        ("2026-11-03T20:00", "2026-11-03T22:00", "no", "", None),
        ("2026-11-03T20:00", "2026-11-03T22:01", "no", "在夜间", Weight.BLOCK),
        ("2026-11-03T22:00", "2026-11-03T22:00", "no", "在夜间", Weight.BLOCK),
        ("2026-11-03T23:00", "2026-11-04T07:00", "no", "在夜间", Weight.BLOCK),
        ("2026-11-03T23:00", "2026-11-04T01:00", "yes", "", None),
        # 1 October is a festival; the whole week is in the notice; 10 October is a Saturday worked instead.
        ("2026-10-01T09:00", "2026-10-01T11:00", "no", "2026-10-01 是国庆", Weight.BLOCK),
        ("2026-10-07T09:00", "2026-10-07T11:00", "no", "2026-10-07 是国庆", Weight.BLOCK),
        ("2026-10-01T09:00", "2026-10-01T11:00", "yes", "", None),
        ("2026-10-10T09:00", "2026-10-10T11:00", "no", "", None),
        ("2026-11-07T09:00", "2026-11-07T11:00", "no", "2026-11-07 是周六", Weight.WARN),
        # A year without its notice still knows the festivals of a fixed day.
        ("2027-05-01T09:00", "2027-05-01T11:00", "no", "2027-05-01 是", Weight.BLOCK),
    ],
)
def test_not_by_night_nor_on_a_holiday(start: str, end: str, urgent: str, message: str, weight: Any) -> None:
    times = {"started_at": f"{start}+08:00", "ended_at": f"{end}+08:00"}
    act = asked("execute_force", end.replace("T", " "), **(CARRY | times | {"urgent": urgent, "urgent_reason": "决口"}))
    found = tuple(part("ENF-25", "not_by_night_nor_on_a_holiday")(live(*STANDS), act, context("2027-06-01")))
    assert [one.weight for one in found] == ([weight] if weight else []), found
    assert not message or message in found[0].message


def test_urgency_gives_its_reason() -> None:
    act = asked("execute_force", "2026-11-03 23:30", **(CARRY | {"urgent": "yes"}))
    speaks("ENF-25", "not_by_night_nor_on_a_holiday", live(*STANDS), act, "没有写明理由")


@pytest.mark.parametrize(("how", "message"), [("none", ""), ("unit", ""), ("resident", "对居民生活停止了供水")])
def test_residents_are_not_cut_off(how: str, message: str) -> None:
    act = asked("execute_force", "2026-11-03 11:30", **(CARRY | {"utilities": how}))
    speaks("ENF-26", "residents_are_not_cut_off", live(*STANDS), act, message)


# Suspended, taken up again, ended

STOPPED = ("suspend_execution", "2026-11-01", {"target_seq": 9, "ground": "hardship"})
RESUMED = ("resume_execution", "2026-11-02", {"suspension_seq": 11})
ENDED = ("end_execution", "2026-11-02", {"target_seq": 9, "ground": "lost"})
CARRIED = ("execute_force", "2026-11-03 11:30", CARRY)


@pytest.mark.parametrize(
    ("more", "code", "data", "message"),
    [
        (STANDS, "suspend_execution", {"target_seq": 9}, ""),
        (STANDS, "suspend_execution", {"target_seq": 3}, "没有等待执行的决定"),
        ((*STANDS, STOPPED), "suspend_execution", {"target_seq": 9}, "已经中止"),
        ((*STANDS, STOPPED, RESUMED), "suspend_execution", {"target_seq": 9}, ""),
        ((*STANDS, CARRIED), "suspend_execution", {"target_seq": 9}, "没有等待执行的决定"),
        ((*STANDS, STOPPED), "resume_execution", {"suspension_seq": 11}, ""),
        ((*STANDS, STOPPED, RESUMED), "resume_execution", {"suspension_seq": 11}, "已经恢复"),
        ((*STANDS, STOPPED, ENDED), "resume_execution", {"suspension_seq": 11}, "终结"),
        (STANDS, "resume_execution", {"suspension_seq": 9}, "没有对应的中止"),
    ],
)
def test_suspended_and_taken_up(more: Any, code: str, data: dict[str, Any], message: str) -> None:
    speaks("ENF-27", "suspended_and_taken_up", live(*more), asked(code, "2026-11-03", **data), message)


@pytest.mark.parametrize(
    ("more", "ground", "message"),
    [
        (STANDS, "lost", ""),
        (STANDS, "other", ""),
        (STANDS, "revoked", "决定没有被撤销"),
        ((*STANDS, REVOKED), "revoked", ""),
        (STANDS, "performed", "没有当事人已经履行的记录"),
        ((*STANDS, ("recheck", "2026-11-01", {"corrected": "corrected"})), "performed", ""),
        (STANDS, "dead", "不是公民"),
        (STANDS, "dissolved", ""),
        ((*STANDS, ENDED), "lost", "没有等待执行的决定"),
        ((*STANDS, CARRIED), "lost", "没有等待执行的决定"),
    ],
)
def test_ended_on_a_true_ground(more: Any, ground: str, message: str) -> None:
    act = asked("end_execution", "2026-11-04", target_seq=9, ground=ground)
    speaks("ENF-27", "ended_on_a_true_ground", live(*more), act, message)


def test_a_citizen_dies_and_is_not_dissolved() -> None:
    facts = live(*STANDS, party={"id": "p", "kind": "citizen", "name": "张三"})
    for ground, message in (("dead", ""), ("dissolved", "不是法人或者其他组织")):
        act = asked("end_execution", "2026-11-04", target_seq=9, ground=ground)
        speaks("ENF-27", "ended_on_a_true_ground", facts, act, message)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (STANDS, ""),
        ((*STANDS, STOPPED), "处于中止"),
        ((*STANDS, STOPPED, RESUMED), ""),
        ((*STANDS, ENDED), "已经终结"),
        ((*STANDS, CARRIED), "已经执行完毕"),
        ((*STANDS, ("execute_force", "2026-11-03 11:30", {**CARRY, "completed": "no"})), ""),
    ],
)
def test_not_while_suspended_nor_after_the_end(more: Any, message: str) -> None:
    act = asked("execute_force", "2026-11-04 11:30", **CARRY)
    speaks("ENF-28", "not_while_suspended_nor_after_the_end", live(*more), act, message)


def test_nothing_is_carried_out_on_a_decision_that_was_revoked() -> None:
    forced = ("decide_enforcement", "2026-10-28", {**FORCE, "duty_seq": 5})
    act = asked("execute_force", "2026-11-04 11:30", **CARRY)
    speaks("ENF-28", "not_while_suspended_nor_after_the_end", live(*URGED, forced, served(9, "2026-10-28"), REVOKED), act, "已经被撤销")  # fmt: skip
    speaks("ENF-28", "not_while_suspended_nor_after_the_end", live(), act, "")


PAID = ("record_substitute_cost", "2026-11-02", {"perform_seq": 13, "paid_on": "2026-11-02", "amount": "7600"})


@pytest.mark.parametrize(
    ("more", "ground", "message"),
    [
        ((), "performed", ""),
        (STANDS, "performed", "强执1没有办完"),
        (STANDS, "court", "强执1没有办完"),
        ((*STANDS, CARRIED), "performed", ""),
        ((*STANDS, ENDED), "performed", ""),
        ((*READY, DONE), "performed", "代履行费用没有缴清"),
        ((*READY, DONE), "court", ""),
        ((*READY, DONE, PAID), "performed", ""),
        ((AGREED,), "performed", "执协1没有履行完"),
        ((AGREED, HALF, REST), "performed", ""),
        ((AGREED,), "revoked", ""),
    ],
)
def test_no_case_closes_over_an_execution(more: Any, ground: str, message: str) -> None:
    act = asked("close", "2026-12-20", ground=ground)
    speaks("ENF-29", "no_case_closes_over_an_execution", live(*more), act, message)


@pytest.mark.parametrize(
    ("by", "drafter", "message"), [("己", "甲", ""), ("甲", "乙", "承办人"), ("庚", "庚", "填报人")]
)
def test_the_decider_stands_apart(by: str, drafter: str, message: str) -> None:
    for code in ("decide_substitute", "decide_enforcement"):
        act = asked(code, "2026-10-28", by=by, drafted_by=drafter)
        speaks("ENF-30", "decider_stands_apart", live(*URGED), act, message)


# What is told besides: the next step, what forms know, what counts as performed


@pytest.mark.parametrize(
    ("more", "now", "act", "why"),
    [
        (READY[:2], "2026-10-14", "record_payment", "罚款还有"),
        (READY[:4], "2026-10-21", "urge_duty", "再次催告"),
        (READY, "2026-10-27", "", "等待催告的期限届满"),
        (READY, "2026-10-28", "perform_substitute", "等待实施"),
        ((*READY, DONE), "2026-11-01", "record_substitute_cost", "费用还没有缴清"),
        (STANDS, "2026-10-29", "execute_force", "强执1等待实施"),
        ((*STANDS, STOPPED, served(11, "2026-11-01")), "2026-11-02", "resume_execution", "已经中止"),
        ((AGREED,), "2026-11-20", "record_payment", "执协1约定的履行"),
        ((AGREED,), "2026-12-02", "breach_agreement", "应当恢复强制执行"),
        ((("agree_execution", "2026-11-16", DUTY),), "2026-11-20", "recheck", "约定的履行"),
    ],
)
def test_the_next_step(more: Any, now: str, act: str, why: str) -> None:
    found = advice(live(*more), context(now))
    assert found is not None and found.act == act and why in found.why, found


def test_a_decision_to_execute_waits_for_its_service_first() -> None:
    found = advice(case(*BASE, *READY[:3]), context("2026-10-21"))
    assert found is not None and (found.act, found.why) == ("serve", "代履1等待送达")


def test_what_the_forms_of_execution_know_already() -> None:
    def offered(code: str, *more: Any) -> dict[str, Any]:
        told = Told(context("2026-11-20"))
        return {name: one.value for name, one in known(live(*more), procedure().acts[code], told).items()}

    first = offered("urge_duty")
    assert (first["duty_seq"], first["duty"]) == (3, "清除废料") and "purpose" not in first
    again = offered("urge_duty", *READY[:4])
    assert (again["purpose"], again["performer"], again["budget"]) == ("again", "环卫中心", "8000")
    assert offered("hear_urged", *READY[:2])["urging_seq"] == 7
    heard = ("hear_urged", "2026-10-15", {"urging_seq": 7, "adopted": "no", "content": "请求延期。", "reason": "没有理由。"})  # fmt: skip
    assert "请求延期。复核：理由不成立，不采纳。没有理由。" in offered("decide_substitute", *READY[:2], heard)["heard"]
    assert offered("perform_substitute", *READY)["decision_seq"] == 9
    cost = offered("record_substitute_cost", *READY, DONE)
    assert (cost["perform_seq"], cost["amount"]) == (13, "7600.00")
    assert offered("execute_force", *STANDS)["decision_seq"] == 9
    assert offered("end_execution", *STANDS)["target_seq"] == 9
    assert offered("resume_execution", *STANDS, STOPPED)["suspension_seq"] == 11
    assert offered("breach_agreement", AGREED)["agreement_seq"] == 7
    assert "恢复强制执行" in offered("agree_execution")["consequence"]


def test_force_performs_what_was_decided_besides_money() -> None:
    shut = (*BASE[:4], ("decide", "2026-10-10", {"kinds": ["fine", "stop"], "fine": "20000"}), BASE[5])
    assert unperformed(case(*shut, stage="served"))
    assert not unperformed(case(*shut, *STANDS, CARRIED, stage="served"))
    part_done = ("execute_force", "2026-11-03 11:30", {**CARRY, "completed": "no"})
    assert unperformed(case(*shut, *STANDS, part_done, stage="served"))


def test_two_executions_are_told_apart() -> None:
    facts = live(*STANDS, ("decide_enforcement", "2026-10-29", {**FORCE, "mode": "shut"}), CARRIED)
    assert [one.done for one in executions(facts)] == [True, False]
    assert [one.act.seq for one in open_executions(facts)] == [11]
    assert key("甲") in facts.handlers_ever and people("甲")
