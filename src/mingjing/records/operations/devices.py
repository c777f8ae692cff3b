"""Recording equipment and rooms: registered, taken out, given back, checked, sent to repair, retired."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Refused
from mingjing.ledger import operations as ledger
from mingjing.records.access import may_keep_equipment, may_use_equipment
from mingjing.records.events import Event
from mingjing.records.models import Device, DeviceLog, Room
from mingjing.records.operations.recordings import refuse
from mingjing.records.queries.figures import parameters_for
from mingjing.records.rules import devices as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.devices import DEVICE_STATES, DeviceDraft, DeviceFacts, DeviceState, RoomFacts

MOVES = frozenset(
    {
        (DeviceState.IN, DeviceState.REPAIR),
        (DeviceState.REPAIR, DeviceState.IN),
        (DeviceState.IN, DeviceState.RETIRED),
        (DeviceState.REPAIR, DeviceState.RETIRED),
    }
)


@operation(Event.DEVICE_REGISTERED)
def register_device(*, draft: DeviceDraft, by: Actor, at: datetime) -> DeviceFacts:
    """Register a piece of equipment of the organ. Raises Forbidden, Refused (REC-20). 国办发〔2018〕118号第三部分（八）。"""
    may_keep_equipment.require(by, by.organ_id, doing="登记记录设备")
    code = draft.code.strip()
    refuse(rules.device_is_named(draft, Device.objects.filter(organ_id=by.organ_id, code=code).exists()))
    texts = {"model": draft.model.strip()[:80], "serial": draft.serial.strip()[:80]}
    try:
        with transaction.atomic():
            row = Device.objects.create(organ_id=by.organ_id, kind=draft.kind, code=code, **texts)
    except IntegrityError:
        raise Refused(*rules.device_is_named(draft, True)) from None
    return _done(row, Event.DEVICE_REGISTERED, "登记", "", by, at)


@operation(Event.DEVICE_TAKEN)
def take_device(*, device_id: UUID, by: Actor, at: datetime) -> DeviceFacts:
    """Take a piece of equipment out. Raises NotFound, Forbidden, Refused (REC-21)."""
    row = _held(device_id, by, DeviceState.IN)
    row.state, row.holder_id, row.holder, row.out_at = DeviceState.OUT, by.person_id, by.name, at
    row.back_by = rules.device_back_by(at, parameters_for(row.organ_id))
    return _done(row, Event.DEVICE_TAKEN, "领用", "", by, at)


@operation(Event.DEVICE_RETURNED)
def return_device(
    *, device_id: UUID, clock_offset: int | None, free: int | None, by: Actor, at: datetime
) -> DeviceFacts:
    """Give a piece of equipment back, with its clock and storage as they are now. Raises Refused (REC-21, REC-27)."""
    row = _held(device_id, by, DeviceState.OUT)
    refuse(rules.device_check_is_plain(clock_offset, free))
    note = f"{row.holder}领用，时钟误差 {clock_offset} 秒，剩余存储 {free}%"
    row.state, row.holder_id, row.holder, row.out_at, row.back_by = DeviceState.IN, None, "", None, None
    row.clock_offset, row.free, row.checked_at = clock_offset, free, at
    return _done(row, Event.DEVICE_RETURNED, "交回", note, by, at)


@operation(Event.DEVICE_CHECKED)
def check_device(
    *, device_id: UUID, clock_offset: int | None, free: int | None, by: Actor, at: datetime
) -> DeviceFacts:
    """Note clock and storage of a piece of equipment. Raises NotFound, Forbidden, Refused (REC-27)."""
    row = _locked(device_id)
    may_use_equipment.require(by, row.organ_id, doing="检查记录设备")
    refuse(rules.device_check_is_plain(clock_offset, free))
    row.clock_offset, row.free, row.checked_at = clock_offset, free, at
    return _done(row, Event.DEVICE_CHECKED, "检查", f"时钟误差 {clock_offset} 秒，剩余存储 {free}%", by, at)


@operation(Event.DEVICE_MOVED)
def move_device(*, device_id: UUID, state: str, note: str, by: Actor, at: datetime) -> DeviceFacts:
    """Send a piece of equipment to repair, take it back into stock, or retire it; with the reason. Raises Refused (REC-21)."""
    row = _locked(device_id)
    may_keep_equipment.require(by, row.organ_id, doing="送修、报废记录设备")
    if (row.state, state) not in MOVES:
        refuse(rules.device_is_where_it_is_said(row.facts(), ""))
    refuse(rules.device_move_is_explained(note))
    row.state, row.note = state, note.strip()[:200]
    return _done(row, Event.DEVICE_MOVED, DEVICE_STATES[state], row.note, by, at)


@operation(Event.ROOM_REGISTERED)
def register_room(*, kind: str, name: str, place: str, recorded: bool, by: Actor, at: datetime) -> RoomFacts:
    """Register a room of the organ. Raises Forbidden, Refused (REC-25)."""
    may_keep_equipment.require(by, by.organ_id, doing="登记办案场所")
    taken = Room.objects.filter(organ_id=by.organ_id, name=name.strip()).exists()
    refuse(rules.room_is_named(kind, name, place, taken))
    try:
        with transaction.atomic():
            row = Room.objects.create(
                organ_id=by.organ_id, kind=kind, name=name.strip(), place=place.strip(), recorded=recorded
            )
    except IntegrityError:
        raise Refused(*rules.room_is_named(kind, name, place, True)) from None
    _log(Event.ROOM_REGISTERED, by, at, {"room": str(row.id), "kind": kind, "name": row.name, "recorded": recorded})
    return row.facts()


@operation(Event.ROOM_CLOSED)
def close_room(*, room_id: UUID, by: Actor, at: datetime) -> RoomFacts:
    """Close a room; it stays in the register. Raises NotFound, Forbidden, Refused where it is closed."""
    row = Room.objects.select_for_update().filter(id=room_id).first()
    if row is None:
        raise NotFound("没有这个场所。")
    may_keep_equipment.require(by, row.organ_id, doing="停用办案场所")
    if row.closed_at is not None:
        refuse((rules.room_is_named.finding("这个场所已经停用", next_step="刷新页面"),))
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    _log(Event.ROOM_CLOSED, by, at, {"room": str(row.id)})
    return row.facts()


def _locked(device_id: UUID) -> Device:
    row = Device.objects.select_for_update().filter(id=device_id).first()
    if row is None:
        raise NotFound("没有这台设备，请从清单重新进入。")
    return row


def _held(device_id: UUID, by: Actor, wanted: DeviceState) -> Device:
    row = _locked(device_id)
    may_use_equipment.require(by, row.organ_id, doing="领用、交回记录设备")
    refuse(rules.device_is_where_it_is_said(row.facts(), wanted))
    return row


def _done(row: Device, event: str, what: str, note: str, by: Actor, at: datetime) -> DeviceFacts:
    row.save()
    DeviceLog.objects.create(device=row, what=what, person_id=by.person_id, person_name=by.name, note=note, at=at)
    payload = {
        "device": str(row.id),
        "code": row.code,
        "state": row.state,
        "clock_offset": row.clock_offset,
        "free": row.free,
        "note": note,
    }
    _log(event, by, at, payload)
    return row.facts()


def _log(event: str, by: Actor, at: datetime, payload: dict[str, Any]) -> None:
    ledger.append(kind=event, stream=f"equipment:{by.organ_id}", at=at, by=by, payload=payload)
