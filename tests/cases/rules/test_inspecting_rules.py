"""Inspections (INS-10 to INS-32): public item, one at a time, cause, documents first, approval, notice, points, must-nots, end."""

from datetime import date
from typing import Any

import pytest
from tests.cases.rules.made import MATTER, ORGAN, PARTY, certificate, context, key, moment, part, people, person

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.guidance import advice
from mingjing.cases.rules.inspecting import failed_points
from mingjing.cases.rules.wording import Told
from mingjing.cases.rules.wording_inspecting import check_conclusion, check_outcome, check_summary, evidence_of, lead_of
from mingjing.cases.terms import INSPECTION, ActFacts, CaseFacts, Proposed, procedure

TABLE = procedure(INSPECTION)
ITEM = {
    "code": "SJ-901",
    "name": "持证抽查",
    "basis": ["安全生产法第三十条第一款"],
    "content": ["持证情况", "培训记录"],
}
OPENED = ("register_check", "2026-08-31", {"source": "plan", "check_item": ITEM, "handlers": people("甲", "乙")})
URGENT = ("register_check", "2026-08-31", {"source": "urgent", "check_item": ITEM, "handlers": people("甲", "乙")})
READ = ("check_documents", "2026-08-31 10:00", {"found": "unclear", "findings": "不能查清"})
ENOUGH = ("check_documents", "2026-08-31 10:00", {"found": "enough", "findings": "逐人比对一致"})
APPROVED = ("approve_inspection", "2026-09-01", {"officers": people("甲", "乙")})
NOTICE = ("notify_check", "2026-09-02 09:30", {"started_at": "2026-09-02T09:30+08:00", "officers": people("甲", "乙")})
GOOD = [{"point": "持证情况", "answer": "yes"}, {"point": "培训记录", "answer": "na"}]
BAD = [{"point": "持证情况", "answer": "no", "remark": "一人无证"}, {"point": "培训记录", "answer": "yes"}]


def visit(on: str = "2026-09-02", rows: Any = GOOD) -> tuple[str, str, dict[str, Any]]:
    data = {"started_at": f"{on}T09:30+08:00", "ended_at": f"{on}T11:30+08:00", "officers": people("甲", "乙"), "checklist": rows,
            "place": "厂区", "recorder": person("甲")}  # fmt: skip
    return "inspect", f"{on} 11:40", data


ORDER = ("order_correction", "2026-09-02 12:00", {"correct_by": "2026-09-17"})


def again(corrected: str) -> tuple[str, str, dict[str, Any]]:
    return "recheck", "2026-09-17", {"corrected": corrected, "findings": "复查情况"}


def check(*acts: tuple[str, str, dict[str, Any]], **more: Any) -> CaseFacts:
    """An inspection of these acts."""
    found, here = [], ""
    for seq, (code, on, data) in enumerate(acts, start=1):
        here, at = TABLE.acts[code].target(data, here), moment(on)
        found.append(ActFacts(seq, code, at, at, key("甲"), "甲", None, data, number=f"{code}-{seq}", stage_after=here))
    usual: dict[str, Any] = {
        "id": key("check"), "organ": ORGAN, "procedure": TABLE, "stage": here, "party": PARTY, "matter": {**MATTER, "id": "m"},
        "acts": tuple(found), "certificates": {key(name): (certificate(name),) for name in ("甲", "乙", "庚")},
    }  # fmt: skip
    return CaseFacts(**(usual | more))


def asked(code: str, on: str = "2026-09-02 11:50", **data: Any) -> Proposed:
    return Proposed(code, moment(on), key("甲"), None, data, moment(on))


def speaks(number: str, name: str, facts: CaseFacts, act: Proposed, message: str) -> None:
    found = [f"{each.message}。{each.next_step}" for each in part(number, name)(facts, act, context(f"{act.on}"))]
    assert any(message in each for each in found) if message else not found, found


