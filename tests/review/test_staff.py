"""The review body, the five per cent and the trainings: registered once, by those who may, and told where they lack."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.archives.filed import undone
from tests.organs.at_once import at_once
from tests.review.desk import MONDAY, Desk
from tests.review.desk import desk as opened

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused, blocking
from mingjing.ledger.models import Entry
from mingjing.organs import queries as organs
from mingjing.organs.terms.units import UnitRatioFacts
from mingjing.review import operations, queries
from mingjing.review.models import ReviewBody, Training
from mingjing.review.queries.agreeing import staff_unlike_the_ledger
from mingjing.review.rules import body_findings, strength_findings, training_findings, unit_findings
from mingjing.review.terms import BodyFacts, StrengthFacts

TODAY = date(2026, 9, 21)


def register(desk: Desk, **more: Any) -> BodyFacts:
    given: dict[str, Any] = {"name": "政策法规股", "basis": "示应急〔2026〕5号", "phone": "0399-7200001", "since": date(2026, 1, 5), "by": desk.head, "at": MONDAY}  # fmt: skip
    return operations.register_body(**{**given, **more})


def learn(desk: Desk, **more: Any) -> Any:
    given: dict[str, Any] = {
        "person_id": desk.reviewer.person_id, "day": date(2026, 9, 1), "hours": "7.5", "topic": "处罚法专题", "organiser": "示范县司法局",
        "by": desk.reviewer, "at": MONDAY,
    }  # fmt: skip
    return operations.record_training(**{**given, **more})


def test_a_body_is_registered_and_the_next_ends_it(desk: Desk) -> None:
    organ = desk.head.organ_id
    assert queries.review_body(organ) is None
    first = register(desk)
    assert queries.review_body(organ) == first and not queries.past_bodies(organ)
    second = register(desk, name="法制审核股", phone="", since=date(2026, 9, 1))
    assert queries.review_body(organ) == second
    (past,) = queries.past_bodies(organ)
    assert (past.until, past.end_reason) == (date(2026, 9, 1), "改由法制审核股担任")
    kept = Entry.objects.filter(stream=f"review-staff:{organ}")
    assert [one.kind for one in kept.order_by("stream_seq")] == ["review:body:registered"] * 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " "}, "没有写明机构名称"),
        ({"basis": "无"}, "没有写明确定依据"),
        ({"since": date(2026, 9, 22)}, "起始日期在今天之后"),
    ],
)
def test_an_empty_shell_is_no_body(desk: Desk, given: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        register(desk, **given)
    assert not ReviewBody.objects.exists()


def test_a_body_cannot_be_put_before_the_one_there_is(desk: Desk) -> None:
    register(desk)
    with pytest.raises(Refused, match="不晚于现在的审核机构"):
        register(desk, name="另一股")
    with pytest.raises(Invalid, match="最多 30 个字"):
        register(desk, since=TODAY, phone="1" * 31)
    assert ReviewBody.objects.count() == 1


def test_only_the_head_registers_the_body(desk: Desk) -> None:
    for by in (desk.handler, desk.reviewer):
        with pytest.raises(Forbidden):
            register(desk, by=by)


def test_trainings_add_up_within_the_year(desk: Desk) -> None:
    learn(desk)
    learn(desk, day=date(2026, 3, 2), hours="4", topic="听证", by=desk.head)
    learn(desk, day=date(2025, 12, 31), hours="40", topic="旧年")
    (one,) = queries.roster(desk.head.organ_id, TODAY)
    assert (one.hours, one.wanted, one.short, one.last_day) == (
        Decimal("11.5"),
        Decimal(20),
        Decimal("8.5"),
        date(2026, 9, 1),
    )
    assert [each.topic for each in queries.trainings(desk.head.organ_id, 2026)] == ["处罚法专题", "听证"]


def test_a_void_training_counts_no_more_and_stays(desk: Desk) -> None:
    made = learn(desk)
    with pytest.raises(Forbidden):
        operations.void_training(training_id=made.id, reason="日期登记有误", by=desk.reviewer, at=MONDAY)
    with pytest.raises(Invalid):
        operations.void_training(training_id=made.id, reason=" ", by=desk.head, at=MONDAY)
    operations.void_training(training_id=made.id, reason="日期登记有误", by=desk.head, at=MONDAY)
    assert queries.roster(desk.head.organ_id, TODAY)[0].hours == 0
    assert queries.training(made.id).void_reason == "日期登记有误"
    with pytest.raises(Invalid, match="已经作废"):
        operations.void_training(training_id=made.id, reason="再作废一次", by=desk.head, at=MONDAY)
    with pytest.raises(Invalid, match="没有这条"):
        operations.void_training(training_id=desk.dossier_id, reason="没有这条的", by=desk.head, at=MONDAY)
    assert queries.training(desk.dossier_id) is None
    assert learn(desk).topic == made.topic  # entered again as it should have been


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"day": date(2026, 9, 22)}, "培训日期在今天之后"),
        ({"hours": "0.4"}, "不在 0.5 至 80 之间"),
        ({"hours": "81"}, "不在 0.5 至 80 之间"),
        ({"topic": " "}, "没有写明培训内容"),
        ({"organiser": "x"}, "没有写明举办单位"),
    ],
)
def test_a_training_says_what_it_was(desk: Desk, given: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        learn(desk, **given)
    assert not Training.objects.exists()


@pytest.mark.parametrize("hours", ["四", "", "1.25", "NaN", "Infinity", "1e9"])
def test_hours_are_a_number_with_one_decimal(desk: Desk, hours: str) -> None:
    with pytest.raises(Invalid, match="最多一位小数"):
        learn(desk, hours=hours)


def test_nobody_writes_down_for_another_but_the_head(desk: Desk) -> None:
    with pytest.raises(Invalid, match="只登记自己的培训"):
        learn(desk, person_id=desk.handler.person_id)
    with pytest.raises(Refused, match="不是本机关现任的法制审核人"):
        learn(desk, person_id=desk.handler.person_id, by=desk.head)
    with pytest.raises(Forbidden):
        learn(desk, by=desk.handler)
    learn(desk)
    with pytest.raises(Invalid, match="已经登记过"):
        learn(desk)


def test_the_audit_finds_what_was_changed_put_in_or_taken_away(desk: Desk) -> None:
    register(desk)
    made, gone = learn(desk), learn(desk, topic="另一次")
    operations.void_training(training_id=made.id, reason="日期登记有误", by=desk.head, at=MONDAY)
    assert list(staff_unlike_the_ledger()) == []
    for change in ({"hours": Decimal(70)}, {"void_reason": ""}, {"topic": "别的"}):
        with undone():
            Training.objects.filter(id=made.id).update(**change)
            assert [one.place for one in staff_unlike_the_ledger()] != []
    Training.objects.filter(id=gone.id).delete()
    ReviewBody.objects.update(basis="别的文件")
    ReviewBody.objects.create(
        organ_id=desk.dossier_id,
        name="假的",
        basis="假的",
        since=TODAY,
        registered_by=desk.dossier_id,
        registered_at=MONDAY,
    )
    told = [one.message for one in staff_unlike_the_ledger()]
    assert told == ["与台账登记的不符"] * 2 + ["台账记有，业务库里没有（被删除）"]


def test_what_lacks_is_told_of_each_organ(desk: Desk) -> None:
    organ = desk.head.organ_id
    one = queries.strength(desk.town.organ, TODAY)
    assert (one.body, one.reviewers, one.untrained, one.sound) == (None, 1, 0, True)
    assert (one.officers, one.required) == (
        organs.reviewer_ratio(organ, TODAY).officers,
        organs.reviewer_ratio(organ, TODAY).required,
    )
    register(desk)
    late = queries.strength(desk.town.organ, date(2026, 10, 8))
    assert late.untrained == 1 and not late.sound
    learn(desk, hours="20")
    assert queries.strength(desk.town.organ, date(2026, 10, 8)).untrained == 0


def test_every_shortage_is_a_warning_with_a_next_step(desk: Desk) -> None:
    bad = StrengthFacts(
        desk.head.organ_id, "甲局", None, officers=41, reviewers=1, required=3, unqualified=1, untrained=1
    )
    told = list(strength_findings(bad))
    assert [one.weight for one in told] == ["warn"] * 4 and all(one.next_step for one in told)
    assert "应不少于 3 人，现在 1 人，少 2 人" in told[1].message
    register(desk)
    assert StrengthFacts(bad.organ_id, "司法局", None, 0, 0, 0, 0, 0).sound  # nobody enforces there
    good = StrengthFacts(bad.organ_id, "甲局", queries.review_body(bad.organ_id), 20, 1, 1, 0, 0)
    assert good.sound and not list(strength_findings(good))


def test_many_organs_cost_no_more_questions_than_one(desk: Desk, django_assert_num_queries: Any) -> None:
    every = organs.organs()
    with django_assert_num_queries(8):
        queries.strengths(every[:1], TODAY)
    with django_assert_num_queries(8):
        queries.strengths(every, TODAY)


def test_the_quarters_before_are_told(desk: Desk) -> None:
    days = [day for day, *_ in queries.trend(desk.head.organ_id, TODAY)]
    assert days == [TODAY, date(2026, 6, 30), date(2026, 3, 31), date(2025, 12, 31), date(2025, 9, 30)]
    assert queries.trend(desk.head.organ_id, date(2026, 1, 1))[1][0] == date(2025, 12, 31)


def test_rules_by_themselves(desk: Desk) -> None:
    before = register(desk)
    assert not list(body_findings("法制股", "示应急〔2026〕9号", before.since + timedelta(days=1), TODAY, before))
    assert not list(training_findings(True, "甲", TODAY, Decimal("0.5"), "内容", "单位", TODAY))
    assert len(list(training_findings(False, "甲", TODAY + timedelta(days=1), Decimal(0), "", "", TODAY))) == 5


@pytest.mark.django_db(transaction=True)
def test_two_bodies_at_once_leave_one() -> None:
    desk = opened()
    given = at_once(lambda: register(desk), lambda: register(desk, name="另一股"))
    assert sum(isinstance(one, BodyFacts) for one in given) == 1
    assert ReviewBody.objects.filter(until=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_training_at_once_is_kept_once() -> None:
    desk = opened()
    given = at_once(lambda: learn(desk), lambda: learn(desk))
    assert sum(isinstance(one, Invalid) for one in given) == 1 and Training.objects.count() == 1


def test_a_unit_without_reviewers_is_told_and_stops_nothing() -> None:
    short, full = UnitRatioFacts("执法一队", 21, 1, 2), UnitRatioFacts("执法二队", 3, 1, 1)
    one = StrengthFacts(UUID(int=1), "某局", None, 24, 2, 2, 0, 0, (short, full))
    (found,) = unit_findings(one)
    assert found.rule == "REV-62" and "执法一队" in found.message and "少 1 人" in found.message
    assert not blocking([found]) and not one.sound and one.short_units == (short,)
    assert not list(unit_findings(StrengthFacts(UUID(int=1), "某局", None, 24, 2, 2, 0, 0, (full,))))
