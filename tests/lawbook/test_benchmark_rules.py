"""What a benchmark must satisfy, and what the catalogue catches; each figure a yuan to either side."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from tests.lawbook.listed import FIVE, MATTER, matter, tier, yuan

from mingjing.kernel.findings import Weight
from mingjing.kernel.rulebook import registered
from mingjing.lawbook.rules.benchmarks import cites_law_in_force, problems, published_before_valid
from mingjing.lawbook.terms import (
    CONDITION_NAMES,
    PENALTY_NAMES,
    Addressee,
    BenchmarkFacts,
    ConditionKind,
    PenaltyKind,
)


def told(tiers, spec=MATTER) -> list[tuple[str, Weight]]:
    return [(finding.rule, finding.weight) for finding in problems(spec, tiers)]


def test_five_tiers_that_meet_are_in_order_however_they_are_listed() -> None:
    assert told(FIVE) == []
    assert told(tuple(reversed(FIVE))) == []


def test_a_tier_beyond_the_statute_is_refused() -> None:
    (finding,) = problems(MATTER, (*FIVE[:4], tier("严重", 80000, 100001)))
    assert finding.rule == "LAW-02"
    assert "“严重”对单位罚款80,000.00元至100,001.00元，超出法定幅度0.00元至100,000.00元" in finding.message
    lower = matter(unit_fine=yuan(10000, 100000))
    assert told(FIVE, lower) == [("LAW-02", Weight.BLOCK)]


def test_a_fine_on_somebody_the_statute_does_not_fine_is_refused() -> None:
    found = problems(MATTER, (*FIVE, tier("一般", 0, 10, Addressee.PERSON)))
    assert [finding.rule for finding in found] == ["LAW-02"]
    assert "没有给出对个人的固定罚款幅度" in found[0].message


def test_overlap_and_gap_are_named() -> None:
    overlap = problems(MATTER, (*FIVE[:3], tier("较重", 59999, 80000), FIVE[4]))
    assert [(finding.rule, finding.weight) for finding in overlap] == [("LAW-03", Weight.BLOCK)]
    assert "重叠" in overlap[0].message
    gap = problems(MATTER, (*FIVE[:3], tier("较重", 60001, 80000), FIVE[4]))
    assert "“一般”与“较重”之间60,000.00元至60,001.00元没有阶次" in gap[0].message


def test_two_tiers_of_one_name_are_refused() -> None:
    assert ("LAW-03", Weight.BLOCK) in told((*FIVE, tier("一般", 40000, 60000)))


def test_what_the_tiers_leave_uncovered_is_a_warning() -> None:
    assert told(FIVE[:4]) == [("LAW-03", Weight.WARN)]
    assert told(FIVE[1:]) == [("LAW-03", Weight.WARN)]


def test_a_heavier_tier_must_not_be_lighter() -> None:
    swapped = (*FIVE[:2], tier("一般", 60000, 80000), tier("较重", 40000, 60000), FIVE[4])
    rules = {rule for rule, _ in told(swapped)}
    assert "LAW-04" in rules
    assert told((tier("一般", 0, 60000), tier("严重", 0, 100000))) == [("LAW-03", Weight.BLOCK)]


def test_unit_and_person_are_weighed_apart() -> None:
    both = matter(person_fine=yuan(10000, 20000))
    persons = (tier("一般", 10000, 15000, Addressee.PERSON), tier("严重", 15000, 20000, Addressee.PERSON))
    assert told((*FIVE, *persons), both) == []


def test_validity_never_begins_before_publication() -> None:
    assert published_before_valid("2026-09-01", "2026-09-01") == ()
    assert published_before_valid("2026-09-02", "2026-09-01")[0].rule == "LAW-05"


def test_missing_articles_are_named() -> None:
    (finding,) = cites_law_in_force(["《无此法》第一条"])
    assert "《无此法》第一条" in str(finding)
    assert cites_law_in_force([]) == ()


def test_every_rule_of_the_room_has_a_sentence_and_a_source() -> None:
    own = {number: parts for number, parts in registered().items() if number.startswith("LAW-")}
    assert sorted(own) == [*(f"LAW-0{n}" for n in range(1, 9)), *(f"LAW-{n}" for n in (*range(10, 18), *range(20, 29)))]
    assert all(part.sentence and part.cites for parts in own.values() for part in parts)


def test_an_amount_on_a_border_lies_in_both_tiers() -> None:
    facts = BenchmarkFacts(uuid4(), uuid4(), "A", "机关", "号", None, date(2026, 1, 1), None, True, FIVE, "")
    assert [one.name for one in facts.tiers_for(Decimal(80000))] == ["较重", "严重"]
    assert [one.name for one in facts.tiers_for(Decimal("79999.99"))] == ["较重"]
    assert facts.tiers_for(Decimal(80000), Addressee.PERSON) == ()
    assert facts.tier("无") is None


def test_every_word_has_its_chinese_name() -> None:
    assert set(CONDITION_NAMES) == set(ConditionKind)
    assert set(PENALTY_NAMES) == set(PenaltyKind)