def weights(number: str, name: str, facts: CaseFacts, act: Proposed) -> list[str]:
    return [each.weight.value for each in part(number, name)(facts, act, context(f"{act.on}"))]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"check_item": ITEM}, ""),
        ({"item": "没有的"}, "“没有的”不在本机关已经公开的检查事项里"),
        ({"item": "没有的", "check_offered": ["SJ-901 持证抽查"]}, "例如SJ-901 持证抽查"),
        ({"matter": {"name": "特种作业"}}, "请先在公示清单里公开"),
        ({}, "不在本机关已经公开"),
    ],
)
def test_an_item_that_is_not_public_is_not_inspected(data, message):
    speaks("INS-10", "item_is_public", check(), asked("register_check", **data), message)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({}, []),
        ({"open_checks": ["示应急检登〔2026〕1号"]}, ["block"]),
        ({"open_elsewhere": ["示市监检登〔2026〕3号"]}, ["warn"]),
        ({"open_elsewhere": ["示市监检登〔2026〕3号"], "joint": "与市场监管局一起"}, []),
    ],
)
def test_one_check_at_a_time(data, wanted):
    assert weights("INS-11", "one_check_at_a_time", check(), asked("register_check", **data)) == wanted


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, ""),
        ({"checked_before": ["一号"]}, "本年度已经查过这一事项（一号）"),
        ({"checked_before": ["一号"], "again_cause": "再查"}, "写明再次检查的理由"),
        ({"checked_before": ["一号"], "again_cause": "接到新的举报材料"}, ""),
    ],
)
def test_no_second_visit_without_cause(data, message):
    speaks("INS-12", "not_again_without_cause", check(), asked("register_check", **data), message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"source": "plan", "task_no": "一号"}, ""),
        ({"source": "plan"}, "没有写明计划、任务或者举报的编号"),
        ({"source": "urgent"}, ""),
        ({"source": "urgent", "drawn": "yes"}, "没有抽取记录编号"),
        ({"source": "urgent", "drawn": "yes", "draw_number": "CQ-1"}, ""),
        ({"source": "urgent", "manner": "observe"}, "按行政检查办理"),
    ],
)
def test_a_task_comes_from_somewhere(data, message):
    speaks("INS-13", "task_can_be_traced", check(), asked("register_check", **data), message)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (check(OPENED), "还没有做书面"),
        (check(OPENED, READ), ""),
        (check(OPENED, ENOUGH), "已经查清，不需要入企"),
        (check(OPENED, ENOUGH, READ), ""),
        (check(URGENT), ""),
        (check(URGENT, ENOUGH), "已经查清"),
    ],
)
@pytest.mark.parametrize("code", ["approve_inspection", "notify_check", "inspect"])
def test_documents_come_first(facts, message, code):
    speaks("INS-14", "documents_come_first", facts, asked(code), message)


