"""类案: likeness with its reasons, the distribution against another reckoning, where a proposal lies, what an answer must hold."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import pytest

from mingjing.cases.rules import similar as rules
from mingjing.cases.terms import ActFacts
from mingjing.cases.terms.similar import Comparison, Factors, Said, Spread

LOW, HIGH = Decimal("0.25"), Decimal("0.75")
PARTY, MATTER = {"kind": "legal_person"}, {"code": "AQ097-7"}
ONE = Factors(
    "AQ097-7", "第三十条", "第九十七条", "较重", "unit", "normal", "", "none", "yes", None, "emergency", "130821"
)
ME = uuid4()


def act(seq: int, code: str, **data: Any) -> ActFacts:
    at = datetime(2026, 9, seq, tzinfo=UTC)
    return ActFacts(seq, code, at, at, ME, "张三", None, data, number=f"号{seq}")


REPORT = act(1, "report", breached=["第三十条"], basis=["第九十七条"], tier="较重", discretion="lighter", leniency=["merit", "confessed"],
             harm="none", corrected="yes", fine="30000", facts="一名焊工未取得操作证上岗作业")  # fmt: skip
DECIDE = act(4, "decide", kinds=["fine", "confiscate_gains"], fine="20000", confiscation="1234.50", tier="一般")


def spread(fines: list[Decimal]) -> Spread:
    return rules.spread(((one, "fine", 1) for one in fines), LOW, HIGH)


@pytest.mark.parametrize("seed", range(30))
def test_the_five_figures_are_those_of_another_reckoning(seed: int) -> None:
    """Against `statistics` over fractions; the exact value is rounded half up to the cent."""
    chance = random.Random(seed)  # noqa: S311 no secret
    fines = [Decimal(chance.randrange(1, 10_000_000)) / 100 for _ in range(chance.randrange(2, 60))]
    if seed % 3 == 0:
        fines += fines[: len(fines) // 2]
    exact = [Fraction(one) for one in fines]
    lower, _, upper = quantiles(exact, n=4, method="inclusive")
    found = rules.spread(((one, "fine", fines.count(one)) for one in set(fines)), LOW, HIGH)
    told = (found.least, found.low, found.median, found.high, found.most)
    for value, wanted in zip(told, (min(exact), lower, median(exact), upper, max(exact)), strict=True):
        assert value is not None
        assert abs(Fraction(value) - wanted) <= Fraction(1, 200)
        assert value == value.quantize(Decimal("0.01"))
    assert (found.cases, found.fined) == (len(fines), len(fines))


def test_a_distribution_counts_other_penalties_and_those_without_a_fine() -> None:
    rows = [(Decimal(100), "confiscate_gains fine", 2), (None, "warning", 3), (None, "", 1)]
    found = rules.spread(rows, LOW, HIGH)
    assert (found.cases, found.fined, found.median) == (6, 2, Decimal("100.00"))
    assert found.kinds == (("warning", 3), ("confiscate_gains", 2), ("fine", 2), ("", 1))
    none = rules.spread([(None, "warning", 3)], LOW, HIGH)
    assert (none.cases, none.fined, none.median) == (3, 0, None)
    assert rules.spread([], LOW, HIGH) == Spread(0, 0)


def test_the_factors_of_a_decided_case_come_from_its_acts() -> None:
    found = rules.decided((REPORT, DECIDE), PARTY, MATTER)
    assert found is not None
    factors, decision = found
    assert decision is DECIDE
    assert (factors.tier, factors.fine, factors.amount) == ("一般", Decimal("20000.00"), Decimal("1234.50"))
    assert (factors.kinds, factors.leniency) == ("confiscate_gains fine", "confessed merit")
    assert (factors.breached, factors.basis, factors.harm, factors.corrected) == (
        "第三十条",
        "第九十七条",
        "none",
        "yes",
    )
    assert len(factors.sketch) == 64
    assert rules.decided((REPORT,), PARTY, MATTER) is None
    later = act(9, "report", tier="较轻")
    again = rules.decided((REPORT, DECIDE, later), {"kind": "citizen"}, MATTER)
    assert again is not None and (again[0].tier, again[0].addressee) == ("一般", "person")


@pytest.mark.parametrize("kind", ["revoked", "unlawful", "void"])
def test_what_no_longer_stands_is_no_example(kind: str) -> None:
    assert rules.decided((REPORT, DECIDE, act(7, "change_decision", kind=kind)), PARTY, MATTER) is None


def test_a_changed_decision_counts_as_it_was_changed_and_a_decision_made_anew_counts() -> None:
    changed = act(7, "change_decision", kind="changed", new_fine="8000", new_confiscation="5")
    found = rules.decided((REPORT, DECIDE, changed), PARTY, MATTER)
    assert found is not None and (found[0].fine, found[0].amount) == (Decimal("8000.00"), Decimal("5.00"))
    nothing = rules.decided((REPORT, DECIDE, act(7, "change_decision", kind="changed", new_fine="0")), PARTY, MATTER)
    assert nothing is not None and nothing[0].fine is None
    anew = rules.decided(
        (REPORT, DECIDE, act(7, "change_decision", kind="revoked"), act(8, "decide", fine="1", kinds=["fine"])),
        PARTY,
        MATTER,
    )
    assert anew is not None and anew[0].fine == Decimal("1.00")


def test_no_penalty_has_no_fine_and_no_kinds() -> None:
    spared = rules.decided((REPORT, act(4, "decide_no_penalty", ground="minor", harm="none")), PARTY, MATTER)
    assert spared is not None and (spared[0].fine, spared[0].kinds) == (None, "")


def test_what_is_proposed_is_the_latest_word_of_the_acts() -> None:
    filing = act(1, "file_case", breached=["第三十条"])
    assert rules.proposed((filing,), PARTY, MATTER)[1] == 0
    assert rules.proposed((filing,), PARTY, MATTER)[0].breached == "第三十条"
    assert rules.proposed((REPORT,), PARTY, MATTER)[0].fine == Decimal("30000.00")
    noticed = rules.proposed((REPORT, act(3, "notify", fine="25000")), PARTY, MATTER)
    assert (noticed[0].fine, noticed[1], noticed[0].tier) == (Decimal("25000.00"), 3, "较重")


def test_facts_lead_and_words_only_break_a_tie() -> None:
    words = replace(ONE, sketch=rules.sketch("焊工未取得特种作业操作证上岗作业"))
    wordy = replace(words, tier="一般")
    plain = replace(ONE, sketch=rules.sketch("完全另一段话"))
    assert rules.rank(words, plain) > rules.rank(words, wordy), "a shared tier outweighs the same words"
    assert rules.rank(words, words) > rules.rank(words, plain), "all else alike, the words decide"
    order = [
        replace(ONE, region="x"), replace(ONE, domain="x"), replace(ONE, amount=Decimal(5)), replace(ONE, addressee="person"),
        replace(ONE, basis="第一条"), replace(ONE, harm="some"), replace(ONE, tier="一般"), replace(ONE, matter_code="X"),
        replace(ONE, matter_code="X", basis="第一条"),
    ]  # fmt: skip
    ranks = [rules.rank(ONE, other) for other in [ONE, *order]]
    assert ranks == sorted(ranks, reverse=True) and len(set(ranks)) == len(ranks)


def test_a_sketch_tells_how_much_two_texts_share_and_nothing_else() -> None:
    one, near, far = map(
        rules.sketch,
        (
            "一名焊工未取得特种作业操作证上岗作业",
            "两名焊工未取得特种作业操作证上岗作业",
            "超过保质期的食品仍在货架销售",
        ),
    )
    assert rules.shared_words(one, one) == 1
    assert rules.shared_words(one, near) > Decimal("0.5") > rules.shared_words(one, far)
    assert rules.sketch("") == "" and rules.shared_words("", one) == 0
    assert len(rules.sketch("字" * 9000)) == 64


def test_every_likeness_and_difference_is_told_in_words() -> None:
    like, unlike = rules.reasons(ONE, replace(ONE, amount=None))
    assert like == (
        "同一违法行为（AQ097-7）", "同一处罚条款：第九十七条", "同一裁量阶次：较重", "裁量结果相同：按基准", "危害后果相同：没有",
        "改正情况相同：已改正", "同为单位", "同一领域", "同一地区",
    )  # fmt: skip
    assert unlike == ()
    other = replace(ONE, matter_code="B", basis="第一条", tier="一般", discretion="lighter", leniency="merit", harm="some", corrected="no",
                    addressee="person", amount=Decimal(9), domain="market", region="1")  # fmt: skip
    like, unlike = rules.reasons(ONE, other)
    assert like == ()
    assert unlike == (
        "违法行为不同（B）", "处罚条款不同：第一条", "裁量阶次：本案较重，该案一般", "裁量结果：本案按基准，该案从轻",
        "从轻减轻情形：本案没有，该案配合查处有立功表现", "危害后果：本案没有，该案一般", "改正情况：本案已改正，该案未改正",
        "当事人：本案是单位，该案是个人（含个体工商户）", "没收数额：本案没有，该案 9.00 元", "领域不同", "地区不同",
    )  # fmt: skip


def test_of_a_merely_public_decision_the_inside_of_the_file_is_neither_told_nor_ranked() -> None:
    other = replace(
        ONE, harm="serious", leniency="minor", tier="较重（李某）", inner=False, sketch=rules.sketch("甲乙丙丁")
    )
    told = "".join(sum(rules.reasons(ONE, other), ()))
    assert "没有公开，没有比较" in told
    assert not any(word in told for word in ("严重", "十四周岁", "李某", "危害后果："))
    assert rules.rank(ONE, other) == rules.rank(ONE, replace(other, harm="none", leniency="", sketch=""))


FIVE = spread([Decimal(each) for each in (10, 20, 30, 40, 50)])


@pytest.mark.parametrize(
    ("fine", "place", "warned"),
    [
        ("9.99", "比同类都低", True), ("10", "在同类里偏低", True), ("19.99", "在同类里偏低", True), ("20", "在同类的中间一段", False),
        ("30", "正在中位", False), ("40", "在同类的中间一段", False), ("40.01", "在同类里偏高", True), ("50.01", "比同类都高", True),
    ],
)  # fmt: skip
def test_sim_01_warns_outside_the_middle_and_never_blocks(fine: str, place: str, warned: bool) -> None:
    found = rules.lies_among_its_like(Decimal(fine), FIVE, 5)
    assert rules.place_of(Decimal(fine), FIVE) == place
    assert bool(found) is warned
    assert all(one.rule == "SIM-01" and one.weight == "warn" and place in one.message for one in found)


def test_sim_01_is_silent_about_too_few_and_about_no_fine() -> None:
    assert not rules.lies_among_its_like(Decimal(1), FIVE, 6)
    assert not rules.lies_among_its_like(None, FIVE, 1)
    assert not rules.lies_among_its_like(Decimal(1), Spread(3, 0), 0)
    assert rules.place_of(None, FIVE) == "" == rules.place_of(Decimal(1), Spread(0, 0))


def compared(*, outside: str = "", seq: int = 7) -> Comparison:
    return Comparison(ONE, seq, (), FIVE, FIVE, date(2021, 9, 1), outside=outside, letters=10)


def asked(
    one: Comparison, taken: str, reason: str = "", said: tuple[Said, ...] = (), *, closed: bool = False
) -> list[str]:
    return [each.field for each in rules.suggestion_is_answered(one, said, ME, taken, reason, closed=closed)]


WHY = "当事人主动停产整改，消除了隐患"


def test_sim_02_lets_a_whole_answer_pass() -> None:
    assert asked(compared(), "yes") == []
    assert asked(compared(), "no", WHY) == []
    assert asked(compared(outside="偏离同类"), "yes", WHY) == []


def test_sim_02_refuses_an_answer_without_a_reason_and_an_empty_shell() -> None:
    assert asked(compared(), "no", "不同") == ["reason"]
    assert asked(compared(outside="偏离同类"), "yes", " 一 二 三 四 五 ") == ["reason"]
    assert asked(compared(outside="偏离同类"), "", "") == ["taken", "reason"]
    assert asked(compared(), "maybe") == ["taken"]


def test_sim_02_refuses_twice_too_late_and_too_early() -> None:
    once = Said(7, True, "", {}, ME, "张三", datetime(2026, 9, 1, tzinfo=UTC))
    assert asked(compared(), "yes", said=(once,)) == [""]
    assert asked(compared(), "yes", said=(replace(once, by_id=uuid4()), replace(once, seq=3))) == []
    assert asked(compared(), "yes", closed=True) == [""]
    assert asked(compared(seq=0), "yes") == [""]
