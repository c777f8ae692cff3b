"""What a second reader tried: the same thing by another word, another door, another date. Each rule from both sides."""

from dataclasses import replace
from datetime import date

import pytest
from tests.cases.rules.made import ORGAN, asked, case, context, key, other_case, part, people, person, told

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.limits import settled_before_plan
from mingjing.cases.rules.money import surcharge
from mingjing.cases.rules.notice import heavier
from mingjing.cases.rules.review import content, digest, proposed

NOTICE = {"kinds": ["fine", "suspend_licence"], "fine": "20000.00", "other_content": "暂扣许可证三个月。"}
REPORT = ("report", "2026-09-18", {"conclusion": "penalty", **NOTICE})
DECIDED = ("decide", "2026-11-05", {"kinds": ["fine"], "fine": "80000.00", "number": "示应急罚〔2026〕9号"})


def served(seq, day, mode="direct", **more):
    return ("serve", day, {"document_seq": seq, "mode": mode, "served_at": f"{day}T10:00+08:00", **more})


def says(number, name, facts, act, message, now=None):
    found = told(part(number, name), facts, act, context(now) if now else None)
    assert any(message in each for each in found) if message else not found, found


# What is written freely


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("暂扣许可证三个月。", ""),
        (None, ""),
        ("暂扣许可证六个月。", "其他处罚内容没有告知过"),
        ("暂扣许可证三个月", "其他处罚内容没有告知过"),
        ("责令停产停业。", "其他处罚内容没有告知过"),
    ],
)
def test_what_was_not_told_is_not_decided(text, message):
    act = asked("decide", kinds=["fine"], fine="20000.00", other_content=text)
    says("G-20", "never_heavier", case(("notify", "2026-09-24", NOTICE)), act, message)


def test_a_notice_without_other_content_allows_none():
    plain = case(("notify", "2026-09-24", {"kinds": ["fine"], "fine": "20000"}))
    says("G-20", "never_heavier", plain, asked("decide", kinds=["fine"], other_content="暂扣。"), "没有告知过")


def test_heavier_names_the_field():
    assert heavier({**NOTICE, "other_content": "六个月"}, NOTICE) == "other_content"
    assert heavier({**NOTICE, "other_content": ""}, NOTICE) == ""
    assert heavier({**NOTICE, "kinds": ["stop"], "other_content": "六个月"}, NOTICE) == "kinds"


@pytest.mark.parametrize(
    ("text", "kinds", "message"),
    [
        ("责令停产停业三十日。", ["fine"], "停产"),
        ("责令停产停业三十日。", ["fine", "stop"], ""),
        ("吊销许可证。", ["suspend_licence"], "吊销"),
        ("没收设备一台。", ["confiscate_goods"], ""),
        ("期限自本决定送达之日起算。", ["suspend_licence"], ""),
        (None, ["fine"], ""),
    ],
)
def test_no_kind_hides_in_words(text, kinds, message):
    act = asked("notify", kinds=kinds, other_content=text)
    says("G-21", "no_kind_hides_in_words", case(), act, message)


def test_a_pass_covers_what_is_written_freely():
    without = case(("report", "2026-09-18", {"kinds": ["fine"]}))
    assert "other_content" not in proposed(without)
    told_of = case(("notify", "2026-09-24", NOTICE))
    assert proposed(told_of)["other_content"] == "暂扣许可证三个月。"
    talked = case(
        ("notify", "2026-09-24", NOTICE), ("discuss", "2026-10-10", {"outcome": "penalty", "other_content": "一个月"})
    )
    assert proposed(talked)["other_content"] == "一个月" and digest(talked) != digest(told_of)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kinds": ["fine"], "fine": "1", "confiscation": "5000"}, "没有选择没收的种类"),
        ({"kinds": ["fine", "confiscate_gains"], "fine": "1", "confiscation": "5000"}, ""),
        ({"kinds": ["confiscate_goods"], "confiscation": "0.01"}, ""),
        ({"kinds": ["fine"], "fine": "1", "confiscation": "0"}, ""),
    ],
)
def test_confiscation_needs_its_kind(data, message):
    act = asked("decide", breached=["甲法第一条"], basis=["甲法第二条"], **data)
    says("G-15", "penalty_has_a_basis", case(), act, message)