@pytest.mark.parametrize(
    ("facts", "on", "data", "wanted"),
    [
        (check(OPENED, READ), "2026-09-01", {}, []),
        (check(OPENED, READ, NOTICE, visit()), "2026-09-03", {}, ["block"]),
        # Two working days from Wednesday 2 September: Friday the 4th is in time, Monday the 7th is not.
        (check(URGENT, NOTICE, visit()), "2026-09-04", {}, []),
        (check(URGENT, NOTICE, visit()), "2026-09-07", {}, ["block"]),
        (check(URGENT, NOTICE, visit()), "2026-09-07", {"late_reason": "短"}, ["block"]),
        (check(URGENT, NOTICE, visit()), "2026-09-07", {"late_reason": "负责人外出抢险不能审批"}, ["warn"]),
        (check(URGENT, NOTICE, visit(), APPROVED), "2026-09-30", {}, []),
        (check(URGENT, NOTICE, visit(), APPROVED), "2026-09-30", {"planned_on": "2026-09-29"}, ["block"]),
        (check(URGENT, NOTICE, visit()), "2026-09-04", {"planned_on": "2026-09-02"}, []),
        (check(OPENED, READ), "2026-09-01", {"planned_on": "2026-08-31"}, ["block"]),
        (check(OPENED, READ), "2026-09-01", {"planned_on": "2026-09-01"}, []),
    ],
)
def test_approval_stands_before_the_visit_or_is_made_up(facts, on, data, wanted):
    assert weights("INS-15", "approved_before_the_visit", facts, asked("approve_inspection", on, **data)) == wanted


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (check(OPENED, READ), ""),
        (check(OPENED, READ, APPROVED), "还没有检查"),
        (check(OPENED, READ, APPROVED, NOTICE, visit()), ""),
        (check(URGENT, NOTICE, visit()), ""),
        (check(URGENT, NOTICE, visit(), APPROVED, APPROVED), "还没有检查"),
    ],
)
def test_approved_once_for_a_visit(facts, message):
    speaks("INS-16", "approved_once", facts, asked("approve_inspection"), message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"count_this_year": 1}, ""),
        ({"count_this_year": 1, "inspections_recorded": 1}, ""),
        ({"count_this_year": 0, "inspections_recorded": 1}, "已经检查 1 次，填写的是 0 次"),
    ],
)
def test_the_count_is_not_less_than_what_is_recorded(data, message):
    speaks("INS-17", "count_is_true", check(OPENED), asked("approve_inspection", **data), message)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("甲", "乙"), ""),
        (("甲", "乙", "丁"), "丁当时没有有效的执法证件"),
        (("甲", "庚"), "庚不在批准的检查人员里"),
    ],
)
@pytest.mark.parametrize("code", ["notify_check", "inspect"])
def test_nobody_without_a_certificate_or_approval_takes_part(names, message, code):
    speaks(
        "INS-18",
        "officers_are_the_approved",
        check(OPENED, READ, APPROVED),
        asked(code, officers=people(*names)),
        message,
    )


def test_officers_of_an_urgent_visit_need_certificates_only():
    speaks("INS-18", "officers_are_the_approved", check(URGENT), asked("inspect", officers=people("甲", "庚")), "")


@pytest.mark.parametrize(
    ("facts", "data", "message"),
    [
        (check(OPENED, READ), {}, "这一次入企还没有批准"),
        (check(OPENED, READ, APPROVED), {}, ""),
        (check(OPENED, READ, APPROVED, NOTICE, visit()), {}, "这一次入企还没有批准"),
        (check(URGENT), {}, ""),
        (check(URGENT, NOTICE, visit()), {}, "这一次入企还没有批准"),
        (check(URGENT), {"rep_required": "yes"}, "不得要求法定代表人到场"),
        (check(URGENT), {"costs": "party"}, "不得转嫁给企业"),
        (check(URGENT), {"intermediary": "yes"}, "不得指定中介机构"),
        (check(URGENT), {"rep_required": "no", "costs": "organ", "intermediary": "no"}, ""),
    ],
)
def test_nothing_is_put_on_the_party(facts, data, message):
    speaks("INS-19", "nothing_is_put_on_the_party", facts, asked("notify_check", **data), message)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (check(OPENED, READ, APPROVED), "还没有送达检查通知书"),
        (check(OPENED, READ, APPROVED, NOTICE), ""),
        (check(OPENED, READ, APPROVED, NOTICE, visit()), "还没有送达检查通知书"),
    ],
)
def test_every_visit_has_its_notice(facts, message):
    speaks("INS-20", "notice_comes_with_the_officers", facts, asked("inspect"), message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"checklist": GOOD}, ""),
        ({"checklist": GOOD[:1]}, "没有回答：培训记录"),
        ({}, "没有回答：持证情况；培训记录"),
        ({"checklist": [{"point": "持证情况", "answer": "no"}, GOOD[1]], "plan": "责令改正"}, "没有写明情况"),
        ({"checklist": BAD}, "没有写处理意见"),
        ({"checklist": BAD, "plan": "责令改正"}, ""),
        ({"checklist": GOOD, "signed": "refused"}, "没有写明拒签的原因"),
        ({"checklist": GOOD, "signed": "refused", "refusal_note": "负责人不在"}, ""),
    ],
)
def test_every_public_point_is_answered(data, message):
    speaks("INS-21", "every_point_is_answered", check(OPENED), asked("inspect", **data), message)


