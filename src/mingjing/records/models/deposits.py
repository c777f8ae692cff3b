"""Files that other systems keep here under their own numbers, and the materials in them."""

import uuid

from django.db import models

from mingjing.records.terms.deposits import DepositFacts


class Deposit(models.Model):
    """A dossier opened by another system. Title and sealing stand in the dossier."""

    dossier = models.OneToOneField("records.Dossier", models.PROTECT, primary_key=True, related_name="deposit")
    organ_id = models.UUIDField("机关")
    source_ref = models.CharField("来源编号", max_length=80)
    case_number = models.CharField("案件编号", max_length=80, blank=True)
    key = models.CharField("经哪个密钥", max_length=40, blank=True)
    person_id = models.UUIDField("以谁的名义")

    class Meta:
        db_table = "mj_deposit"
        constraints = [models.UniqueConstraint(fields=["organ_id", "source_ref"], name="mj_deposit_once")]

    def facts(self, fresh: bool = False) -> DepositFacts:
        """The row as a fact."""
        held = self.dossier
        return DepositFacts(
            held.id, self.organ_id, self.source_ref, held.title, self.case_number, held.opened_at, held.sealed_at, fresh
        )


class DepositItem(models.Model):
    """One material: a document with its commitment, or the number under which a recording was deposited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="items", verbose_name="案卷")
    source_ref = models.CharField("来源编号", max_length=80)
    step = models.CharField("环节", max_length=10)
    name = models.CharField("名称", max_length=240)
    sha256 = models.CharField("登记的 SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("登记的字节数")
    made_on = models.DateField("形成日期", null=True)
    committed_at = models.DateTimeField("登记时间")
    reason = models.CharField("不能上传的原因", max_length=300, blank=True)
    recording = models.OneToOneField("records.Recording", models.PROTECT, null=True, related_name="deposited")
    attachment = models.OneToOneField("records.Attachment", models.PROTECT, null=True, related_name="deposited")

    class Meta:
        db_table = "mj_deposit_item"
        ordering = ["committed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["deposit", "source_ref"], name="mj_deposit_item_once"),
            models.UniqueConstraint(fields=["deposit", "sha256"], name="mj_deposit_item_content"),
        ]
