"""通报: what a supervisor tells the organs of the region, and what each of them did."""

import uuid

from django.db import models

from mingjing.supervision.rules.circulars import addressed_state
from mingjing.supervision.terms.circulars import (
    CIRCULAR_MOVE_NAMES,
    NAMING,
    AddressedFacts,
    CircularDraft,
    CircularFacts,
    CircularMove,
    CircularStepFacts,
)


class Circular(models.Model):
    """A circular (通报). What was issued is never changed; what follows lies in its steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("通报编号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=120)
    issuer_id = models.UUIDField("通报机关")
    issuer_name = models.CharField("通报机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    naming = models.CharField("是否点名", max_length=10, choices=list(NAMING.items()))
    naming_reason = models.TextField("点名的理由", blank=True)
    facts_text = models.TextField("基本情况")
    findings = models.TextField("存在的问题")
    demands = models.TextField("要求")
    due = models.DateField("报告期限")
    organs = models.JSONField("通报对象")
    liability = models.ForeignKey(
        "supervision.Liability", models.PROTECT, null=True, related_name="+", verbose_name="来源的责任追究事项"
    )
    closed = models.BooleanField("已办结", default=False)
    edition_id = models.UUIDField("公开的版本", null=True)
    digest = models.CharField("内容摘要", max_length=64)
    issued_by = models.UUIDField("通报人")
    issued_name = models.CharField("通报人姓名", max_length=60)
    issued_at = models.DateTimeField("通报时间")

    class Meta:
        db_table = "mj_sup_circular"
        ordering = ["-issued_at"]
        indexes = [models.Index(fields=["region", "closed", "-issued_at"], name="mj_sup_circular_region")]

    def __str__(self) -> str:
        return self.number

    def draft(self) -> CircularDraft:
        """What was typed, as the digest reads it."""
        return CircularDraft(
            self.title, self.naming, self.naming_reason, self.facts_text, self.findings, self.demands, self.due,
            tuple(uuid.UUID(key) for key, _ in self.organs), self.liability_id,
        )  # fmt: skip

    def facts(self, only: uuid.UUID | None = None) -> CircularFacts:
        """What pages show; of one organ only, and nothing of the item behind, where `only` is given. Steps must have been prefetched."""
        steps = tuple(one.facts() for one in self.steps.all())
        lines = []
        for key, name in self.organs:
            organ_id = uuid.UUID(key)
            own = tuple(one for one in steps if one.organ_id == organ_id)
            if only in {None, organ_id}:
                lines.append(AddressedFacts(organ_id, name, addressed_state(own), own))
        return CircularFacts(
            id=self.pk, number=self.number, title=self.title, issuer_id=self.issuer_id, issuer_name=self.issuer_name,
            region=self.region, naming=self.naming, naming_reason=self.naming_reason, facts=self.facts_text,
            findings=self.findings, demands=self.demands, due=self.due, closed=self.closed, edition_id=self.edition_id,
            liability_id=None if only else self.liability_id, issued_by=self.issued_name, issued_at=self.issued_at,
            organs=tuple(lines), steps=tuple(one for one in steps if only is None or one.organ_id in {None, only}),
            names=tuple(name for _, name in self.organs),
        )  # fmt: skip


class CircularStep(models.Model):
    """One thing done: received, reported, returned, handed on to be published, done with."""

    id = models.BigAutoField(primary_key=True)
    circular = models.ForeignKey(Circular, models.PROTECT, related_name="steps", verbose_name="通报")
    seq = models.PositiveSmallIntegerField("次序")
    move = models.CharField(
        "办理", max_length=10, choices=[(one.value, CIRCULAR_MOVE_NAMES[one]) for one in CircularMove]
    )
    organ_id = models.UUIDField("机关", null=True)
    text = models.TextField("内容", blank=True)
    by_id = models.UUIDField("办理人")
    by_name = models.CharField("办理人姓名", max_length=60)
    at = models.DateTimeField("办理时间")
    digest = models.CharField("内容摘要", max_length=64)

    class Meta:
        db_table = "mj_sup_circular_step"
        ordering = ["circular", "seq"]
        constraints = [models.UniqueConstraint(fields=["circular", "seq"], name="mj_sup_circular_step_seq")]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.seq}"

    def facts(self) -> CircularStepFacts:
        """What pages show."""
        return CircularStepFacts(self.seq, self.move, self.organ_id, self.text, self.by_name, self.at)
