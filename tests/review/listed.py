"""Lists of material for the tests: drafted by the reviewer, set by the head."""

from datetime import date
from typing import Any

from tests.review.desk import MONDAY, Desk

from mingjing.lawbook.terms import Condition, ConditionKind
from mingjing.review import operations
from mingjing.review.terms import HandedFacts, ListDraft, ListFacts, ListItem

TODAY = date(2026, 9, 21)
BASIS = "示应急〔2026〕5号"
EXPERTS = ListItem("专家论证意见", (Condition(ConditionKind.COMPLEX),), note="复印件加盖公章")
TALKED = ListItem("集体讨论记录", form="discussion_record")


def plan(*items: ListItem, **more: Any) -> ListDraft:
    """A draft for penalties."""
    return ListDraft(**{"category": "penalty", "items": items or (EXPERTS,), "basis": BASIS, **more})


def drafted(desk: Desk, *items: ListItem, by: Any = None, **more: Any) -> ListFacts:
    return operations.draft_list(draft=plan(*items, **more), by=by or desk.reviewer, at=MONDAY)


def fixed(desk: Desk, *items: ListItem, on: date = TODAY, **more: Any) -> ListFacts:
    """A list in force."""
    one = drafted(desk, *items, **more)
    return operations.set_list(list_id=one.id, valid_from=on, by=desk.head, at=MONDAY)


def handed(desk: Desk, item: str = "专家论证意见", **more: Any) -> HandedFacts:
    given: dict[str, Any] = {
        "dossier_id": desk.dossier_id, "category": "penalty", "item": item, "place": "正卷第 12 页", "by": desk.handler, "at": MONDAY,
    }  # fmt: skip
    return operations.hand_in(**{**given, **more})
