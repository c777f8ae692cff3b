"""Notice, statement, hearing, review and service: who is told, how long they have, what the reviewer signed."""

from dataclasses import replace

import pytest
from tests.cases.rules.made import PARTY, asked, case, context, part, people, person, rules, told

from mingjing.cases.rules.review import changes_since, content, digest, proposed, rounds

NOTICE = ("notify", "2026-09-24", {"kinds": ["fine"], "fine": "80000.00", "hearing_offered": "yes", "facts": "事实"})
SMALL = ("notify", "2026-09-24", {"kinds": ["fine"], "fine": "20000.00", "hearing_offered": "no"})
SERVED = ("serve", "2026-09-24", {"document_seq": 1, "mode": "direct", "served_at": "2026-09-24T15:00+08:00"})
REQUEST = ("request_hearing", "2026-10-09", {"requested_at": "2026-10-09T16:20+08:00"})


def waiver(*rights):
    return ("waive_rights", "2026-09-28", {"waived": list(rights), "signed_on": "2026-09-28"})


def speaks(number, name, facts, act, message, now=None):
    found = told(part(number, name), facts, act, context(now) if now else None)
    assert any(message in each for each in found) if message else not found, found


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        ([], "2026-10-10", "没有事先告知"),
        ([NOTICE], "2026-10-10", "尚未送达"),
        ([NOTICE, SERVED], "2026-10-09", "陈述申辩期限 2026-10-09 届满"),
        ([NOTICE, SERVED], "2026-10-10", ""),
        ([NOTICE, SERVED, waiver("statement")], "2026-09-28", ""),
        ([NOTICE, SERVED, waiver("hearing")], "2026-09-28", "届满"),
        ([NOTICE, SERVED, ("state_defence", "2026-09-28")], "2026-10-10", "还没有复核"),
        ([NOTICE, SERVED, ("state_defence", "2026-09-28"), ("recheck_defence", "2026-09-29")], "2026-10-10", ""),
        ([waiver("statement"), NOTICE, ("serve", "2026-09-24", {**SERVED[2], "document_seq": 2})], "2026-10-09", "届满"),
    ],
)  # fmt: skip
def test_the_right_to_speak_has_lapsed(acts, on, message):
    speaks("G-20", "right_has_lapsed", case(*acts), asked("decide", on), message)


def test_a_told_date_does_not_move_earlier():
    from datetime import date

    facts = case(
        NOTICE, SERVED, told={("statement", 1): date(2026, 10, 12), ("hearing_request", 1): date(2026, 10, 12)}
    )
    speaks("G-20", "right_has_lapsed", facts, asked("decide", "2026-10-10"), "2026-10-12 届满")
    speaks("G-22", "hearing_right_has_lapsed", facts, asked("decide", "2026-10-10"), "2026-10-12 届满")
    earlier = replace(facts, told={("statement", 1): date(2026, 9, 28)})
    speaks("G-20", "right_has_lapsed", earlier, asked("decide", "2026-10-09"), "2026-10-09 届满")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"fine": "80000", "kinds": ["fine"]}, ""),
        ({"fine": "80000.01", "kinds": ["fine"]}, "罚款 80000.01 元重于告知的"),
        ({"confiscation": "1"}, "没收 1 元重于告知的"),
        ({"kinds": ["fine", "stop"]}, "增加了没有告知过的处罚种类"),
        ({"fine": "1"}, ""),
        ({"basis": ["安全生产法第九十九条"]}, "处罚依据安全生产法第九十九条没有告知过"),
        ({"breached": ["安全生产法第三十条"]}, "违反的条款安全生产法第三十条没有告知过"),
    ],
)
def test_never_heavier(data, message):
    speaks("G-20", "never_heavier", case(NOTICE), asked("decide", **data), message)
    assert not told(part("G-20", "never_heavier"), case(), asked("decide", **data))


NEW = ("collect_evidence", "2026-10-10", {"name": "考勤表"})


def report(**change):
    return ("report", "2026-09-18", {"conclusion": "penalty", "fine": "90000", **change})


