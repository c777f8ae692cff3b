"""Several hands on one device or one guide at the same moment, on a database that commits."""

from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.records.films import AT
from tests.records.test_devices import registered

from mingjing.ledger import queries as ledger
from mingjing.records import operations
from mingjing.records.models import Device

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits."""
    return kept.county()


def test_of_two_who_take_it_at_once_one_has_it(shifan: Any) -> None:
    one = registered(shifan)
    answers = at_once(
        *[
            lambda key=key: operations.take_device(device_id=one.id, by=shifan.actor(key, AT), at=AT)
            for key in ("甲", "乙")
        ]
    )
    assert sorted(type(each).__name__ for each in answers) == ["DeviceFacts", "Refused"]
    both = at_once(*[lambda: registered(shifan, "记-09")] * 2)
    assert sorted(type(each).__name__ for each in both) == ["DeviceFacts", "Refused"]
    assert Device.objects.filter(code="记-09").count() == 1


def test_of_two_readings_at_once_one_is_kept(shifan: Any) -> None:
    by = shifan.actor("甲", AT)
    answers = at_once(*[lambda: operations.acknowledge_wording(act="serve", by=by, at=AT)] * 3)
    assert sorted(map(str, answers)) == ["False", "False", "True"]
    assert len(ledger.whole(f"wording:{by.organ_id}")) == 1
