"""Two people at the same moment: one draft, one setting, one material handed in, one edition for the public."""

from datetime import date
from typing import Any

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import MONDAY
from tests.review.desk import desk as opened
from tests.review.listed import EXPERTS, TALKED, TODAY, drafted, fixed, handed

from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import queries as publicity
from mingjing.review import operations
from mingjing.review.models import HandedIn, MaterialList
from mingjing.review.queries.agreeing import lists_unlike_the_ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def refused(found: list[object]) -> int:
    return sum(isinstance(one, Invalid | Refused) for one in found)


def test_a_draft_is_one_and_is_set_once() -> None:
    desk = opened()
    at_once(lambda: drafted(desk, EXPERTS), lambda: drafted(desk, TALKED))
    one = MaterialList.objects.get()
    given: dict[str, Any] = {"list_id": one.id, "valid_from": TODAY, "by": desk.head, "at": MONDAY}
    assert refused(at_once(lambda: operations.set_list(**given), lambda: operations.set_list(**given))) == 1
    again = drafted(desk, EXPERTS)
    drop = {"list_id": again.id, "reason": "不采用", "by": desk.reviewer, "at": MONDAY}
    later = given | {"list_id": again.id, "valid_from": date(2026, 9, 22)}
    assert refused(at_once(lambda: operations.set_list(**later), lambda: operations.drop_list(**drop))) == 1
    assert list(lists_unlike_the_ledger()) == []


def test_a_material_is_handed_in_once_and_the_public_hears_once() -> None:
    desk = opened()
    one = fixed(desk)
    assert refused(at_once(lambda: handed(desk), lambda: handed(desk))) == 1
    assert HandedIn.objects.count() == 1
    given: dict[str, Any] = {"list_id": one.id, "at": MONDAY}
    found = at_once(
        lambda: operations.hand_over_list(by=desk.reviewer, **given),
        lambda: operations.hand_over_list(by=desk.head, **given),
    )
    assert refused(found) == 1
    assert len(publicity.editions(desk.head.organ_id, "review_list")) == 1
    assert list(lists_unlike_the_ledger()) == []