@pytest.mark.parametrize(
    ("acts", "data", "message"),
    [
        ([report()], {"fine": "90000"}, ""),
        ([report(kinds=["fine"])], {"fine": "90000", "kinds": ["fine"]}, ""),
        ([report(conclusion="no_penalty")], {"fine": "1"}, "没有建议处罚"),
        ([report()], {"fine": "90001"}, "重于调查终结报告"),
        ([NOTICE, report(), NEW], {"fine": "90000"}, "没有新的事实和证据"),
        ([NOTICE, report()], {"fine": "90000", "new_facts": "申辩之后查明第三名焊工无证。"}, "没有新的事实和证据"),
        ([NOTICE, report(), NEW], {"fine": "90000", "new_facts": "申辩之后查明第三名焊工无证。"}, ""),
        ([report()], {"confiscation": "1"}, "重于调查终结报告"),
        ([report()], {"kinds": ["stop"]}, "重于调查终结报告"),
        ([NOTICE, report()], {"fine": "70000"}, ""),
        ([], {"fine": "70000"}, ""),
    ],
)
def test_the_notice_fits_the_report(acts, data, message):
    speaks("G-20", "notice_fits_the_report", case(*acts), asked("notify", **data), message)


def test_every_point_of_the_defence_is_answered():
    rows = [{"point": "甲", "reason": "与事实不符"}, {"point": "乙", "reason": "不"}]
    speaks("G-20", "every_point_has_a_reason", case(), asked("recheck_defence", points=rows), "第 2 项没有写明理由")
    speaks("G-20", "every_point_has_a_reason", case(), asked("recheck_defence", points=rows[:1]), "")


@pytest.mark.parametrize(
    ("acts", "signed", "message"),
    [
        ([NOTICE, SERVED], "2026-09-24", ""),
        ([NOTICE, SERVED], "2026-09-23", "送达之前不能放弃"),
        ([NOTICE], "2026-09-24", "送达之前不能放弃"),
        ([], "2026-09-24", "送达之前不能放弃"),
    ],
)
def test_a_waiver_comes_after_service(acts, signed, message):
    speaks("G-20", "waiver_comes_after_service", case(*acts), asked("waive_rights", signed_on=signed), message)


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("legal_person", {"fine": "49999.99"}, ""),
        ("legal_person", {"fine": "50000"}, "没有告知听证权利"),
        ("legal_person", {"fine": "50000", "hearing_offered": "yes"}, ""),
        ("citizen", {"fine": "19999"}, ""),
        ("citizen", {"fine": "20000"}, "没有告知听证权利"),
        ("individual_business", {"fine": "20000"}, "没有告知听证权利"),
        ("legal_person", {"confiscation": "50000"}, "没有告知听证权利"),
        *[("legal_person", {"kinds": [kind]}, "没有告知") for kind in ("downgrade", "revoke_licence", "stop", "close", "ban")],
        ("legal_person", {"kinds": ["warning"]}, ""),
    ],
)  # fmt: skip
def test_when_a_hearing_is_offered(kind, data, message):
    speaks("G-21", "hearing_is_offered", case(party={**PARTY, "kind": kind}), asked("notify", **data), message)


@pytest.mark.parametrize(
    ("acts", "at", "channel", "message"),
    [
        ([], "2026-10-09T16:00", "online", "尚未送达"),
        ([NOTICE], "2026-10-09T16:00", "online", "尚未送达"),
        ([SMALL, SERVED], "2026-10-09T16:00", "online", "没有告知听证权利"),
        ([NOTICE, SERVED], "2026-10-09T23:59", "online", ""),
        ([NOTICE, SERVED], "2026-10-10T00:00", "online", "2026-10-09 已届满"),
        ([NOTICE, SERVED], "2026-10-09T17:30", "counter", ""),
        ([NOTICE, SERVED], "2026-10-09T17:31", "counter", "已届满"),
        ([NOTICE, SERVED], "2026-10-08T20:00", "counter", ""),
        ([NOTICE, SERVED], "2026-10-09T08:00", "post", ""),
        ([NOTICE, SERVED, REQUEST], "2026-10-09T16:30", "online", "已经登记"),
        ([NOTICE, SERVED, REQUEST, ("withdraw_hearing", "2026-10-09")], "2026-10-09T16:30", "online", ""),
    ],
)
def test_hearing_asked_in_time(acts, at, channel, message):
    act = asked("request_hearing", "2026-10-12", requested_at=f"{at}+08:00", channel=channel)
    speaks("G-22", "hearing_asked_in_time", case(*acts), act, message)


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        ([], "2026-10-09", ""),
        ([NOTICE], "2026-10-09", ""),
        ([SMALL, SERVED], "2026-10-09", ""),
        ([NOTICE, SERVED], "2026-10-09", "申请听证的期限 2026-10-09 届满"),
        ([NOTICE, SERVED], "2026-10-10", ""),
        ([NOTICE, SERVED, waiver("hearing")], "2026-10-09", ""),
        ([NOTICE, SERVED, REQUEST], "2026-10-09", ""),
        ([NOTICE, SERVED, REQUEST, ("withdraw_hearing", "2026-10-09")], "2026-10-09", "2026-10-09 届满"),
        ([NOTICE, SERVED, REQUEST, ("withdraw_hearing", "2026-10-09")], "2026-10-10", ""),
    ],
)
def test_the_right_to_a_hearing_has_lapsed(acts, on, message):
    speaks("G-22", "hearing_right_has_lapsed", case(*acts), asked("decide", on), message)


