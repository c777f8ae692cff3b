"""Recording equipment with its custody log, and the rooms in which acts are recorded."""

import uuid

from django.db import models

from mingjing.records.terms.devices import DeviceFacts, DeviceState, DeviceStep, RoomFacts


class Device(models.Model):
    """One piece of equipment as it is now; how it came to be so stands in its steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    kind = models.CharField("种类", max_length=10)
    code = models.CharField("编号", max_length=40)
    model = models.CharField("型号", max_length=80, blank=True)
    serial = models.CharField("出厂编号", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, default=DeviceState.IN)
    holder_id = models.UUIDField("领用人", null=True)
    holder = models.CharField("领用人姓名", max_length=60, blank=True)
    out_at = models.DateTimeField("领用时间", null=True)
    back_by = models.DateTimeField("应当交回", null=True)
    clock_offset = models.IntegerField("时钟误差（秒）", null=True)
    free = models.PositiveSmallIntegerField("剩余存储（%）", null=True)
    capacity = models.PositiveBigIntegerField("容量（字节）", null=True)
    free_bytes = models.PositiveBigIntegerField("剩余（字节）", null=True)
    reported_at = models.DateTimeField("采集站上报时间", null=True)
    checked_at = models.DateTimeField("检查时间", null=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        db_table = "mj_device"
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "code"], name="mj_device_once")]
        indexes = [models.Index(fields=["holder_id"], name="mj_device_holder")]

    def facts(self) -> DeviceFacts:
        """The row as a fact."""
        return DeviceFacts(
            self.id, self.organ_id, self.kind, self.code, self.model, self.serial, self.state, self.holder_id, self.holder, self.out_at,
            self.back_by, self.clock_offset, self.free, self.checked_at, self.note, self.capacity, self.free_bytes, self.reported_at,
        )  # fmt: skip


class DeviceLog(models.Model):
    """The custody log of a piece of equipment; added to, never changed."""

    id = models.BigAutoField(primary_key=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="steps")
    what = models.CharField("事项", max_length=20)
    person_id = models.UUIDField("办理人")
    person_name = models.CharField("办理人姓名", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_device_log"
        ordering = ["-id"]

    def facts(self) -> DeviceStep:
        """The row as a fact."""
        return DeviceStep(self.what, self.person_name, self.note, self.at)


class Room(models.Model):
    """A room in which people are questioned, heard or handled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    kind = models.CharField("种类", max_length=10)
    name = models.CharField("名称", max_length=60)
    place = models.CharField("地点", max_length=200)
    recorded = models.BooleanField("全程同步录音录像")
    closed_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        db_table = "mj_recording_room"
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "name"], name="mj_recording_room_once")]

    def facts(self) -> RoomFacts:
        """The row as a fact."""
        return RoomFacts(self.id, self.organ_id, self.kind, self.name, self.place, self.recorded, self.closed_at)