CLEAN = (OPENED, READ, APPROVED, NOTICE, visit())
FAULTY = (OPENED, READ, APPROVED, NOTICE, visit(rows=BAD))


@pytest.mark.parametrize(
    ("facts", "outcome", "message"),
    [
        (check(*CLEAN), "clear", ""),
        (check(*FAULTY), "clear", "检查记录有不符合的（持证情况）"),
        (check(*CLEAN, ORDER), "clear", "已经责令改正"),
        (check(*CLEAN), "further", "检查记录没有不符合的项目"),
        (check(*FAULTY), "further", ""),
        (check(*FAULTY), "correct", "没有责令改正"),
        (check(*FAULTY, ORDER), "correct", ""),
    ],
)
def test_the_result_is_what_the_record_says(facts, outcome, message):
    speaks("INS-22", "result_fits_the_record", facts, asked("tell_result", outcome=outcome), message)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (check(*CLEAN), ""),
        (check(URGENT, NOTICE, visit()), "还没有批准手续"),
        (check(URGENT, NOTICE, visit(), APPROVED), ""),
    ],
)
def test_no_result_without_approval(facts, message):
    speaks("INS-23", "approval_is_made_up_first", facts, asked("tell_result"), message)


@pytest.mark.parametrize(
    ("reported", "ground", "wanted"),
    [
        ("2026-09-02T10:00+08:00", "none", []),
        ("2026-09-02T09:00+08:00", "none", ["block"]),
        ("2026-09-02T10:00+08:00", "unlawful", ["warn"]),
        ("", "none", []),
    ],
)
def test_a_refusal_is_reported(reported, ground, wanted):
    act = asked("record_refusal", refused_at="2026-09-02T09:40+08:00", reported_at=reported, ground=ground)
    assert weights("INS-24", "refusal_is_noted_and_reported", check(OPENED), act) == wanted


@pytest.mark.parametrize(
    # Ten working days from Wednesday 2 September 2026.
    ("facts", "on", "message"),
    [
        (check(*CLEAN), "2026-09-16", ""),
        (check(*CLEAN), "2026-09-17", "应当在 2026-09-16 前告知"),
        (check(OPENED), "2027-01-01", ""),
    ],
)
def test_the_result_is_told_in_time(facts, on, message):
    speaks("INS-25", "result_is_told_in_time", facts, asked("tell_result", on), message)


REFUSED = ("record_refusal", "2026-09-02", {"ground": "none"})


@pytest.mark.parametrize(
    ("facts", "data", "message"),
    [
        (check(OPENED, ENOUGH), {"ground": "enough"}, ""),
        (check(OPENED, READ), {"ground": "enough"}, "没有结论为“能够查清”的书面检查"),
        (check(OPENED), {"ground": "refused"}, "没有拒绝检查的记录"),
        (check(OPENED, REFUSED), {"ground": "refused"}, ""),
        (check(OPENED), {"ground": "merged"}, "没有写明并入哪一次检查"),
        (check(OPENED), {"ground": "merged", "merged_into": "一号"}, ""),
        (check(OPENED), {"ground": "gone"}, ""),
    ],
)
def test_leaving_without_a_visit_has_its_ground(facts, data, message):
    speaks("INS-26", "leaving_has_its_ground", facts, asked("end_without_visit", **data), message)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (check(*FAULTY), ""),
        (check(*CLEAN, ORDER), ""),
        (check(*CLEAN), "没有不符合的项目"),
        (check(URGENT, NOTICE, visit(rows=BAD)), "还没有批准手续"),
    ],
)
def test_what_is_handed_over_is_whole(facts, message):
    speaks("INS-27", "handed_over_whole", facts, asked("hand_over"), message)