def test_an_agent_who_waives_shows_the_mandate():
    rule = ("G-20", "waiver_comes_after_service", case(NOTICE, SERVED))
    speaks(*rule, asked("waive_rights", signed_on="2026-09-24", relation="agent"), "没有授权委托书")
    speaks(*rule, asked("waive_rights", signed_on="2026-09-24", relation="agent", authorisation=[{}]), "")


# Hearing

ASKED = [NOTICE, SERVED, REQUEST]
ARRANGED = ("arrange_hearing", "2026-10-10", {"chair": person("戊"), "recorder": person("壬"), "hearing_at": "2026-10-22T09:00+08:00"})  # fmt: skip
TOLD = ("serve", "2026-10-10", {"document_seq": 4, "mode": "direct", "served_at": "2026-10-10T10:00+08:00"})
HELD = ("hold_hearing", "2026-10-22", {"by": "戊"})


@pytest.mark.parametrize(("day", "message"), [("2026-10-21", ""), ("2026-10-20", "最早也只能在 2026-10-21")])
def test_seven_full_days_before(day, message):
    act = asked("arrange_hearing", "2026-10-10", hearing_at=f"{day}T09:00+08:00")
    speaks("G-23", "seven_days_before", case(*ASKED), act, message)


@pytest.mark.parametrize(
    ("acts", "day", "message"),
    [
        (ASKED, "2026-10-22", "尚未送达"),
        ([*ASKED, ARRANGED], "2026-10-22", "尚未送达"),
        ([*ASKED, ARRANGED, TOLD], "2026-10-20", "最早 2026-10-21"),
        ([*ASKED, ARRANGED, TOLD], "2026-10-21", "通知的听证时间、地点是 2026-10-22 09:00"),
        ([*ASKED, ARRANGED, TOLD], "2026-10-22", ""),
    ],
)
def test_the_hearing_waits_seven_days_from_service(acts, day, message):
    act = asked("hold_hearing", "2026-10-22", started_at=f"{day}T09:00+08:00", place="听证室")
    speaks("G-23", "served_seven_days_before", case(*acts), act, message)


@pytest.mark.parametrize(
    ("start", "place", "message"),
    [
        ("2026-10-22T09:00", "听证室", ""),
        ("2026-10-22T09:30", "听证室", ""),
        ("2026-10-22T08:59", "听证室", "通知的听证时间"),
        ("2026-10-23T09:00", "听证室", "通知的听证时间"),
        ("2026-10-22T09:00", "某酒店", "通知的听证时间、地点"),
    ],
)
def test_the_hearing_is_held_when_and_where_it_was_told(start, place, message):
    act = asked("hold_hearing", "2026-10-23", started_at=f"{start}+08:00", place=place)
    speaks("G-23", "served_seven_days_before", case(*ASKED, ARRANGED, TOLD), act, message)


