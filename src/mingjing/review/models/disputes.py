"""Disagreements between the handling unit and the review body."""

import uuid

from django.db import models

from mingjing.review.terms import SETTLEMENT_NAMES, DisputeFacts, Settlement, Statement


class Dispute(models.Model):
    """A disagreement over one opinion: both positions with reasons and basis, consultation, outcome (L-11)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField("review.Submission", models.PROTECT, related_name="dispute")
    handling = models.JSONField("承办机构意见")
    reviewing = models.JSONField("审核机构意见", null=True)
    raised_by = models.UUIDField("提出人")
    raised_at = models.DateTimeField("提出时间")
    consultation = models.TextField("协商记录", blank=True)
    settlement = models.CharField(
        "处理方式", max_length=10, blank=True, choices=[(one.value, SETTLEMENT_NAMES[one]) for one in Settlement]
    )
    outcome = models.TextField("处理结果", blank=True)
    settled_by = models.UUIDField("决定人", null=True)
    settled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        db_table = "mj_review_dispute"
        verbose_name = "审核意见分歧"

    def facts(self) -> DisputeFacts:
        """What other rooms may know."""
        return DisputeFacts(
            id=self.id,
            submission_id=self.submission_id,
            handling=Statement(**self.handling),
            reviewing=None if self.reviewing is None else Statement(**self.reviewing),
            raised_by=self.raised_by,
            raised_at=self.raised_at,
            consultation=self.consultation,
            settlement=self.settlement,
            outcome=self.outcome,
            settled_at=self.settled_at,
        )
