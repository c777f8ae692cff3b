"""Annual inspection plans: one an organ and year, its versions, their lines."""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.inspections.terms.yearly import (
    MODE_NAMES,
    VERSION_NAMES,
    LineFacts,
    Mode,
    VersionFacts,
    VersionState,
    YearPlanFacts,
)


class YearPlan(models.Model):
    """年度行政检查计划."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("计划编号", max_length=60, unique=True)
    title = models.CharField("计划名称", max_length=120)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    organ_code = models.CharField("机关代字", max_length=20)
    region = models.CharField("行政区域", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    made_at = models.DateTimeField("拟定时间")
    approved_at = models.DateTimeField("首次批准时间", null=True, blank=True)
    amended = models.PositiveSmallIntegerField("调整次数", default=0)

    class Meta:
        db_table = "mj_ins_year"
        ordering = ["-year", "-made_at"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "year"], name="mj_ins_year_once")]
        indexes = [models.Index(fields=["approved_at"], name="mj_ins_year_public")]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> YearPlanFacts:
        """What pages show."""
        return YearPlanFacts(
            self.pk, self.number, self.title, self.organ_id, self.organ_name, self.organ_code, self.year, self.made_at,
            self.approved_at, self.amended,
        )  # fmt: skip


class YearVersion(models.Model):
    """A version of a plan: at most one is being drawn up, at most one stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="versions", verbose_name="计划")
    seq = models.PositiveSmallIntegerField("版本")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, VERSION_NAMES[one]) for one in VersionState],
        default=VersionState.DRAFT,
    )
    reason = models.CharField("调整的理由", max_length=300, blank=True)
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    made_by = models.UUIDField("拟定人")
    made_name = models.CharField("拟定人姓名", max_length=60)
    made_at = models.DateTimeField("拟定时间")
    approved_by = models.UUIDField("批准人", null=True, blank=True)
    approved_name = models.CharField("批准人姓名", max_length=60, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)

    class Meta:
        db_table = "mj_ins_version"
        ordering = ["plan", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "seq"], name="mj_ins_version_seq"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=VersionState.DRAFT), name="mj_ins_version_draft"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=VersionState.STANDING), name="mj_ins_version_now"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.seq}"

    def facts(self) -> VersionFacts:
        """What pages show."""
        return VersionFacts(
            self.pk, self.seq, self.state, self.reason, self.made_by, self.made_name, self.made_at, self.approved_name,
            self.approved_at,
        )  # fmt: skip


class YearLine(models.Model):
    """A line of a version; `key` stays the same from version to version."""

    version = models.ForeignKey(YearVersion, models.PROTECT, related_name="lines", verbose_name="版本")
    key = models.PositiveSmallIntegerField("条目")
    entry_id = models.UUIDField("检查事项")
    item_code = models.CharField("事项编码", max_length=40)
    item_name = models.CharField("事项名称", max_length=200)
    subjects = models.CharField("检查对象", max_length=200)
    wanted = models.PositiveIntegerField("数量")
    month_from = models.PositiveSmallIntegerField("起月")
    month_to = models.PositiveSmallIntegerField("止月")
    mode = models.CharField("方式", max_length=10, choices=[(one.value, MODE_NAMES[one]) for one in Mode])
    partners = models.CharField("联合机关", max_length=200, blank=True)
    ordered = models.CharField("专项检查的批准", max_length=120, blank=True)
    until = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        db_table = "mj_ins_line"
        ordering = ["version", "key"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="mj_ins_line_key")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key}"

    def facts(self, plan_number: str, done: int = 0) -> LineFacts:
        """What pages show."""
        return LineFacts(
            self.key, f"{plan_number}-{self.key}", self.entry_id, self.item_code, self.item_name, self.subjects,
            self.wanted, self.month_from, self.month_to, self.mode, self.partners, self.ordered, self.until, done,
        )  # fmt: skip
