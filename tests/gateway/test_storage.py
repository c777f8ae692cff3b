"""A docking station tells how much storage a device has left: with its own scope, of its own organ, plain figures only."""

from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.gateway.deposits import System, key

from mingjing.records import operations
from mingjing.records.models import Device
from mingjing.records.terms.devices import DeviceDraft, DeviceState

pytestmark = pytest.mark.django_db
WHOLE = {"code": "记-03", "capacity": 1000, "free": 99}


@pytest.fixture(autouse=True)
def device(shifan: Any) -> None:
    cache.clear()
    at = timezone.now()
    operations.register_device(draft=DeviceDraft("body", "记-03"), by=shifan.actor("档", at), at=at)


def test_it_is_kept_and_rounded_down(shifan: Any) -> None:
    answer = System(key(shifan, ("station",))).post("devices/storage", **WHOLE)
    assert (answer.status_code, answer.json()) == (200, {"code": "记-03", "name": "执法记录仪 记-03", "percent": 9})
    row = Device.objects.get()
    assert (row.capacity, row.free_bytes, row.free, row.checked_at) == (1000, 99, 9, None)


@pytest.mark.parametrize(
    ("told", "status", "word"),
    [
        ({"code": "记-04"}, 404, "没有登记编号“记-04”"),
        ({"free": 1001}, 409, "剩余 1001 字节不对"),
        ({"capacity": 0, "free": 0}, 409, "容量 0 字节不对"),
        ({"capacity": 2**51}, 409, "容量"),
        ({"capacity": -1}, 422, "capacity"),
        ({"capacity": 2**63}, 422, "capacity"),
        ({"free": "多"}, 422, "free"),
        ({"code": "记" * 41}, 422, "code"),
        ({"serial": "x"}, 422, "serial"),
    ],
)
def test_what_is_no_figure_is_told(shifan: Any, told: dict[str, Any], status: int, word: str) -> None:
    answer = System(key(shifan, ("station",))).post("devices/storage", **(WHOLE | told))
    assert (answer.status_code, word in answer.content.decode()) == (status, True), answer.content.decode()
    assert Device.objects.get().capacity is None


def test_other_scopes_and_other_organs_learn_nothing(shifan: Any) -> None:
    for scopes in (("deposit",), ("prove",), ("read",)):
        assert System(key(shifan, scopes)).post("devices/storage", **WHOLE).status_code == 403
    assert System("mjk_no").post("devices/storage", **WHOLE).status_code == 401
    Device.objects.update(organ_id=shifan.organs["司法局"])
    assert System(key(shifan, ("station",))).post("devices/storage", **WHOLE).status_code == 404


def test_a_retired_device_reports_no_more(shifan: Any) -> None:
    Device.objects.update(state=DeviceState.RETIRED)
    answer = System(key(shifan, ("station",))).post("devices/storage", **WHOLE)
    assert (answer.status_code, "REC-80" in answer.content.decode()) == (409, True)
