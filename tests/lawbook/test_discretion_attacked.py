"""What a second reader tried against benchmarks: numbers in two senses, odd cells, hidden rows, tables that take for ever."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from tests.lawbook.listed import MATTER, yuan
from tests.lawbook.weighed import FACTORS, TABLE, U, line, table, with_row

from mingjing.kernel.findings import Invalid
from mingjing.kernel.tables import Faulty
from mingjing.kernel.tables.words import Bounds, bounds, cell
from mingjing.lawbook.operations import entries
from mingjing.lawbook.rules import weighing
from mingjing.lawbook.rules.discretion import every_row_has_its_example, row_checks, statute_times, table_problems
from mingjing.lawbook.rules.weighing import holes, share, taken_in, weigh
from mingjing.lawbook.terms import (
    TIER_NAMES,
    DiscretionRow,
    DiscretionTable,
    Example,
    Factor,
    FactorKind,
)
from mingjing.lawbook.terms.discretion import tiers_of
from mingjing.sites.bureau.views import benchmark_files, benchmark_grid

COUNT = Factor("人数", FactorKind.COUNT, "人")
WAN = Factor("货值", FactorKind.NUMBER, "万元")
FIRST = Factor("初次", FactorKind.YES_NO)


@pytest.mark.parametrize("words", ["2至5万元", "2-5万元", "2以上5万元以下", "二至五万元"])
def test_a_range_that_means_two_things_is_refused(words: str) -> None:
    with pytest.raises(Faulty):
        share(words)


def test_a_range_that_names_its_unit_twice_is_read() -> None:
    assert bounds("500元至1万元", "元") == Bounds(Decimal(500), Decimal(10000))
    assert bounds("0至5万元", "元").high == Decimal(50000)


def test_ten_thousands_are_not_counted_twice() -> None:
    with pytest.raises(Faulty):
        cell("2万以上", "number", "万元")
    with pytest.raises(Faulty):
        taken_in(WAN, "2万")
    assert cell("2万元以上", "number", "万元") == ">= 2"
    assert taken_in(WAN, "2万元") == Decimal(2)


@pytest.mark.parametrize("text", ["1" * 30, "9" * 5000, "九千亿亿"])
def test_a_number_too_large_is_a_fault(text: str) -> None:
    with pytest.raises(Faulty):
        taken_in(COUNT, text)


@pytest.mark.parametrize("text", ["", "-", "没有查明"])
def test_nothing_said_is_not_known(text: str) -> None:
    assert taken_in(FIRST, text) is None and taken_in(COUNT, text) is None


def test_a_question_answered_with_anything_is_a_fault() -> None:
    with pytest.raises(Faulty):
        taken_in(FIRST, "不限")


def test_a_choice_may_begin_with_not_or_hold_or() -> None:
    kinds = ("营利", "非营利", "其他")
    assert cell("非营利", "string", "", kinds) == '"非营利"'
    assert cell("非营利、其他", "string", "", kinds) == '"非营利","其他"'
    assert cell("非其他", "string", "", kinds) == 'not("其他")'
    assert cell("不是非营利", "string", "", kinds) == 'not("非营利")'
    assert cell("非法占用", "string", "", ("非法占用", "合法")) == '"非法占用"'
    assert cell("公开或者半公开", "string", "", ("公开或者半公开", "不公开")) == '"公开或者半公开"'


@pytest.mark.parametrize("text", ["> 1/0", '= date("x")', ">" + "(" * 300 + "1", "[1..1/0]", "> min()"])
def test_a_formula_that_cannot_be_computed_is_a_fault(text: str) -> None:
    given = table(factors=(COUNT,), rows=(DiscretionRow("一般", U, (text,), "1万元以上2万元以下", "", "有"),))
    with pytest.raises(Faulty):
        row_checks(given)
    with pytest.raises(Faulty):
        holes(given, U)


@pytest.mark.parametrize(
    "factor",
    [
        Factor("not", FactorKind.YES_NO), Factor("null", FactorKind.COUNT), replace(COUNT, unit="人\0"), replace(COUNT, least=Decimal("1e9999999999")),
        Factor("类型", FactorKind.CHOICE, "", ("甲", "不限")), Factor("类型", FactorKind.CHOICE, "", ("甲", '乙"')),
        Factor("类型", FactorKind.CHOICE, "", ("甲", "乙\\n")), Factor("类型", FactorKind.CHOICE, "", ("甲", "乙\0")),
    ],
)  # fmt: skip
def test_a_factor_that_could_be_misread_is_refused(factor: Factor) -> None:
    assert entries.table(replace(TABLE, factors=(factor, FACTORS[1])))["table"]


def test_hidden_characters_are_refused_everywhere() -> None:
    assert entries.table(TABLE)["table"] == []
    assert entries.table(replace(TABLE, examples=(replace(TABLE.examples[0], note="甲\0"),)))["table"]
    assert entries.table(with_row(0, cells=("1\0", "-")))["table"]


def test_a_row_counted_otherwise_does_not_hide_its_neighbours() -> None:
    rows = (
        line("较轻", "1名", "-", "5万元以上8万元以下"), line("一般", "2名", "-", "货值金额1倍以上2倍以下"),
        line("严重", "3名以上", "-", "1万元以上2万元以下"),
    )  # fmt: skip
    assert "LAW-11" in {one.rule for one in row_checks(table(rows=rows))}


def test_a_fixed_fine_behind_a_multiple_is_held_against_the_statute() -> None:
    rows = (line("严重", "1名", "-", "货值金额1倍以上2倍以下"), line("严重", "2名以上", "-", "100万元以上200万元以下"))
    given = table(rows=rows)
    (tier,) = tiers_of(given, weighing.shares_of(given))
    assert tier.fine == yuan(1000000, 2000000) and "货值金额1倍" in tier.other


def test_a_fine_without_an_end_is_refused() -> None:
    found = {one.rule for one in table_problems(MATTER, with_row(3, fine="200万元以上")) if one.weight == "block"}
    assert "LAW-12" in found


def test_a_cell_written_as_a_formula_is_held_against_the_words() -> None:
    assert "LAW-13" in {one.rule for one in row_checks(with_row(2, cells=("(3..5)", "-"), source="3名以上不满5名"))}
    assert "LAW-13" in {one.rule for one in row_checks(with_row(2, cells=("3至5", "-"), source="3名以上不满5名"))}
    assert "LAW-13" not in {one.rule for one in row_checks(with_row(2, cells=("[3..5)", "-"), source="3名以上不满5名"))}


def test_a_multiple_above_the_fixed_range_is_not_turned_round() -> None:
    times = table(factors=(COUNT,), rows=(DiscretionRow("一般", U, ("-",), "货值金额10倍以上15倍以下", "", "有"),))
    found = weigh(times, U, {"人数": Decimal(1)}, base=Decimal(500000), statute=yuan(50000, 100000))
    assert found.fine == Bounds(Decimal(5000000), Decimal(7500000)) and found.inside is None


def test_examples_do_not_ask_what_would_change_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred rows with an example each took minutes."""
    asked: list[int] = []
    monkeypatch.setattr(weighing, "_otherwise", lambda *_: asked.append(1) or ())
    rows, examples = [], []
    for at, first in product(range(5), "是否"):
        rows.append(DiscretionRow(TIER_NAMES[at], U, (f"{at}" if at < 4 else "4以上", first), "1万元以下", "", "有"))
        examples.append(Example(U, (str(at), first), TIER_NAMES[at]))
    given = DiscretionTable((COUNT, FIRST), tuple(rows), (), tuple(examples))
    assert list(every_row_has_its_example(given)) == [] and asked == []


