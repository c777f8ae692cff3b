"""Tables: what fits, what is missing, every policy, and the check that no answer is missing or double."""

from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.tables import (
    Faulty,
    Input,
    NotDecidable,
    Output,
    Policy,
    Row,
    Table,
    compile_table,
    overlaps_and_gaps,
)

NAMES = ("人数", "初次")
TABLE = Table(
    "无证上岗的裁量阶次",
    (Input("无证人数", "人数", "number", ">= 1", "人"), Input("是否初次", "初次", "boolean")),
    (Output("阶次", "string", '"从轻","一般","从重"'),),
    (
        Row("从轻", ("[1..3)", "true"), ('"从轻"',), "初次、三人以下"),
        Row("一般一", ("[1..3)", "false"), ('"一般"',)),
        Row("一般二", ("[3..10)", "-"), ('"一般"',)),
        Row("从重", (">= 10", "-"), ('"从重"',)),
    ),
)


def made(**changes: Any) -> Any:
    return compile_table(replace(TABLE, **changes), NAMES)


def test_a_row_that_fits_is_told_cell_by_cell() -> None:
    found = made().decide({"人数": 2, "初次": True})
    assert found.answer == "从轻" and found.rows == ("从轻",) and not found.missing
    assert [one.fits for one in found.trace] == [True, False, False, False]
    assert found.trace[0].cells[0].text == "无证人数：要求1人以上不满3人，本案2，符合"
    assert found.trace[1].cells[1].text == "是否初次：要求否，本案是，不符合"


def test_what_is_not_known_is_asked_for_and_not_passed_over() -> None:
    found = made().decide({"人数": 2, "初次": None})
    assert found.answer is None and found.rows == () and found.missing == ("是否初次",)
    assert found.trace[0].cells[1].text == "是否初次：要求是，本案未知，还不知道"
    assert made().decide({"人数": 12, "初次": None}).answer == "从重"  # it does not matter there
    assert made().decide({"人数": None, "初次": None}).missing == ("无证人数", "是否初次")


def test_a_value_outside_the_column_is_refused() -> None:
    with pytest.raises(NotDecidable, match="“无证人数”是0，只能是1以上"):
        made().decide({"人数": 0, "初次": True})
    with pytest.raises(NotDecidable, match="不能比较大小"):
        made().decide({"人数": "2", "初次": True})


def rows(*told: tuple[str, str]) -> tuple[Row, ...]:
    return tuple(Row(str(place), (asks, "-"), (answer,)) for place, (asks, answer) in enumerate(told, start=1))


SEVERAL = rows((">= 1", '"一般"'), (">= 5", '"从重"'), (">= 5", '"从轻"'))


@pytest.mark.parametrize(
    ("policy", "answer", "used"),
    [
        (Policy.FIRST, "一般", ("1",)),
        (Policy.PRIORITY, "从轻", ("3",)),
        (Policy.RULE_ORDER, ["一般", "从重", "从轻"], ("1", "2", "3")),
        (Policy.OUTPUT_ORDER, ["从轻", "一般", "从重"], ("3", "1", "2")),
        (Policy.COLLECT, ["一般", "从重", "从轻"], ("1", "2", "3")),
    ],
)
def test_policies(policy: Policy, answer: Any, used: tuple[str, ...]) -> None:
    found = made(rows=SEVERAL, policy=policy).decide({"人数": 7, "初次": True})
    assert found.answer == answer and found.rows == used


def test_two_rows_that_fit_are_an_error_where_one_is_allowed() -> None:
    with pytest.raises(NotDecidable, match="第1、2、3行同时符合，这张表只能有一行符合"):
        made(rows=SEVERAL).decide({"人数": 7, "初次": True})
    with pytest.raises(NotDecidable, match="结果却不相同"):
        made(rows=SEVERAL, policy=Policy.ANY).decide({"人数": 7, "初次": True})
    same = rows((">= 1", '"一般"'), (">= 5", '"一般"'))
    found = made(rows=same, policy=Policy.ANY).decide({"人数": 7, "初次": True})
    assert found.answer == "一般" and found.rows == ("1", "2")


def test_the_first_row_does_not_wait_for_what_stands_behind_it() -> None:
    told = (Row("1", ("> 5", "-"), ('"从重"',)), Row("2", ("-", "true"), ('"从轻"',)))
    first = made(rows=told, policy=Policy.FIRST)
    assert first.decide({"人数": 7, "初次": None}).answer == "从重"
    assert first.decide({"人数": 2, "初次": None}).missing == ("是否初次",)


@pytest.mark.parametrize(
    ("how", "answer", "none"),
    [("SUM", Decimal(30), None), ("MIN", Decimal(10), None), ("MAX", Decimal(20), None), ("COUNT", Decimal(2), Decimal(0)), ("", [10, 20], [])],
)  # fmt: skip
def test_gathering(how: str, answer: Any, none: Any) -> None:
    money = replace(
        TABLE,
        outputs=(Output("加收"),),
        rows=rows(("> 1", "10"), ("> 2", "20")),
        policy=Policy.COLLECT,
        aggregation=how,
    )
    table = compile_table(money, NAMES)
    assert table.decide({"人数": 3, "初次": True}).answer == answer
    assert table.decide({"人数": 1, "初次": True}).answer == none


