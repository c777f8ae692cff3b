"""Reads of recording equipment and rooms."""

from datetime import datetime
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.records.models import Device, DeviceLog, Room
from mingjing.records.queries.figures import parameters_for
from mingjing.records.rules import devices as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.devices import DeviceFacts, DeviceState, DeviceStep, RoomFacts


def devices(organ_id: UUID) -> tuple[DeviceFacts, ...]:
    """An organ's equipment, by kind and number; what was retired comes last."""
    found = [row.facts() for row in Device.objects.filter(organ_id=organ_id)]
    return tuple(sorted(found, key=lambda one: one.state == DeviceState.RETIRED))


def device(device_id: UUID) -> DeviceFacts:
    """One piece of equipment. Raises NotFound."""
    row = Device.objects.filter(id=device_id).first()
    if row is None:
        raise NotFound("没有这台设备，请从清单重新进入。")
    return row.facts()


def device_steps(device_id: UUID, limit: int = 100) -> tuple[DeviceStep, ...]:
    """Its custody log, newest first."""
    return tuple(row.facts() for row in DeviceLog.objects.filter(device_id=device_id)[:limit])


def device_names(organ_id: UUID) -> tuple[str, ...]:
    """How the equipment in use is called, for a form that asks for it."""
    rows = Device.objects.filter(organ_id=organ_id).exclude(state=DeviceState.RETIRED)
    return tuple(row.facts().name for row in rows)


def rooms(organ_id: UUID) -> tuple[RoomFacts, ...]:
    """An organ's rooms; closed ones last."""
    found = [row.facts() for row in Room.objects.filter(organ_id=organ_id)]
    return tuple(sorted(found, key=lambda one: one.closed_at is not None))


def device_alerts(one: DeviceFacts, now: datetime) -> tuple[Finding, ...]:
    """What is wrong with one piece of equipment now (REC-23)."""
    found: tuple[Finding, ...] = rules.device_is_fit(one, now, parameters_for(one.organ_id))
    return found


def equipment_alerts(organ_id: UUID, now: datetime) -> tuple[Finding, ...]:
    """What is wrong with an organ's equipment and rooms now (REC-23, REC-24, REC-26)."""
    held = devices(organ_id)
    officers = sum(one.certificate.valid_at(now) for one in organs.officers_register(organ_id, now))
    each = [finding for one in held for finding in device_alerts(one, now)]
    return (
        *each,
        *rules.enough_devices(held, officers, now, parameters_for(organ_id)),
        *rules.rooms_are_recorded(rooms(organ_id)),
    )
