"""The seventh inspection under a cap of six, the causes that are counted apart, and the tables themselves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.inspections.made import LOTTERY, approved
from tests.inspections.yearly import AT, BASIS, CODE, FIRM, capped, checked, entered, figures, item, visited

from mingjing.foundation.access import Forbidden
from mingjing.inspections import operations, queries
from mingjing.inspections.models import CapTable, PoolParty, VisitCount
from mingjing.inspections.terms.classes import ClassRow
from mingjing.inspections.terms.frequencies import CapDraft
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity.models import Visit

pytestmark = pytest.mark.django_db
DAY = AT.date()


def refused(act: Any) -> Any:
    with pytest.raises(Refused) as problem:
        act()
    return problem.value


@pytest.fixture
def public(shifan: Any) -> Any:
    return item(shifan)


def test_the_seventh_inspection_under_a_cap_of_six_is_refused_with_the_six(shifan: Any, public: Any) -> None:
    capped(shifan)
    six = [visited(shifan, public, n) for n in range(6)]
    for _ in range(2):
        problem = refused(lambda: visited(shifan, public, 6))
        assert set(problem.rules) == {"INS-53"}
        assert all(one.number in str(problem) for one in six) and BASIS in str(problem)
    assert Visit.objects.count() == VisitCount.objects.count() == 6
    told = queries.frequency(shifan.organs["应急局"], CODE, DAY)
    assert (told.counted, told.apart, told.cap.most, told.exceeded) == (6, 0, 6, False)
    assert queries.frequency(shifan.organs["应急局"], CODE, DAY.replace(year=2027)).counted == 0


def test_an_exempt_cause_is_counted_apart_and_says_its_source(shifan: Any, public: Any) -> None:
    capped(shifan, 1)
    visited(shifan, public)
    assert set(refused(lambda: visited(shifan, public, 1, cause="accident")).rules) == {"INS-54"}
    one = visited(shifan, public, 2, cause="accident", source="示事〔2026〕1号")
    two = visited(shifan, public, 3, cause="complaint", source="示投〔2026〕1号")
    told = queries.frequency(shifan.organs["应急局"], CODE, DAY)
    assert (told.counted, told.apart) == (1, 2)
    assert [held.cause for held in told.held if held.apart] == ["事故、突发事件", "投诉举报"]
    assert queries.count_of_visit(one.id) == (True, "") and two.nth == 3
    for cause in ("recheck", "other"):
        problem = refused(lambda cause=cause: visited(shifan, public, 4, cause=cause, source="示事〔2026〕1号"))
        assert set(problem.rules) == {"INS-53"}
    last = ledger.whole(f"visit:{one.id}")[1].payload
    assert last["apart"] is True and last["cause"] == "accident"


def test_the_cap_is_that_of_the_class(shifan: Any, public: Any) -> None:
    draft = CapDraft(
        figures(3, high_A=1, higher_A=1, general_A=1, low_A=1, low_B=2, low_none=2, low_C=2, low_D=2), DAY, BASIS
    )
    made = operations.draw_up_caps(
        draft=replace(draft, figures=draft.figures | {"general.none": 2, "low.none": 2}),
        by=shifan.actor("甲", AT),
        at=AT,
    )
    operations.settle_caps(cap_id=made.id, agrees=True, by=shifan.actor("己", AT), at=AT)
    organ = shifan.organs["应急局"]
    assert queries.frequency(organ, CODE, DAY).cap.most == 2
    checked(shifan, entered(shifan, ClassRow(CODE, FIRM, "general", "A", DAY)))
    cap = queries.frequency(organ, CODE, DAY).cap
    assert (cap.most, cap.class_name, cap.published) == (1, "一般风险·信用A", True)
    visited(shifan, public)
    assert set(refused(lambda: visited(shifan, public, 1)).rules) == {"INS-53"}


def test_without_a_table_of_its_own_the_default_holds_and_says_so(shifan: Any, public: Any) -> None:
    for n in range(4):
        visited(shifan, public, n)
    problem = refused(lambda: visited(shifan, public, 4))
    assert set(problem.rules) == {"INS-53"} and "本机关还没有公布上限" in str(problem)
    visited(shifan, public, 4, enterprise_code="91130821MA0HX001XP")


def test_a_visit_from_before_counts(shifan: Any, public: Any) -> None:
    capped(shifan, 1)
    visit = visited(shifan, public)
    VisitCount.objects.all().delete()
    assert queries.frequency(shifan.organs["应急局"], CODE, DAY).counted == 1
    assert set(refused(lambda: visited(shifan, public, 1)).rules) == {"INS-53"} and visit.number


@pytest.mark.parametrize("most", [1, 2])
def test_a_draw_leaves_out_who_has_reached_its_own_cap(shifan: Any, public: Any, most: int) -> None:
    capped(shifan, most)
    visited(shifan, public)
    visited(shifan, public, 1, cause="complaint", source="示投〔2026〕1号")
    plan = approved(shifan, code="SJ-902")
    at = AT + timedelta(hours=3)
    operations.freeze(
        plan_id=plan.id,
        source=replace(LOTTERY, on=DAY + timedelta(days=1)),
        reason="",
        by=shifan.actor("甲", at),
        at=at,
    )
    assert [*PoolParty.objects.filter(out="cap").values_list("code", flat=True)] == ([CODE] if most == 1 else [])


def test_a_table_is_approved_by_the_head_once_and_followed_by_the_next(shifan: Any) -> None:
    head, by = shifan.actor("己", AT), shifan.actor("甲", AT)
    with pytest.raises(Forbidden):
        operations.draw_up_caps(draft=CapDraft(figures(), DAY, BASIS), by=head, at=AT)
    assert set(refused(lambda: operations.draw_up_caps(draft=CapDraft({}, DAY, BASIS), by=by, at=AT)).rules) == {
        "INS-50",
        "INS-51",
    }
    assert not CapTable.objects.exists()
    made = operations.draw_up_caps(draft=CapDraft(figures(), DAY, BASIS), by=by, at=AT)
    assert queries.cap_in_force(made.organ_id, DAY) is None and not queries.public_caps()
    for who in ("甲", "市己", "监", "公"):
        with pytest.raises(Forbidden):
            operations.settle_caps(cap_id=made.id, agrees=True, by=shifan.actor(who, AT), at=AT)
    operations.settle_caps(cap_id=made.id, agrees=True, by=head, at=AT)
    assert set(refused(lambda: operations.settle_caps(cap_id=made.id, agrees=False, by=head, at=AT)).rules) == {
        "INS-52"
    }
    again = operations.draw_up_caps(draft=CapDraft(figures(2), DAY, BASIS), by=by, at=AT)
    with pytest.raises(Invalid):
        operations.settle_caps(cap_id=again.id, agrees=True, by=head, at=AT)
    operations.settle_caps(cap_id=again.id, agrees=False, by=head, at=AT)
    capped(shifan, 2, since=DAY + timedelta(days=30))
    organ = made.organ_id
    assert [queries.cap_in_force(organ, DAY + timedelta(days=n)).figures["low.A"] for n in (0, 29, 30)] == [6, 6, 2]  # type: ignore[union-attr]
    assert [one.since for one in queries.public_caps()] == [DAY + timedelta(days=30), DAY]
    with pytest.raises(Invalid):
        operations.settle_caps(cap_id=organ, agrees=True, by=head, at=AT)


def test_a_year_is_looked_over_in_few_queries(shifan: Any, public: Any, django_assert_max_num_queries: Any) -> None:
    capped(shifan, 2)
    for n in range(2):
        visited(shifan, public, n)
    visited(shifan, public, 3, enterprise_code="91130821MA0HX001XP", cause="order", source="示政办〔2026〕9号")
    with django_assert_max_num_queries(4):
        rows = queries.used(shifan.organs["应急局"], DAY)
    assert [(one.code, one.counted, one.apart, one.reached) for one in rows] == [
        (CODE, 2, 0, True),
        ("91130821MA0HX001XP", 0, 1, False),
    ]
    with django_assert_max_num_queries(4):
        queries.frequency(shifan.organs["应急局"], CODE, DAY)


def test_an_inspector_related_to_the_party_does_not_come_whoever_chose_the_enterprise(shifan: Any, public: Any) -> None:
    plan = approved(shifan, code="SJ-902")
    by = shifan.actor("甲", AT)
    told = {"plan_id": plan.id, "code": CODE, "note": "配偶在该企业任职", "by": by, "at": AT}
    operations.tell_avoidance(person_id=shifan.people["乙"], **told)
    for cause, source in (("other", ""), ("complaint", "示投〔2026〕1号"), ("other", "")):
        problem = refused(lambda cause=cause, source=source: visited(shifan, public, cause=cause, source=source))
        assert set(problem.rules) == {"INS-55"} and "李四" in str(problem) and "配偶" not in str(problem)
    assert not Visit.objects.exists() and not VisitCount.objects.exists()
    visited(shifan, public, officers=(shifan.people["庚"],))
    visited(shifan, public, 1, enterprise_code="91130821MA0HX001XP")
