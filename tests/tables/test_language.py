"""The language of cells: exact numbers, names in Chinese, three answers, and errors that say what is wrong."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.tables import Faulty, NotDecidable, Span, expression, said
from mingjing.kernel.tables import tests as cell
from mingjing.kernel.tables.values import both, compare, either, equal, every, shown, some, taken, type_of

FACTS: Mapping[str, Any] = {
    "罚款数额": Decimal("1234.56"), "责任 人数": Decimal(3), "初次": True, "未知": None, "当事人": {"名称": "某公司", "人数": Decimal(9)},
    "类别": "化工", "日": date(2026, 11, 30), "数": [Decimal(1), Decimal(2)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.2", Decimal("0.3")),
        ("罚款数额 * 2", Decimal("2469.12")),
        ("责任 人数 - 1", Decimal(2)),
        ("-责任 人数 ** 2", Decimal(9)),  # the sign binds before the power, as FEEL says
        ("2 ** 3 ** 2", Decimal(64)),
        ("10 / 4", Decimal("2.5")),
        ("当事人.人数 + 1", Decimal(10)),
        ('当事人.名称 + "（分公司）"', "某公司（分公司）"),
        ("未知.名称", None),
        ("未知 + 1", None),
        ("1 - 未知", None),
        ("初次 and 责任 人数 > 2", True),
        ("未知 and false", False),
        ("未知 or true", True),
        ("未知 or false", None),
        ("not(初次)", False),
        ("not(未知)", None),
        ("责任 人数 between 1 and 3", True),
        ("责任 人数 between 4 and 5", False),
        ("未知 between 1 and 2", None),
        ("类别 = \"化工\"", True),
        ("类别 != \"化工\"", False),
        ("未知 != 1", None),
        ("日 < date(\"2026-12-01\")", True),
        ("date(未知)", None),
        ("if 初次 then 1 else 2", Decimal(1)),
        ("if 责任 人数 > 5 then 1 else 2", Decimal(2)),
        ("if 未知 then 1 else 2", None),
        ("min(3, 1, 2)", Decimal(1)),
        ("max(数)", Decimal(2)),
        ("sum([1.1, 2.2])", Decimal("3.3")),
        ("sum(1, 未知)", None),
        ("abs(-3)", Decimal(3)),
        ("floor(2.7)", Decimal(2)),
        ("ceiling(2.1)", Decimal(3)),
        ("decimal(2.345, 2)", Decimal("2.34")),
        ("decimal(未知, 2)", None),
        ("count(数)", Decimal(2)),
        ("contains(类别, \"化\")", True),
        ("contains(未知, \"化\")", None),
        ('"引号\\"和\\n换行"', '引号"和\n换行'),
        ("(1 + 2) * 3", Decimal(9)),
        (".5", Decimal("0.5")),
        ("null", None),
        ("[]", []),
    ],
)  # fmt: skip
def test_values(text: str, value: Any) -> None:
    assert expression(text, FACTS)(FACTS) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("罚款", "不知道“罚款”"),
        ("1 +", "没有写完"),
        ("1 2", "“2”多余"),
        ("(1", "应为“)”"),
        ('"没有完', "引号没有成对"),
        ('"\\q"', "看不懂“\\q”"),
        ("1 @ 2", "看不懂“@”"),
        ('类别."甲"', "“.”后面应为名称"),
        ("罚(1)", "没有“罚”这个函数"),
        ("then", "“then”不能放在这里"),
        ("if 初次 then 1", "应为“else”"),
        ("1..2", "“..”多余"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, told: str) -> None:
    with pytest.raises(Faulty) as wrong:
        expression(text, FACTS)
    assert told in wrong.value.message and wrong.value.text == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 / 0", "算不出来"),
        ('1 + "1"', "不能用“+”计算"),
        ("类别 > 1", "不能比较大小"),
        ("初次 > false", "不能比较大小"),
        ('罚款数额 = "1234.56"', "不能比较"),
        ("类别 and 初次", "只能用于是或者否"),
        ("if 类别 then 1 else 2", "只能用于是或者否"),
        ("当事人.电话", "里没有“电话”"),
        ("类别.名称", "里没有“名称”"),
        ("sum(类别)", "“sum”不能用于"),
        ("min([])", "“min”不能用于"),
        ('date("2026-02-30")', "“date”不能用于"),
        ("abs(1, 2, 类别)", "“abs”不能用于"),
        ("floor()", "“floor”不能用于"),
        ("decimal(10 ** 33, 9)", "“decimal”不能用于"),
    ],
)
def test_what_has_no_answer_says_why(text: str, told: str) -> None:
    with pytest.raises(NotDecidable) as wrong:
        expression(text, FACTS)(FACTS)
    assert told in wrong.value.message


def test_a_name_is_not_found_inside_a_longer_word() -> None:
    names = {"Age", "Ages of all", "案值"}
    assert expression("Ages of all", names)({"Ages of all": 1}) == 1
    with pytest.raises(Faulty):
        expression("Ages", names)
    assert expression("案值+1", names)({"案值": Decimal(1)}) == 2


@pytest.mark.parametrize(
    ("text", "kind", "yes", "no"),
    [
        (">= 3", "number", ["3", "4"], ["2.99"]),
        ("> 3", "number", ["3.01"], ["3"]),
        ("< 3", "number", ["2.99"], ["3"]),
        ("<= 3", "number", ["3"], ["3.01"]),
        ("3", "number", ["3.0"], ["4"]),
        ("!= 3", "number", ["4"], ["3"]),
        ("[1..3)", "number", ["1", "2.99"], ["3", "0.9"]),
        ("(1..3]", "number", ["1.01", "3"], ["1"]),
        ("]1..3[", "number", ["2"], ["1", "3"]),
        ("1, 5, > 10", "number", ["1", "5", "11"], ["2", "10"]),
        ("not(1, 2)", "number", ["3"], ["1", "2"]),
        ("[1, 2]", "number", ["1", "2"], ["3"]),
        ("? > 1 and ? < 责任 人数", "number", ["2"], ["1", "3"]),
        ("< 责任 人数", "number", ["2"], ["3"]),
        ("(1 + 1)", "number", ["2"], ["3"]),
        ("-", "number", ["1"], []),
        ("", "number", ["1"], []),
    ],
)
def test_cells(text: str, kind: str, yes: list[str], no: list[str]) -> None:
    made = cell(text, kind, FACTS)
    assert [made.verdict(Decimal(one), FACTS) for one in yes] == [True] * len(yes)
    assert [made.verdict(Decimal(one), FACTS) for one in no] == [False] * len(no)
    assert made.anything or made.verdict(None, FACTS) is None


def test_what_is_not_known_can_be_asked_for() -> None:
    made = cell("null")
    assert made.verdict(None, {}) is True and made.verdict("甲", {}) is False
    assert said(made) == "没有查明"
    assert cell('"null"').verdict("null", {}) is True


def test_a_condition_is_yes_or_no() -> None:
    with pytest.raises(NotDecidable, match="应为是或者否"):
        cell("? + 1").verdict(Decimal(1), {})
    assert cell("[1..最高]", "number", {"最高"}).verdict(Decimal(5), {"最高": None}) is None
    assert cell("[1..最高]", "number", {"最高"}).verdict(Decimal(0), {"最高": None}) is False


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ('"高"', "number", "这一列是数字，“高”是文字"),
        ("[1..5]", "string", "这一列是文字，1是数字"),
        ("true", "date", "这一列是日期，是是是或者否"),
        ("[[1]]", "number", "这一列是数字，1是别的"),
        ("[5..1]", "number", "起点大于终点"),
        ("[1..null]", "number", "两端都要写明"),
        ("(1..1]", "number", "起点大于终点"),
        ('[1.."2"]', "", "不能比较大小"),
        ("not(1", "number", "应为“)”"),
        ("not 1", "number", "应为“(”"),
        (">", "number", "没有写完"),
        ("[1..2", "number", "应为“]”或者“)”或者“[”，却是结尾"),
        ("[)", "number", "“)”不能放在这里"),
    ],
)
def test_a_cell_that_cannot_be_right(text: str, kind: str, told: str) -> None:
    with pytest.raises(Faulty) as wrong:
        cell(text, kind)
    assert told in wrong.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (">= 3", "3人以上"), ("< 3", "不满3人"), ("> 3", "超过3人"), ("<= 3", "3人以下"), ("[3..5)", "3人以上不满5人"), ("(3..5]", "超过3人5人以下"),
        ("3, 5", "3人或者5人"), ("[3, 5]", "3人或者5人"), ("not(3)", "不是（3人）"), ("!= 3", "不是3人"), ("-", "不限"), ("? > 2 ", "符合“? > 2”"),
    ],
)  # fmt: skip
def test_a_cell_in_the_words_of_the_law(text: str, words: str) -> None:
    assert said(cell(text), "人") == words


def test_texts_and_days_are_said_without_marks() -> None:
    assert said(cell('"甲","乙"')) == "甲或者乙"
    assert said(cell('>= date("2026-11-30")')) == "2026年11月30日以上"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2), st.integers(-50, 50), st.integers(0, 50))
def test_ranges_hold_what_lies_between(value: Decimal, low: int, more: int) -> None:
    held = cell(f"[{low}..{low + more}]", "number").verdict(value, {})
    assert held is (low <= value <= low + more)
    if more:
        assert cell(f"({low}..{low + more})", "number").verdict(value, {}) is (low < value < low + more)


@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_three_answers(one: bool | None, other: bool | None) -> None:
    possible = [(x, y) for x in ([one] if one is not None else [True, False]) for y in ([other] if other is not None else [True, False])]  # fmt: skip
    for joined, of in ((both(one, other), [x and y for x, y in possible]), (either(one, other), [x or y for x, y in possible])):  # fmt: skip
        assert joined is (of[0] if len(set(of)) == 1 else None)
    assert every([one, other]) is both(one, other) and some([one, other]) is either(one, other)


def test_facts_are_taken_exactly() -> None:
    assert taken({"数": [1, True, None], "字": "甲"}) == {"数": [Decimal(1), True, None], "字": "甲"}
    with pytest.raises(NotDecidable, match="须用十进制数"):
        taken(0.1)
    assert [type_of(one) for one in (None, True, Decimal(1), "甲", date(2026, 1, 1), [], Span(1, 2), {})] == [
        "unknown", "boolean", "number", "string", "date", "list", "range", "structure",
    ]  # fmt: skip


def test_values_as_people_read_them() -> None:
    told = shown({"甲": None, "乙": True, "丙": [Decimal("1.50"), False], "丁": Span(Decimal(1), Decimal(2), (True, False)), "戊": Span(Decimal(1), Decimal(2), (False, True))})  # fmt: skip
    assert told == "甲：未知、乙：是、丙：1.50、否、丁：[1..2)、戊：(1..2]"
    assert equal(None, 1) is None and compare("<", None, Decimal(1)) is None
