"""Tables of yearly caps, and what each inspection counted for."""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.inspections.terms.frequencies import CAP_NAMES, CapFacts, CapState


class CapTable(models.Model):
    """An organ's table of caps; approved once, never changed, followed by the next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    organ_code = models.CharField("机关代字", max_length=20)
    region = models.CharField("行政区域", max_length=60)
    figures = models.JSONField("各级上限")
    since = models.DateField("施行日期")
    basis = models.CharField("依据", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=[(one.value, CAP_NAMES[one]) for one in CapState], default=CapState.DRAFT
    )
    made_by = models.UUIDField("拟定人")
    made_name = models.CharField("拟定人姓名", max_length=60)
    made_at = models.DateTimeField("拟定时间")
    approved_by = models.UUIDField("批准人", null=True, blank=True)
    approved_name = models.CharField("批准人姓名", max_length=60, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)

    class Meta:
        db_table = "mj_ins_cap"
        ordering = ["-since", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ_id", "since"], condition=Q(state=CapState.STANDING), name="mj_ins_cap_day"
            )
        ]
        indexes = [models.Index(fields=["organ_id", "state", "-since"], name="mj_ins_cap_organ")]

    def __str__(self) -> str:
        return f"{self.organ_name} {self.since}"

    def facts(self) -> CapFacts:
        """What pages show."""
        return CapFacts(
            self.pk, self.organ_id, self.organ_name, self.organ_code, self.figures, self.since, self.basis, self.note,
            self.state, self.made_by, self.made_name, self.made_at, self.approved_name, self.approved_at,
        )  # fmt: skip


class VisitCount(models.Model):
    """What an inspection counted for: under the cap or apart, and for which line of the annual plan."""

    visit_id = models.UUIDField("入企检查", primary_key=True)
    organ_id = models.UUIDField("机关")
    code = models.CharField("统一社会信用代码", max_length=18)
    year = models.PositiveSmallIntegerField("年度")
    apart = models.BooleanField("另行计数")
    cause = models.CharField("起因", max_length=12, blank=True)
    line = models.CharField("计划条目", max_length=80, blank=True)

    class Meta:
        db_table = "mj_ins_count"
        indexes = [
            models.Index(fields=["organ_id", "year", "apart"], name="mj_ins_count_year"),
            models.Index(fields=["code", "organ_id", "year"], name="mj_ins_count_code"),
            models.Index(fields=["line"], name="mj_ins_count_line"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.apart}"
