"""LAW-10 to LAW-16: what keeps a table from being released, each from both sides; and what a table says to facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from tests.lawbook.listed import MATTER, matter, yuan
from tests.lawbook.weighed import EXAMPLES, FACTORS, ROWS, TABLE, U, line, table, with_row

from mingjing.kernel.findings import Weight
from mingjing.kernel.tables import Faulty
from mingjing.kernel.tables.words import Bounds
from mingjing.lawbook.rules.discretion import (
    statute_times,
    superiors_do_not_form_a_ring,
    table_problems,
    within_the_superiors,
)
from mingjing.lawbook.rules.weighing import as_decision_table, prepared, share, taken_in, weigh
from mingjing.lawbook.terms import (
    Addressee,
    BenchmarkFacts,
    Example,
    Factor,
    FactorKind,
    Measure,
    PenaltyKind,
    Tier,
)
from mingjing.lawbook.terms.discretion import from_plain, plain, tiers_of


def told(given, spec=MATTER, upper=None) -> dict[str, str]:
    return {one.rule: one.message for one in table_problems(spec, given, upper)}


def test_a_sound_table_has_nothing_against_it() -> None:
    assert told(TABLE) == {}


def test_a_hole_and_an_overlap_are_named_by_example() -> None:
    hole = told(with_row(2, cells=("3名以上不满5名", "-"), source="3名以上不满5名"))
    assert "无证人数为2" in hole["LAW-10"] and "没有一行符合" in hole["LAW-10"]
    overlap = told(with_row(3, cells=("4名以上", "-"), source="4名以上"))
    assert "无证人数为4" in overlap["LAW-10"] and "第3、4行同时符合" in overlap["LAW-10"]


def test_between_two_counts_lies_nothing() -> None:
    rows = (
        *ROWS[:2],
        line("一般", "2至4", "-", "4万元以上8万元以下"),
        line("严重", "5名以上", "-", "8万元以上10万元以下", "5名以上"),
    )
    assert "LAW-10" not in told(table(rows=rows))
    measured = (replace(FACTORS[0], kind=FactorKind.NUMBER), FACTORS[1])
    assert "LAW-10" in told(table(rows=rows, factors=measured))


def test_a_heavier_row_is_not_lighter_and_one_tier_has_one_range() -> None:
    assert "轻于" in told(with_row(3, fine="1万元以上9万元以下"))["LAW-11"]
    assert "幅度不同" in told(with_row(1, tier="轻微"))["LAW-11"]
    assert "LAW-11" not in told(with_row(1, tier="轻微", fine="2万元以下"))


@pytest.mark.parametrize(
    ("fine", "law", "weight"),
    [
        ("货值金额5倍以上8倍以下", "处货值金额五倍以上十倍以下罚款", None), ("货值金额5倍以上12倍以下", "处货值金额五倍以上十倍以下罚款", Weight.BLOCK),
        ("50%以上80%以下", "处等值以上三倍以下罚款", Weight.BLOCK), ("100%以上200%以下", "处等值以上三倍以下罚款", None), ("2倍以上3倍以下", "", Weight.WARN),
    ],
)  # fmt: skip
def test_multiples_are_held_against_the_law_s(fine: str, law: str, weight: Weight | None) -> None:
    found = [one for one in table_problems(matter(multiple=law), with_row(3, fine=fine)) if one.rule == "LAW-12"]
    assert [one.weight for one in found] == ([weight] if weight else [])


def test_multiples_in_words_are_read_or_not_at_all() -> None:
    assert statute_times("并处货值金额十倍以上二十倍以下罚款") == Bounds(Decimal(10), Decimal(20))
    assert statute_times("处百分之五十以上三倍以下的罚款") is None
    assert statute_times("一倍以上三倍以下；情节严重的，三倍以上五倍以下") is None


@pytest.mark.parametrize(
    ("source", "wrong"),
    [("2名以上不满5名", False), ("2名以上5名以下", True), ("超过2名不满5名", True), ("数名", False)],
)
def test_words_of_the_source_and_cells_agree(source: str, wrong: bool) -> None:
    assert ("LAW-13" in told(with_row(2, source=source))) is wrong


def test_every_row_wants_an_example_and_every_example_its_row() -> None:
    assert "第4行（“严重”）没有样例" in told(table(examples=EXAMPLES[:3]))["LAW-14"]
    assert "查出的是“一般”" in told(table(examples=(*EXAMPLES, Example(U, ("4", "是"), "严重"))))["LAW-14"]
    assert "还要查明高危岗位" in told(table(examples=(*EXAMPLES, Example(U, ("1", ""), "轻微"))))["LAW-14"]
    assert "应为整数" in told(table(examples=(*EXAMPLES, Example(U, ("1.5", "是"), "轻微"))))["LAW-14"]


def superior(**changes) -> BenchmarkFacts:
    facts = BenchmarkFacts(
        uuid4(),
        uuid4(),
        "AQ097-7",
        "示范市应急管理局",
        "市应急〔2026〕3号",
        date(2026, 1, 1),
        date(2026, 1, 1),
        None,
        False,
        (),
        "0" * 64,
        TABLE,
    )
    return replace(facts, **changes)


def test_a_lower_organ_refines_inside_the_upper_s_range_only() -> None:
    assert told(TABLE, upper=superior()) == {}
    assert told(with_row(3, fine="9万元以上10万元以下"), upper=superior()) == {}
    assert "8万元以上10万元以下" not in told(with_row(2, fine="4万元以上7万元以下"), upper=superior()).get("LAW-15", "")
    wide = told(with_row(0, fine="3万元以下"), upper=superior())
    assert "上级示范市应急管理局" in wide["LAW-15"]
    tiers = (Tier("轻微", "有", U, yuan(0, 20000)), Tier("较轻", "有", U, yuan(20000, 30000)))
    plain_upper = superior(table=None, tiers=tiers)
    messages = [one.message for one in within_the_superiors(TABLE, plain_upper)]
    assert len(messages) == 3 and any("没有这个阶次" in one for one in messages)
    assert not list(within_the_superiors(TABLE, None))


def test_superiors_do_not_form_a_ring() -> None:
    assert not list(superiors_do_not_form_a_ring("甲", ["乙", "丙"]))
    assert list(superiors_do_not_form_a_ring("甲", ["乙", "甲"])) and list(
        superiors_do_not_form_a_ring("甲", ["乙", "丙", "乙"])
    )


def by_hand(people: int, risky: bool) -> str:
    """The same benchmark read by a person."""
    if people >= 5:
        return "严重"
    if people >= 2:
        return "一般"
    return "较轻" if risky else "轻微"


def test_the_table_says_what_a_person_reads_in_it() -> None:
    for people, risky in product(range(1, 12), (True, False)):
        found = weigh(TABLE, U, {"无证人数": Decimal(people), "高危岗位": risky}, statute=MATTER.unit_fine)
        assert found.tier == by_hand(people, risky), (people, risky)
        assert found.inside == found.fine and found.trace[found.place].fits is True
        for name, value, tier in found.otherwise:
            other = (int(value.removesuffix("名")), risky) if name == "无证人数" else (people, value == "是")
            assert by_hand(*other) == tier != found.tier


def test_unknown_is_not_no() -> None:
    open_ = weigh(TABLE, U, {"无证人数": Decimal(1)})
    assert (open_.tier, open_.missing) == ("", ("高危岗位",))
    settled = weigh(TABLE, U, {"无证人数": Decimal(6)})
    assert (settled.tier, settled.missing) == ("严重", ())


def test_what_the_table_cannot_answer_is_said() -> None:
    assert "只能是" in weigh(TABLE, U, {"无证人数": Decimal(0), "高危岗位": True}).wrong
    assert weigh(TABLE, Addressee.PERSON, {}).wrong
    assert weigh(with_row(0, cells=("很多", "否")), U, {}).wrong


def test_a_multiple_wants_its_base_and_is_cut_to_the_statute() -> None:
    times = with_row(3, fine="货值金额5倍以上10倍以下")
    facts = {"无证人数": Decimal(7), "高危岗位": False}
    assert weigh(times, U, facts).needs_base == "货值金额"
    found = weigh(times, U, facts, base=Decimal("12000.50"), statute=yuan(0, 100000))
    assert found.fine == Bounds(Decimal("60002.50"), Decimal("120005.00"))
    assert found.inside == Bounds(Decimal("60002.50"), Decimal("100000"))


@pytest.mark.parametrize(
    ("words", "measure", "low", "high"),
    [
        ("2万元以上4万元以下", Measure.YUAN, "20000", "40000"), ("货值金额五倍以上十倍以下罚款", Measure.TIMES, "5", "10"),
        ("违法所得百分之二十以上百分之五十以下", Measure.PERCENT, "20", "50"), ("20%以上50%以下", Measure.PERCENT, "20", "50"),
    ],
)  # fmt: skip
def test_fines_are_read_as_the_law_writes_them(words: str, measure: Measure, low: str, high: str) -> None:
    found = share(words)
    assert (found.measure, found.bounds) == (measure, Bounds(Decimal(low), Decimal(high)))


def test_facts_are_taken_as_their_kind_or_refused() -> None:
    count, yes, choice = FACTORS[0], FACTORS[1], Factor("后果", FactorKind.CHOICE, choices=("轻", "重"))
    assert (taken_in(count, " 3名 "), taken_in(yes, "否"), taken_in(choice, "重"), taken_in(yes, "")) == (
        Decimal(3),
        False,
        "重",
        None,
    )
    for factor, text in ((count, "0"), (count, "3以上"), (count, "1.5"), (yes, "也许"), (choice, "中")):
        with pytest.raises(Faulty):
            taken_in(factor, text)


def test_the_tiers_of_older_lists_are_drawn_from_the_table() -> None:
    found = tiers_of(TABLE, dict(enumerate(prepared(TABLE, U).shares)))
    assert [(one.name, one.fine) for one in found][:2] == [("轻微", yuan(0, 20000)), ("较轻", yuan(20000, 40000))]
    times = with_row(3, fine="货值金额5倍以上10倍以下")
    last = tiers_of(times, dict(enumerate(prepared(times, U).shares)))[-1]
    assert (last.fine, last.other) == (None, "货值金额5倍以上10倍以下")


def test_a_table_is_the_same_after_it_was_stored() -> None:
    assert from_plain(plain(TABLE)) == TABLE and from_plain({}) is None
    assert as_decision_table(TABLE, U).rows[2].tests == ("[2..5)", "-")
    assert matter(penalties=(PenaltyKind.FINE,))