@pytest.mark.parametrize(
    ("discretion", "grounds", "message"),
    [("reduced", [], "没有选择减轻的法定情形"), ("reduced", ["merit"], ""), ("lighter", [], ""), ("normal", [], "")],
)
def test_reduction_has_a_ground(discretion, grounds, message):
    says("G-11", "leniency_is_applied", case(), asked("report", discretion=discretion, leniency=grounds), message)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("一名焊工无证作业", ""),
        ("经查，一名焊工，无证作业。有下列证据证明", ""),
        ("两名焊工无证作业", "文字不同"),
        ("", "文字不同"),
    ],
)
def test_the_facts_decided_are_the_facts_told(facts, message):
    notice = case(("notify", "2026-09-24", {"facts": "一名焊工无证作业。"}))
    says("G-20", "decided_on_what_was_told", notice, asked("decide", facts=facts), message)
    says("G-20", "decided_on_what_was_told", case(), asked("decide", facts=facts), "")


APPRAISED = (
    "tell_appraisal",
    "2026-09-24",
    {"result": "不合格", "objection_days": 5, "number": "示应急鉴告〔2026〕1号"},
)


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        ([APPRAISED], "2026-10-20", "示应急鉴告〔2026〕1号还没有送达"),
        ([APPRAISED, served(1, "2026-09-24")], "2026-10-08", "2026-10-09 届满"),
        ([APPRAISED, served(1, "2026-09-24")], "2026-10-09", "2026-10-09 届满"),
        ([APPRAISED, served(1, "2026-09-24")], "2026-10-10", ""),
        ([], "2026-10-10", ""),
    ],
)
def test_an_appraisal_reaches_the_party_before_it_is_used(acts, on, message):
    says("G-06", "appraisal_reached_the_party", case(*acts), asked("decide", on), message)


@pytest.mark.parametrize(
    ("at", "message"),
    [("08:59", "送达时间早于文书"), ("09:00", ""), ("09:01", "")],
)
def test_nothing_is_served_before_it_is_made(at, message):
    act = asked("serve", "2026-09-24 18:00", document_seq=1, mode="direct", served_at=f"2026-09-24T{at}+08:00")
    says("G-31", "served_once", case(("notify", "2026-09-24", NOTICE)), act, message)


@pytest.mark.parametrize(
    ("change", "speaks"),
    [({}, True), ({"tier": "较轻"}, False), ({"harm": "slight"}, False), ({"corrected": "no"}, False), ({"conclusion": "no_penalty"}, False)],
)  # fmt: skip
def test_slight_corrected_harmless_is_not_punished(change, speaks):
    usual = {"tier": "轻微", "harm": "none", "corrected": "yes", "conclusion": "penalty"}
    says(
        "G-12",
        "slight_and_harmless_is_spared",
        case(),
        asked("report", **(usual | change)),
        "却建议处罚" if speaks else "",
    )


# Time


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"violation_from": "2026-09-02", "violation_ended_on": "2026-09-01"}, "早于开始日期"),
        ({"violation_from": "2026-09-02", "violation_ended_on": "2026-09-02"}, ""),
        ({"violation_from": "2026-09-02"}, ""),
        ({"violation_from": "1990-06-01", "violation_ended_on": "1990-07-31"}, "已过 1992-07-31"),
        ({"violation_from": "1994-10-01", "violation_ended_on": "1996-10-01"}, "已过 1998-10-01"),
    ],
)
def test_the_dates_of_a_violation(data, message):
    lead = ("register_lead", "2026-09-03", {"found_on": "2026-09-03"})
    says("G-13", "within_limitation", case(lead), asked("file_case", "2026-09-04", **data), message)


@pytest.mark.parametrize(("harm", "message"), [("none", "没有危害后果"), ("slight", ""), ("serious", "")])
def test_five_years_need_harm(harm, message):
    acts = (
        ("register_lead", "2026-08-31", {"found_on": "2026-08-31"}),
        ("file_case", "2026-09-04", {"handlers": [], "five_years": "yes", "five_years_evidence": "诊断证明"}),
    )
    act = asked("report", "2026-09-18", violation_on="2022-09-01", harm=harm)
    says("G-13", "within_limitation", case(*acts), act, message)
    report = ("report", "2026-09-18", {"violation_on": "2022-09-01", "harm": harm})
    says("G-13", "within_limitation", case(*acts, report), asked("decide"), message)


