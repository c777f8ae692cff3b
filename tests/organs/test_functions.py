"""Functions of organs change: recorded with the document, refused where it does not fit, withdrawn once, seen by the losing organ."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.organs.at_once import at_once
from tests.organs.town import AT, Town, draft
from tests.organs.town import town as founded

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import operations, queries
from mingjing.organs.terms import FunctionDraft, OrganFacts

ITEM = ("matter", "AQ097-7", "特种作业人员未取得资格上岗作业")
DAY = date(2026, 10, 1)


def below(town: Town, **more: Any) -> OrganFacts:
    given = draft("示县综合执法局", "示综", "zonghe", parent_id=town.organ.id, **more)
    return operations.register_organ(draft=given, by=town.sysadmin, at=AT)


def change(town: Town, receiver: OrganFacts | None, by: Any = None, **more: Any) -> Any:
    given = {
        "organ_id": town.organ.id, "move": "transfer", "title": "关于调整职能的通知", "number": "示编〔2026〕12号", "effective_on": DAY,
        "receiver_id": receiver.id if receiver else None, "items": (ITEM,), "reason": "综合执法改革，在办案件由原机关办结。",
    } | more  # fmt: skip
    return operations.record_functions(draft=FunctionDraft(**given), by=by or town.sysadmin, at=AT)


def rules(act: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        act()
    return {(one.rule, one.field) for one in refused.value.findings}


def test_a_transfer_is_recorded_and_binds_from_its_day(town: Town) -> None:
    receiver = below(town)
    made = change(town, receiver)
    assert made.document == "《关于调整职能的通知》（示编〔2026〕12号）"
    assert queries.function_changes(town.organ.id) == queries.function_changes(receiver.id) == (made,)
    assert queries.function_changes(town.organ.id, DAY - timedelta(days=1)) == ()
    line = ledger.events(f"organ:{town.organ.id}", limit=1)[0]
    assert (line.kind, line.payload["items"]) == ("organ:functions:changed", [list(ITEM)])

    def told(kind: str, code: str, on: date) -> int:
        return len(queries.item_findings(town.organ.id, kind, code, "特种作业", on))

    assert [told("matter", "AQ097-7", DAY - timedelta(days=1)), told("matter", "AQ097-7", DAY)] == [0, 1]
    assert [told("matter", "AQ102", DAY), told("guide", "AQ097-7", DAY)] == [0, 0]
    assert not queries.item_findings(receiver.id, *ITEM, DAY)
    found = queries.item_findings(town.organ.id, *ITEM, DAY)[0]
    assert (
        found.rule == "ORG-22"
        and "由示县综合执法局行使" in found.message
        and "请交由示县综合执法局办理" in found.next_step
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"title": "", "number": " ", "reason": ""}, {("ORG-20", "title"), ("ORG-20", "number"), ("ORG-20", "reason")}),
        ({"items": ()}, {("ORG-21", "items")}),
        ({"receiver_id": None}, {("ORG-21", "receiver_id")}),
        ({"move": "end"}, {("ORG-21", "receiver_id")}),
        ({"move": "end", "receiver_id": None, "items": ()}, {("ORG-21", "items")}),
        ({"move": "rename", "receiver_id": None}, {("ORG-21", "new_name")}),
        ({"effective_on": date(2018, 1, 1)}, {("ORG-21", "receiver_id")}),
    ],
)
def test_what_does_not_fit_is_refused_and_again(town: Town, given: Any, found: Any) -> None:
    receiver = below(town)
    for _ in range(2):
        assert rules(lambda: change(town, receiver, **given)) == found
    assert queries.function_changes(town.organ.id) == ()


def test_an_organ_takes_nothing_over_from_itself(town: Town) -> None:
    assert rules(lambda: change(town, town.organ)) == {("ORG-21", "receiver_id")}


def test_a_dissolved_organ_loses_everything_and_a_renamed_one_nothing(town: Town) -> None:
    change(town, None, move="rename", items=(), new_name="示县应急管理和消防局")
    assert not queries.item_findings(town.organ.id, *ITEM, DAY)
    change(town, None, move="dissolve", items=())
    assert "不再行使" in queries.item_findings(town.organ.id, "guide", "X-1", "指南", DAY)[0].message


def test_only_who_keeps_both_organs_records(town: Town) -> None:
    receiver = below(town)
    other = town.actor("外管", Role.SYSTEM_ADMIN, organ_id=receiver.id)
    for by in (town.secadmin, town.auditor, town.actor("甲", Role.HEAD), other):
        with pytest.raises(Forbidden):
            change(town, receiver, by=by)
    made = change(town, receiver)
    with pytest.raises(Forbidden):
        operations.withdraw_functions(change_id=made.id, reason="登记错了", by=other, at=AT)


def test_wrong_words_are_named(town: Town) -> None:
    receiver = below(town)
    with pytest.raises(Invalid, match="调整方式"):
        change(town, receiver, move="fly")
    with pytest.raises(Invalid, match="没有登记这个机关"):
        change(town, None, receiver_id=uuid4())
    with pytest.raises(Invalid, match="控制字符"):
        change(town, receiver, title="通知\x00第二")
    with pytest.raises(Invalid, match="最多 2000 项"):
        change(town, receiver, items=tuple(("matter", str(n), "x") for n in range(2001)))
    with pytest.raises(Invalid, match="没有这条职能调整"):
        operations.withdraw_functions(change_id=uuid4(), reason="登记错了", by=town.sysadmin, at=AT)


def test_a_mistaken_record_is_withdrawn_once_and_stays_readable(town: Town) -> None:
    made = change(town, below(town))
    with pytest.raises(Invalid, match="已经登记"):
        change(town, queries.organ(made.receiver_id))
    with pytest.raises(Invalid, match="理由"):
        operations.withdraw_functions(change_id=made.id, reason=" ", by=town.sysadmin, at=AT)
    operations.withdraw_functions(change_id=made.id, reason="文号写错", by=town.sysadmin, at=AT)
    again = {("ORG-23", "")}
    assert (
        rules(lambda: operations.withdraw_functions(change_id=made.id, reason="再撤", by=town.sysadmin, at=AT)) == again
    )
    assert queries.function_changes(town.organ.id) == ()
    assert [one.ended_reason for one in queries.function_changes(town.organ.id, withdrawn=True)] == ["文号写错"]
    assert not queries.item_findings(town.organ.id, *ITEM, DAY)
    change(town, queries.organ(made.receiver_id))


@pytest.mark.django_db(transaction=True)
def test_of_two_records_and_two_withdrawals_at_once_one_stands() -> None:
    town = founded()
    receiver = below(town)
    found = at_once(*(lambda: change(town, receiver) for _ in range(2)))
    assert sum(isinstance(one, Invalid) for one in found) == 1
    made = queries.function_changes(town.organ.id)[0]

    def withdraw() -> Any:
        return operations.withdraw_functions(change_id=made.id, reason="文号写错", by=town.sysadmin, at=AT)

    assert sum(isinstance(one, Refused) for one in at_once(withdraw, withdraw)) == 1
