"""The register of classes: entered by one, checked by another, in force by the day; a draw's list takes them by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.inspections.made import planned, refused
from tests.inspections.yearly import AT, CODE, FIRM, checked, entered
from tests.parties.numbers import uscc

from mingjing.foundation.access import Forbidden
from mingjing.inspections import operations, queries
from mingjing.inspections.models import ClassLot, EnterpriseClass, PoolParty
from mingjing.inspections.terms import PartyRow
from mingjing.inspections.terms.classes import ClassRow
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger

pytestmark = pytest.mark.django_db
DAY = AT.date()
ROW = ClassRow(CODE, FIRM, "high", "B", DAY)


def on(shifan: Any, day: Any = DAY) -> Any:
    return queries.classes_on(shifan.organs["应急局"], day).get(CODE)


def test_a_class_is_in_force_once_another_checked_it(shifan: Any) -> None:
    lot = entered(shifan)
    assert lot.state == "waiting" and on(shifan) is None
    assert refused(lambda: checked(shifan, lot, who="甲")) == {"INS-41"}
    done = checked(shifan, lot)
    assert done.state == "standing" and on(shifan) == ("high", "B") and on(shifan, DAY - timedelta(days=1)) is None
    assert refused(lambda: checked(shifan, lot)) == {"INS-43"}
    told = ledger.whole(f"classes:{lot.id}")
    assert [one.kind for one in told] == ["inspection:classes:entered", "inspection:classes:checked"]
    assert told[0].payload["digest"] == ClassLot.objects.get().digest


def test_what_was_before_stays_in_the_history_and_runs_out(shifan: Any) -> None:
    checked(shifan, entered(shifan))
    later = replace(ROW, risk="low", credit="A", since=DAY + timedelta(days=10), until=DAY + timedelta(days=20))
    checked(shifan, entered(shifan, later))
    assert [on(shifan, DAY + timedelta(days=n)) for n in (9, 10, 20, 21)] == [
        ("high", "B"),
        ("low", "A"),
        ("low", "A"),
        ("", ""),
    ]
    history = queries.class_history(CODE, shifan.actor("甲", AT))
    assert [(one.risk, one.made_name, one.checked_name) for one in history] == [
        ("low", "张三", history[0].checked_name),
        ("high", "张三", history[0].checked_name),
    ]
    assert queries.class_history(CODE, shifan.actor("市甲", AT)) == ()


def test_a_class_is_never_emptied_without_a_reason(shifan: Any) -> None:
    assert refused(lambda: entered(shifan, replace(ROW, risk="", credit=""))) == {"INS-42"}
    checked(shifan, entered(shifan))
    for row in (replace(ROW, risk=""), replace(ROW, credit=""), replace(ROW, risk="", credit="")):
        assert refused(lambda row=row: entered(shifan, row)) == {"INS-42"}
    checked(shifan, entered(shifan, replace(ROW, risk=""), reason="评定机关撤销了风险评定"))
    assert on(shifan) == ("", "B")


def test_what_stands_when_it_is_checked_is_what_must_not_be_emptied(shifan: Any) -> None:
    first, second = entered(shifan), entered(shifan, replace(ROW, risk=""))
    with_reason = entered(shifan, replace(ROW, risk=""), reason="评定机关撤销了风险评定")
    checked(shifan, first)
    assert refused(lambda: checked(shifan, second)) == {"INS-42"} and on(shifan) == ("high", "B")
    by = shifan.actor("公", AT)
    operations.check_classes(lot_id=second.id, agrees=False, answer="没有撤销的理由", by=by, at=AT)
    checked(shifan, with_reason)
    assert on(shifan) == ("", "B")


def test_what_will_stand_on_its_first_day_is_not_emptied_either(shifan: Any) -> None:
    checked(shifan, entered(shifan, replace(ROW, since=DAY + timedelta(days=10), until=DAY + timedelta(days=20))))
    for later, rules in ((9, set()), (11, {"INS-42"}), (21, set())):
        row = replace(ROW, risk="", since=DAY + timedelta(days=later))
        if rules:
            assert refused(lambda row=row: entered(shifan, row)) == rules
        else:
            entered(shifan, row)


def test_nothing_of_a_faulty_file_is_taken_and_a_lot_is_sent_back_with_a_reason(shifan: Any) -> None:
    assert refused(lambda: entered(shifan, ROW, replace(ROW, code="913", row=3))) == {"INS-40"}
    assert not ClassLot.objects.exists() and not EnterpriseClass.objects.exists()
    lot, by = entered(shifan), shifan.actor("己", AT)
    assert refused(lambda: operations.check_classes(lot_id=lot.id, agrees=False, answer="", by=by, at=AT)) == {"INS-43"}
    operations.check_classes(lot_id=lot.id, agrees=False, answer="与名录不符", by=by, at=AT)
    assert on(shifan) is None and refused(lambda: checked(shifan, lot)) == {"INS-43"}
    with pytest.raises(Invalid):
        operations.check_classes(lot_id=shifan.organs["应急局"], agrees=True, answer="", by=by, at=AT)
    with pytest.raises(Invalid):
        entered(shifan, ROW, reason="x" * 201)


@pytest.mark.parametrize("who", ["丁", "监", "系小管", "己"])
def test_others_enter_nothing(shifan: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        entered(shifan, who=who)


@pytest.mark.parametrize("who", ["市甲", "市己", "监", "丁"])
def test_others_check_nothing(shifan: Any, who: str) -> None:
    lot = entered(shifan)
    with pytest.raises(Forbidden):
        checked(shifan, lot, who=who)


def test_a_list_of_a_draw_takes_its_empty_classes_from_the_register(shifan: Any) -> None:
    checked(shifan, entered(shifan))
    plan = planned(shifan)
    other = PartyRow("91130821MA0HX001XP", "示范县鑫达烟花爆竹有限公司")
    by = shifan.actor("甲", AT)
    operations.add_parties(plan_id=plan.id, rows=[PartyRow(CODE, FIRM), other], by=by, at=AT)
    told = dict(PoolParty.objects.values_list("code", "risk"))
    assert told == {CODE: "high", other.code: "general"}
    assert set(PoolParty.objects.values_list("credit", flat=True)) == {"B", "none"}
    assert queries.class_differences(plan.id, DAY) == ()
    operations.add_parties(plan_id=plan.id, rows=[PartyRow(CODE, FIRM, "low", "")], by=by, at=AT)
    (one,) = queries.class_differences(plan.id, DAY)
    assert (one.code, one.listed, one.registered) == (CODE, "低风险、信用B", "高风险、信用B")
    assert queries.class_differences(shifan.organs["应急局"], DAY) == ()


def test_the_register_is_asked_in_few_queries(shifan: Any, django_assert_max_num_queries: Any) -> None:
    checked(shifan, entered(shifan))
    by = shifan.actor("甲", AT)
    with django_assert_max_num_queries(3):
        assert queries.standing_classes(by, DAY) == ((CODE, FIRM, "高风险", "信用B"),)
    with django_assert_max_num_queries(3):
        assert queries.standing_classes(by, DAY, q="9113")
    assert not queries.standing_classes(by, DAY, q="没有")
    with django_assert_max_num_queries(1):
        queries.classes_on(shifan.organs["应急局"], DAY)
    lot = entered(shifan, *(replace(ROW, code=uscc(n)) for n in range(40)))
    with django_assert_max_num_queries(24):
        checked(shifan, lot)