# Crime


@pytest.mark.parametrize("code", ["decide_not_established", "withdraw_filing", "terminate", "notify", "decide"])
def test_a_suspected_crime_leaves_by_one_door_only(code):
    facts = case(("report", "2026-09-18", {"crime_suspected": "yes"}))
    says("G-41", "crime_goes_first", facts, asked(code), "涉嫌犯罪")
    says("G-41", "crime_goes_first", case(("report", "2026-09-18", {"crime_suspected": "no"})), asked(code), "")
    assert "G-41" in {*facts.procedure.acts[code].ready, *facts.procedure.acts[code].guards}


@pytest.mark.parametrize(
    ("kind", "suspected", "message"),
    [("organ", "yes", "不能只移送其他行政机关"), ("organ", "no", ""), ("crime", "yes", ""), ("organ", "", "")],
)
def test_a_crime_is_not_handed_to_another_bureau(kind, suspected, message):
    facts = case(("report", "2026-09-18", {"crime_suspected": suspected})) if suspected else case()
    says("G-41", "transfer_has_its_papers", facts, asked("transfer", kind=kind, receiver="示范县公安局"), message)


@pytest.mark.parametrize(
    ("more", "state"),
    [((), "breached"), ((served(1, "2026-09-19"),), "met"), ((served(1, "2026-09-21"),), "late")],
)
def test_the_letter_to_the_police_is_handed_over_by_service(more, state):
    sent = ("transfer", "2026-09-18 10:30", {"kind": "crime"})
    ctx = context("2026-09-30")
    clock = next(c for c in deadlines(case(sent, *more), ctx) if c.code == "crime_transfer")
    assert clock.state(ctx.now) == state


# Persons


@pytest.mark.parametrize(
    ("code", "data", "message"),
    [
        ("discuss", {"members": [{"person": person("乙"), "vote": "yes"}]}, "乙已被决定回避"),
        ("interview", {"officers": people("甲", "庚"), "recorder": person("乙")}, "乙已被决定回避"),
        ("arrange_hearing", {"chair": person("戊"), "recorder": person("乙")}, "乙已被决定回避"),
        (
            "arrange_hearing",
            {"chair": person("戊"), "recorder": person("壬"), "members": people("乙")},
            "乙已被决定回避",
        ),
        ("discuss", {"members": [{"person": person("己2"), "vote": "yes"}], "attendees": people("甲")}, ""),
        ("request_recusal", {"person": person("乙")}, ""),
        ("inspect", {"officers": people("甲", "庚"), "recusal_person": person("乙")}, ""),
        ("collect_evidence", {"files": [{"id": str(key("file")), "name": "照片.jpg"}], "kind": "physical"}, ""),
    ],
)
def test_a_recused_person_takes_no_part(code, data, message):
    facts = case(
        ("request_recusal", "2026-09-25", {"person": person("乙"), "applicant": "恒源"}),
        ("decide_recusal", "2026-09-28", {"request_seq": 1, "granted": "yes"}),
    )
    says("G-05", "recused_person_stays_out", facts, asked(code, by="甲", **data), message)


@pytest.mark.parametrize(("name", "message"), [("丙", "丙在本案中担任过案件审查人"), ("甲", ""), ("寅", "")])
def test_an_examiner_does_not_write_the_record(name, message):
    facts = case(("examine", "2026-09-18", {"by": "丙", "result": "agree"}))
    act = asked("interview", by="甲", officers=people("甲", "乙"), recorder=person(name))
    says("X-01", "persons_are_separate", facts, act, message)


@pytest.mark.parametrize(
    ("signers", "message"),
    [
        (("甲", "乙"), ""),
        (("甲", "乙", "庚"), ""),
        (("甲", "庚"), "庚不是本案承办人"),
        (("丑", "庚"), "签名不足两人"),
        (("甲",), "签名的人不是"),
    ],
)
def test_the_handlers_sign_their_report(signers, message):
    facts = case(("file_case", "2026-09-04", {"handlers": people("甲", "乙")}))
    says("G-04", "handlers_sign_their_report", facts, asked("report", signers=people(*signers)), message)
    says("G-04", "handlers_sign_their_report", case(), asked("report", signers=people(*signers)), "")


