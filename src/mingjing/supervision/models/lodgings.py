"""重大执法决定备案: a major decision that is lodged with the superior, and what was done about it."""

import uuid

from django.db import models

from mingjing.supervision.terms.lodgings import (
    LODGING_MOVE_NAMES,
    LODGING_NAMES,
    LodgingFacts,
    LodgingMove,
    LodgingState,
    LodgingStepFacts,
    term_of,
)


class Lodging(models.Model):
    """The duty to lodge one decision. What opened it is never changed; its days and state follow from its steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("备案编号", max_length=60, blank=True)
    case_id = models.UUIDField("案件", unique=True)
    organ_id = models.UUIDField("作出决定的机关")
    organ_name = models.CharField("作出决定的机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    decision_no = models.CharField("决定书文号", max_length=80)
    title = models.CharField("案由", max_length=500)
    reasons = models.JSONField("属于重大执法决定的理由", default=list)
    decided_on = models.DateField("作出决定之日")
    served_on = models.DateField("送达之日", null=True)
    term = models.JSONField("适用的本地规定", default=dict)
    first_due = models.DateField("备案期限", null=True)
    due = models.DateField("现在的期限", null=True)
    to_id = models.UUIDField("备案机关", null=True)
    to_name = models.CharField("备案机关名称", max_length=100, blank=True)
    reported_on = models.DateField("首次报送之日", null=True)
    changed = models.BooleanField("有等待知悉的变更", default=False)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, LODGING_NAMES[one]) for one in LodgingState],
        default=LodgingState.OWED,
    )
    digest = models.CharField("内容摘要", max_length=64)
    opened_at = models.DateTimeField("列入时间")

    class Meta:
        db_table = "mj_sup_lodging"
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["region", "state", "decided_on"], name="mj_sup_lodging_region"),
            models.Index(fields=["organ_id", "state", "decided_on"], name="mj_sup_lodging_organ"),
            models.Index(fields=["to_id", "state", "decided_on"], name="mj_sup_lodging_to"),
        ]

    def __str__(self) -> str:
        return self.decision_no

    def facts(self, *, whole: bool = True) -> LodgingFacts:
        """What pages show; `whole` with the steps, which must have been prefetched."""
        return LodgingFacts(
            id=self.pk, number=self.number, case_id=self.case_id, organ_id=self.organ_id, organ_name=self.organ_name, region=self.region,
            decision_no=self.decision_no, title=self.title, reasons=tuple(self.reasons), decided_on=self.decided_on, served_on=self.served_on,
            term=term_of(self.term), first_due=self.first_due, due=self.due, to_id=self.to_id, to_name=self.to_name,
            reported_on=self.reported_on, changed=self.changed, state=self.state, opened_at=self.opened_at,
            steps=tuple(one.facts() for one in self.steps.all()) if whole else (),
        )  # fmt: skip


class LodgingStep(models.Model):
    """One thing done to a lodging, by a person or by itself with the case."""

    id = models.BigAutoField(primary_key=True)
    lodging = models.ForeignKey(Lodging, models.PROTECT, related_name="steps", verbose_name="备案")
    seq = models.PositiveSmallIntegerField("次序")
    move = models.CharField(
        "办理", max_length=10, choices=[(one.value, LODGING_MOVE_NAMES[one]) for one in LodgingMove]
    )
    text = models.TextField("内容", blank=True)
    told = models.JSONField("写明的事项", default=dict)
    by_id = models.UUIDField("办理人", null=True)
    by_name = models.CharField("办理人姓名", max_length=60, blank=True)
    at = models.DateTimeField("办理时间")
    digest = models.CharField("内容摘要", max_length=64)

    class Meta:
        db_table = "mj_sup_lodging_step"
        ordering = ["lodging", "seq"]
        constraints = [models.UniqueConstraint(fields=["lodging", "seq"], name="mj_sup_lodging_step_seq")]

    def __str__(self) -> str:
        return f"{self.lodging_id} {self.seq}"

    def facts(self) -> LodgingStepFacts:
        """What pages show."""
        return LodgingStepFacts(self.seq, self.move, self.text, self.told, self.by_name, self.at)
