"""Recording equipment: who has it, when it must be back, whether its clock and storage are fit, whether there is enough."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.recordings import SHORTEST, clock_is_right, parameters
from mingjing.records.terms.devices import (
    CARRIED,
    DEVICE_KINDS,
    ROOM_KINDS,
    DeviceDraft,
    DeviceFacts,
    DeviceState,
    RoomFacts,
)

_N118 = "国办发〔2018〕118号第三部分（八）"
LARGEST_OFFSET = 10**8
LARGEST_STORAGE = 2**50
"""A petabyte: more than any device holds."""


@rule("REC-20", cites=_N118, acts=("register_device",))
def device_is_named(draft: DeviceDraft, taken: bool) -> tuple[Finding, ...]:
    """记录设备登记种类和编号，编号在本机关内不重复。"""
    found = []
    if draft.kind not in DEVICE_KINDS:
        found.append(device_is_named.finding("没有选定设备种类", field="kind", next_step="请从列表中选择"))
    if not 1 <= len(draft.code.strip()) <= 40:
        found.append(
            device_is_named.finding("没有写明设备编号", field="code", next_step="照设备上的标签填写，不超过 40 个字")
        )
    elif taken:
        found.append(
            device_is_named.finding(
                f"编号 {draft.code.strip()} 已经登记", field="code", next_step="请核对标签，另编一个号"
            )
        )
    return tuple(found)


@rule("REC-21", cites=_N118, acts=("take_device", "return_device"))
def device_is_where_it_is_said(device: DeviceFacts, wanted: str) -> tuple[Finding, ...]:
    """记录设备在库的才能领用，领用中的才能交回；一台设备同时只由一人领用。"""
    if device.state == wanted:
        return ()
    now = {
        DeviceState.IN: "在库", DeviceState.OUT: f"由{device.holder}领用", DeviceState.REPAIR: "在送修", DeviceState.RETIRED: "已经报废",
    }[DeviceState(device.state)]  # fmt: skip
    return (device_is_where_it_is_said.finding(f"{device.name} 现在{now}", next_step="刷新页面，看现在的登记"),)


@rule("REC-22", cites=_N118, acts=("take_device",))
def device_back_by(out_at: datetime, figures: Parameters | None = None) -> datetime:
    """记录设备领用后在规定时间内交回，导出记录；逾期不交回的预警。"""
    return out_at + timedelta(hours=int((figures or parameters()).at("return", local_day(out_at)).value))


@rule("REC-23", cites=_N118)
def device_is_fit(device: DeviceFacts, now: datetime, figures: Parameters | None = None) -> tuple[Finding, ...]:
    """记录设备应当时钟准确、存储够用、按时交回；不符的预警。"""
    found = []
    if device.state == DeviceState.RETIRED:
        return ()
    if device.state == DeviceState.OUT and device.back_by and device.back_by < now:
        hours = int((now - device.back_by).total_seconds() // 3600)
        found.append(
            device_is_fit.finding(
                f"{device.name} 由{device.holder}领用，逾期 {hours} 小时没有交回",
                weight=Weight.WARN,
                next_step="请交回设备并导出记录",
            )
        )
    if (
        device.clock_offset is not None
        and device.checked_at
        and clock_is_right(device.clock_offset, device.checked_at, figures)
    ):
        way = "快" if device.clock_offset > 0 else "慢"
        found.append(
            device_is_fit.finding(
                f"{device.name} 时钟{way} {abs(device.clock_offset)} 秒",
                weight=Weight.WARN,
                next_step="请校准时钟后再次检查",
            )
        )
    least = int((figures or parameters()).at("storage_low", local_day(now)).value)
    if device.free is not None and device.free <= least:
        found.append(
            device_is_fit.finding(
                f"{device.name} 存储只剩 {device.free}%",
                weight=Weight.WARN,
                next_step="请导出记录，确认入库后再清理设备",
            )
        )
    return tuple(found)


@rule("REC-24", cites=_N118)
def enough_devices(
    devices: Sequence[DeviceFacts], officers: int, on: datetime, figures: Parameters | None = None
) -> tuple[Finding, ...]:
    """随身记录设备按持证执法人员人数配备，不足标准的预警。"""
    each = int((figures or parameters()).at("allotment", local_day(on)).value)
    held = sum(one.kind in CARRIED and one.state != DeviceState.RETIRED for one in devices)
    needed = -(-officers // each)
    if held >= needed:
        return ()
    message = f"持证执法人员 {officers} 人，随身记录设备 {held} 台，按每 {each} 人一台应有 {needed} 台"
    return (enough_devices.finding(message, weight=Weight.WARN, next_step="请补充配备，或者登记已有的设备"),)


@rule("REC-29", cites=_N118, acts=("move_device",))
def device_move_is_explained(reason: str) -> tuple[Finding, ...]:
    """记录设备送修、修好入库、报废，应当写明理由。"""
    if len(reason.strip()) >= SHORTEST:
        return ()
    step = f"写明故障、报废批准等（不少于 {SHORTEST} 个字）"
    return (device_move_is_explained.finding("没有写明理由", field="note", next_step=step),)


@rule("REC-25", cites=_N118, acts=("register_room",))
def room_is_named(kind: str, name: str, place: str, taken: bool) -> tuple[Finding, ...]:
    """询问室、听证室、办案场所登记名称和地点，写明是否全程同步录音录像，名称在本机关内不重复。"""
    found = []
    if kind not in ROOM_KINDS:
        found.append(room_is_named.finding("没有选定场所种类", field="kind", next_step="请从列表中选择"))
    for field, text, most in (("name", name, 60), ("place", place, 200)):
        if not 1 <= len(text.strip()) <= most:
            word = "名称" if field == "name" else "地点"
            found.append(room_is_named.finding(f"没有写明场所{word}", field=field, next_step=f"不超过 {most} 个字"))
    if taken:
        found.append(room_is_named.finding(f"“{name.strip()}”已经登记", field="name", next_step="请换一个名称"))
    return tuple(found)


@rule("REC-26", cites=_N118)
def rooms_are_recorded(rooms: Sequence[RoomFacts]) -> tuple[Finding, ...]:
    """询问室、办案场所应当全程同步录音录像；没有的预警。"""
    dark = [one.name for one in rooms if one.closed_at is None and not one.recorded]
    if not dark:
        return ()
    return (
        rooms_are_recorded.finding(
            f"没有全程录音录像的场所：{'、'.join(dark)}", weight=Weight.WARN, next_step="请安装设备，或者登记停用"
        ),
    )


@rule("REC-80", cites=_N118, acts=("report_storage",))
def storage_is_plain(device: DeviceFacts, capacity: int, free: int) -> tuple[Finding, ...]:
    """采集站上报记录设备的容量和剩余存储（字节），剩余不超过容量；已经报废的设备不再上报。"""
    found = []
    if device.state == DeviceState.RETIRED:
        step = "请核对采集站配置里的设备编号"
        found.append(storage_is_plain.finding(f"{device.name} 已经报废", field="code", next_step=step))
    if not 0 < capacity <= LARGEST_STORAGE:
        step = "写设备存储的总字节数，应当大于零"
        found.append(storage_is_plain.finding(f"容量 {capacity} 字节不对", field="capacity", next_step=step))
    elif not 0 <= free <= capacity:
        step = f"剩余应当在 0 到容量 {capacity} 之间"
        found.append(storage_is_plain.finding(f"剩余 {free} 字节不对", field="free", next_step=step))
    return tuple(found)


@rule("REC-27", cites=_N118, acts=("return_device", "check_device"))
def device_check_is_plain(offset: int | None, free: int | None) -> tuple[Finding, ...]:
    """设备检查登记时钟误差（秒）和剩余存储（百分之零到一百）。"""
    found = []
    if offset is None or abs(offset) > LARGEST_OFFSET:
        found.append(
            device_check_is_plain.finding(
                "没有写明时钟误差", field="clock_offset", next_step="写整数秒，快写正数，慢写负数"
            )
        )
    if free is None or not 0 <= free <= 100:
        found.append(device_check_is_plain.finding("没有写明剩余存储", field="free", next_step="写 0 到 100 的整数"))
    return tuple(found)
