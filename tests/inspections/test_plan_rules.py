"""The pure rules of classes, caps and annual plans, each against cases written out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.inspections.yearly import CODE, FIRM, SOURCE, figures

from mingjing.inspections.rules import classes, frequencies, yearly
from mingjing.inspections.rules.figures import counts_apart
from mingjing.inspections.terms import Cause
from mingjing.inspections.terms.classes import ClassRow
from mingjing.inspections.terms.frequencies import Cap, CapDraft, Frequency, Held
from mingjing.inspections.terms.yearly import LineDraft, LineFacts

DAY = date(2026, 10, 13)
GOOD = ClassRow(CODE, FIRM, "high", "B", DAY)
ITEM = uuid4()
LINE = LineDraft(ITEM, "示范县内的加油站", 20, 3, 11, "daily")


def facts(found: tuple[Any, ...]) -> str:
    return "；".join(str(one) for one in found)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD, ""),
        (replace(GOOD, until=DAY), ""),
        (replace(GOOD, risk=""), ""),
        (replace(GOOD, risk="很高"), "没有风险等级"),
        (replace(GOOD, credit="E"), "没有信用等级"),
        (replace(GOOD, name="示"), "名称不足"),
        (replace(GOOD, code="913"), "18"),
        (replace(GOOD, since=None), "没有写起始日期"),
        (replace(GOOD, until=DAY - timedelta(days=1)), "截止日期早于起始日期"),
        (replace(GOOD, row=7, since=None), "第 7 行"),
    ],
)
def test_a_row_says_what_it_must(row: ClassRow, words: str) -> None:
    found = classes.class_rows_are_good([row], SOURCE)
    assert (words in facts(found)) if words else not found


def test_rows_have_a_source_stand_once_and_are_not_too_many() -> None:
    assert "来源" in facts(classes.class_rows_are_good([GOOD], " 1 "))
    assert "没有一家企业" in facts(classes.class_rows_are_good([], SOURCE))
    assert "最多 20000 行" in facts(classes.class_rows_are_good([GOOD] * 20_001, SOURCE))
    assert "重复" in facts(classes.class_rows_are_good([replace(GOOD, row=2), replace(GOOD, row=3)], SOURCE))
    assert len(classes.class_rows_are_good([replace(GOOD, code=str(n), row=n) for n in range(100)], SOURCE)) == 20


def test_the_check_is_another_persons_and_once() -> None:
    assert not classes.another_checks(1, 2) and classes.another_checks(1, 1)
    assert not classes.checked_once("waiting", True, "") and not classes.checked_once("waiting", False, "与名录不符")
    assert classes.checked_once("waiting", False, "不符") and classes.checked_once("standing", True, "")
    assert not classes.emptied_for_a_reason([], "") and not classes.emptied_for_a_reason(["甲"], "评定撤销")
    assert classes.emptied_for_a_reason(["甲"], "撤")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"high_D": 8}, ""),
        ({"low_A": 0}, ""),
        ({"general_A": 7}, "比信用B的还高"),
        ({"low_none": 7}, "比一般风险的还高"),
        ({f"high_{one}": 0 for one in ("A", "B", "C", "D", "none")} | {f"higher_{one}": 0 for one in ("A", "B", "C", "D", "none")}, "的上限是 0"),
        ({"high_A": 0, "higher_A": 0, "general_A": 0, "low_A": 0}, "“高风险·信用A”的上限是 0"),
    ],
)  # fmt: skip
def test_fewer_for_the_trustworthy_never_zero_for_the_dangerous(changes: dict[str, int], words: str) -> None:
    found = frequencies.fewer_for_the_trustworthy(figures(6, **changes))
    assert (words in facts(found)) if words else not found


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, ""), ({"since": None}, "since"), ({"since": DAY - timedelta(days=1)}, "since"), ({"basis": "文"}, "basis"),
        ({"figures": figures() | {"low.A": 100}}, "low.A"), ({"figures": {}}, "high.A"),
    ],
)  # fmt: skip
def test_a_table_of_caps_is_whole(changes: dict[str, Any], field: str) -> None:
    found = frequencies.caps_say(replace(CapDraft(figures(), DAY, "示应急〔2026〕3号"), **changes), DAY)
    assert (field in {one.field for one in found}) if field else not found
    assert len(found) == (20 if changes.get("figures") == {} else bool(field))


def frequency(counted: int, apart: int = 0, most: int = 6) -> Frequency:
    held = [Held(uuid4(), f"示应急入企〔2026〕{n}号", DAY, n > counted, "") for n in range(1, counted + apart + 1)]
    return Frequency(2026, tuple(held), Cap(most, "示应急〔2026〕3号", True, "general", "none"))


@pytest.mark.parametrize(
    ("counted", "apart", "exempt", "refused"),
    [(0, 0, False, False), (5, 9, False, False), (6, 0, False, True), (6, 0, True, False), (7, 0, False, True)],
)
def test_the_seventh_is_refused_under_a_cap_of_six(counted: int, apart: int, exempt: bool, refused: bool) -> None:
    found = frequencies.within_the_frequency(FIRM, frequency(counted, apart), exempt)
    assert bool(found) is refused
    if refused:
        said = str(found[0])
        assert all(f"〔2026〕{n}号" in said for n in range(1, counted + 1)) and "上限 6 次" in said and "INS-53" in said


def test_beyond_the_cap_the_exempt_say_their_source() -> None:
    assert not frequencies.beyond_the_cap_says_source(frequency(5), "accident", "")
    assert frequencies.beyond_the_cap_says_source(frequency(6), "accident", " 1 ")
    assert not frequencies.beyond_the_cap_says_source(frequency(6), "accident", "示事〔2026〕1号")


def test_which_causes_are_counted_apart_is_a_dated_table() -> None:
    apart = {one for one in Cause if counts_apart(one.value, DAY)}
    assert apart == {Cause.COMPLAINT, Cause.ORDER, Cause.TRANSFER, Cause.WARNING, Cause.ACCIDENT, Cause.REQUEST}
    assert not counts_apart("", DAY)
    with pytest.raises(LookupError):
        counts_apart("complaint", date(2024, 12, 27))
    assert counts_apart("complaint", date(2024, 12, 28))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, ""), ({"entry_id": None}, "item"), ({"entry_id": uuid4()}, "item"), ({"subjects": " "}, "subjects"), ({"wanted": 0}, "wanted"),
        ({"month_from": 12}, "month_from"), ({"month_from": 0}, "month_from"), ({"month_to": 13}, "month_from"), ({"mode": "x"}, "mode"), ({"mode": "joint"}, "partners"),
    ],
)  # fmt: skip
def test_a_line_says_what_it_must(changes: dict[str, Any], field: str) -> None:
    found = yearly.line_says(replace(LINE, **changes), {ITEM}, 3)
    assert (field in {one.field for one in found}) if field else not found
    assert yearly.line_says(LINE, {ITEM}, 200)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"mode": "daily"}, 0), ({}, 2), ({"ordered": "县政府 示政办〔2026〕9号"}, 1), ({"ordered": "县政府", "until": date(2026, 12, 1)}, 1),
        ({"ordered": "县政府 示政办〔2026〕9号", "until": date(2026, 11, 30)}, 0), ({"ordered": "县政府 示政办〔2026〕9号", "until": date(2026, 10, 31)}, 1),
        ({"ordered": "县政府 示政办〔2026〕9号", "until": date(2027, 11, 30)}, 1),
    ],
)  # fmt: skip
def test_a_special_inspection_says_who_approved_it_and_when_it_ends(changes: dict[str, Any], count: int) -> None:
    assert len(yearly.special_is_controlled(replace(LINE, **({"mode": "special"} | changes)), 2026)) == count


@pytest.mark.parametrize(
    "words",
    [
        "全年罚款任务 50 万元", "完成罚没收入指标", "每人检查不少于 30 家", "人均办案 5 件", "每名执法人员每月检查 10 次", "立案指标 20 件", "办案任务",
        "案件不少于 30 件", "检查指标", "罚款金额排名",
    ],
)  # fmt: skip
def test_a_quota_is_refused(words: str) -> None:
    assert facts(yearly.no_quota([("subjects", words)])).count("INS-63") == 1


@pytest.mark.parametrize(
    "words",
    [
        "示范县内的加油站",
        "不得下达罚款指标",
        "严禁罚没收入任务",
        "上年度受过罚款的企业",
        "从业人员每人持证情况",
        "抽取 30 家",
        "",
    ],
)
def test_what_is_no_quota_is_let_through(words: str) -> None:
    assert not yearly.no_quota([("subjects", words)])


def test_a_plan_is_one_a_year() -> None:
    assert not yearly.year_plan_says("2026 年度检查计划", 2026, 2026, "") and not yearly.year_plan_says(
        "检查计划", 2027, 2026, ""
    )
    assert {one.field for one in yearly.year_plan_says("", 2025, 2026, "")} == {"title", "year"}
    assert "示应急检计〔2026〕1号" in facts(yearly.year_plan_says("检查计划", 2026, 2026, "示应急检计〔2026〕1号"))


def test_a_plan_is_approved_by_another_and_is_not_empty() -> None:
    assert not yearly.year_plan_is_approved(1, 1, 2, [])
    assert len(yearly.year_plan_is_approved(0, 1, 1, ["抽查"])) == 3
    assert yearly.version_is_open("standing") and not yearly.version_is_open("draft")
    assert not yearly.amended_for_a_reason("事项调整", False, True)
    for told in (("改", False, True), ("事项调整", True, True), ("事项调整", False, False)):
        assert yearly.amended_for_a_reason(*told)


def test_a_visit_of_the_plan_names_its_line() -> None:
    line = LineFacts(1, "示应急检计〔2026〕1号-1", ITEM, "SJ-1", "抽查", "加油站", 2, 1, 12, "daily", "", "", None)
    assert not yearly.visit_names_a_line(line.number, line, 2026, ITEM)
    assert "不是本机关" in facts(yearly.visit_names_a_line("乱写", None, 2026, ITEM))
    assert "没有写" in facts(yearly.visit_names_a_line(" ", None, 2026, ITEM))
    assert "检查事项是" in facts(yearly.visit_names_a_line(line.number, line, 2026, uuid4()))
