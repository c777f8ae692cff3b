"""Frozen reports with their receipts, organs outside the platform, sheets filled in by hand, supervision orders.

Nothing is deleted.
"""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.supervision.rules.freezing import thaw, unpack
from mingjing.supervision.terms import (
    ORDER_MOVE_NAMES,
    ORDER_NAMES,
    SCOPE_NAMES,
    SHEET_NAMES,
    OrderFacts,
    OrderMove,
    OrderState,
    OrderStepFacts,
    OutsiderFacts,
    ReceiptFacts,
    ReportFacts,
    Scope,
    SheetFacts,
    SheetState,
)


class Report(models.Model):
    """A report as it was signed: figures with the cases behind them, text, digest. A correction is a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField("种类", max_length=8, choices=[(one.value, SCOPE_NAMES[one]) for one in Scope])
    organ_id = models.UUIDField("报告机关")
    organ_name = models.CharField("机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度", default=0)
    seq = models.PositiveSmallIntegerField("第几次定稿")
    figures = models.JSONField("数字")
    text = models.TextField("总体情况")
    digest = models.CharField("内容摘要", max_length=64)
    reason = models.TextField("更正理由", blank=True)
    children = models.JSONField("下级报告", default=list)
    late = models.JSONField("未报送", default=list)
    edition = models.ForeignKey(
        "publicity.Edition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公示版本"
    )
    signed_by = models.UUIDField("定稿人")
    signed_name = models.CharField("定稿人姓名", max_length=60)
    signed_at = models.DateTimeField("定稿时间")
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True, blank=True)

    class Meta:
        db_table = "mj_sup_report"
        ordering = ["-year", "-quarter", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "organ_id", "year", "quarter", "seq"], name="mj_sup_report_seq")
        ]
        indexes = [models.Index(fields=["region", "scope", "year"], name="mj_sup_report_region")]

    def __str__(self) -> str:
        return f"{self.organ_name} {self.year} {self.scope} {self.seq}"

    def facts(self) -> ReportFacts:
        """What pages show; edition and receipt must have been joined."""
        receipt = getattr(self, "receipt", None)
        return ReportFacts(
            id=self.pk, scope=self.scope, organ_id=self.organ_id, organ_name=self.organ_name, region=self.region,
            year=self.year, quarter=self.quarter, seq=self.seq,
            figures=thaw(self.figures, self.organ_id, self.organ_name, self.year, self.quarter),
            text=self.text, digest=self.digest, reason=self.reason, signed_by=self.signed_name, signed_at=self.signed_at,
            edition_id=self.edition_id, state=self.edition.state if self.edition else "",
            children=tuple((kind, name, digest) for kind, name, digest in self.children), late=tuple(self.late),
            ledger_index=self.ledger_index, receipt=receipt.facts() if receipt else None,
        )  # fmt: skip


class Receipt(models.Model):
    """That the government took a report in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.OneToOneField(Report, models.PROTECT, related_name="receipt", verbose_name="报告")
    body = models.CharField("接收单位", max_length=100)
    number = models.CharField("回执编号", max_length=60)
    received_on = models.DateField("回执日期")
    recorded_by = models.UUIDField("登记人")
    recorded_name = models.CharField("登记人姓名", max_length=60)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_sup_receipt"

    def __str__(self) -> str:
        return self.number

    def facts(self) -> ReceiptFacts:
        """What pages show."""
        return ReceiptFacts(self.body, self.number, self.received_on, self.recorded_name, self.recorded_at)