@pytest.mark.parametrize(("day", "message"), [("2026-09-02", ""), ("2026-08-30", "发现日期早于检查登记"), ("", "")])
def test_nothing_was_found_before_the_check(day, message):
    speaks("INS-28", "found_at_the_visit", check(*FAULTY), asked("hand_over", found_on=day), message)


ANSWERS = {one.name: "no" for one in TABLE.acts["close_check"].fields if one.name.startswith(("ban_", "not_"))}


def test_five_bans_and_eight_must_nots_are_asked():
    assert [sum(name.startswith(start) for name in ANSWERS) for start in ("ban_", "not_")] == [5, 8]


@pytest.mark.parametrize(
    ("number", "name", "field"),
    [("INS-30", "five_bans_are_answered", "ban_quota"), ("INS-31", "eight_must_nots_are_answered", "not_costs")],
)
def test_must_nots_are_answered_honestly(number, name, field):
    facts, silent = check(*CLEAN), {one: value for one, value in ANSWERS.items() if one != field}
    assert weights(number, name, facts, asked("close_check", **ANSWERS)) == []
    assert weights(number, name, facts, asked("close_check", **silent)) == ["block"]
    assert weights(number, name, facts, asked("close_check")) == ["block"]
    broken = ANSWERS | {field: "yes"}
    assert weights(number, name, facts, asked("close_check", **broken)) == ["block"]
    assert weights(number, name, facts, asked("close_check", **broken, misconduct="已报告并退还费用")) == ["warn"]


def ended(ground: str) -> tuple[str, str, dict[str, Any]]:
    return "end_without_visit", "2026-09-02", {"ground": ground, "reason": "情况说明"}


@pytest.mark.parametrize(
    ("facts", "data", "message"),
    [
        (check(*CLEAN), {"conclusion": "clear"}, ""),
        (check(*CLEAN), {"conclusion": "documents"}, "已经入企检查"),
        (check(*FAULTY), {"conclusion": "clear"}, "检查发现过问题"),
        (check(*FAULTY), {"conclusion": "corrected"}, "没有改正的记录"),
        (check(*CLEAN), {"conclusion": "corrected"}, "没有发现过问题"),
        (check(*CLEAN), {"conclusion": "uncorrected", "further": "移送立案调查"}, "没有发现过问题"),
        (check(*FAULTY, ORDER), {"conclusion": "corrected"}, "责令改正之后没有复查"),
        (check(*FAULTY, ORDER, again("corrected")), {"conclusion": "corrected"}, ""),
        (check(*FAULTY, ORDER, again("partly")), {"conclusion": "corrected"}, "办结情况与复查结果不一致"),
        (check(*FAULTY, ORDER, again("corrected")), {"conclusion": "uncorrected"}, "办结情况与复查结果不一致"),
        (check(*FAULTY, ORDER, again("not")), {"conclusion": "uncorrected"}, "没有写明后续措施"),
        (check(*FAULTY, ORDER, again("not")), {"conclusion": "uncorrected", "further": "移送立案调查"}, ""),
        (check(OPENED, ENOUGH, ended("enough")), {"conclusion": "documents"}, ""),
        (check(OPENED, ENOUGH, ended("enough")), {"conclusion": "clear"}, "请选“书面、数据检查查清，没有入企”"),
        (check(OPENED, ended("gone")), {"conclusion": "other"}, ""),
        (check(OPENED, REFUSED, ended("refused")), {"conclusion": "refused"}, ""),
    ],
)
def test_a_check_ends_as_its_record_says(facts, data, message):
    speaks("INS-32", "check_is_finished", facts, asked("close_check", **data), message)


def due(facts: CaseFacts) -> dict[str, tuple[date, bool]]:
    return {one.code: (one.due_on, one.met is not None) for one in deadlines(facts, context("2026-09-03"))}


