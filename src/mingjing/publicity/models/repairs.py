"""Applications to end publicity early. The applicant is personal data and never leaves the bureau."""

import uuid

from django.db import models

from mingjing.publicity.terms import REPAIR_NAMES, RepairFacts, RepairState


class Repair(models.Model):
    """One application and the organ's decision on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(
        "publicity.Publication", models.PROTECT, related_name="repairs", verbose_name="公示"
    )
    applicant = models.CharField("申请人", max_length=120)
    claim = models.TextField("申请的理由")
    applied_on = models.DateField("申请日期")
    due = models.DateField("决定期限")
    due_provisional = models.BooleanField("期限暂按", default=False)
    due_steps = models.JSONField("期限推算", default=list)
    state = models.CharField(
        "状态", max_length=8, choices=[(one.value, REPAIR_NAMES[one]) for one in RepairState], default=RepairState.OPEN
    )
    ground = models.CharField("理由代码", max_length=20, blank=True)
    conditions = models.JSONField("查明的条件", default=list)
    reason = models.TextField("决定的理由", blank=True)
    received_at = models.DateTimeField("登记时间")
    received_by = models.CharField("登记人", max_length=60)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.CharField("决定人", max_length=60, blank=True)

    class Meta:
        db_table = "mj_pub_repair"
        ordering = ["applied_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"], condition=models.Q(state="open"), name="mj_pub_repair_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"repair of {self.publication_id}"

    def facts(self) -> RepairFacts:
        """What the bureau's pages show."""
        return RepairFacts(
            id=self.id,
            publication_id=self.publication_id,
            number=self.publication.number,
            organ_id=self.publication.organ_id,
            applicant=self.applicant,
            claim=self.claim,
            applied_on=self.applied_on,
            due=self.due,
            due_provisional=self.due_provisional,
            due_steps=tuple(self.due_steps),
            state=self.state,
            ground=self.ground,
            conditions=tuple(self.conditions),
            reason=self.reason,
            decided_at=self.decided_at,
            decided_by=self.decided_by,
        )
