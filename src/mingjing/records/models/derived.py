"""Copies made from recordings; added, never changed."""

import uuid

from django.db import models

from mingjing.records.terms.derived import CopyFacts


class RecordingCopy(models.Model):
    """A child of a recording, with its own digests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey("records.Recording", models.PROTECT, related_name="copies", verbose_name="原件")
    kind = models.CharField("种类", max_length=12)
    name = models.CharField("名称", max_length=240)
    media_type = models.CharField("类型", max_length=80)
    reason = models.CharField("理由", max_length=300)
    since = models.PositiveIntegerField("从第几秒", null=True)
    until = models.PositiveIntegerField("到第几秒", null=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    streams_original = models.TextField("原件各流的摘要", blank=True)
    streams_copy = models.TextField("派生件各流的摘要", blank=True)
    agreement = models.CharField("与原件", max_length=10)
    outside = models.BooleanField("在别处制作")
    made_at = models.DateTimeField("登记时间")
    person_id = models.UUIDField("登记人")
    person_name = models.CharField("登记人姓名", max_length=60)

    class Meta:
        db_table = "mj_recording_copy"
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["recording", "sha256"], name="mj_recording_copy_once")]

    def facts(self) -> CopyFacts:
        """The row as a fact."""
        return CopyFacts(
            self.id, self.recording_id, self.kind, self.name, self.media_type, self.reason, self.since, self.until, self.sha256, self.sm3,
            self.size, self.agreement, self.outside, self.made_at, self.person_name,
        )  # fmt: skip