def test_where_no_row_fits() -> None:
    gap = rows((">= 5", '"一般"'))
    with pytest.raises(NotDecidable, match="没有一行符合"):
        made(rows=gap).decide({"人数": 2, "初次": True})
    outputs = (Output("阶次", default='"从轻"'), Output("说明"))
    two = replace(TABLE, outputs=outputs, rows=(Row("1", (">= 5", "-"), ('"一般"', "人数 * 2")),))
    table = compile_table(two, NAMES)
    assert table.decide({"人数": 2, "初次": True}).answer == {"阶次": "从轻", "说明": None}
    assert table.decide({"人数": 6, "初次": True}).answer == {"阶次": "一般", "说明": Decimal(12)}
    assert overlaps_and_gaps(table) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rows": ()}, "至少要有"),
        ({"rows": (Row("1", ("1",), ('"一般"',)),)}, "第1行的格数与列数不同"),
        ({"rows": rows(("高", '"一般"'))}, "第1行“无证人数”：不知道“高”"),
        ({"rows": rows(("1", "一般"))}, "第1行“阶次”：不知道“一般”"),
        ({"rows": rows(("1", '"特轻"'))}, "结果“特轻”不在允许的范围内"),
        ({"aggregation": "SUM"}, "“SUM”只能用于"),
        ({"aggregation": "AVG", "policy": Policy.COLLECT}, "“AVG”只能用于"),
    ],
)
def test_a_table_that_cannot_be_right(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Faulty) as wrong:
        made(**changes)
    assert told in wrong.value.message


def test_an_answer_that_depends_on_a_fact_is_ranked_when_it_is_known() -> None:
    free = made(rows=rows((">= 1", 'if 初次 then "从轻" else "从重"')), policy=Policy.PRIORITY)
    assert free.decide({"人数": 1, "初次": True}).answer == "从轻"


@pytest.mark.parametrize("policy", [Policy.UNIQUE, Policy.PRIORITY, Policy.OUTPUT_ORDER])
def test_an_answer_that_turns_out_not_to_be_allowed_is_an_error(policy: Policy) -> None:
    free = made(rows=rows((">= 1", 'if 初次 then "从轻" else "特重"')), policy=policy)
    assert free.decide({"人数": 1, "初次": True}).rows == ("1",)
    with pytest.raises(NotDecidable, match="第1行“阶次”的结果“特重”不在允许的范围内"):
        free.decide({"人数": 1, "初次": False})


@pytest.mark.parametrize("how", ["SUM", "MIN", "MAX"])
def test_only_numbers_are_gathered(how: str) -> None:
    table = replace(TABLE, outputs=(Output("加收"),), rows=rows((">= 1", "10"), ("> 1", "if 初次 then 5 else null")), policy=Policy.COLLECT, aggregation=how)  # fmt: skip
    with pytest.raises(NotDecidable, match="不都是数字，不能汇总"):
        compile_table(table, NAMES).decide({"人数": 2, "初次": False})


def test_a_whole_table_has_neither_gap_nor_overlap() -> None:
    assert overlaps_and_gaps(made()) == ()


@pytest.mark.parametrize(
    ("row", "asks", "told"),
    [
        (2, ("[3..10]", "-"), "无证人数为10，是否初次为是时，第3、4行同时符合"),
        (2, ("[4..10)", "-"), "无证人数为3时，没有一行符合"),
        (2, ("(3..10)", "-"), "无证人数为3时，没有一行符合"),
        (0, ("[1..3)", "false"), "无证人数为1，是否初次为是时，没有一行符合"),
        (3, ("[10..20]", "-"), "无证人数为21时，没有一行符合"),
    ],
)
def test_gaps_and_overlaps_come_with_an_example(row: int, asks: tuple[str, str], told: str) -> None:
    changed = [replace(one, tests=asks) if place == row else one for place, one in enumerate(TABLE.rows)]
    assert told in [one.text for one in overlaps_and_gaps(made(rows=tuple(changed)))]


def test_texts_and_days_are_cut_where_the_table_names_them() -> None:
    table = Table(
        "表", (Input("类别", "类别", "string"), Input("日期", "日期", "date")), (Output("结果"),),
        (Row("1", ('"化工"', "-"), ("1",)), Row("2", ('not("化工")', '< date("2026-02-01")'), ("2",))),
    )  # fmt: skip
    told = [one.text for one in overlaps_and_gaps(compile_table(table, ("类别", "日期")))]
    assert told == ["类别为其他，日期为2026年2月1日时，没有一行符合"]
    narrow = replace(table, inputs=(replace(table.inputs[0], allowed='"化工","矿山"'), table.inputs[1]))
    assert [one.text for one in overlaps_and_gaps(compile_table(narrow, ("类别", "日期")))][0].startswith(
        "类别为“矿山”"
    )


def test_what_depends_on_other_facts_cannot_be_promised() -> None:
    loose = made(rows=rows((">= 1 + 初次", '"一般"'), ("< 3", '"一般"')))
    assert any(one.kind == "gap" for one in overlaps_and_gaps(loose))


CUTS = st.lists(st.integers(1, 12), min_size=2, max_size=5, unique=True).map(sorted)


@given(CUTS, st.lists(st.tuples(st.booleans(), st.booleans()), min_size=5, max_size=5), st.integers(0, 3))
def test_the_check_agrees_with_asking_every_point(
    cuts: list[int], closed: list[tuple[bool, bool]], left_out: int
) -> None:
    """Against an oracle that asks the table at every quarter: it knows nothing of how the check cuts the room."""
    told = [
        (f"{'[' if left else '('}{low}..{high}{']' if right else ')'}", '"一般"')
        for (low, high), (left, right) in zip(zip(cuts, cuts[1:], strict=False), closed, strict=False)
    ]
    del told[left_out : left_out + 1]
    if not told:
        return
    table = made(rows=rows(*told))
    found = {one.kind for one in overlaps_and_gaps(table)}
    seen = set()
    for quarter, first in product(range(4, 4 * 14), (True, False)):
        try:
            table.decide({"人数": Decimal(quarter) / 4, "初次": first})
        except NotDecidable as wrong:
            seen.add("gap" if "没有一行" in wrong.message else "overlap")
    assert found == seen
