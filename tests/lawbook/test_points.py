"""A benchmark by points: what a case gets, what the formula gives, LAW-17 from both sides, and that nothing of it is lost."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lawbook.listed import MATTER
from tests.lawbook.test_discretion import drafted, listed, published
from tests.lawbook.weighed import FACTORS, POINTS, SCORING, TABLE, U, score, summed

from mingjing.foundation import dmn
from mingjing.kernel.findings import Invalid, Refused, Weight
from mingjing.kernel.tables import Faulty
from mingjing.kernel.tables.words import Bounds
from mingjing.lawbook.operations import entries
from mingjing.lawbook.queries import as_decision_table, tier_of
from mingjing.lawbook.rules.discretion import table_problems
from mingjing.lawbook.rules.scoring import points_table, spelled
from mingjing.lawbook.rules.weighing import filled, share, weigh
from mingjing.lawbook.terms import Addressee, DiscretionTable, Factor, FactorKind, Measure, Share
from mingjing.lawbook.terms.discretion import from_plain, plain
from mingjing.lawbook.terms.scoring import Formula
from mingjing.sites.bureau.views.benchmark_files import decision_table

__all__ = ["listed"]
WHOLE = filled(POINTS)


def with_scoring(**changes: Any) -> DiscretionTable:
    return filled(replace(POINTS, scoring=replace(SCORING, **changes)))


def told(held: DiscretionTable) -> dict[str, str]:
    return {one.rule: one.message for one in table_problems(MATTER, held) if one.weight is Weight.BLOCK}


def by_hand(people: int, risky: bool) -> tuple[int, str]:
    """The sum and the tier as a clerk would count them."""
    points = (10 if people == 1 else 40 if people < 5 else 70) + (30 if risky else 0)
    return points, ["轻微", "较轻", "一般", "严重"][(points >= 20) + (points >= 50) + (points >= 80)]


def test_the_rows_get_the_fines_that_the_formula_gives() -> None:
    assert [row.fine for row in WHOLE.rows] == [
        "2万元以上不满3.6万元", "3.6万元以上不满6万元", "6万元以上不满8.4万元", "8.4万元以上10万元以下",
    ]  # fmt: skip
    assert filled(WHOLE) == WHOLE and filled(TABLE) is TABLE
    assert told(WHOLE) == {}


@pytest.mark.parametrize(("people", "risky"), list(product((1, 2, 3, 4, 5, 60), (False, True))))
def test_a_case_gets_what_a_clerk_would_count(people: int, risky: bool) -> None:
    points, tier = by_hand(people, risky)
    found = weigh(WHOLE, U, {"无证人数": Decimal(people), "高危岗位": risky})
    fine = 20000 + 80000 * Fraction(points, 100)
    assert (found.total, found.tier) == (points, tier)
    assert [one.points for one in found.scored] == [points - 30 * risky, 30 * risky]
    assert found.fine is not None
    assert found.fine.low == max(fine * Fraction(9, 10), 20000)
    assert found.fine.high == min(fine * Fraction(11, 10), 100000)
    assert tier_of(WHOLE, U, {"无证人数": Decimal(people), "高危岗位": risky}) == tier


def test_unknown_is_not_no_points() -> None:
    found = weigh(WHOLE, U, {"无证人数": Decimal(1)})
    assert found.missing == ("高危岗位",) and not found.tier
    assert [one.factor for one in found.scored] == ["无证人数"]
    assert tier_of(WHOLE, U, {"无证人数": Decimal(1)}) == ""


def test_what_another_fact_would_change_is_computed() -> None:
    found = weigh(WHOLE, U, {"无证人数": Decimal(1), "高危岗位": False})
    assert ("无证人数", "2名", "较轻") in found.otherwise and ("高危岗位", "是", "较轻") in found.otherwise
    assert ("无证人数", "6名", "一般") in found.otherwise or ("无证人数", "5名", "一般") in found.otherwise


def test_the_other_formula_never_goes_below_the_lowest_fine() -> None:
    held = with_scoring(formula=Formula.TOP, sway=Decimal(0))
    assert [row.fine for row in held.rows] == [
        "2万元",
        "2万元以上不满5万元",
        "5万元以上不满8万元",
        "8万元以上10万元以下",
    ]
    found = weigh(held, U, {"无证人数": Decimal(1), "高危岗位": False})
    assert found.fine == Bounds(Decimal(20000), Decimal(20000))


def test_points_over_a_multiple_want_their_base() -> None:
    held = with_scoring(unit="货值金额10倍以上20倍以下", sway=Decimal(0))
    assert held.rows[1].fine == "货值金额12倍以上不满15倍"
    facts = {"无证人数": Decimal(1), "高危岗位": True}
    assert weigh(held, U, facts).needs_base == "货值金额"
    assert weigh(held, U, facts, base=Decimal(5000)).fine == Bounds(Decimal(70000), Decimal(70000))


def test_points_below_nothing_and_above_all_count_as_the_ends() -> None:
    lines = (*SCORING.scores[:3], score("高危岗位", "否", -60), score("高危岗位", "是", 60))
    held = with_scoring(scores=lines)
    assert weigh(held, U, {"无证人数": Decimal(2), "高危岗位": False}).total == 0
    assert weigh(held, U, {"无证人数": Decimal(9), "高危岗位": True}).total == 100


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (with_scoring(scores=SCORING.scores[1:]), "“无证人数”的赋分：无证人数为1时，没有一行符合"),
        (with_scoring(scores=(*SCORING.scores, score("高危岗位", "是", 5))), "“高危岗位”的赋分：高危岗位为是时，第2、3行同时符合"),
        (replace(WHOLE, rows=(replace(WHOLE.rows[0], fine="2万元以上不满3万元"), *WHOLE.rows[1:])), "第1行罚款2万元以上不满3万元，按公式算出的是2万元以上不满3.6万元"),
        (with_scoring(scores=tuple(replace(one, points=Decimal(0)) for one in SCORING.scores)), "总分都相同"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_points_is_named(held: DiscretionTable, words: str) -> None:
    assert words in " ".join(one.message for one in table_problems(MATTER, held) if one.rule == "LAW-17")


def test_rows_of_the_sum_have_no_hole_and_no_overlap_where_it_can_be_reached() -> None:
    hole = filled(replace(POINTS, rows=(POINTS.rows[0], *POINTS.rows[2:])))
    assert "总分为" in told(hole)["LAW-10"]
    unreached = with_scoring(scores=tuple(replace(one, points=one.points / 2) for one in SCORING.scores))
    assert "LAW-14" in told(unreached), "nobody can come to 80 points, so that row has no example"


def test_points_and_the_source_agree() -> None:
    wrong = with_scoring(
        scores=(*SCORING.scores[:1], replace(SCORING.scores[1], source="2名以上5名以下的"), *SCORING.scores[2:])
    )
    assert "赋分“无证人数”写“2名以上不满5名”" in told(wrong)["LAW-13"]


def test_a_sum_that_cannot_reach_the_ends_is_said_and_may_be_published() -> None:
    found = [one for one in table_problems(MATTER, WHOLE) if one.rule == "LAW-17"]
    assert [one.weight for one in found] == [Weight.WARN] and "最低 10 分、最高 100 分" in found[0].message


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scores": (score("没有的因素", "是", 5),)}, "没有“没有的因素”这个裁量因素"),
        ({"scores": (score("高危岗位", "是", 101),)}, "分值应在 -100 到 100 之间"),
        ({"scores": (replace(SCORING.scores[0], points=Decimal("NaN")),)}, "分值应在 -100 到 100 之间"),
        ({"sway": Decimal(51)}, "上下浮动应在 0 到 50 之间"),
        ({"unit": " "}, "请写明对单位的计算幅度"),
        ({"scores": SCORING.scores * 200}, "赋分最多800行"),
        ({"scores": (replace(SCORING.scores[0], cell="\u202e1"),)}, "赋分第1行"),
    ],
)
def test_points_typed_wrong_are_named(changes: dict[str, Any], words: str) -> None:
    found = entries.table(replace(POINTS, scoring=replace(SCORING, **changes)))["table"]
    assert words in " ".join(found)


def test_a_factor_may_not_be_called_like_the_sum_and_a_row_has_one_cell() -> None:
    total = replace(POINTS, factors=(Factor("总分", FactorKind.COUNT), FACTORS[1]))
    wide = replace(POINTS, rows=(replace(POINTS.rows[0], cells=("1", "是")),))
    assert "裁量因素不能叫“总分”。" in entries.table(total)["table"]
    assert "第1行应当只有总分一格。" in entries.table(wide)["table"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "2万元以上"}, "对单位的计算幅度要写明上限"),
        ({"unit": "很多"}, "对单位的计算幅度：看不懂"),
        ({"scores": SCORING.scores[:3]}, "裁量因素“高危岗位”没有赋分"),
        ({"scores": (*SCORING.scores[:4], score("高危岗位", "也许", 3))}, "赋分第2行“高危岗位”"),
    ],
)
def test_points_that_cannot_be_read_are_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Faulty, match=words):
        table_problems(MATTER, filled(replace(POINTS, scoring=replace(SCORING, **changes))))


def test_a_row_of_the_sum_is_one_range() -> None:
    with pytest.raises(Faulty):
        filled(replace(POINTS, rows=(summed("轻微", "10或者30"), *POINTS.rows[1:])))


def test_it_is_the_same_after_it_was_stored_and_other_tables_store_nothing_of_it() -> None:
    assert from_plain(plain(WHOLE)) == WHOLE
    assert "scoring" not in plain(TABLE)


def test_other_systems_get_two_decisions() -> None:
    told_rows = as_decision_table(WHOLE, U, "裁量")
    content = dmn.write(told_rows, before=[points_table(WHOLE)])
    model = dmn.read(content)
    assert set(model.decisions) == {"裁量", "总分"}
    for people, risky in product((1, 4, 7), (False, True)):
        found = model.decide("裁量", {"无证人数": Decimal(people), "高危岗位": risky})
        assert found == by_hand(people, risky)[1]


@settings(max_examples=150, deadline=None)
@given(
    st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2), st.booleans(), st.booleans(), st.sampled_from(list(Measure))
)  # fmt: skip
def test_a_range_in_words_means_what_it_was(
    low: Decimal, more: Decimal, left: bool, right: bool, measure: Measure
) -> None:
    closed = (True, True) if not more else (left or not low, right)
    held = Share(measure, Bounds(low, low + more, closed), "" if measure is Measure.YUAN else "货值金额")
    assert share(spelled(held)) == held


@pytest.mark.django_db
def test_it_is_drafted_filled_and_published(listed: None) -> None:
    draft = drafted(POINTS)
    assert draft.table == WHOLE
    assert [(one.fine.low, one.fine.high) for one in draft.tiers if one.fine][-1] == (84000, 100000)
    done = published(draft)
    assert done.table is not None and done.table.scoring == SCORING and done.sha256


@pytest.mark.django_db
def test_a_hole_in_the_points_is_kept_as_a_draft_and_not_published(listed: None) -> None:
    draft = drafted(replace(POINTS, scoring=replace(SCORING, scores=SCORING.scores[1:])))
    for _ in range(2):
        with pytest.raises(Refused, match="LAW-17"):
            published(draft)
    with pytest.raises(Invalid, match="没有赋分"):
        drafted(replace(POINTS, scoring=replace(SCORING, scores=())))


def test_persons_have_a_range_of_their_own() -> None:
    rows = (*POINTS.rows, *(replace(row, addressee=Addressee.PERSON) for row in POINTS.rows))
    held = filled(replace(POINTS, rows=rows, scoring=replace(SCORING, person="1000元以上1万元以下", sway=Decimal(0))))
    assert held.rows[4].fine == "1000元以上不满2800元"
    found = weigh(held, Addressee.PERSON, {"无证人数": Decimal(2), "高危岗位": False})
    assert found.fine == Bounds(Decimal(4600), Decimal(4600)) and found.place == 5


@pytest.mark.parametrize(
    ("unit", "points", "base", "low"),
    [
        ("违法所得0.5倍以上1倍以下", 33, 10_000_000, "6650000"), ("货值金额的1%以上2%以下", 45, 100_000_000, "1450000"),
        ("货值金额的1%以上1.5%以下", 45, 100_000_000, "1225000"), ("1.5元以上2.51元以下", 50, None, "2.01"),
    ],
)  # fmt: skip
def test_a_multiple_is_not_rounded_before_it_is_counted(unit: str, points: int, base: int | None, low: str) -> None:
    held = with_scoring(unit=unit, sway=Decimal(0), scores=(*SCORING.scores[:3], score("高危岗位", "否", points - 40), SCORING.scores[4]))  # fmt: skip
    found = weigh(held, U, {"无证人数": Decimal(2), "高危岗位": False}, base=None if base is None else Decimal(base))
    assert found.total == points and found.fine is not None
    assert (found.fine.low, found.fine.high) == (Decimal(low), Decimal(low))
    assert "LAW-17" not in told(held)


def test_a_sum_beyond_its_ends_is_capped_in_other_systems_too() -> None:
    scores = (*SCORING.scores[:3], score("高危岗位", "否", -30), score("高危岗位", "是", 60))
    held = with_scoring(scores=scores)
    model = dmn.read(decision_table(held, U, "裁量"))
    for people, risky in product((1, 2, 5), (False, True)):
        facts = {"无证人数": Decimal(people), "高危岗位": risky}
        answer = model.decide("裁量", facts)
        assert isinstance(answer, dict) and answer["阶次"] == tier_of(held, U, facts) != ""