def test_who_drafted_or_ordered_handled_the_case():
    ordered = case(("order_correction", "2026-09-02", {"by": "寅"}))
    act = asked("give_opinion", by="寅")
    says("X-01", "persons_are_separate", ordered, act, "寅在本案中担任过承办（调查）人")
    filing = replace(case(("file_case", "2026-09-04", {"handlers": people("甲", "乙")})).acts[0], drafted_by=key("卯"))
    says("X-01", "persons_are_separate", replace(case(), acts=(filing,)), asked("give_opinion", by="卯"), "担任过承办")
    says("X-01", "persons_are_separate", replace(case(), acts=(filing,)), asked("give_opinion", by="丁"), "")


# Filed before, punished before


@pytest.mark.parametrize(
    ("change", "speaks"),
    [
        ({"organ_id": ORGAN.id}, True),
        ({"organ_id": ORGAN.id, "stage": "terminated", "outcome": ""}, True),
        ({"organ_id": ORGAN.id, "filed_on": None}, False),
        ({"organ_id": ORGAN.id, "violation_from": date(2026, 11, 1), "violation_to": date(2026, 11, 1)}, False),
        ({"organ_id": ORGAN.id, "id": key("old")}, False),
        ({}, False),
    ],
)
def test_filed_anew(change, speaks):
    facts = case(related=(other_case(**change),), previous=key("old"))
    act = asked("file_case", violation_from="2026-09-02", violation_ended_on="2026-09-02")
    says("FIL-01", "filed_anew_with_reason", facts, act, "本机关已于 2026-09-03" if speaks else "")


@pytest.mark.parametrize(
    ("outcome", "first"),
    [
        ("decide", False),
        ("decide:changed", False),
        ("decide:unlawful", False),
        ("decide_no_penalty", False),
        ("decide:revoked", True),
        ("decide_no_penalty:void", True),
        ("decide_not_established", True),
        ("", True),
    ],
)
def test_a_first_offence_is_the_first(outcome, first):
    facts = case(related=(other_case(outcome=outcome),))
    act = asked(
        "decide_no_penalty", ground="first", first_offence="yes", harm="slight", corrected="yes", education="已对当事人进行法律法规教育。"
    )  # fmt: skip
    says("G-12", "no_penalty_has_its_ground", facts, act, "" if first else "不是初次违法")


# After the decision


@pytest.mark.parametrize(
    ("result", "data", "message"),
    [
        ("revoked", {"kind": "revoked"}, ""),
        ("revoked", {"kind": "changed"}, "结果不一致"),
        ("unlawful", {"kind": "revoked"}, "结果不一致"),
        ("redo", {"kind": "revoked", "redo": "yes"}, ""),
        ("redo", {"kind": "revoked", "redo": "no"}, "责令重新作出决定"),
        ("changed", {"kind": "changed", "redo": "yes"}, "原决定仍然有效"),
        ("void", {"kind": "void", "redo": "yes"}, ""),
        ("revoked", {"kind": "revoked", "known_on": "2027-02-03"}, "知悉日期不能更晚"),
        ("revoked", {"kind": "revoked", "known_on": "2027-02-01"}, ""),
        ("upheld", {"kind": "changed"}, ""),
        (None, {"kind": "changed"}, ""),
        (None, {"kind": "changed", "redo": "yes"}, "原决定仍然有效"),
    ],
)
def test_a_change_says_what_the_remedy_said(result, data, message):
    ended = (
        "end_remedy",
        "2027-02-02",
        {"remedy_seq": 2, "result": result, "document_no": "复3号", "result_on": "2027-02-01"},
    )
    acts = [DECIDED, ("receive_remedy", "2026-12-03", {"filed_on": "2026-12-01"}), *([ended] if result else [])]
    act = asked("change_decision", "2027-02-20", **({"known_on": "2027-02-02", "redo": "no"} | data))
    says("G-33", "change_fits_the_remedy", case(*acts, stage="served"), act, message)