@pytest.mark.parametrize(
    ("acts", "data", "message"),
    [
        (ASKED, {"open": "yes"}, ""),
        (ASKED, {"open": "no"}, "没有法定理由"),
        (ASKED, {"open": "no", "closed_ground": "privacy"}, ""),
        ([NOTICE, SERVED], {"open": "yes"}, "没有有效的听证申请"),
        ([], {"open": "yes"}, "没有有效的听证申请"),
        ([*ASKED, NOTICE], {"open": "yes"}, ""),
        ([*ASKED, HELD, NOTICE], {"open": "yes"}, "没有有效的听证申请"),
    ],
)
def test_hearings_are_open_and_asked_for(acts, data, message):
    speaks("G-24", "hearing_is_open", case(*acts), asked("arrange_hearing", **data), message)


@pytest.mark.parametrize(
    ("acts", "by", "message"),
    [
        ([*ASKED, ARRANGED], "戊", ""),
        ([*ASKED, ARRANGED], "壬", "载明的主持人是戊"),
        ([*ASKED, ARRANGED, HELD], "戊", "已经举行"),
        (ASKED, "壬", ""),
    ],
)
def test_the_named_chair_presides_once(acts, by, message):
    speaks("G-24", "named_chair_presides", case(*acts), asked("hold_hearing", by=by), message)


@pytest.mark.parametrize(
    ("acts", "message"),
    [(ASKED, ""), ([NOTICE, SERVED], "没有可以撤回"), ([*ASKED, HELD], "没有可以撤回"), ([HELD, NOTICE, REQUEST], "")],
)
def test_something_to_withdraw(acts, message):
    speaks("G-24", "something_to_withdraw", case(*acts), asked("withdraw_hearing"), message)


REPORTED = ("report_hearing", "2026-10-23", {"by": "戊"})


@pytest.mark.parametrize(
    ("acts", "message"),
    [
        ([NOTICE, SERVED], ""),
        (ASKED, "听证还没有举行"),
        ([NOTICE, HELD, REQUEST], "听证还没有举行"),
        ([*ASKED, HELD], "还没有提交听证报告"),
        ([*ASKED, HELD, REPORTED, HELD], "还没有提交听证报告"),
        ([*ASKED, HELD, REPORTED], ""),
    ],
)
def test_decided_on_the_record(acts, message):
    speaks("G-25", "decided_on_the_record", case(*acts), asked("decide"), message)


@pytest.mark.parametrize(
    ("acts", "by", "message"),
    [
        ([*ASKED, HELD], "戊", ""),
        ([*ASKED, HELD], "壬", "由主持听证的人提交"),
        ([*ASKED, HELD, REPORTED], "戊", "已经提交"),
        (ASKED, "戊", ""),
    ],
)
def test_one_report_by_the_chair(acts, by, message):
    speaks("G-25", "report_once", case(*acts), asked("report_hearing", by=by), message)


# Review

REPORT = ("report", "2026-09-18", {"conclusion": "penalty", "kinds": ["fine"], "fine": "80000.00", "facts": "事实"})
ITEM = ("collect_evidence", "2026-09-08", {"name": "执照", "files": [{"sha256": "a"}]})
FILED = ("file_case", "2026-09-04", {"handlers": people("甲", "乙")})
BASE = [FILED, ITEM, REPORT]
FINE = {"fine": "80000", "kinds": ["fine"]}


def passed(*acts, result="agree", code="give_opinion", later=(), **more):
    sent = ("submit_review", "2026-09-21", {"digest": digest(case(*acts))})
    answer = (code, "2026-09-23", {"by": "丁", "result": result})
    return case(*acts, sent, answer, *later, **more)


def test_a_pass_lets_the_decision_through_again_and_again():
    for _ in range(2):
        speaks("G-26", "review_passed_and_fits", passed(*BASE), asked("decide", **FINE), "")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (case(*BASE), "没有经过法制审核"),
        (case(*BASE, ("submit_review", "2026-09-21", {})), "第 1 轮法制审核还没有结论"),
        (passed(*BASE, result="return"), "第 1 轮法制审核没有通过"),
        (passed(*BASE, result="disagree"), "没有通过"),
        (passed(*BASE, code="return_review"), "没有通过"),
    ],
)
def test_without_a_pass_there_is_no_decision(facts, message):
    speaks("G-26", "review_passed_and_fits", facts, asked("decide", **FINE), message)


