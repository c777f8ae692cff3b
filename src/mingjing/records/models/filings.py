"""Forms an organ adjusted or added by itself, version by version, with their filing."""

import uuid

from django.db import models

from mingjing.records.terms.filings import FilingFacts, FilingState, content_from


class OrganForm(models.Model):
    """One version. Once approved its content never changes: another wish is another version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    form = models.CharField("文书", max_length=40)
    family = models.CharField("类别", max_length=10)
    name = models.CharField("名称", max_length=80)
    version = models.PositiveSmallIntegerField("版本")
    content = models.JSONField("调整的内容")
    sha256 = models.CharField("摘要", max_length=64)
    reason = models.CharField("调整理由", max_length=300)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True)
    state = models.CharField("状态", max_length=10, default=FilingState.DRAFT)
    drafted_by = models.UUIDField("拟稿人")
    drafter = models.CharField("拟稿人姓名", max_length=60)
    drafted_at = models.DateTimeField("拟稿时间")
    approver = models.CharField("审定人姓名", max_length=60, blank=True)
    approved_at = models.DateTimeField("审定时间", null=True)
    sender = models.CharField("报送人姓名", max_length=60, blank=True)
    sent_at = models.DateTimeField("报送时间", null=True)
    materials = models.CharField("报送材料", max_length=500, blank=True)
    answerer = models.CharField("备案人姓名", max_length=60, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    filing_number = models.CharField("备案号", max_length=80, blank=True)
    filed_on = models.DateField("备案日期", null=True)
    answer = models.CharField("备案意见", max_length=500, blank=True)

    class Meta:
        db_table = "mj_organ_form"
        ordering = ["form", "-version"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "form", "version"], name="mj_organ_form_once")]
        indexes = [models.Index(fields=["state", "sent_at"], name="mj_organ_form_state")]

    def facts(self) -> FilingFacts:
        """The row as a fact."""
        return FilingFacts(
            id=self.id, organ_id=self.organ_id, form=self.form, family=self.family, name=self.name, version=self.version,
            content=content_from(self.content), sha256=self.sha256, reason=self.reason, valid_from=self.valid_from,
            valid_to=self.valid_to, state=self.state, drafted_by=self.drafted_by, drafter=self.drafter,
            drafted_at=self.drafted_at, approver=self.approver, approved_at=self.approved_at, sender=self.sender,
            sent_at=self.sent_at, materials=self.materials, answerer=self.answerer, answered_at=self.answered_at,
            filing_number=self.filing_number, filed_on=self.filed_on, answer=self.answer,
        )  # fmt: skip
