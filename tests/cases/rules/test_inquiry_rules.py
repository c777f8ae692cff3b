"""From the lead to the report: filing, evidence, recordings, suspension, limitation, leniency, order of steps."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cases.rules.made import PARTY, asked, case, context, moment, other_case, part, people, rules, told

LEAD = ("register_lead", "2026-08-31", {"found_on": "2026-08-31", "source": "inspection"})
LOOKED = ("inspect", "2026-09-02 11:50", {})
FILED = ("file_case", "2026-09-04", {"handlers": people("甲", "乙")})
ITEM = ("collect_evidence", "2026-09-08", {"name": "执照"})
GONE = ("exclude_evidence", "2026-09-09", {"evidence_no": 1})


def speaks(number, name, facts, act, message):
    found = told(part(number, name), facts, act)
    assert any(message in each for each in found) if message else not found, found


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ({}, 4),
        ({"has_facts": True, "should_punish": True, "has_jurisdiction": True}, 1),
        ({"has_facts": True, "should_punish": True, "has_jurisdiction": True, "in_time": True}, 0),
    ],
)
def test_four_conditions(data, count):
    assert len(told(part("G-18", "four_filing_conditions"), case(LEAD), asked("file_case", **data))) == count


@pytest.mark.parametrize(
    ("acts", "on", "more", "message"),
    [
        ([LEAD, LOOKED], "2026-09-22", {}, ""),
        ([LEAD, LOOKED], "2026-09-23", {}, "应于 2026-09-22 前"),
        (
            [("register_lead", "2026-08-31", {"found_on": "2026-08-31", "source": "complaint"}), LOOKED],
            "2026-09-21",
            {},
            "应于 2026-09-20 前",
        ),
        ([LEAD], "2026-09-20", {}, ""),
        ([LEAD], "2026-09-21", {}, "应于 2026-09-20 前"),
        ([], "2026-09-23", {}, ""),
        ([("register_lead", "2027-02-08", {"found_on": "2026-08-31"})], "2027-02-20", {"previous": PARTY["id"]}, ""),
    ],
)
def test_filed_in_time(acts, on, more, message):
    speaks("G-18", "filed_in_time", case(*acts, **more), asked("file_case", on), message)


@pytest.mark.parametrize(
    ("source", "count", "message"),
    [
        ("plan", 1, ""),
        ("plan", 2, "达到上限 2 次"),
        ("special", 3, "达到上限"),
        ("complaint", 3, ""),
        ("urgent", 9, ""),
    ],
)
def test_cap_of_inspections(source, count, message):
    speaks("INS-01", "inspection_cap", case(LEAD), asked("approve_inspection", task_source=source, count_this_year=count, cap=2), message)  # fmt: skip


STOP, GO = ("suspend", "2026-09-10", {}), ("resume", "2026-09-20", {})


@pytest.mark.parametrize(
    ("acts", "code", "message"),
    [
        ([FILED], "suspend", ""),
        ([FILED, STOP], "suspend", "已经中止"),
        ([FILED, STOP], "resume", ""),
        ([FILED, STOP, GO], "resume", "没有处于中止状态"),
        ([FILED, STOP, GO], "suspend", ""),
    ],
)
def test_suspension_in_turn(acts, code, message):
    speaks("SUS-01", "suspension_in_turn", case(*acts), asked(code), message)


@pytest.mark.parametrize(("code", "message"), [("report", "处于中止"), ("resume", ""), ("serve", "")])
def test_nothing_is_decided_while_suspended(code, message):
    speaks("SUS-02", "nothing_while_suspended", case(FILED, STOP), asked(code), message)
    speaks("SUS-02", "nothing_while_suspended", case(FILED, STOP, GO), asked(code), "")


# Evidence


@pytest.mark.parametrize(
    ("acts", "act", "message"),
    [
        ([], asked("report"), "没有可以采信的证据"),
        ([ITEM], asked("report"), ""),
        ([ITEM, GONE], asked("report"), "没有可以采信的证据"),
        ([ITEM, ITEM, GONE], asked("decide", evidence_refs=[1, 2]), "采信了已被排除的证据（1）"),
        ([ITEM, ITEM, GONE], asked("decide", evidence_refs=[2]), ""),
    ],
)
def test_facts_rest_on_evidence(acts, act, message):
    speaks("G-06", "facts_rest_on_evidence", case(*acts), act, message)


def test_evidence_is_excluded_once():
    speaks("G-06", "exclude_once", case(ITEM), asked("exclude_evidence", evidence_no=1), "")
    speaks("G-06", "exclude_once", case(ITEM, GONE), asked("exclude_evidence", evidence_no=1), "已经排除")


SENT, BACK = ("entrust_appraisal", "2026-09-10"), ("tell_appraisal", "2026-09-20")


@pytest.mark.parametrize(
    ("acts", "code", "message"),
    [
        ([], "entrust_appraisal", ""),
        ([SENT], "entrust_appraisal", "还没有告知当事人"),
        ([SENT], "tell_appraisal", ""),
        ([SENT, BACK], "tell_appraisal", "没有尚未告知结果的鉴定"),
        ([SENT, BACK], "entrust_appraisal", ""),
        ([SENT], "report", "鉴定结果还没有告知当事人"),
        ([SENT, BACK], "decide", ""),
    ],
)
def test_appraisals_in_turn(acts, code, message):
    speaks("G-06", "appraisal_in_turn", case(*acts), asked(code), message)


@pytest.mark.parametrize(
    ("monitoring", "checked", "message"), [("no", False, ""), ("yes", False, "未经审核"), ("yes", True, "")]
)
def test_monitoring_records_are_checked(monitoring, checked, message):
    act = asked("collect_evidence", monitoring=monitoring, monitoring_checked=checked)
    speaks("G-07", "monitoring_is_checked", case(), act, message)


KEPT = ("preserve", "2026-09-24", {"number": "示应急登存〔2026〕1号"})
HANDLED = ("handle_preserved", "2026-10-12", {"preserve_seq": 1})


def test_preserved_things_are_dealt_with_first():
    told_first = "示应急登存〔2026〕1号的物品尚未处理（应于 2026-10-12 前处理）"
    speaks("G-08", "preserved_evidence_is_dealt_with", case(KEPT), asked("report"), told_first)
    speaks("G-08", "preserved_evidence_is_dealt_with", case(("preserve", "2026-09-24", {"number": ""})), asked("report"), "先行登记保存的物品")  # fmt: skip
    speaks("G-08", "preserved_evidence_is_dealt_with", case(KEPT, HANDLED), asked("report"), "")


@pytest.mark.parametrize(
    ("acts", "on", "outcome", "message"),
    [
        ([KEPT], "2026-10-12", "copy", ""),
        ([KEPT], "2026-10-13", "copy", "保存自动解除"),
        ([KEPT], "2026-10-13", "release", ""),
        ([KEPT, HANDLED], "2026-10-12", "copy", "已经处理"),
        ([], "2026-10-12", "copy", "已经处理"),
    ],
)
def test_late_handling_only_releases(acts, on, outcome, message):
    act = asked("handle_preserved", on, preserve_seq=1, outcome=outcome)
    speaks("G-08", "late_handling_only_releases", case(*acts), act, message)


@pytest.mark.parametrize(
    ("code", "data", "message"),
    [
        ("serve", {"mode": "left"}, "既没有见证人"),
        ("serve", {"mode": "left", "witness": "村主任"}, ""),
        ("serve", {"mode": "left", "av": "recorded"}, "音像还没有登记"),
        ("serve", {"mode": "left", "av": "recorded", "files": [{}]}, ""),
        ("serve", {"mode": "announcement"}, "没有音像记录张贴过程"),
        ("serve", {"mode": "announcement", "av": "recorded"}, "音像还没有登记"),
        ("serve", {"mode": "announcement", "av": "recorded", "files": [{}]}, ""),
        ("serve", {"mode": "direct"}, ""),
        ("inspect", {"av": "text_only", "av_reason": "信号不好"}, "没有写明文字记录足以证明"),
        ("inspect", {"av": "text_only", "av_reason": "现场信号受限，文字足以证明"}, ""),
        ("inspect", {"av": "recorded"}, "音像还没有登记"),
        ("inspect", {"av": "recorded", "av_files": [{}]}, ""),
    ],
)
def test_recording_or_a_reason(code, data, message):
    speaks("AV-01", "recording_or_reason", case(), asked(code, **data), message)


# Age, leniency, limitation, law


def born(day):
    return {**PARTY, "kind": "citizen", "birth_date": day}


@pytest.mark.parametrize(
    ("birth", "data", "message"),
    [
        ("2012-09-03", {"conclusion": "penalty"}, "13 周岁，不满十四周岁"),
        ("2012-09-02", {"conclusion": "penalty"}, "13 周岁，不满十四周岁"),
        ("2012-09-01", {"conclusion": "penalty"}, "行为时 14 周岁"),
        ("2012-09-01", {"conclusion": "penalty", "leniency": ["minor"], "discretion": "lighter"}, ""),
        ("2012-09-01", {"conclusion": "penalty", "leniency": ["minor"], "discretion": "normal"}, "行为时 14 周岁"),
        ("2012-09-01", {"conclusion": "no_penalty"}, ""),
        ("2013-09-01", {"conclusion": "no_penalty"}, ""),
        ("2008-09-01", {"conclusion": "penalty"}, ""),
        ("", {"conclusion": "penalty"}, ""),
    ],
)
def test_minors_on_the_day_of_the_violation(birth, data, message):
    act = asked("report", violation_on="2026-09-02", **data)
    speaks("G-10", "minors_are_spared", case(party=born(birth)), act, message)


def test_a_decision_asks_the_report_for_the_day():
    report = ("report", "2026-09-18", {"violation_on": "2026-09-02"})
    speaks("G-10", "minors_are_spared", case(report, party=born("2013-01-01")), asked("decide"), "不满十四周岁")
    speaks("G-10", "minors_are_spared", case(report, party=born("2010-01-01")), asked("decide"), "16 周岁，没有从轻")
    lighter = ("report", "2026-09-18", {"violation_on": "2026-09-02", "leniency": ["minor"], "discretion": "lighter"})
    speaks("G-10", "minors_are_spared", case(lighter, party=born("2010-01-01")), asked("decide"), "")
    speaks("G-10", "minors_are_spared", case(party=born("2013-01-01")), asked("decide"), "")


@pytest.mark.parametrize(
    ("grounds", "discretion", "message"),
    [(["merit"], "normal", "却不是从轻或者减轻"), (["merit"], "reduced", ""), ([], "heavier", "")],
)
def test_leniency_is_applied(grounds, discretion, message):
    speaks("G-11", "leniency_is_applied", case(), asked("report", leniency=grounds, discretion=discretion), message)


@pytest.mark.parametrize(
    ("kind", "fine", "discretion", "message"),
    [
        ("legal_person", "100000", "normal", ""),
        ("legal_person", "100000.01", "normal", "超过法定上限 100000 元"),
        ("citizen", "999", "normal", "低于法定下限 1000 元"),
        ("citizen", "999", "reduced", ""),
        ("citizen", "10001", "normal", "超过法定上限 10000 元"),
        ("citizen", None, "normal", ""),
    ],
)
def test_the_range_of_the_statute(kind, fine, discretion, message):
    facts = case(("report", "2026-09-18", {"discretion": discretion}), party={**PARTY, "kind": kind})
    speaks("G-11", "stays_inside_the_range", facts, asked("decide", fine=fine), message)
    assert not told(part("G-11", "stays_inside_the_range"), case(matter={}), asked("decide", fine="9999999"))


TAUGHT = {"education": "已对当事人进行法律法规教育。", "harm": "none", "corrected": "yes", "first_offence": "yes"}


@pytest.mark.parametrize(
    ("ground", "change", "message"),
    [
        ("minor", {}, ""),
        ("minor", {"education": "已教育"}, "没有教育当事人"),
        ("minor", {"harm": "slight"}, "没有造成危害后果"),
        ("minor", {"corrected": "no"}, "及时改正"),
        ("first", {}, ""),
        ("first", {"harm": "slight"}, ""),
        ("first", {"harm": "some"}, "三个条件"),
        ("first", {"first_offence": "na"}, "三个条件"),
        ("first", {"corrected": "na"}, "三个条件"),
        ("child", {}, "年龄没有登记"),
        ("no_fault", {"harm": "serious", "corrected": "no"}, ""),
    ],
)
def test_no_penalty_has_its_ground(ground, change, message):
    act = asked("decide_no_penalty", ground=ground, **(TAUGHT | change))
    speaks("G-12", "no_penalty_has_its_ground", case(), act, message)


@pytest.mark.parametrize(("birth", "message"), [("2013-01-01", ""), ("2010-01-01", "16 周岁，不能以不满十四周岁")])
def test_too_young_to_be_punished_means_under_fourteen(birth, message):
    facts = case(
        ("report", "2026-09-18", {"violation_on": "2026-09-02", "harm": "none", "corrected": "yes"}), party=born(birth)
    )
    speaks("G-12", "no_penalty_has_its_ground", facts, asked("decide_no_penalty", ground="child", **TAUGHT), message)


@pytest.mark.parametrize(
    ("found", "checked", "message"),
    [
        ({"harm": "none", "corrected": "yes"}, None, ""),
        ({"harm": "some", "corrected": "yes"}, None, "危害后果与调查终结报告不一致"),
        ({"harm": "none", "corrected": "no"}, None, "改正情况与调查终结报告不一致"),
        ({"harm": "none", "corrected": "no"}, "not", "改正情况与调查终结报告不一致"),
        ({"harm": "none", "corrected": "no"}, "corrected", ""),
    ],
)
def test_leniency_rests_on_what_was_found(found, checked, message):
    acts = [("report", "2026-09-18", found)]
    acts += [("recheck", "2026-09-19", {"corrected": checked})] if checked else []
    act = asked("decide_no_penalty", ground="minor", **TAUGHT)
    speaks("G-12", "no_penalty_has_its_ground", case(*acts), act, message)


def test_an_earlier_penalty_is_known():
    act = asked("decide_no_penalty", ground="first", **TAUGHT)
    speaks("G-12", "no_penalty_has_its_ground", case(related=(other_case(),)), act, "不是初次违法")
    speaks("G-12", "no_penalty_has_its_ground", case(related=(other_case(matter_code="x"),)), act, "")
    speaks("G-12", "no_penalty_has_its_ground", case(related=(other_case(outcome="terminate"),)), act, "")


@pytest.mark.parametrize(
    ("ended", "more", "message"),
    [
        ("2024-08-31", {}, ""),
        ("2024-08-30", {}, "已过 2026-08-30 的追责时效"),
        (None, {}, ""),
        ("2021-08-31", {"five_years": "yes", "five_years_evidence": "诊断证明"}, ""),
        ("2021-07-14", {"five_years": "yes", "five_years_evidence": "诊断证明"}, "2023-07-14 的追责时效"),
        ("2021-08-30", {"five_years": "yes", "five_years_evidence": "诊断证明"}, "已过 2026-08-30"),
        ("2024-08-31", {"five_years": "yes"}, "没有证据"),
    ],
)
def test_limitation(ended, more, message):
    act = asked("file_case", "2026-09-04", violation_ended_on=ended, **more)
    speaks("G-13", "within_limitation", case(LEAD), act, message)
    assert not told(part("G-13", "within_limitation"), case(), act)


def test_limitation_is_asked_again_later():
    filed = ("file_case", "2026-09-04", {"violation_ended_on": "2024-08-01", "handlers": []})
    speaks("G-13", "within_limitation", case(LEAD, filed), asked("decide"), "追责时效")
    speaks("G-13", "within_limitation", case(LEAD), asked("decide"), "")
    told_later = ("report", "2026-09-18", {"violation_on": "2024-08-01"})
    speaks("G-13", "within_limitation", case(LEAD, told_later), asked("decide"), "追责时效")
    goes_on = asked("file_case", violation_from="2020-01-01", continuing="yes")
    speaks("G-13", "within_limitation", case(LEAD), goes_on, "")
    one_day = asked("file_case", violation_from="2024-08-01")
    speaks("G-13", "within_limitation", case(LEAD), one_day, "追责时效")
    late = asked("report", violation_ended_on="2024-08-01", conclusion="not_established")
    speaks("G-13", "within_limitation", case(LEAD), late, "")


@pytest.mark.parametrize(
    ("changed", "choice", "message"),
    [("no", "", ""), ("yes", "", "没有比较新旧规定"), ("yes", "用新法", "没有比较"), ("yes", "新规定处罚较轻，适用新规定。", "")],
)  # fmt: skip
def test_old_and_new_law(changed, choice, message):
    act = asked("report", law_changed=changed, law_choice=choice)
    speaks("G-14", "lighter_of_old_and_new_law", case(), act, message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "没有写明违反的条款和处罚依据"),
        ({"basis": ["a"], "breached": ["b"]}, "没有选择处罚种类"),
        ({"basis": ["a"], "breached": ["b"], "kinds": ["fine"]}, "没有填写数额"),
        ({"basis": ["a"], "breached": ["b"], "kinds": ["warning"], "fine": "1"}, "没有选择“罚款”"),
        ({"basis": ["a"], "breached": ["b"], "kinds": ["fine"], "fine": "1"}, ""),
        ({"basis": ["a"], "breached": ["b"], "kinds": ["confiscate_goods"]}, "选择了没收，没有填写数额"),
        ({"basis": ["a"], "breached": ["b"], "kinds": ["confiscate_gains"], "confiscation": "1"}, ""),
    ],
)
def test_a_penalty_has_a_basis(data, message):
    speaks("G-15", "penalty_has_a_basis", case(), asked("decide", **data), message)
    fine = asked("report", basis=["a"], breached=["b"], conclusion="no_penalty")
    assert not told(part("G-15", "penalty_has_a_basis"), case(), fine)


@pytest.mark.parametrize(
    ("acts", "message"),
    [
        ([], "没有责令改正"),
        ([("report", "2026-09-18", {"corrected": "no"})], "没有责令改正"),
        ([("report", "2026-09-18", {"corrected": "yes"})], ""),
        ([("order_correction", "2026-09-02", {})], ""),
    ],
)
def test_correction_is_ordered(acts, message):
    speaks("G-19", "correction_is_ordered", case(*acts), asked("decide"), message)


def test_the_correction_lies_ahead():
    speaks("G-19", "correction_is_concrete", case(), asked("order_correction", "2026-09-02", correct_by="2026-09-01"), "早于")  # fmt: skip
    speaks("G-19", "correction_is_concrete", case(), asked("order_correction", "2026-09-02", correct_by="2026-09-02"), "")  # fmt: skip


def test_the_correction_is_checked_after_it_was_ordered():
    ordered = case(("order_correction", "2026-09-02", {"correct_by": "2026-09-17"}))
    for at, message in (("2026-09-01T16:00+08:00", "早于责令改正之日"), ("2026-09-02T16:00+08:00", "")):
        speaks(
            "G-19", "correction_is_checked_afterwards", ordered, asked("recheck", "2026-09-03", started_at=at), message
        )
    speaks("G-19", "correction_is_checked_afterwards", case(), asked("recheck", "2026-09-03"), "")


# Order of steps


def test_a_step_in_turn_passes_and_out_of_turn_is_refused_with_the_way():
    speaks("STEP-01", "step_is_in_turn", case(LEAD), asked("file_case"), "")
    speaks(
        "STEP-01", "step_is_in_turn", case(FILED), asked("file_case"), "案件处于“调查取证”，“立案”只能在“案源核查”阶段"
    )
    speaks("STEP-01", "step_is_in_turn", case(), asked("register_lead"), "")
    speaks("STEP-01", "step_is_in_turn", case(LEAD), asked("register_lead"), "只能在“新案件”阶段")
    speaks("STEP-01", "step_is_in_turn", case(), asked("file_case"), "案件处于“尚未登记”")
    speaks("STEP-01", "step_is_in_turn", case(FILED), asked("resume"), "还没有“中止调查”")
    speaks("STEP-01", "step_is_in_turn", case(FILED, STOP), asked("resume"), "")
    speaks("STEP-01", "step_is_in_turn", case(FILED, stage="archived"), asked("collect_evidence"), "案件处于“归档”")


@pytest.mark.parametrize(
    ("table", "stage", "code"),
    [("licence", "accepted", "end_exclusion"), ("licence", "archived", "grant"), ("inspection", "visited", "recheck")],
)
def test_the_source_of_the_order_is_that_of_the_step(table, stage, code):
    """A licence is not refused a step by the law of penalties."""
    facts, step = case(stage=stage, of=table), part("STEP-01", "step_is_in_turn")
    sources = {found.cites for found in step(facts, asked(code), context())}
    assert sources == {facts.procedure.acts[code].cites} and sources != {step.cites}


def test_nothing_is_dated_ahead_or_back():
    ahead = asked("interview", "2026-10-10 09:03")
    assert "晚于现在" in told(part("REC-01", "dated_truly"), case(FILED), ahead, context("2026-10-10 09:00"))[0]
    back = asked("interview", "2026-09-03")
    assert "不得倒填日期" in told(part("REC-01", "dated_truly"), case(FILED), back, context("2026-10-10"))[0]
    assert not told(part("REC-01", "dated_truly"), case(FILED), back, context("2026-09-03"))
    assert not told(part("REC-01", "dated_truly"), case(), back)


@pytest.mark.parametrize(
    ("code", "hours", "weight"),
    [
        ("decide", 24, None),
        ("decide", 25, "block"),
        ("examine", 25, "block"),
        ("give_opinion", 25, "block"),
        ("report", 25, "block"),
        ("serve", 25, "warn"),
    ],
)
def test_decisions_are_entered_when_they_are_made(code, hours, weight):
    act = replace(asked(code, "2026-10-10 09:00"), now=moment("2026-10-10 09:00") + timedelta(hours=hours))
    found = list(part("REC-01", "entered_at_once")(case(), act, context("2026-10-12")))
    assert [str(finding.weight) for finding in found] == ([weight] if weight else [])


@pytest.mark.parametrize(
    ("code", "data", "message"),
    [
        ("collect_evidence", {"collected_on": "2026-10-11"}, "“取得日期”2026-10-11 晚于办理日期"),
        ("collect_evidence", {"collected_on": "2026-10-10"}, ""),
        ("order_correction", {"correct_by": "2026-10-20"}, ""),
        ("arrange_hearing", {"hearing_at": "2026-10-22T09:00+08:00"}, ""),
        ("state_defence", {"stated_at": "2026-10-11T09:00+08:00"}, "“陈述申辩时间”"),
        ("state_defence", {"stated_at": "2026-10-10T09:02+08:00"}, "09:02 晚于办理时间 10-10 09:00"),
        ("state_defence", {"stated_at": "2026-10-10T09:01+08:00"}, ""),
    ],
)
def test_dates_inside_a_form(code, data, message):
    speaks("REC-01", "dates_inside_are_true", case(), asked(code, **data), message)


def span(start, end, *names):
    return {"started_at": f"{start}+08:00", "ended_at": f"{end}+08:00", "officers": people(*names)}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, ""),
        (span("2026-09-08T10:10", "2026-09-08T11:00", "甲"), ""),
        (span("2026-09-08T11:00", "2026-09-08T11:00", "庚"), "不晚于开始时间"),
        (span("2026-09-07T09:00", "2026-09-08T09:01", "庚"), "超过二十四小时"),
        (
            span("2026-09-08T09:30", "2026-09-08T10:30", "甲", "庚"),
            "与“询问”（2026-09-08 09:00 至 10:00）的时间重叠，同一人员不能同时在两处",
        ),
        (span("2026-09-08T09:30", "2026-09-08T10:30", "庚"), ""),
    ],
)
def test_records_have_their_span(data, message):
    earlier = ("interview", "2026-09-08 10:00", span("2026-09-08T09:00", "2026-09-08T10:00", "甲", "乙"))
    speaks("REC-02", "record_has_its_span", case(FILED, earlier, ITEM), asked("interview", **data), message)


def test_an_empty_form_is_refused_by_more_than_one_rule():
    assert {"G-06", "G-15"} <= rules(case(FILED), asked("report"), context())


@pytest.mark.parametrize(
    ("data", "at", "told"),
    [
        ({}, "2026-09-25T09:00", ""),
        ({"urgent": "no", "started_at": "2026-09-01T09:00+08:00"}, "2026-09-25T09:00", ""),
        ({"urgent": "yes"}, "2026-09-25T09:00", "没有写明登记保存开始时间"),
        ({"urgent": "yes", "started_at": "2026-09-24T09:00+08:00"}, "2026-09-25T09:00", ""),
        ({"urgent": "yes", "started_at": "2026-09-24T08:59+08:00"}, "2026-09-25T09:00", "已过 24 小时才补办批准"),
        ({"urgent": "yes", "started_at": "2026-09-30T20:00+08:00"}, "2026-10-01T21:00", "已过 24 小时才补办批准"),
    ],
)  # fmt: skip
def test_urgent_preservation_is_reported_within_clock_hours(data, at, told):
    """Clock hours run through holidays; late is told, not refused: what was preserved must still be dealt with."""
    speaks("PAR-10", "urgent_preservation_is_reported", case(), asked("preserve", at, **data), told)
