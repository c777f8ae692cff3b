"""The register of classes: a lot is what one person entered in one act; its rows are never changed."""

import uuid

from django.db import models

from mingjing.inspections.terms.classes import LOT_NAMES, ClassFacts, LotFacts, LotState


class ClassLot(models.Model):
    """Classes entered in one act, in force once somebody else has checked them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    source = models.CharField("评定的来源", max_length=200)
    reason = models.CharField("撤销等级的理由", max_length=200, blank=True)
    count = models.PositiveIntegerField("家数")
    digest = models.CharField("内容摘要", max_length=64)
    state = models.CharField(
        "状态", max_length=10, choices=[(one.value, LOT_NAMES[one]) for one in LotState], default=LotState.WAITING
    )
    made_by = models.UUIDField("登记人")
    made_name = models.CharField("登记人姓名", max_length=60)
    made_at = models.DateTimeField("登记时间")
    checked_by = models.UUIDField("复核人", null=True, blank=True)
    checked_name = models.CharField("复核人姓名", max_length=60, blank=True)
    checked_at = models.DateTimeField("复核时间", null=True, blank=True)
    answer = models.CharField("复核意见", max_length=200, blank=True)

    class Meta:
        db_table = "mj_ins_lot"
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["organ_id", "state", "-made_at"], name="mj_ins_lot_organ")]

    def __str__(self) -> str:
        return f"{self.organ_name} {self.made_at:%Y-%m-%d} {self.count}"

    def facts(self) -> LotFacts:
        """What pages show."""
        return LotFacts(
            self.pk, self.organ_id, self.organ_name, self.state, self.source, self.reason, self.count, self.made_by,
            self.made_name, self.made_at, self.checked_name, self.checked_at, self.answer,
        )  # fmt: skip


class EnterpriseClass(models.Model):
    """Risk and credit of one enterprise from a day on; empty: taken away."""

    lot = models.ForeignKey(ClassLot, models.PROTECT, related_name="rows", verbose_name="批次")
    organ_id = models.UUIDField("机关")
    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=120)
    risk = models.CharField("风险等级", max_length=10, blank=True)
    credit = models.CharField("信用等级", max_length=10, blank=True)
    since = models.DateField("起始日期")
    until = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        db_table = "mj_ins_class"
        ordering = ["code", "since", "pk"]
        constraints = [models.UniqueConstraint(fields=["lot", "code"], name="mj_ins_class_once")]
        indexes = [models.Index(fields=["organ_id", "code", "since"], name="mj_ins_class_code")]

    def __str__(self) -> str:
        return f"{self.name} {self.since}"

    def facts(self) -> ClassFacts:
        """What pages show; the lot is read with the row."""
        lot = self.lot
        return ClassFacts(
            self.organ_id, lot.organ_name, self.code, self.name, self.risk, self.credit, self.since, self.until, lot.pk, lot.state, lot.source,
            lot.reason, lot.made_name, lot.checked_name,
        )  # fmt: skip
