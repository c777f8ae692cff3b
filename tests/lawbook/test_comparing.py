"""Every entry of the catalogue is answered: falls under it, does not, or cannot be said yet; each figure a fen to either side."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.lawbook.listed import ROW

from mingjing.lawbook.rules.comparing import fits, gaps, guidance_says_something, unanswered
from mingjing.lawbook.terms import (
    CONDITION_NAMES,
    FIT_NAMES,
    AnsweredGap,
    Condition,
    ConditionKind,
    Fit,
    MajorRowFacts,
    PenaltyKind,
    Subject,
)

UNIT = Condition(ConditionKind.FINE_UNIT_MIN, Decimal(50000))
PERSON = Condition(ConditionKind.FINE_PERSON_MIN, Decimal(10000))
GOODS = Condition(ConditionKind.CONFISCATION_MIN, Decimal(100))
KINDS = Condition(ConditionKind.PENALTY_KINDS, kinds=frozenset({PenaltyKind.STOP, PenaltyKind.REVOKE_LICENCE}))
ORDINARY = Condition(ConditionKind.ALL_ORDINARY)


def row(*conditions: Condition, position: int = 1, **more: Any) -> MajorRowFacts:
    return MajorRowFacts(uuid4(), position, replace(ROW, conditions=conditions, **more))


def fit(subject: Subject, *conditions: Condition, **more: Any) -> tuple[Fit, tuple[str, ...]]:
    (one,) = fits([row(*conditions, **more)], subject)
    assert one.fit_name == FIT_NAMES[one.fit] and one.reasons
    return one.fit, one.reasons


def about(**more: Any) -> Subject:
    return Subject("penalty", "county", "emergency", **more)


@pytest.mark.parametrize(
    ("subject", "condition", "wanted", "why"),
    [
        (about(party_is_unit=True, fine=Decimal(50000)), UNIT, Fit.YES, "对单位罚款50,000元以上：拟罚款 50,000 元"),
        (about(party_is_unit=True, fine=Decimal("49999.99")), UNIT, Fit.NO, "对单位罚款50,000元以上：拟罚款 49,999.99 元"),
        (about(party_is_unit=True), UNIT, Fit.UNKNOWN, "对单位罚款50,000元以上：数额还不清楚"),
        (about(party_is_unit=False, fine=Decimal(90000)), UNIT, Fit.NO, "对单位罚款50,000元以上：当事人是个人"),
        (about(fine=Decimal(50000)), UNIT, Fit.UNKNOWN, "对单位罚款50,000元以上：不清楚当事人是单位还是个人"),
        (about(fine=Decimal(49000)), UNIT, Fit.NO, "对单位罚款50,000元以上：拟罚款 49,000 元"),
        (about(party_is_unit=False, fine=Decimal(10000)), PERSON, Fit.YES, "对个人罚款10,000元以上：拟罚款 10,000 元"),
        (about(party_is_unit=False, fine=Decimal("9999.99")), PERSON, Fit.NO, "对个人罚款10,000元以上：拟罚款 9,999.99 元"),
        (about(party_is_unit=True, fine=Decimal(90000)), PERSON, Fit.NO, "对个人罚款10,000元以上：当事人是单位"),
        (about(confiscation=Decimal(100)), GOODS, Fit.YES, "没收价值100元以上：拟没收 100 元"),
        (about(confiscation=Decimal(99)), GOODS, Fit.NO, "没收价值100元以上：拟没收 99 元"),
        (about(), GOODS, Fit.UNKNOWN, "没收价值100元以上：数额还不清楚"),
        (about(kinds=("fine", "stop")), KINDS, Fit.YES, "处罚种类为责令停产停业、吊销许可证件"),
        (about(kinds=("warning",)), KINDS, Fit.NO, "处罚种类为责令停产停业、吊销许可证件：拟处罚种类不在其中"),
        (about(), KINDS, Fit.UNKNOWN, "处罚种类为责令停产停业、吊销许可证件：处罚种类还没有确定"),
        (about(procedure="ordinary"), ORDINARY, Fit.YES, "适用普通程序"),
        (about(procedure="summary"), ORDINARY, Fit.NO, "适用普通程序：没有这种情形"),
        (about(), ORDINARY, Fit.UNKNOWN, "适用普通程序：还不清楚"),
    ],
)  # fmt: skip
def test_each_figure_counts_from_itself_on(subject: Subject, condition: Condition, wanted: Fit, why: str) -> None:
    assert fit(subject, condition) == (wanted, (why,))


@pytest.mark.parametrize("kind", ["public_interest", "social_risk", "major_rights", "complex", "after_hearing"])
def test_what_a_person_has_to_say_is_no_no_before_it_is_said(kind: str) -> None:
    condition, words = Condition(ConditionKind(kind)), CONDITION_NAMES[ConditionKind(kind)]
    assert fit(about(**{kind: True}), condition) == (Fit.YES, (words,))
    assert fit(about(**{kind: False}), condition) == (Fit.NO, (f"{words}：没有这种情形",))
    assert fit(about(), condition) == (Fit.UNKNOWN, (f"{words}：还不清楚",))


def test_one_yes_is_enough_and_one_unknown_keeps_it_open() -> None:
    hard = Condition(ConditionKind.COMPLEX)
    assert fit(about(party_is_unit=True, fine=Decimal(60000)), UNIT, hard)[0] is Fit.YES
    assert fit(about(party_is_unit=True, fine=Decimal(10)), UNIT, hard) == (
        Fit.UNKNOWN,
        ("案件情况疑难复杂、涉及多个法律关系：还不清楚",),
    )
    assert len(fit(about(party_is_unit=True, fine=Decimal(10), complex=False), UNIT, hard)[1]) == 2


def test_kind_level_and_field_are_asked_first() -> None:
    big = about(party_is_unit=True, fine=Decimal(90000))
    assert fit(big, UNIT, levels=("county", "city"), domains=("emergency",))[0] is Fit.YES
    assert fit(big, UNIT, category="licence") == (Fit.NO, ("类别是行政许可",))
    assert fit(big, UNIT, levels=("city",)) == (Fit.NO, ("不是这一条的执法层级",))
    assert fit(big, UNIT, domains=("market",)) == (Fit.NO, ("不是这一条的执法领域",))


def lacking(upper: tuple[Condition, ...], own: tuple[Condition, ...], **more: Any) -> list[tuple[str, str]]:
    mine = [replace(ROW, conditions=own)] if own else []
    found = gaps([row(*upper, **more)], mine, level="county", domain="emergency")
    return [(one.upper, one.own) for one in found]


def test_a_looser_figure_is_told_with_both_and_a_stricter_one_is_not() -> None:
    high, low = replace(UNIT, amount=Decimal("50000.01")), replace(UNIT, amount=Decimal("49999.99"))
    assert lacking((UNIT,), (high,)) == [("对单位罚款50,000元以上", "对单位罚款50,000.01元以上")]
    assert lacking((UNIT,), (UNIT,)) == lacking((UNIT,), (low,)) == lacking((UNIT,), (high, low)) == []
    assert lacking((UNIT, PERSON), (UNIT,)) == [("对个人罚款10,000元以上", "没有这一条件")]
    assert lacking((UNIT,), ()) == [("对单位罚款50,000元以上", "没有这一条件")]


def test_kinds_left_out_are_looser_and_more_of_them_are_not() -> None:
    some = replace(KINDS, kinds=frozenset({PenaltyKind.STOP}))
    assert lacking((KINDS,), (some,)) == [("处罚种类为责令停产停业、吊销许可证件", "没有列入吊销许可证件")]
    more = replace(KINDS, kinds=KINDS.kinds | {PenaltyKind.BAN})
    assert lacking((KINDS,), (more,)) == []
    rest = replace(KINDS, kinds=frozenset({PenaltyKind.REVOKE_LICENCE}))
    assert lacking((KINDS,), (some, rest)) == []


def test_reviewing_every_ordinary_penalty_is_never_looser() -> None:
    assert lacking((UNIT, KINDS), (ORDINARY,)) == []
    assert lacking((ORDINARY,), (UNIT,)) == [("适用普通程序", "没有这一条件")]


def test_what_the_superior_wants_of_others_is_not_asked() -> None:
    assert lacking((UNIT,), (), levels=("city",)) == lacking((UNIT,), (), domains=("market",)) == []
    narrow = replace(ROW, conditions=(UNIT,), levels=("city",))
    assert (
        len(gaps([row(UNIT)], [narrow], level="county", domain="emergency")) == 1
    )  # an own row for others covers nothing


def test_each_looser_place_wants_its_own_reason() -> None:
    found = [AnsweredGap("1-0", "罚款", "五万", "八万"), AnsweredGap("2-1", "没收", "五万", "没有这一条件")]
    told = list(unanswered(found, {"1-0": "本地案值普遍较高", "2-1": " 无 "}))
    assert [(one.field, "八万" in one.message, bool(one.next_step)) for one in told] == [("reason-2-1", False, True)]
    assert len(list(unanswered(found, {}))) == 2 and not list(unanswered((), {}))


def test_guidance_waits_for_one_answer() -> None:
    ask = guidance_says_something
    assert not list(ask("请补充没收的标准", waiting=False, answering=False))
    assert not list(ask("已经补充", waiting=True, answering=True))
    assert [one.field for one in ask("  ", waiting=False, answering=False)] == ["text"]
    assert "还没有答复" in next(iter(ask("再提一次意见", waiting=True, answering=False))).message
    assert "已经答复过" in next(iter(ask("再答复一次", waiting=False, answering=True))).message
