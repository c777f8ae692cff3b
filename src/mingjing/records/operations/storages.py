"""What a docking station reads of the storage of the devices in it (R-10)."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.ledger import operations as ledger
from mingjing.records.access import may_use_equipment
from mingjing.records.events import Event
from mingjing.records.models import Device, DeviceLog
from mingjing.records.operations.refusing import refuse
from mingjing.records.rules import devices as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.devices import DeviceFacts

REPORTED = "上报存储"


@operation(Event.STORAGE_REPORTED)
def report_storage(*, code: str, capacity: int, free: int, by: Actor, at: datetime) -> DeviceFacts:
    """Note how much storage a device of the organ has left, in bytes, as its docking station read it.

    A station reports every minute: the figures are always kept, a line in the custody log and in the ledger is written
    only where the per cent left is another than before. Raises NotFound, Forbidden, Refused (REC-80).
    国办发〔2018〕118号第三部分（八）。
    """  # fmt: skip
    row = _by_code(by.organ_id, code.strip())
    may_use_equipment.require(by, row.organ_id, doing="上报记录设备的存储")
    refuse(rules.storage_is_plain(row.facts(), capacity, free))
    before = (row.free, row.capacity)
    row.capacity, row.free_bytes, row.free, row.reported_at = capacity, free, free * 100 // capacity, at
    row.save(update_fields=["capacity", "free_bytes", "free", "reported_at"])
    if before != (row.free, row.capacity):
        _log(row, by, at)
    return row.facts()


def _by_code(organ_id: UUID, code: str) -> Device:
    row = Device.objects.select_for_update().filter(organ_id=organ_id, code=code).first()
    if row is None:
        raise NotFound(f"本机关没有登记编号“{code[:40]}”的记录设备，请先在“记录设备”登记，或者改正采集站的配置。")
    return row


def _log(row: Device, by: Actor, at: datetime) -> None:
    note = f"采集站读得剩余存储 {row.free}%"
    DeviceLog.objects.create(device=row, what=REPORTED, person_id=by.person_id, person_name=by.name, note=note, at=at)
    told = {
        "device": str(row.id), "code": row.code, "free": row.free, "free_bytes": row.free_bytes, "capacity": row.capacity,
    }  # fmt: skip
    ledger.append(kind=Event.STORAGE_REPORTED, stream=f"equipment:{row.organ_id}", at=at, by=by, payload=told)
