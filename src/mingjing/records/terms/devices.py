"""Words of recording equipment and rooms: what they are, where they are, what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mingjing.foundation.people import Role
from mingjing.records.terms.recordings import WORKERS

EQUIPMENT_READERS = (*WORKERS, Role.SUPERVISOR)
"""Who sees the register: who takes equipment out and gives it back, who keeps it, who supervises."""


class DeviceKind(StrEnum):
    """What kind of equipment it is."""

    BODY = "body"
    PHONE = "phone"
    CAMERA = "camera"
    SOUND = "sound"
    STATION = "station"


DEVICE_KINDS: Mapping[str, str] = {
    DeviceKind.BODY: "执法记录仪",
    DeviceKind.PHONE: "执法手机",
    DeviceKind.CAMERA: "摄像机、照相机",
    DeviceKind.SOUND: "录音设备",
    DeviceKind.STATION: "采集站",
}
CARRIED = (DeviceKind.BODY, DeviceKind.PHONE)
"""What counts for the allotment: an officer carries it."""


class DeviceState(StrEnum):
    """Where a piece of equipment is."""

    IN = "in"
    OUT = "out"
    REPAIR = "repair"
    RETIRED = "retired"


DEVICE_STATES: Mapping[str, str] = {
    DeviceState.IN: "在库",
    DeviceState.OUT: "领用中",
    DeviceState.REPAIR: "送修",
    DeviceState.RETIRED: "已报废",
}


class RoomKind(StrEnum):
    """What a room is for."""

    INTERVIEW = "interview"
    HEARING = "hearing"
    HANDLING = "handling"


ROOM_KINDS: Mapping[str, str] = {
    RoomKind.INTERVIEW: "询问室",
    RoomKind.HEARING: "听证室",
    RoomKind.HANDLING: "办案场所",
}


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A piece of equipment. `clock_offset`: seconds ahead of standard time at the last check; `free`: per cent left.

    `capacity` and `free_bytes` are what a docking station read of it, at `reported_at`.
    """

    id: UUID
    organ_id: UUID
    kind: str
    code: str
    model: str
    serial: str
    state: str
    holder_id: UUID | None
    holder: str
    out_at: datetime | None
    back_by: datetime | None
    clock_offset: int | None
    free: int | None
    checked_at: datetime | None
    note: str
    capacity: int | None = None
    free_bytes: int | None = None
    reported_at: datetime | None = None

    @property
    def name(self) -> str:
        """How it is called in a record: kind and number."""
        return f"{DEVICE_KINDS.get(self.kind, self.kind)} {self.code}"


@dataclass(frozen=True, slots=True)
class DeviceDraft:
    """What is entered of a new piece of equipment."""

    kind: str
    code: str
    model: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class DeviceStep:
    """One line of the custody log."""

    what: str
    person_name: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """A room. `recorded`: whether sound and picture are taken throughout."""

    id: UUID
    organ_id: UUID
    kind: str
    name: str
    place: str
    recorded: bool
    closed_at: datetime | None
