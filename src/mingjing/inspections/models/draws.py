"""What is fixed: the freeze, the draw, its places, the substitutions; and why an enterprise was inspected undrawn."""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.inspections.models.plans import Plan
from mingjing.inspections.terms import CAUSE_NAMES, Cause, DrawFacts, DrawnFacts, FreezeFacts, Source, SwapFacts


class Freeze(models.Model):
    """The frozen lists of a plan: their content lies in the store under its SHA-256. Never changed, only superseded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="freezes", verbose_name="计划")
    seq = models.PositiveSmallIntegerField("第几次")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    seed = models.CharField("种子", max_length=64)
    seed_sha256 = models.CharField("种子摘要", max_length=64)
    parties = models.PositiveIntegerField("企业数")
    parties_out = models.PositiveIntegerField("不参加抽取的企业数")
    officers = models.PositiveIntegerField("人员数")
    wanted = models.PositiveIntegerField("抽取数量")
    staff = models.JSONField("执法证号和人员")
    source_what = models.CharField("公开随机数", max_length=120)
    source_where = models.CharField("公布的地方", max_length=200)
    source_on = models.DateField("哪一天的")
    reason = models.CharField("重新冻结的理由", max_length=300, blank=True)
    by_id = models.UUIDField("冻结人")
    by_name = models.CharField("冻结人姓名", max_length=60)
    at = models.DateTimeField("冻结时间")
    ledger_index = models.PositiveBigIntegerField("台账序号")
    superseded_at = models.DateTimeField("被取代的时间", null=True, blank=True)

    class Meta:
        db_table = "mj_ins_freeze"
        ordering = ["plan", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "seq"], name="mj_ins_freeze_seq"),
            models.UniqueConstraint(fields=["plan"], condition=Q(superseded_at=None), name="mj_ins_freeze_now"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.seq}"

    def facts(self) -> FreezeFacts:
        """What is published; the seed is not."""
        return FreezeFacts(
            id=self.pk, plan_id=self.plan_id, seq=self.seq, at=self.at, by_name=self.by_name, sha256=self.sha256, sm3=self.sm3,
            seed_sha256=self.seed_sha256, parties=self.parties, parties_out=self.parties_out, officers=self.officers,
            wanted=self.wanted, source=Source(self.source_what, self.source_where, self.source_on), reason=self.reason,
            superseded_at=self.superseded_at, ledger_index=self.ledger_index,
        )  # fmt: skip


class Draw(models.Model):
    """The public number of a freeze, and the draw that was held with it: one for each freeze."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    freeze = models.OneToOneField(Freeze, models.PROTECT, related_name="draw", verbose_name="冻结")
    number = models.CharField("抽取记录编号", max_length=60, unique=True)
    value = models.CharField("公开随机数", max_length=200)
    told_by = models.UUIDField("录入人")
    told_name = models.CharField("录入人姓名", max_length=60)
    told_at = models.DateTimeField("录入时间")
    at = models.DateTimeField("抽取时间", null=True, blank=True)
    by_id = models.UUIDField("抽取人", null=True, blank=True)
    by_name = models.CharField("抽取人姓名", max_length=60, blank=True)
    final_seed = models.CharField("最终种子", max_length=64, blank=True)
    result_sha256 = models.CharField("结果摘要", max_length=64, blank=True)
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True, blank=True)

    class Meta:
        db_table = "mj_ins_draw"
        ordering = ["-told_at"]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> DrawFacts:
        """What pages show."""
        return DrawFacts(
            id=self.pk, number=self.number, freeze=self.freeze.facts(), value=self.value, told_name=self.told_name,
            told_at=self.told_at, at=self.at, by_name=self.by_name, final_seed=self.final_seed, ledger_index=self.ledger_index,
        )  # fmt: skip


class Drawn(models.Model):
    """One place of a draw as it stands now; how it was first lies in the result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="places", verbose_name="抽取")
    place = models.PositiveIntegerField("序号")
    stratum = models.CharField("层", max_length=10)
    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=120)
    first_code = models.CharField("最初抽中的", max_length=18)
    officers = models.JSONField("人员")
    visit_id = models.UUIDField("入企检查", null=True, blank=True)

    class Meta:
        db_table = "mj_ins_drawn"
        ordering = ["draw", "place"]
        constraints = [models.UniqueConstraint(fields=["draw", "place"], name="mj_ins_drawn_place")]
        indexes = [
            models.Index(fields=["code"], name="mj_ins_drawn_code"),
            models.Index(fields=["visit_id"], name="mj_ins_drawn_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.name}"

    def facts(self) -> DrawnFacts:
        """What pages show."""
        return DrawnFacts(
            self.pk, self.draw_id, self.place, self.code, self.name, self.stratum, tuple(self.officers), self.first_code,
            self.visit_id,
        )  # fmt: skip


class DrawnOfficer(models.Model):
    """Who is sent to a place now: what a work list asks for."""

    drawn = models.ForeignKey(Drawn, models.PROTECT, related_name="sent", verbose_name="抽中的对象")
    person_id = models.UUIDField("人员")

    class Meta:
        db_table = "mj_ins_sent"
        constraints = [models.UniqueConstraint(fields=["drawn", "person_id"], name="mj_ins_sent_once")]
        indexes = [models.Index(fields=["person_id"], name="mj_ins_sent_person")]

    def __str__(self) -> str:
        return f"{self.drawn_id} {self.person_id}"


class Swap(models.Model):
    """A substitution: the next of the recorded order came, never somebody chosen by hand."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="swaps", verbose_name="抽取")
    seq = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("替换什么", max_length=8)
    place = models.PositiveIntegerField("序号")
    out = models.CharField("换下", max_length=40)
    come = models.CharField("换上", max_length=40)
    reason = models.CharField("原因", max_length=12)
    note = models.CharField("说明", max_length=200, blank=True)
    by_id = models.UUIDField("办理人")
    by_name = models.CharField("办理人姓名", max_length=60)
    at = models.DateTimeField("办理时间")

    class Meta:
        db_table = "mj_ins_swap"
        ordering = ["draw", "seq"]
        constraints = [models.UniqueConstraint(fields=["draw", "seq"], name="mj_ins_swap_seq")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.seq}"

    def facts(self) -> SwapFacts:
        """What pages show."""
        return SwapFacts(
            self.seq, self.kind, self.place, self.out, self.come, self.reason, self.note, self.by_name, self.at
        )


class VisitCause(models.Model):
    """Why an enterprise was inspected that no draw had led to."""

    visit_id = models.UUIDField("入企检查", primary_key=True)
    organ_id = models.UUIDField("检查机关")
    cause = models.CharField("起因", max_length=12, choices=[(one.value, CAUSE_NAMES[one]) for one in Cause])
    source = models.CharField("来源编号", max_length=120, blank=True)
    outside = models.BooleanField("在其他系统抽取", default=False)
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_ins_cause"
        indexes = [models.Index(fields=["organ_id", "at"], name="mj_ins_cause_organ")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.cause}"
