"""The rules, one by one, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.review.desk import ONE, TWO, answers, material, profile

from mingjing.kernel.findings import Weight
from mingjing.kernel.periods import parse
from mingjing.kernel.rulebook import registered
from mingjing.kernel.workdays import Workdays
from mingjing.organs.terms import QualificationFacts
from mingjing.review import rules
from mingjing.review.rules import figures
from mingjing.review.terms import (
    CHECK_NAMES,
    CHECK_QUESTIONS,
    Answer,
    Check,
    ClearanceFacts,
    DecisionProfile,
    Requirement,
    Result,
    Trigger,
)

ORGAN, NOW = uuid4(), datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
LOOSE = {"every_ordinary": False, "heavy_kinds": frozenset({"revoke_licence"})}
CUT_OFF = date(2018, 1, 1)


def fired(subject: DecisionProfile, **more: object) -> set[str]:
    return {trigger.code for trigger in rules.required(subject, **{**LOOSE, **more}).fired}


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, set()),
        ({"public_interest": True}, {"N118-a", "APL58-1"}),
        ({"social_risk": True}, {"N118-b"}),
        ({"major_rights": True}, {"N118-c"}),
        ({"kinds": ("revoke_licence",)}, {"N118-c"}),
        ({"kinds": ("fine", "warning"), "fine": Decimal(80000)}, set()),
        ({"after_hearing": True}, {"N118-d"}),
        ({"after_hearing": True, "major_rights": True}, {"N118-c", "N118-d", "APL58-2"}),
        ({"complex": True}, {"N118-e", "APL58-3"}),
        ({"by_law": ("某条例第三条",)}, {"APL58-4"}),
        ({"catalogue_hits": ("对单位罚款五万元以上",)}, {"catalogue"}),
    ],
)
def test_every_reason_fires_alone(given: dict[str, object], codes: set[str]) -> None:
    assert fired(profile(ORGAN, **given)) == codes


def test_the_penalty_law_speaks_of_penalties_only() -> None:
    licence = replace(profile(ORGAN, public_interest=True, complex=True, by_law=("某法",)), category="licence")
    assert fired(licence, every_ordinary=True) == {"N118-a", "N118-e"}


def test_a_local_rule_takes_in_every_ordinary_penalty_but_no_summary_one() -> None:
    assert fired(profile(ORGAN), every_ordinary=True) == {"local"}
    assert fired(profile(ORGAN, procedure="summary"), every_ordinary=True) == set()


def test_the_local_rule_is_dated() -> None:
    assert figures.scope(figures.parameters("emergency"), date(2019, 7, 4))["every_ordinary"] is False
    assert figures.scope(figures.parameters("emergency"), date(2019, 7, 5))["every_ordinary"] is True
    with pytest.raises(LookupError):
        figures.scope(figures.parameters("emergency"), date(2018, 12, 4))


def qualified(obtained: date | None = None, first: date | None = None) -> QualificationFacts:
    return QualificationFacts(uuid4(), "A1" if obtained else "", obtained, first)


@pytest.mark.parametrize(
    ("qualification", "passes"),
    [
        (None, False),
        (qualified(), False),
        (qualified(date(2012, 1, 1)), True),
        (qualified(date(2026, 9, 21)), True),
        (qualified(date(2026, 9, 22)), False),
        (qualified(first=date(2017, 12, 31)), True),
        (qualified(first=date(2018, 1, 1)), False),
        (qualified(date(2026, 9, 22), date(2016, 1, 1)), True),
    ],
)
def test_who_reviews_for_the_first_time_since_the_cut_off_is_qualified(
    qualification: QualificationFacts | None, passes: bool
) -> None:
    found = rules.qualification_findings("审一", qualification, NOW.date(), CUT_OFF)
    assert (found == ()) is passes
    assert {finding.rule for finding in found} <= {"REV-02"}


def test_nobody_reviews_a_case_of_ones_own() -> None:
    me, other = uuid4(), uuid4()
    assert rules.independence_findings("审一", me, {other}, other) == ()
    assert "曾承办" in rules.independence_findings("审一", me, {me, other}, other)[0].message
    assert "送审人" in rules.independence_findings("审一", me, set(), me)[0].message


def test_a_complete_opinion_passes() -> None:
    assert rules.answers_findings(answers(), "", Result.AGREE) == ()
    assert rules.answers_findings(answers(Check.FACTS), "证据来源不明", Result.RETURN) == ()
    assert rules.answers_findings(answers(Check.CRIME), "涉嫌犯罪，应当移送", Result.DISAGREE) == ()


@pytest.mark.parametrize("left_out", list(Check))
def test_each_of_the_eight_must_be_answered(left_out: Check) -> None:
    given = [answer for answer in answers() if answer.check != left_out]
    (finding,) = rules.answers_findings(given, "", Result.AGREE)
    assert CHECK_NAMES[left_out] in finding.message
    assert finding.field == left_out


@pytest.mark.parametrize(
    ("given", "problems", "result", "message"),
    [
        ((), "", Result.AGREE, "没有回答"),
        (answers(Check.FACTS, text=""), "证据不明", Result.RETURN, "没有写明问题"),
        (answers(Check.FACTS, text="  。 "), "证据不明", Result.RETURN, "没有写明问题"),
        (answers(Check.FACTS), "证据不明", Result.AGREE, "结论不能是“同意”"),
        (answers(Check.CRIME), "涉嫌犯罪", Result.AGREE, "结论不能是“同意”"),
        (answers(), "有问题要改", Result.RETURN, "都没有问题"),
        (answers(), "有问题要改", Result.DISAGREE, "都没有问题"),
        (answers(Check.FACTS), " ", Result.RETURN, "须写明存在的问题"),
        (answers(), "", "maybe", "请选择审核结论"),
        (answers(), "", "", "请选择审核结论"),
        ((*answers(), Answer("ninth", True)), "", Result.AGREE, "不在八项"),
        ((*answers(), Answer(Check.LAW, True)), "", Result.AGREE, "回答了两次"),
        ((*answers(), Answer("ninth", False)), "", Result.AGREE, "不能是“同意”"),
    ],
)
def test_an_opinion_that_does_not_hold_together_is_refused(
    given: tuple[Answer, ...], problems: str, result: str, message: str
) -> None:
    found = rules.answers_findings(given, problems, result)
    assert any(message in finding.message for finding in found)
    assert {finding.rule for finding in found} == {"REV-05"}


def test_the_form_prints_no_where_the_law_asks_for_trouble() -> None:
    assert Answer(Check.LAW, True).printed() == "是"
    assert Answer(Check.POWERS, True).printed() == Answer(Check.CRIME, True).printed() == "否"
    assert Answer(Check.CRIME, False).printed() == "是"
    assert list(CHECK_NAMES) == list(CHECK_QUESTIONS) == list(Check)
    assert len(CHECK_NAMES) == 8


NEEDED = Requirement((Trigger("N118-d", "经过听证程序作出", ("国办发〔2018〕118号（十二）",)),))


def clearance(result: Result, digest: str = ONE) -> ClearanceFacts:
    return ClearanceFacts(uuid4(), 2, digest, result, result == Result.AGREE, uuid4(), "审一", NOW)


def test_there_is_no_decision_without_a_pass() -> None:
    assert rules.clearance_findings(NEEDED, clearance(Result.AGREE)) == ()
    assert "没有审核（经过听证程序作出）" in rules.clearance_findings(NEEDED, None)[0].message
    for result in (Result.RETURN, Result.DISAGREE):
        assert "第2轮" in rules.clearance_findings(NEEDED, clearance(result))[0].message
    assert "第3轮法制审核还没有出具意见" in rules.clearance_findings(NEEDED, clearance(Result.AGREE), 3)[0].message


def test_who_asked_for_a_review_unasked_is_bound_by_it() -> None:
    free = Requirement(())
    assert rules.clearance_findings(free, None) == ()
    assert rules.clearance_findings(free, clearance(Result.DISAGREE)) != ()
    assert rules.clearance_findings(free, None, 1) != ()


def test_a_pass_fits_one_content_only() -> None:
    assert rules.stale_findings(clearance(Result.AGREE), ONE) == ()
    assert rules.stale_findings(clearance(Result.AGREE), TWO)[0].rule == "REV-04"
    assert rules.stale_findings(None, ONE) == rules.stale_findings(clearance(Result.RETURN), TWO) == ()


@pytest.mark.parametrize(
    ("submitted", "limit", "pauses", "due"),
    [
        (date(2026, 9, 21), "5wd", [], date(2026, 9, 29)),
        (date(2026, 10, 26), "5wd", [], date(2026, 11, 2)),
        (date(2026, 9, 21), "5wd", [(date(2026, 9, 22), date(2026, 9, 24))], date(2026, 10, 8)),
        (date(2026, 9, 21), "5wd", [(date(2026, 9, 22), date(2026, 9, 22))], date(2026, 9, 29)),
        (date(2026, 9, 21), "10wd", [], date(2026, 10, 12)),
    ],
)
def test_the_clock_counts_working_days_and_no_supplement_time(
    calendar: Workdays, submitted: date, limit: str, pauses: list[tuple[date, date]], due: date
) -> None:
    assert rules.limit_of(submitted, parse(limit), calendar, pauses).due == due


def test_a_late_opinion_is_warned_of_not_forbidden() -> None:
    assert rules.limit_finding(date(2026, 9, 28), date(2026, 9, 28)) == ()
    (finding,) = rules.limit_finding(date(2026, 9, 28), date(2026, 9, 30))
    assert finding.weight is Weight.WARN
    assert "超过2天" in finding.message


def test_the_limits_differ_by_field_and_extension() -> None:
    on = date(2026, 9, 21)
    assert [str(figures.limit(figures.parameters(one), on)) for one in ("emergency", "market", "")] == [
        "5wd",
        "10wd",
        "5wd",
    ]
    assert str(figures.limit(figures.parameters("emergency"), on, extended=True)) == "10wd"
    assert figures.cut_off(on) == CUT_OFF


def test_one_list_names_everything_that_is_missing() -> None:
    on = date(2026, 9, 21)
    heard = figures.mandatory(profile(ORGAN, after_hearing=True), on)
    assert set(figures.mandatory(profile(ORGAN), on)) == {"report", "draft", "basis", "evidence"}
    (finding,) = rules.bundle_findings([material("report", "报告"), material("draft", " ")], heard)
    assert all(name in finding.message for name in ("拟作决定文稿", "法律依据", "证据材料", "听证笔录"))
    assert "报告" not in finding.message
    assert rules.bundle_findings([material(kind, name) for kind, name in heard.items()], heard) == ()


def test_every_rule_is_in_the_register() -> None:
    known = registered()
    assert {f"REV-{number:02d}" for number in range(1, 11)} <= known.keys()
    assert all(part.cites for number in known for part in known[number] if number.startswith("REV"))
