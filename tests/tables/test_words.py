"""Cells in the words of the law: what belongs to a range and what does not, tried number by number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.tables import Faulty
from mingjing.kernel.tables import tests as read_cell
from mingjing.kernel.tables.words import Bounds, bounds, cell, marks

# What the words say, spelled out as a comparison: 以上、以下、以内 with the number, 不满、不足、超过 without.
SAID = {
    "3以上不满5": lambda n: 3 <= n < 5, "3人以上5人以下": lambda n: 3 <= n <= 5, "超过2": lambda n: n > 2, "不足4人": lambda n: n < 4,
    "超过2人不满6人": lambda n: 2 < n < 6, "超过1人的3人以下": lambda n: 1 < n <= 3, "1至2人": lambda n: 1 <= n <= 2, "3": lambda n: n == 3,
    "三人以上": lambda n: n >= 3, "0.004千人以上": lambda n: n >= 4, "五人以内": lambda n: n <= 5, "1或者3": None, "1或者4以上": lambda n: n == 1 or n >= 4, "[3..5)": lambda n: 3 <= n < 5,
    ">= 2": lambda n: n >= 2, "不限": lambda n: True, "": lambda n: True,
}  # fmt: skip


@pytest.mark.parametrize("words", [one for one, holds in SAID.items() if holds])
def test_a_cell_holds_what_its_words_hold(words: str) -> None:
    read = read_cell(cell(words, "number", "人"), "number")
    for n in (Decimal(half) / 2 for half in range(0, 16)):
        assert bool(read.verdict(n, {})) is SAID[words](n), (words, n)


@given(low=st.integers(0, 9999), wide=st.integers(1, 9999), ten_thousands=st.booleans())
def test_from_and_up_to_below_are_the_brackets(low: int, wide: int, ten_thousands: bool) -> None:
    unit = "万" if ten_thousands else ""
    worth = 10_000 if ten_thousands else 1
    found = bounds(f"{low}{unit}元以上不满{low + wide}{unit}元", "元")
    assert found == Bounds(Decimal(low * worth), Decimal((low + wide) * worth), (True, False))
    assert found.holds(Decimal(low * worth)) and not found.holds(Decimal((low + wide) * worth))


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        ("5以上3以下", "number", "什么也不包含"), ("3以上不满3", "number", "什么也不包含"), ("很多", "number", "看不懂这个范围"),
        ("3只以上", "number", "看不懂这个范围"), ("也许", "boolean", "只能写是、否或者不限"), ("丙", "string", "没有“丙”这个选项"), ("甲、", "string", "没有“”这个选项"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(words: str, kind: str, told: str) -> None:
    with pytest.raises(Faulty, match=told):
        cell(words, kind, "人", ("甲", "乙"))


def test_choices_and_yes_or_no() -> None:
    assert cell("甲、乙", "string", choices=("甲", "乙", "丙")) == '"甲","乙"'
    assert cell("不是甲", "string", choices=("甲", "乙")) == 'not("甲")'
    assert (cell("是", "boolean"), cell("没有", "boolean"), cell("没有查明", "boolean")) == ("true", "false", "null")


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ("2以上4以下", "2以上4以下", True), ("2以上不满4", "2以上4以下", True), ("2以上4以下", "2以上不满4", False), ("超过2", "2以上", True),
        ("2以上", "超过2", False), ("3", "2以上4以下", True), ("4以下", "2以上4以下", False), ("2以上", "2以上4以下", False),
    ],
)  # fmt: skip
def test_a_range_lies_within_another(inner: str, outer: str, within: bool) -> None:
    assert bounds(inner).within(bounds(outer)) is within


def test_the_words_of_boundary_in_a_text() -> None:
    found = marks("未经培训3名以上不满5名，金额超过2万元，5台以内")
    assert {(number, held) for number, held, _ in found} == {
        (Decimal(3), True),
        (Decimal(5), False),
        (Decimal(20000), False),
        (Decimal(5), True),
    }


def test_what_is_no_number_in_a_source_is_passed_over_and_in_a_cell_refused() -> None:
    assert marks("百千十以上的，超过十千百") == () and marks("百千十以上，3名以上") == ((Decimal(3), True, "3名以上"),)
    with pytest.raises(Faulty, match="看不懂这个数"):
        cell("百千十以上", "number", "人")


def test_texts_without_given_choices_and_ranges_without_ends() -> None:
    assert cell("甲、乙", "string") == '"甲","乙"'
    with pytest.raises(Faulty, match="不能空着"):
        cell("甲、", "string")
    assert Bounds(None, Decimal(5)).within(Bounds(None, None)) and Bounds(None, None).within(Bounds(None, None))
    assert not Bounds(None, None).within(Bounds(Decimal(1), None)) and not Bounds(Decimal(1), None).within(
        Bounds(None, Decimal(5))
    )
