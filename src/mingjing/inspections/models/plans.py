"""A plan, and the lists it will draw from while they may still change."""

import uuid

from django.db import models

from mingjing.inspections.terms import PLAN_NAMES, PlanFacts, PlanState


class Plan(models.Model):
    """A plan of a random draw (抽查计划)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("计划编号", max_length=60, unique=True)
    organ_id = models.UUIDField("检查机关")
    organ_name = models.CharField("检查机关名称", max_length=100)
    organ_code = models.CharField("机关代字", max_length=20)
    region = models.CharField("行政区域", max_length=60)
    title = models.CharField("计划名称", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    items = models.JSONField("抽查事项")
    wanted = models.PositiveIntegerField("抽取数量")
    ratio = models.PositiveSmallIntegerField("抽取比例")
    team = models.PositiveSmallIntegerField("每家人数")
    scope = models.CharField("抽查范围", max_length=300, blank=True)
    announced_on = models.DateField("公布日期")
    state = models.CharField(
        "状态", max_length=10, choices=[(one.value, PLAN_NAMES[one]) for one in PlanState], default=PlanState.DRAFT
    )
    made_by = models.UUIDField("拟定人")
    made_name = models.CharField("拟定人姓名", max_length=60)
    made_at = models.DateTimeField("拟定时间")
    approved_by = models.UUIDField("批准人", null=True, blank=True)
    approved_name = models.CharField("批准人姓名", max_length=60, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    stopped_reason = models.CharField("停止的理由", max_length=300, blank=True)

    class Meta:
        db_table = "mj_ins_plan"
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["organ_id", "state", "made_at"], name="mj_ins_plan_organ"),
            models.Index(fields=["state", "made_at"], name="mj_ins_plan_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> PlanFacts:
        """What pages show."""
        return PlanFacts(
            id=self.pk, number=self.number, title=self.title, organ_id=self.organ_id, organ_name=self.organ_name,
            organ_code=self.organ_code, region=self.region, year=self.year, items=tuple(self.items), wanted=self.wanted,
            ratio=self.ratio, team=self.team, scope=self.scope, announced_on=self.announced_on, state=self.state,
            made_by=self.made_by, made_name=self.made_name, made_at=self.made_at, approved_name=self.approved_name,
            approved_at=self.approved_at, stopped_reason=self.stopped_reason,
        )  # fmt: skip


class PoolParty(models.Model):
    """An enterprise of a plan's list; `out` says why it is not drawn from."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="parties", verbose_name="计划")
    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=120)
    risk = models.CharField("风险等级", max_length=10)
    credit = models.CharField("信用等级", max_length=10)
    out = models.CharField("不参加抽取的原因", max_length=12, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        db_table = "mj_ins_party"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="mj_ins_party_once")]
        indexes = [models.Index(fields=["plan", "out"], name="mj_ins_party_out")]

    def __str__(self) -> str:
        return self.name


class PoolOfficer(models.Model):
    """An officer of a plan's list; `out` says why not."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="officers", verbose_name="计划")
    person_id = models.UUIDField("人员")
    number = models.CharField("执法证号", max_length=40)
    name = models.CharField("姓名", max_length=60)
    kind = models.CharField("执法类别", max_length=60, blank=True)
    area = models.CharField("执法区域", max_length=60, blank=True)
    out = models.CharField("不参加抽取的原因", max_length=12, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        db_table = "mj_ins_officer"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "person_id"], name="mj_ins_officer_once")]

    def __str__(self) -> str:
        return self.name


class Avoidance(models.Model):
    """An officer who must not inspect an enterprise. Why stays inside."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="avoidances", verbose_name="计划")
    person_id = models.UUIDField("人员")
    code = models.CharField("统一社会信用代码", max_length=18)
    note = models.CharField("利害关系", max_length=200)
    by_name = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_ins_avoid"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "person_id", "code"], name="mj_ins_avoid_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.code}"