def test_a_registered_result_binds_the_next_change_no_more():
    ended = (
        "end_remedy",
        "2027-02-02",
        {"remedy_seq": 2, "result": "changed", "document_no": "复3号", "result_on": "2027-02-01"},
    )
    change = ("change_decision", "2027-02-03", {"kind": "changed", "new_fine": "50000"})
    facts = case(DECIDED, ("receive_remedy", "2026-12-03", {}), ended, change, stage="served")
    says("G-33", "change_fits_the_remedy", facts, asked("change_decision", kind="revoked", known_on="2027-05-01"), "")


def test_taking_down_counts_from_the_result_and_not_from_its_entry():
    ended = (
        "end_remedy",
        "2027-02-02",
        {"remedy_seq": 2, "result": "revoked", "document_no": "复3号", "result_on": "2027-01-29"},
    )
    facts = case(DECIDED, ("receive_remedy", "2026-12-03", {"kind": "reconsideration", "filed_on": "2026-12-01", "received_on": "2026-12-03"}), ended)  # fmt: skip
    clock = next(c for c in deadlines(facts, context("2027-02-02")) if c.code == "withdraw")
    assert (clock.started, clock.due_on) == (date(2027, 1, 29), date(2027, 2, 3))


@pytest.mark.parametrize(
    ("paid_back", "message"), [(None, "还有 80000 元没有退还"), ("79999", "还有 1 元"), ("80000", "")]
)
def test_what_is_to_be_paid_back_is_paid_back_before_closing(paid_back, message):
    change = ("change_decision", "2027-02-03", {"kind": "revoked", "refund": "80000"})
    back = [("record_refund", "2027-02-05", {"amount": paid_back})] if paid_back else []
    facts = case(DECIDED, change, *back, stage="served")
    says("CLOSE-01", "closing_ground_holds", facts, asked("close", "2027-02-10", ground="revoked"), message)


def test_a_decision_the_organ_revoked_itself_can_be_closed_after_a_late_result():
    acts = (
        DECIDED,
        ("receive_remedy", "2026-12-03", {"filed_on": "2026-12-01"}),
        ("change_decision", "2026-12-10", {"kind": "revoked"}),
        (
            "end_remedy",
            "2027-02-02",
            {"remedy_seq": 2, "result": "unlawful", "document_no": "复3号", "result_on": "2027-02-01"},
        ),
    )
    says("CLOSE-01", "closing_ground_holds", case(*acts, stage="served"), asked("close", ground="revoked"), "")


@pytest.mark.parametrize(
    ("ground", "on", "message"),
    [
        ("no_penalty", "2026-12-09", "没有相应的已送达决定"),
        ("no_penalty", "2026-12-10", ""),
        ("no_penalty", "2026-12-11", ""),
    ],
)
def test_an_announcement_has_to_run_out_before_closing(ground, on, message):
    acts = (("decide_no_penalty", "2026-11-05"), served(1, "2026-11-10", "announcement", announced_on="2026-11-10"))
    says("CLOSE-01", "closing_ground_holds", case(*acts, stage="served"), asked("close", on, ground=ground), message)


@pytest.mark.parametrize(("found", "message"), [("corrected", ""), ("partly", "没有全部改正"), ("not", "没有全部改正")])
def test_a_violation_that_goes_on_is_told_at_closing(found, message):
    acts = (("order_correction", "2026-09-02"), ("recheck", "2026-09-17", {"corrected": found}))
    says("CLOSE-01", "correction_was_checked", case(*acts), asked("close"), message)


@pytest.mark.parametrize(
    ("code", "data", "message"),
    [
        ("receive_remedy", {"filed_on": "2026-11-04", "received_on": "2026-12-03"}, "申请（起诉）日期早于决定"),
        ("receive_remedy", {"filed_on": "2026-11-05", "received_on": "2026-12-03"}, ""),
        ("end_remedy", {"remedy_seq": 2, "result_on": "2026-11-30"}, "早于申请（起诉）日期"),
        ("end_remedy", {"remedy_seq": 2, "result_on": "2026-12-01"}, ""),
        ("end_remedy", {"remedy_seq": 9, "result_on": "2026-11-30"}, ""),
    ],
)
def test_the_days_of_a_remedy_follow_each_other(code, data, message):
    asking = [("receive_remedy", "2026-12-03", {"filed_on": "2026-12-01"})] if code == "end_remedy" else []
    says("REM-01", "remedies_in_turn", case(DECIDED, *asking), asked(code, "2026-12-31", **data), message)