CHANGES = [
    ("evidence", ITEM, "09-08 证据"),
    ("evidence excluded", ("exclude_evidence", "2026-09-25", {"evidence_no": 1}), "证据被排除"),
    ("heavier notice", ("notify", "2026-09-25", {**REPORT[2], "fine": "90000.00"}), "新的告知内容"),
    ("lighter notice", ("notify", "2026-09-25", {**REPORT[2], "fine": "70000.00"}), "新的告知内容"),
    ("other basis", ("notify", "2026-09-25", {**REPORT[2], "basis": ["别的条文"]}), "新的告知内容"),
    ("other facts", ("report", "2026-09-25", {**REPORT[2], "facts": "另一事实"}), "新的调查终结报告"),
    ("other reason", ("report", "2026-09-25", {**REPORT[2], "discretion_reason": "另一理由"}), "新的调查终结报告"),
    ("handlers", ("change_handlers", "2026-09-25", {"handlers": people("乙", "庚")}), "承办人变更"),
    ("hearing", ("hold_hearing", "2026-09-25", {"party_case": "申辩", "by": "戊"}), "听证笔录"),
    ("defence with papers", ("state_defence", "2026-09-25", {"files": [{"sha256": "b"}]}), "09-25 陈述申辩"),
    ("defence in words", ("state_defence", "2026-09-25", {"content": "请求从轻"}), "09-25 陈述申辩"),
    ("interview", ("interview", "2026-09-25", {"officers": people("甲", "乙")}), "询问笔录"),
    ("recheck of the correction", ("recheck", "2026-09-25", {}), "复查意见"),
    ("appraisal", ("tell_appraisal", "2026-09-25", {}), "鉴定结果"),
    ("hearing report", ("report_hearing", "2026-09-25", {"found": "事实不清", "by": "戊"}), "听证报告"),
    ("discussion lowers", ("discuss", "2026-09-25", {"outcome": "penalty", "fine": "60000.00"}), "集体讨论"),
    ("discussion spares", ("discuss", "2026-09-25", {"outcome": "no_penalty"}), "集体讨论"),
]


@pytest.mark.parametrize(("later", "message"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_each_kind_of_change_makes_a_pass_stale(later, message):
    facts = passed(*BASE, later=[later])
    speaks("G-26", "review_passed_and_fits", facts, asked("decide", **FINE), message)
    speaks("G-26", "review_passed_and_fits", facts, asked("decide", **FINE), "原审核意见不再适用")


UNRELATED = [
    ("service", ("serve", "2026-09-25", {"document_seq": 3})),
    ("address", ("confirm_address", "2026-09-25", {"electronic": "no"})),
    ("recheck", ("recheck_defence", "2026-09-25", {"points": []})),
    ("extension", ("extend", "2026-09-25", {"days": 30})),
    ("same notice", ("notify", "2026-09-25", dict(REPORT[2]))),
    ("same handlers", ("change_handlers", "2026-09-25", {"handlers": people("乙", "甲")})),
    ("same discussion", ("discuss", "2026-09-25", {"outcome": "penalty", "fine": "80000.00", "kinds": ["fine"]})),
    ("waiver", ("waive_rights", "2026-09-25", {"waived": ["statement"]})),
]


@pytest.mark.parametrize("later", [row[1] for row in UNRELATED], ids=[row[0] for row in UNRELATED])
def test_unrelated_acts_leave_a_pass_as_it_is(later):
    speaks("G-26", "review_passed_and_fits", passed(*BASE, later=[later]), asked("decide", **FINE), "")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"fine": "70000", "kinds": ["fine"]}, "罚款数额与通过审核的内容不同"),
        ({"fine": "90000", "kinds": ["fine"]}, "罚款数额"),
        ({"fine": "80000", "kinds": ["fine", "warning"]}, "处罚种类"),
        ({"fine": "80000", "kinds": ["fine"], "confiscation": "1"}, "没收数额"),
        ({"fine": "80000", "kinds": ["fine"], "basis": ["别的条文"]}, "处罚依据"),
        ({}, ""),
    ],
)
def test_what_was_not_reviewed_is_not_decided(data, message):
    speaks("G-26", "review_passed_and_fits", passed(*BASE), asked("decide", **data), message)