def test_the_clocks_of_a_check():
    assert not {"check_makeup", "check_result"} & due(check(OPENED, READ, APPROVED)).keys()
    assert due(check(*CLEAN))["check_result"] == (date(2026, 9, 16), False)
    assert "check_makeup" not in due(check(*CLEAN))
    urgent = check(URGENT, NOTICE, visit())
    assert due(urgent)["check_makeup"] == (date(2026, 9, 4), False)
    assert due(check(URGENT, NOTICE, visit(), ("approve_inspection", "2026-09-03", {})))["check_makeup"] == (
        date(2026, 9, 4),
        True,
    )


@pytest.mark.parametrize(
    ("facts", "act"),
    [
        (check(OPENED), "check_documents"),
        (check(OPENED, ENOUGH), "end_without_visit"),
        (check(OPENED, READ), "approve_inspection"),
        (check(OPENED, READ, APPROVED), "notify_check"),
        (check(OPENED, READ, APPROVED, NOTICE), "inspect"),
        (check(OPENED, READ, APPROVED, NOTICE, REFUSED), "end_without_visit"),
        (check(URGENT), "notify_check"),
        (check(URGENT, NOTICE, visit()), "approve_inspection"),
        (check(*CLEAN), "tell_result"),
        (check(*FAULTY), "order_correction"),
        (check(*FAULTY, ORDER), "serve"),
        (check(*CLEAN, ("tell_result", "2026-09-03", {})), "serve"),
        (check(*CLEAN, stage="served"), "close_check"),
        (check(*FAULTY, ORDER, stage="served"), "recheck"),
        (check(OPENED, ended("gone")), "close_check"),
        (check(*CLEAN, stage="closed"), "archive"),
        (check(*FAULTY, stage="handed_over"), "archive"),
    ],
)
def test_the_next_step(facts, act):
    found = advice(facts, context("2026-09-05"))
    assert found is not None and found.act == act and found.why


def test_an_archived_check_has_no_next_step():
    assert advice(check(*CLEAN, stage="archived"), context("2026-09-05")) is None


def test_a_later_visit_takes_a_fault_off():
    assert failed_points(check(*FAULTY)) == ("持证情况",)
    assert failed_points(check(*FAULTY, visit("2026-09-10"))) == ()


def test_words_of_a_check():
    words = Told(context("2026-09-03"))
    assert [check_outcome(one, words) for one in (check(OPENED), check(*CLEAN), check(*FAULTY), check(*FAULTY, ORDER))] == ["", "clear", "", "correct"]  # fmt: skip
    assert [check_conclusion(one, words) for one in (check(*CLEAN), check(*FAULTY), check(*FAULTY, ORDER, again("partly")), check(OPENED, ended("gone")))] == ["clear", "", "uncorrected", "other"]  # fmt: skip
    assert "不符合 1 项：持证情况" in check_summary(check(*FAULTY, ORDER, again("corrected")), words)
    assert (
        check_summary(check(OPENED, ended("gone")), words) == "情况说明" and check_summary(check(OPENED), words) == ""
    )


def test_a_lead_begins_with_what_the_check_knows():
    told = {
        "found_on": "2026-09-02",
        "place": "厂区",
        "facts": "一人无证上岗",
        "reason": "涉嫌违法",
        "evidence_refs": [1],
    }
    taken = (
        "collect_evidence",
        "2026-09-02 13:00",
        {"name": "照片", "kind": "documentary", "officers": people("甲"), "files": [{"id": "f"}]},
    )
    facts = check(*FAULTY, taken)
    lead = lead_of(facts, told)
    assert (lead["matter"], lead["party"], lead["source"], lead["found_on"]) == ("m", "p", "inspection", "2026-09-02")
    assert "一人无证上岗" in lead["clue"] and lead_of(facts, told | {"offence": {"id": "other"}})["matter"] == "other"
    record, photo = evidence_of(facts, told, date(2026, 9, 3))
    assert (record["kind"], record["name"], record["files"]) == ("record", "现场检查笔录（inspect-5）", [])
    assert (photo["name"], photo["files"]) == ("照片", [{"id": "f"}])
    assert len(evidence_of(facts, told | {"evidence_refs": []}, date(2026, 9, 3))) == 1
