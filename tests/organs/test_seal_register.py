"""The register of seals through its operations: who may, what is refused, and that the ledger finds what was changed behind it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.records.films import AT
from tests.records.sealed import draft, registered

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import operations
from mingjing.organs.models import Seal, SealingRule
from mingjing.organs.queries.agreeing import seals_unlike_the_ledger

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return [str(one) for one in seals_unlike_the_ledger()]


def required(shifan: Any, **more: Any) -> Any:
    given: dict[str, Any] = {"since": AT.date(), "required": True, "forms": (), "automatic": (), "seal_id": None, "reason": "局务会议决定"}  # fmt: skip
    return operations.require_seals(**given | more, by=shifan.actor("己", AT), at=AT)


def test_a_seal_is_registered_once_lent_stopped_and_cancelled(shifan: Any) -> None:
    head = shifan.actor("己", AT)
    one = registered(shifan, ready=False)
    with pytest.raises(Refused, match="ORG-30"):
        registered(shifan, ready=False)
    lent = operations.assign_seal(seal_id=one.id, holder_id=shifan.people["甲"], users=(shifan.people["甲"], shifan.people["档"]), by=head, at=AT)  # fmt: skip
    assert (lent.holder_id, lent.users) == (shifan.people["甲"], (shifan.people["档"],))
    moved = operations.move_seal(seal_id=one.id, state="stopped", reason="换发新的印章", by=head, at=AT)
    assert (moved.state, moved.note) == ("stopped", "换发新的印章")
    operations.move_seal(seal_id=one.id, state="cancelled", reason="旧章上交销毁", by=head, at=AT)
    with pytest.raises(Refused, match="ORG-32"):
        operations.move_seal(seal_id=one.id, state="active", reason="再用一次吧", by=head, at=AT)
    kinds = [each.kind for each in ledger.whole(operations.seal_stream(one.organ_id))]
    assert kinds == ["organ:seal:registered", "organ:seal:lent", "organ:seal:moved", "organ:seal:moved"]
    assert told() == []


def test_who_may_not_and_what_is_not_there(shifan: Any) -> None:
    one = registered(shifan, ready=False)
    with pytest.raises(Forbidden):
        operations.register_seal(draft=draft(shifan, number="SD-2"), by=shifan.actor("甲", AT), at=AT)
    with pytest.raises(Forbidden):
        operations.move_seal(seal_id=one.id, state="stopped", reason="换发新的印章", by=shifan.actor("甲", AT), at=AT)
    with pytest.raises(Invalid, match="没有登记这枚印章"):
        operations.move_seal(seal_id=uuid4(), state="stopped", reason="换发", by=shifan.actor("己", AT), at=AT)
    with pytest.raises(Refused, match="ORG-31"):
        operations.assign_seal(seal_id=one.id, holder_id=uuid4(), users=(), by=shifan.actor("己", AT), at=AT)
    with pytest.raises(Invalid, match="看不见"):
        registered(shifan, ready=False, number="SD-3", name="专用\u200b章")
    assert Seal.objects.count() == 1


def test_an_organ_says_from_which_day(shifan: Any) -> None:
    made = required(shifan)
    assert made.required and SealingRule.objects.get().since == AT.date()
    with pytest.raises(Refused, match="ORG-34"):
        required(shifan, since=AT.date() - timedelta(days=1))
    with pytest.raises(Forbidden):
        operations.require_seals(
            since=AT.date(), required=True, forms=(), automatic=(), seal_id=None, reason="局务会议", by=shifan.actor("甲", AT), at=AT
        )  # fmt: skip
    assert SealingRule.objects.count() == 1 and told() == []


@pytest.mark.parametrize(
    "change", [{"serial": "BAD"}, {"valid_to": date(2030, 1, 1)}, {"state": "stopped"}, {"users": []}, {"number": "X"}]
)
def test_a_seal_changed_behind_the_register_is_found(shifan: Any, change: dict[str, Any]) -> None:
    one = registered(shifan, ready=False)
    Seal.objects.filter(id=one.id).update(**change)
    assert ["不符" in each for each in told()] == [True]


def test_a_seal_or_a_requirement_taken_out_or_put_in_is_found(shifan: Any) -> None:
    one = registered(shifan, ready=False)
    required(shifan)
    SealingRule.objects.update(required=False)
    assert ["盖章要求" in each and "不符" in each for each in told()] == [True]
    SealingRule.objects.all().delete()
    assert ["盖章要求" in each and "被删除" in each for each in told()] == [True]
    Seal.objects.filter(id=one.id).delete()
    assert ["被删除" in each for each in told()] == [True, True]
    Seal.objects.create(
        organ_id=one.organ_id, kind="pilot", name="私章", owner="某人", holder_id=one.holder_id, number="P-1", serial="1", valid_from=AT,
        valid_to=AT, registered_at=AT,
    )  # fmt: skip
    assert any("私章" in each and "不符" in each for each in told())