def test_a_decision_not_to_punish_is_reviewed_where_a_trigger_fires():
    plain = case(FILED, ITEM, ("report", "2026-09-18", {"fine": "0"}))
    speaks("G-26", "review_passed_and_fits", plain, asked("decide_no_penalty"), "")
    for trigger in ({"public_interest": "yes"}, {"complex": "yes"}, {"kinds": ["stop"]}):
        facts = case(FILED, ITEM, ("report", "2026-09-18", trigger))
        speaks("G-26", "review_passed_and_fits", facts, asked("decide_no_penalty"), "没有经过法制审核")
    heard = case(FILED, ("report", "2026-09-18", {}), HELD)
    speaks("G-26", "review_passed_and_fits", heard, asked("decide_not_established"), "没有经过法制审核")
    speaks("G-26", "review_passed_and_fits", passed(*BASE), asked("decide_no_penalty", ground="minor"), "")


def test_the_flag_of_review_for_all_is_asked_on_the_day():
    """宝坻、承德的做法自 2019-07-05 起；此前没有触发事项的处罚不必审核。"""
    facts = case(("report", "2019-06-01", {"fine": "100"}))
    speaks("G-26", "review_passed_and_fits", facts, asked("decide", "2026-07-05"), "没有经过法制审核")


def test_content_of_an_empty_case_and_what_the_discussion_changes():
    assert proposed(case()) == {} and content(case())["proposal"] == {}
    assert proposed(case(("discuss", "2026-09-20", {"outcome": "penalty", "fine": "1"}), REPORT))["fine"] == "80000.00"
    assert rounds(case()) == ()
    assert changes_since(case(FILED), 1) == "内容变化"


EIGHT = dict.fromkeys(
    ("subject_lawful", "officers_qualified", "procedure_lawful", "facts_evidence", "law_discretion", "within_powers",
     "documents_regular", "crime_handled"), "yes",
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        ({"result": "agree"}, []),
        ({"result": "agree", "facts_evidence": "no", "problems": "不清"}, ["不能得出同意的结论"]),
        ({"result": "return", "facts_evidence": "no"}, ["没有写明问题", "没有写明问题"]),
        ({"result": "disagree"}, ["没有写明问题"]),
        ({"result": "disagree", "problems": "不清"}, []),
    ],
)
def test_eight_answers_fit_the_result(change, messages):
    found = told(part("REV-05", "answers_fit_the_result"), case(), asked("give_opinion", **(EIGHT | change)))
    assert len(found) == len(messages) and all(m in f for m, f in zip(messages, found, strict=True))


def test_one_opinion_per_round():
    sent = ("submit_review", "2026-09-21", {})
    speaks("REV-06", "there_is_an_open_round", case(sent), asked("give_opinion"), "")
    speaks("REV-06", "there_is_an_open_round", case(), asked("give_opinion"), "没有等待审核的送审")
    speaks("REV-06", "there_is_an_open_round", passed(*BASE), asked("give_opinion"), "没有等待审核的送审")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (case(*BASE), ""),
        (case(*BASE, ("submit_review", "2026-09-21", {})), "还没有结论"),
        (passed(*BASE), "案卷没有变化"),
        (passed(*BASE, later=[ITEM]), ""),
        (passed(*BASE, result="return"), ""),
    ],
)
def test_one_round_at_a_time(facts, message):
    speaks("REV-08", "one_round_at_a_time", facts, asked("submit_review"), message)


def test_the_bundle_is_complete():
    speaks("REV-10", "bundle_is_complete", case(), asked("submit_review"), "调查终结报告、案件审查表、证据")
    full = case(*BASE, ("examine", "2026-09-18", {"result": "agree"}))
    speaks("REV-10", "bundle_is_complete", full, asked("submit_review"), "")


@pytest.mark.parametrize(
    ("facts", "response", "message"),
    [
        (case(), "", ""),
        (passed(*BASE), "", ""),
        (passed(*BASE, result="return"), "", "没有写明对上一轮意见"),
        (passed(*BASE, code="return_review"), "", "没有写明对上一轮意见"),
        (passed(*BASE, result="disagree"), "已逐条办理。", ""),
    ],
)
def test_the_last_opinion_is_answered(facts, response, message):
    speaks("REV-08", "opinion_is_answered", facts, asked("submit_review", response=response), message)


# Service

DECIDED = ("decide", "2026-11-05", {"number": "示应急罚〔2026〕9号"})


def handed(day, served="", **more):
    usual = {"document_seq": 1, "mode": "direct", "served_at": f"{served or day}T09:00+08:00"}
    return asked("serve", day, **(usual | more))


