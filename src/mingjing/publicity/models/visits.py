"""Visits to enterprises. The code of a visit is derived, never stored; what is stored is its digest."""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.publicity.terms.visits import CheckItem, VisitFacts, VisitOfficer


class Visit(models.Model):
    """One visit, from arrival to departure. Item, basis and officers are frozen as they were on arrival."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("编号", max_length=60, unique=True)
    code = models.CharField("企业码摘要", max_length=64, unique=True)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    organ_code = models.CharField("机关代字", max_length=20)
    enterprise = models.CharField("企业名称", max_length=120)
    enterprise_code = models.CharField("统一社会信用代码", max_length=18)
    place = models.CharField("地点", max_length=200)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=8, decimal_places=5, null=True, blank=True)
    purpose = models.CharField("检查事由", max_length=200)
    approval = models.CharField("批准文号", max_length=80, blank=True)
    kind = models.CharField("检查方式", max_length=10, blank=True)
    task = models.CharField("计划（任务）编号", max_length=80, blank=True)
    draw = models.CharField("抽取记录编号", max_length=80, blank=True)
    entry = models.ForeignKey(
        "publicity.RegisterEntry", models.PROTECT, related_name="+", verbose_name="公开的检查事项"
    )
    edition = models.ForeignKey("publicity.Edition", models.PROTECT, related_name="+", verbose_name="当时公开的版本")
    item = models.JSONField("检查事项")
    officers = models.JSONField("检查人员")
    nth = models.PositiveIntegerField("本年度第几次")
    opened_at = models.DateTimeField("到达时间")
    opened_by = models.UUIDField("登记人")
    opened_name = models.CharField("登记人姓名", max_length=60)
    confirmed_at = models.DateTimeField("企业确认时间", null=True, blank=True)
    closed_at = models.DateTimeField("离开时间", null=True, blank=True)
    closed_by = models.UUIDField("结束登记人", null=True, blank=True)
    closed_name = models.CharField("结束登记人姓名", max_length=60, blank=True)
    dressed = models.CharField("按规定着装、佩戴标识", max_length=3, blank=True)
    undressed = models.CharField("没有着装的理由", max_length=100, blank=True)
    result = models.CharField("结果", max_length=80, blank=True)
    note = models.TextField("结果说明", blank=True)
    code_until = models.DateField("企业码有效到", null=True, blank=True)
    rated = models.BooleanField("已评价", default=False)
    ledger_index = models.PositiveBigIntegerField("台账序号")

    class Meta:
        db_table = "mj_pub_visit"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ_id", "enterprise_code"],
                condition=Q(closed_at__isnull=True),
                name="mj_pub_visit_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["organ_id", "-opened_at"], name="mj_pub_visit_organ"),
            models.Index(fields=["enterprise_code", "-opened_at"], name="mj_pub_visit_firm"),
            models.Index(fields=["opened_at"], name="mj_pub_visit_month"),
            models.Index(fields=["kind", "closed_at"], name="mj_pub_visit_kind"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> VisitFacts:
        """What pages show."""
        told = self.item
        item = CheckItem(
            self.entry_id, self.edition_id, told["kind"], told["code"], told["name"], tuple(told["basis"]),
            tuple(told["content"]), told["ratio"],
        )  # fmt: skip
        officers = tuple(VisitOfficer(uuid.UUID(one["id"]), one["name"], one["certificate"]) for one in self.officers)
        position = f"北纬 {self.latitude}°，东经 {self.longitude}°" if self.latitude is not None else ""
        return VisitFacts(
            id=self.pk, number=self.number, organ_id=self.organ_id, organ_name=self.organ_name,
            organ_code=self.organ_code, enterprise=self.enterprise, enterprise_code=self.enterprise_code,
            place=self.place, position=position, purpose=self.purpose, approval=self.approval, item=item,
            officers=officers, nth=self.nth, opened_at=self.opened_at, opened_by=self.opened_by,
            opened_name=self.opened_name, confirmed_at=self.confirmed_at, closed_at=self.closed_at,
            closed_name=self.closed_name, result=self.result, note=self.note, code_until=self.code_until,
            rated=self.rated, ledger_index=self.ledger_index, kind=self.kind, task=self.task, draw=self.draw, dressed=self.dressed, undressed=self.undressed,
        )  # fmt: skip


class VisitRating(models.Model):
    """What the enterprise thought of a visit: once per visit. The text is the supervisor's alone."""

    visit = models.OneToOneField(Visit, models.PROTECT, primary_key=True, related_name="+", verbose_name="入企检查")
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    score = models.PositiveSmallIntegerField("评分")
    text = models.TextField("意见", blank=True)
    at = models.DateTimeField("评价时间")

    class Meta:
        db_table = "mj_pub_visit_rating"
        constraints = [models.CheckConstraint(condition=Q(score__range=(1, 5)), name="mj_pub_visit_score")]
        indexes = [models.Index(fields=["organ_id", "-at"], name="mj_pub_visit_rated")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.score}"