class Outsider(models.Model):
    """An organ of a region that does not work on this platform."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("机关名称", max_length=100, unique=True)
    region = models.CharField("行政区域", max_length=60)
    registered_by = models.UUIDField("登记人")
    registered_name = models.CharField("登记人姓名", max_length=60)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_sup_outsider"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> OutsiderFacts:
        """What pages show."""
        return OutsiderFacts(self.pk, self.name, self.region, self.registered_name, self.registered_at)


class Sheet(models.Model):
    """Figures filled in by hand: one waits to be checked, one is checked; older ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_id = models.UUIDField("填报单位")
    subject_name = models.CharField("填报单位名称", max_length=100)
    outside = models.BooleanField("平台外")
    region = models.CharField("行政区域", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度", default=0)
    seq = models.PositiveSmallIntegerField("第几份")
    values = models.JSONField("数字")
    source = models.CharField("来源文件", max_length=300)
    reason = models.TextField("修改理由", blank=True)
    digest = models.CharField("内容摘要", max_length=64)
    state = models.CharField("状态", max_length=10, choices=[(one.value, SHEET_NAMES[one]) for one in SheetState])
    entered_by = models.UUIDField("填报人")
    entered_name = models.CharField("填报人姓名", max_length=60)
    entered_at = models.DateTimeField("填报时间")
    checked_by = models.UUIDField("核对人", null=True, blank=True)
    checked_name = models.CharField("核对人姓名", max_length=60, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    returned_reason = models.TextField("退回理由", blank=True)

    class Meta:
        db_table = "mj_sup_sheet"
        ordering = ["-year", "-quarter", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "year", "quarter", "seq"], name="mj_sup_sheet_seq"),
            models.UniqueConstraint(
                fields=["subject_id", "year", "quarter"], condition=Q(state="entered"), name="mj_sup_sheet_entered"
            ),
            models.UniqueConstraint(
                fields=["subject_id", "year", "quarter"], condition=Q(state="checked"), name="mj_sup_sheet_checked"
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "year"], name="mj_sup_sheet_region")]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.year} {self.seq}"

    def facts(self) -> SheetFacts:
        """What pages show."""
        return SheetFacts(
            id=self.pk, subject_id=self.subject_id, subject_name=self.subject_name, outside=self.outside, region=self.region,
            year=self.year, quarter=self.quarter, seq=self.seq, values=unpack(self.values), source=self.source,
            reason=self.reason, state=self.state, entered_by=self.entered_name, entered_at=self.entered_at,
            checked_by=self.checked_name, checked_at=self.checked_at, returned_reason=self.returned_reason, digest=self.digest,
        )  # fmt: skip


class Order(models.Model):
    """A supervision order (督办单) to an organ. What was asked is never changed; what follows lies in its steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("督办单号", max_length=60, unique=True)
    issuer_id = models.UUIDField("督办机关")
    issuer_name = models.CharField("督办机关名称", max_length=100)
    organ_id = models.UUIDField("被督办机关")
    organ_name = models.CharField("被督办机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    subject = models.CharField("督办事项", max_length=120)
    asks = models.TextField("督办要求")
    basis = models.CharField("督办依据", max_length=300)
    first_due = models.DateField("发出时的报告期限")
    due = models.DateField("报告期限")
    case_id = models.UUIDField("所涉案件", null=True, blank=True)
    case_no = models.CharField("所涉案件编号", max_length=60, blank=True)
    letter_id = models.UUIDField("所据来信", null=True, blank=True)
    digest = models.CharField("内容摘要", max_length=64)
    state = models.CharField(
        "状态", max_length=10, choices=[(one.value, ORDER_NAMES[one]) for one in OrderState], default=OrderState.ISSUED
    )
    issued_by = models.UUIDField("发出人")
    issued_name = models.CharField("发出人姓名", max_length=60)
    issued_at = models.DateTimeField("发出时间")

    class Meta:
        db_table = "mj_sup_order"
        ordering = ["-issued_at"]
        indexes = [
            models.Index(fields=["region", "state", "due"], name="mj_sup_order_region"),
            models.Index(fields=["organ_id", "state", "due"], name="mj_sup_order_organ"),
            models.Index(fields=["letter_id"], name="mj_sup_order_letter"),
            models.Index(fields=["case_id"], name="mj_sup_order_case"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self, *, supervising: bool) -> OrderFacts:
        """What a page shows; the letter only to supervisors. The steps must have been prefetched."""
        return OrderFacts(
            id=self.pk, number=self.number, issuer_id=self.issuer_id, issuer_name=self.issuer_name, organ_id=self.organ_id,
            organ_name=self.organ_name, region=self.region, subject=self.subject, asks=self.asks, basis=self.basis,
            first_due=self.first_due, due=self.due, case_id=self.case_id, case_no=self.case_no, letter_id=self.letter_id if supervising else None,
            state=self.state, issued_by=self.issued_name, issued_at=self.issued_at,
            steps=tuple(step.facts() for step in self.steps.all()),
        )  # fmt: skip


class OrderStep(models.Model):
    """An answer, a return or the closing of an order."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps", verbose_name="督办单")
    seq = models.PositiveSmallIntegerField("次序")
    move = models.CharField("办理", max_length=10, choices=[(one.value, ORDER_MOVE_NAMES[one]) for one in OrderMove])
    text = models.TextField("内容")
    due = models.DateField("新的报告期限", null=True, blank=True)
    wrong = models.BooleanField("查实执法决定有错误", default=False)
    by_id = models.UUIDField("办理人")
    by_name = models.CharField("办理人姓名", max_length=60)
    at = models.DateTimeField("办理时间")
    digest = models.CharField("内容摘要", max_length=64)

    class Meta:
        db_table = "mj_sup_order_step"
        ordering = ["order", "seq"]
        constraints = [models.UniqueConstraint(fields=["order", "seq"], name="mj_sup_order_step_seq")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.seq} {self.move}"

    def facts(self) -> OrderStepFacts:
        """What pages show."""
        return OrderStepFacts(self.move, self.text, self.due, self.by_name, self.at, self.wrong)