@pytest.mark.parametrize(
    ("acts", "act", "message"),
    [
        ([DECIDED], handed("2026-11-16", publication_told=True), ""),
        ([DECIDED], handed("2026-11-17", publication_told=True), "应于 2026-11-16 前送达"),
        # The receipt was entered a day later; it reached the party in time.
        ([DECIDED], handed("2026-11-17", "2026-11-16", publication_told=True, mode="post"), ""),
        # An announcement is handed over when it is issued, whenever it takes effect.
        ([DECIDED], handed("2026-11-17", publication_told=True, mode="announcement", announced_on="2026-11-16"), ""),
        ([DECIDED], handed("2026-11-17", publication_told=True, mode="announcement", announced_on="2026-11-17"), "前送达"),
        ([DECIDED], handed("2026-11-16"), "没有书面告知当事人决定将依法公开"),
        ([("decide_no_penalty", "2026-11-05")], handed("2026-11-16"), ""),
        ([NOTICE], handed("2026-12-16"), ""),
        ([], handed("2026-11-16"), ""),
    ],
)  # fmt: skip
def test_the_decision_is_served_in_time(acts, act, message):
    speaks("G-31", "decision_served_in_time", case(*acts), act, message)


AT = {"served_at": "2026-11-05T15:00+08:00"}


@pytest.mark.parametrize(
    ("acts", "data", "message"),
    [
        ([DECIDED], {"document_seq": 1, **AT}, ""),
        ([DECIDED, ("serve", "2026-11-05", {"document_seq": 1, **AT})], {"document_seq": 1, **AT}, "示应急罚〔2026〕9号已经送达"),
        ([DECIDED], {"document_seq": 1, "served_at": "2026-11-04T15:00+08:00"}, "早于文书作出"),
        ([DECIDED], {"document_seq": 1, **AT, "announced_on": "2026-11-04"}, "早于文书作出"),
        ([DECIDED], {"document_seq": 1, **AT, "party_proof_at": "2026-11-05T14:00+08:00"}, "早于系统记录"),
        ([DECIDED], {"document_seq": 1, **AT, "party_proof_at": "2026-11-05T16:00+08:00"}, ""),
        ([DECIDED], {"document_seq": 9, **AT}, "不需要送达"),
        ([DECIDED], {}, "不需要送达"),
        ([ITEM], {"document_seq": 1, **AT}, "不需要送达"),
        ([DECIDED], {"document_seq": 1}, ""),
    ],
)  # fmt: skip
def test_served_once(acts, data, message):
    speaks("G-31", "served_once", case(*acts), asked("serve", "2026-11-05", **data), message)


@pytest.mark.parametrize(
    ("consent", "mode", "message"),
    [
        (None, "direct", ""),
        (None, "electronic", "没有签订"),
        ("no", "electronic", "没有签订"),
        ("yes", "electronic", ""),
    ],
)
def test_electronic_service_needs_consent(consent, mode, message):
    acts = [("confirm_address", "2026-09-10", {"electronic": consent})] if consent else []
    speaks("G-32", "electronic_service_needs_consent", case(*acts), asked("serve", mode=mode), message)


def test_consent_names_an_address():
    rule = ("G-32", "electronic_consent_has_an_address", case())
    speaks(*rule, asked("confirm_address", electronic="yes"), "没有填写电子送达地址")
    speaks(*rule, asked("confirm_address", electronic="yes", electronic_address="a@b.cn"), "")
    speaks(*rule, asked("confirm_address", electronic="no"), "")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"mode": "announcement"}, "没有写明理由或者发布日期"),
        ({"mode": "announcement", "announcement_ground": "missing"}, "没有写明理由或者发布日期"),
        ({"mode": "announcement", "announcement_ground": "missing", "announced_on": "2026-09-24"}, ""),
        ({"mode": "post"}, ""),
    ],
)
def test_announcement_is_the_last_resort(data, message):
    speaks("G-31", "announcement_is_last_resort", case(), asked("serve", **data), message)


def test_an_empty_shell_of_a_decision_is_refused_by_every_gate():
    found = rules(case(stage="noticed"), asked("decide"), context())
    assert {"G-06", "G-15", "G-19", "G-20", "G-26", "G-29"} <= found