@pytest.mark.parametrize(
    ("before", "amount", "message"),
    [
        ([], "5000", ""),
        ([], "5000.01", "超过决定没收的 5000.00 元"),
        ([("record_payment", "2026-11-19", {"paid_on": "2026-11-19", "fine_paid": "0", "confiscation_paid": "4000"})], "1000.01", "超过"),
        ([("change_decision", "2026-11-19", {"kind": "changed", "new_fine": "0", "new_confiscation": "1000"})], "1000.01", "超过决定没收的 1000 元"),
        ([("change_decision", "2026-11-19", {"kind": "revoked"})], "1", "超过决定没收的 0 元"),
    ],
)  # fmt: skip
def test_no_more_is_confiscated_than_was_decided(before, amount, message):
    decided = ("decide", "2026-11-05", {"kinds": ["confiscate_gains"], "confiscation": "5000.00"})
    facts = case(decided, served(1, "2026-11-09"), *before, stage="served")
    act = asked(
        "record_payment", "2026-11-20", paid_on="2026-11-20", fine_paid="0", confiscation_paid=amount, mode="bank"
    )
    says("G-34", "paid_to_the_bank", facts, act, message)


def test_a_confiscation_once_lessened_is_not_raised_again():
    decided = ("decide", "2026-11-05", {"kinds": ["confiscate_gains"], "confiscation": "5000.00"})
    lessened = ("change_decision", "2026-11-19", {"kind": "changed", "new_fine": "0", "new_confiscation": "1000"})
    act = asked(
        "change_decision",
        kind="changed",
        reason="复议机关变更原决定的没收数额。",
        new_fine="0",
        new_confiscation="1000.01",
    )
    says("G-33", "change_is_explained", case(decided, lessened, stage="served"), act, "不得重于原决定")


PLAN = [{"due_on": "2027-12-31", "amount": "40000"}]


@pytest.mark.parametrize(
    ("on", "days", "amount"),
    [
        (date(2027, 12, 31), 0, "0"),
        (date(2028, 1, 1), 1, "1200"),
        (date(2028, 1, 2), 2, "2400"),
        (date(2029, 1, 1), 67, "80000"),
    ],
)
def test_instalments_agreed_upon_anew_are_surcharged_too(on, days, amount):
    acts = (
        DECIDED,
        served(1, "2026-11-09"),
        ("record_payment", "2026-12-20", {"paid_on": "2026-12-20", "fine_paid": "40000"}),
        ("grant_instalments", "2026-12-21", {"instalments": PLAN}),
    )
    facts = case(*acts, stage="served")
    assert settled_before_plan(facts) == 40000 and settled_before_plan(case(DECIDED)) == 0
    owed = surcharge(facts, on, context("2029-01-01"))
    assert owed is not None and (owed.days, str(owed.amount.normalize().__format__("f"))) == (days, amount)


def test_a_plan_asks_no_more_than_the_changed_fine():
    acts = (
        DECIDED,
        served(1, "2026-11-09"),
        ("grant_instalments", "2026-11-20", {"instalments": [{"due_on": "2026-12-31", "amount": "80000"}]}),
        ("change_decision", "2026-12-25", {"kind": "changed", "new_fine": "40000"}),
    )
    owed = surcharge(case(*acts, stage="served"), date(2027, 1, 1), context("2027-01-01"))
    assert owed is not None and owed.amount == 1200


@pytest.mark.parametrize(
    ("code", "paid", "message"),
    [
        ("apply_court", {"fine_paid": "80000", "surcharge_paid": "80000"}, "都已履行"),
        ("apply_court", {"fine_paid": "80000", "surcharge_paid": "79999"}, ""),
        ("apply_court", {"fine_paid": "79999", "surcharge_paid": "80000"}, ""),
    ],
)
def test_nothing_owed_nothing_asked_of_the_court(code, paid, message):
    acts = (
        DECIDED,
        served(1, "2026-11-09"),
        ("urge", "2027-05-11"),
        served(3, "2027-05-11"),
        ("record_payment", "2027-05-27", {"paid_on": "2027-05-27", **paid}),
    )
    act = asked("apply_court", "2027-06-01", annexes=["a", "b", "c", "d", "e"])
    says("ENF-02", "court_after_urging", case(*acts, stage="served"), act, message, now="2027-06-01")


