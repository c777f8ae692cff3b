"""Recording equipment: registered once, with one holder at a time, back by its hour, its clock and storage known, enough of it."""

from datetime import timedelta
from typing import Any

import pytest
from tests.records.films import AT

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Device, DeviceLog, Room
from mingjing.records.rules import devices as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.devices import DeviceDraft

pytestmark = pytest.mark.django_db


def registered(shifan: Any, code: str = "记-03", kind: str = "body", key: str = "档") -> Any:
    draft = DeviceDraft(kind, code, "DSJ-H8", "SN0001")
    return operations.register_device(draft=draft, by=shifan.actor(key, AT), at=AT)


def refused(*, rule: str) -> Any:
    return pytest.raises(Refused, match=rule)


def test_it_is_registered_once_with_kind_and_number(shifan: Any) -> None:
    one = registered(shifan)
    assert (one.name, one.state, one.holder) == ("执法记录仪 记-03", "in", "")
    with refused(rule="REC-20"):
        registered(shifan)
    for draft in (DeviceDraft("drone", "记-04"), DeviceDraft("body", " "), DeviceDraft("body", "记" * 41)):
        with refused(rule="REC-20"):
            operations.register_device(draft=draft, by=shifan.actor("档", AT), at=AT)
    assert Device.objects.count() == 1
    assert queries.device_names(one.organ_id) == ("执法记录仪 记-03",)


@pytest.mark.parametrize("key", ["甲", "公", "监", "系小管"])
def test_only_who_keeps_equipment_registers_it(shifan: Any, key: str) -> None:
    with pytest.raises(Forbidden):
        registered(shifan, key=key)


def test_it_goes_out_and_comes_back_and_the_log_says_so(shifan: Any) -> None:
    one, by = registered(shifan), shifan.actor("甲", AT)
    out = operations.take_device(device_id=one.id, by=by, at=AT)
    assert (out.state, out.holder, out.back_by) == ("out", "张三", AT + timedelta(hours=24))
    with refused(rule="由张三领用"):
        operations.take_device(device_id=one.id, by=shifan.actor("乙", AT), at=AT)
    for offset, free in ((None, 50), (0, None), (0, 101), (0, -1), (10**9, 50)):
        with refused(rule="REC-27"):
            operations.return_device(device_id=one.id, clock_offset=offset, free=free, by=by, at=AT)
    back = operations.return_device(device_id=one.id, clock_offset=-70, free=8, by=by, at=AT + timedelta(hours=5))
    assert (back.state, back.holder, back.back_by, back.clock_offset, back.free) == ("in", "", None, -70, 8)
    with refused(rule="现在在库"):
        operations.return_device(device_id=one.id, clock_offset=0, free=50, by=by, at=AT)
    assert [step.what for step in queries.device_steps(one.id)] == ["交回", "领用", "登记"]
    assert [each.kind for each in ledger.whole(f"equipment:{one.organ_id}")] == [
        "record:device:registered", "record:device:taken", "record:device:returned",
    ]  # fmt: skip


def test_what_is_wrong_with_it_is_said(shifan: Any) -> None:
    one, by = registered(shifan), shifan.actor("甲", AT)
    operations.check_device(device_id=one.id, clock_offset=61, free=10, by=by, at=AT)
    operations.take_device(device_id=one.id, by=by, at=AT)
    found = [str(each) for each in queries.equipment_alerts(one.organ_id, AT + timedelta(hours=24, seconds=1))]
    assert any("时钟快 61 秒" in text for text in found)
    assert any("存储只剩 10%" in text for text in found)
    assert any("由张三领用，逾期 0 小时没有交回" in text for text in found)
    operations.return_device(device_id=one.id, clock_offset=60, free=11, by=by, at=AT)
    found = [str(each) for each in queries.equipment_alerts(one.organ_id, AT + timedelta(days=9))]
    assert not any("时钟" in text or "存储" in text or "逾期" in text for text in found)


def test_too_few_are_an_alert(shifan: Any) -> None:
    organ = shifan.organs["应急局"]
    text = next(str(one) for one in queries.equipment_alerts(organ, AT) if one.rule == "REC-24")
    officers = int(text.split("持证执法人员 ")[1].split(" ")[0])
    assert officers >= 2
    for at in range(-(-officers // 2)):
        registered(shifan, f"记-{at:02}")
    assert not [one for one in queries.equipment_alerts(organ, AT) if one.rule == "REC-24"]
    assert rules.enough_devices([], 0, AT) == ()


def test_repair_and_retirement_need_a_reason_and_a_right_state(shifan: Any) -> None:
    one, by = registered(shifan), shifan.actor("档", AT)

    def move(state: str, note: str = "屏幕损坏") -> Any:
        return operations.move_device(device_id=one.id, state=state, note=note, by=by, at=AT)

    for state in ("in", "out", "stolen"):
        with refused(rule="REC-21"):
            move(state)
    with refused(rule="没有写明理由"):
        move("repair", "坏")
    assert move("repair").state == "repair"
    with refused(rule="现在在送修"):
        operations.take_device(device_id=one.id, by=shifan.actor("甲", AT), at=AT)
    assert move("in", "已修好并检查").state == "in"
    operations.take_device(device_id=one.id, by=shifan.actor("甲", AT), at=AT)
    with refused(rule="由张三领用"):
        move("retired", "经批准报废")
    operations.return_device(device_id=one.id, clock_offset=0, free=90, by=shifan.actor("甲", AT), at=AT)
    assert move("retired", "经批准报废").state == "retired"
    with refused(rule="已经报废"):
        move("in", "又找到了")
    assert queries.device_names(one.organ_id) == ()


def test_rooms_are_registered_and_dark_ones_said(shifan: Any) -> None:
    by, organ = shifan.actor("档", AT), shifan.organs["应急局"]
    made = operations.register_room(kind="interview", name="第一询问室", place="2 层 203", recorded=False, by=by, at=AT)
    with refused(rule="REC-25"):
        operations.register_room(kind="interview", name="第一询问室", place="2 层 204", recorded=True, by=by, at=AT)
    for kind, name, place in (("sauna", "甲", "乙"), ("hearing", "", "乙"), ("hearing", "甲", " ")):
        with refused(rule="REC-25"):
            operations.register_room(kind=kind, name=name, place=place, recorded=True, by=by, at=AT)
    assert "第一询问室" in next(str(one) for one in queries.equipment_alerts(organ, AT) if one.rule == "REC-26")
    with pytest.raises(Forbidden):
        operations.close_room(room_id=made.id, by=shifan.actor("甲", AT), at=AT)
    operations.close_room(room_id=made.id, by=by, at=AT)
    with refused(rule="已经停用"):
        operations.close_room(room_id=made.id, by=by, at=AT)
    assert not [one for one in queries.equipment_alerts(organ, AT) if one.rule == "REC-26"]
    assert Room.objects.get().closed_at == AT


def test_of_another_organ_nothing_is_taken(shifan: Any) -> None:
    one = registered(shifan)
    for key in ("市甲", "公", "监"):
        with pytest.raises(Forbidden):
            operations.take_device(device_id=one.id, by=shifan.actor(key, AT), at=AT)
    with pytest.raises(NotFound):
        queries.device(shifan.organs["应急局"])
    assert DeviceLog.objects.count() == 1
