"""Audio-video: the commitment a device gave at the end of a recording, the content that came after, notes on it."""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.records.terms.recordings import RecordingState


class Recording(models.Model):
    """One recording. What was committed is never changed; what arrived stands beside it, so that both can be compared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    dossier = models.ForeignKey(
        "records.Dossier", models.PROTECT, null=True, related_name="recordings", verbose_name="案卷"
    )
    act_seq = models.PositiveIntegerField("所记录的步骤", default=0)
    name = models.CharField("名称", max_length=200)
    media_type = models.CharField("类型", max_length=80, blank=True)
    sha256 = models.CharField("登记的 SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("登记的字节数")
    started_at = models.DateTimeField("采集开始")
    ended_at = models.DateTimeField("采集结束")
    place = models.CharField("采集地点", max_length=200, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=8, decimal_places=5, null=True, blank=True)
    proves = models.CharField("证明对象", max_length=200, blank=True)
    case_number = models.CharField("案件编号", max_length=80, blank=True)
    collector_id = models.UUIDField("采集人")
    collector = models.CharField("采集人姓名", max_length=60)
    device = models.CharField("设备", max_length=80, blank=True)
    clock_offset = models.IntegerField("时钟误差（秒）", default=0)
    committed_at = models.DateTimeField("登记时间")
    due_at = models.DateTimeField("应当上传到")
    state = models.CharField("状态", max_length=10, default=RecordingState.COMMITTED)
    held_at = models.DateTimeField("入库时间", null=True)
    held_sha256 = models.CharField("入库的 SHA-256", max_length=64, blank=True)
    held_sm3 = models.CharField("入库的 SM3", max_length=64, blank=True)
    held_size = models.PositiveBigIntegerField("入库的字节数", default=0)
    reason = models.CharField("说明", max_length=300, blank=True)
    keep_row = models.CharField("清单事项", max_length=120, blank=True)

    class Meta:
        db_table = "mj_recording"
        ordering = ["started_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "sha256"], name="mj_recording_once")]
        indexes = [
            models.Index(fields=["dossier", "started_at"], name="mj_recording_dossier"),
            models.Index(
                fields=["organ_id", "started_at"], condition=Q(dossier__isnull=True), name="mj_recording_unmatched"
            ),
            models.Index(fields=["organ_id", "due_at"], condition=Q(state="committed"), name="mj_recording_owed"),
            models.Index(fields=["collector_id", "due_at"], condition=Q(state="committed"), name="mj_recording_mine"),
        ]


class Upload(models.Model):
    """A content on its way in (tus 1.0): the bytes lie in a draft file until the last has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.OneToOneField(Recording, models.PROTECT, null=True, related_name="upload")
    item = models.OneToOneField("records.DepositItem", models.PROTECT, null=True, related_name="upload")
    offset = models.PositiveBigIntegerField("已收到", default=0)
    length = models.PositiveBigIntegerField("总长")
    begun_at = models.DateTimeField("开始")
    expires_at = models.DateTimeField("草稿保留到")

    class Meta:
        db_table = "mj_recording_upload"
        constraints = [
            models.CheckConstraint(
                condition=Q(recording__isnull=False, item__isnull=True) | Q(recording__isnull=True, item__isnull=False),
                name="mj_recording_upload_of_one",
            )
        ]


class RecordingNote(models.Model):
    """A note at a moment of a recording; added, never changed."""

    id = models.BigAutoField(primary_key=True)
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="notes")
    second = models.PositiveIntegerField("第几秒")
    text = models.CharField("内容", max_length=500)
    person_id = models.UUIDField("记录人")
    person_name = models.CharField("记录人姓名", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_recording_note"
        ordering = ["second", "id"]