@pytest.mark.parametrize(("on", "message"), [("2026-11-04", "早于处罚决定"), ("2026-11-05", ""), ("2026-11-20", "")])
def test_nobody_pays_before_the_decision(on, message):
    act = asked("record_payment", "2026-11-20", paid_on=on, fine_paid="80000", mode="bank")
    says("G-34", "paid_to_the_bank", case(DECIDED, served(1, "2026-11-09"), stage="served"), act, message)


@pytest.mark.parametrize(("on", "message"), [("2026-11-24", ""), ("2026-11-25", "才批准")])
def test_a_late_approval_of_instalments_is_told(on, message):
    act = asked(
        "grant_instalments", on, applied_on="2026-11-20", instalments=[{"due_on": "2026-12-31", "amount": "80000"}]
    )
    says("G-36", "instalments_fit", case(DECIDED, served(1, "2026-11-09"), stage="served"), act, message)


# The file after the review


def test_an_inspection_after_the_report_makes_a_pass_stale():
    report = ("report", "2026-09-18", {"facts": "一名焊工"})
    before = case(("inspect", "2026-09-02"), report)
    assert content(before)["records"] == []
    assert digest(case(("inspect", "2026-09-02"), report, ("inspect", "2026-09-21"))) != digest(before)
    assert digest(case(("inspect", "2026-09-02"), report, ("sample", "2026-09-21"))) != digest(before)


OLD = "两名焊工未取得特种作业操作证上岗作业，事实清楚"
REASON = "两名人员未持证从事高危焊接作业，属较重阶次"


@pytest.mark.parametrize(
    ("facts", "reason", "fine", "message"),
    [
        (OLD, REASON, "80000", "处罚也相同"),
        ("两名焊工未取得特种作业操作证上岗作业； 事实清楚。", REASON, "80000", "处罚也相同"),
        (f"{OLD}。", REASON, "60000", "与被撤销的示应急罚〔2026〕9号相同"),
        ("两名焊工没有取得特种作业操作证上岗作业，事实清楚", REASON, "80000", "只有个别字不同"),
        ("经公证取证，三人在行为当日均无有效证件", REASON, "80000", ""),
        (OLD, "重新查明一人持有过期证书，按一般阶次确定", "80000", ""),
    ],
)
def test_a_comma_more_makes_no_other_decision(facts, reason, fine, message):
    from mingjing.cases.terms import ReplacedDecision

    old = ReplacedDecision("示应急罚〔2026〕9号", OLD, REASON, frozenset({"fine"}), "80000", False)
    act = asked("decide", facts=facts, discretion_reason=reason, kinds=["fine"], fine=fine)
    says("REDO-01", "not_the_same_again", case(replaced=old), act, message)


@pytest.mark.parametrize(
    ("acts", "started", "due"),
    [
        ([("submit_review", "2026-10-26")], date(2026, 10, 26), date(2026, 11, 2)),
        # Sent back on the second day, supplemented two working days later: three are left, not five.
        ([("submit_review", "2026-10-26"), ("return_review", "2026-10-28"), ("submit_review", "2026-10-30")], date(2026, 10, 26), date(2026, 11, 4)),
        ([("submit_review", "2026-10-26"), ("return_review", "2026-10-26"), ("submit_review", "2026-10-26")], date(2026, 10, 26), date(2026, 11, 2)),
        # A round that was answered is over; the next one has its own days.
        ([("submit_review", "2026-10-26"), ("give_opinion", "2026-10-28", {"result": "return"}), ("submit_review", "2026-10-30")], date(2026, 10, 30), date(2026, 11, 6)),
    ],
)  # fmt: skip
def test_supplementing_stops_the_clock_of_a_review_and_does_not_wind_it_up_again(acts, started, due):
    clock = [c for c in deadlines(case(*acts), context("2026-11-01")) if c.code == "review"][-1]
    assert (clock.started, clock.due_on) == (started, due)