@pytest.mark.parametrize("least", ["1e9999999999", "1e12", "NaN", "Infinity", "0.0000001"])
def test_a_least_that_would_fill_the_memory_is_refused(least: str) -> None:
    typed = {"f0-name": "人数", "f0-least": least, "r0-tier": "一般", "r0-fine": "1万元以下"}
    with pytest.raises(Invalid):
        benchmark_grid.table(benchmark_grid.of_typed(typed))


def test_rows_that_do_not_fit_into_the_grid_are_not_lost_silently() -> None:
    many = tuple(line("一般", str(at), "-", "1万元以下") for at in range(301))
    with pytest.raises(Invalid) as refused:
        benchmark_files.read("表.xlsx", benchmark_files.workbook(table(rows=many)))
    assert "最多 300 行" in refused.value.errors["file"][0]


def test_a_negated_choice_comes_back_from_its_dmn_file() -> None:
    kind = Factor("类型", FactorKind.CHOICE, "", ("甲", "乙", "丙"))
    rows = (
        DiscretionRow("一般", U, ("不是甲",), "1万元以下", "", "有"),
        DiscretionRow("较重", U, ("甲",), "2万元以下", "", "有"),
    )
    content = benchmark_files.decision_table(DiscretionTable((kind,), rows), U, "表")
    assert benchmark_files.read("表.dmn", content).text("r0-c0") == "不是甲"


def test_a_base_without_a_multiple_is_a_fault() -> None:
    with pytest.raises(Faulty):
        share("货值金额1万元以上5万元以下")


def test_a_law_that_names_only_the_most_is_held_against_too() -> None:
    assert statute_times("处违法所得五倍以下罚款") == Bounds(Decimal(0), Decimal(5))
    assert statute_times("处违法所得五倍以下罚款；情节严重的，处十倍以下罚款") is None
