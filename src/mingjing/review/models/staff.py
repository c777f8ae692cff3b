"""The review body of an organ and what its reviewers learned."""

import uuid

from django.db import models

from mingjing.review.terms import BodyFacts, TrainingFacts


class ReviewBody(models.Model):
    """法制审核机构: who in the organ reviews, on which paper it rests, since when (L-01). A new one ends the one before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("执法机关")
    name = models.CharField("机构名称", max_length=100)
    basis = models.CharField("确定依据", max_length=200)
    phone = models.CharField("电话", max_length=30, blank=True)
    since = models.DateField("自何日起")
    until = models.DateField("至何日", null=True)
    end_reason = models.CharField("不再担任的原因", max_length=200, blank=True)
    registered_by = models.UUIDField("登记人")
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_review_body"
        verbose_name = "法制审核机构"
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ_id"], condition=models.Q(until__isnull=True), name="mj_review_body_one_open"
            )
        ]

    def as_told(self) -> dict[str, str]:
        """What the ledger keeps of it; that it ended is told by the next one."""
        return {
            "body": str(self.id), "organ": str(self.organ_id), "name": self.name, "basis": self.basis, "phone": self.phone,
            "since": self.since.isoformat(),
        }  # fmt: skip

    def facts(self) -> BodyFacts:
        """What other rooms may know."""
        return BodyFacts(
            self.id, self.organ_id, self.name, self.basis, self.phone, self.since, self.until, self.end_reason
        )


class Training(models.Model):
    """One training of one reviewer (L-04). What was entered wrongly is made void with a reason, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField("人员")
    organ_id = models.UUIDField("执法机关")
    day = models.DateField("日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    topic = models.CharField("内容", max_length=200)
    organiser = models.CharField("举办单位", max_length=100)
    recorded_by = models.UUIDField("登记人")
    recorded_at = models.DateTimeField("登记时间")
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_review_training"
        verbose_name = "法制审核培训"
        ordering = ["-day", "-recorded_at"]
        indexes = [models.Index(fields=["organ_id", "-day"], name="mj_review_training_organ")]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "day", "topic"], condition=models.Q(void_reason=""), name="mj_review_training_once"
            )
        ]

    def as_told(self) -> dict[str, str]:
        """What the ledger keeps of it; that it was made void is told by itself."""
        return {
            "training": str(self.id), "organ": str(self.organ_id), "person": str(self.person_id), "day": self.day.isoformat(),
            "hours": f"{self.hours:.1f}", "topic": self.topic, "organiser": self.organiser,
        }  # fmt: skip

    def facts(self) -> TrainingFacts:
        """What other rooms may know."""
        return TrainingFacts(
            self.id, self.person_id, self.organ_id, self.day, self.hours, self.topic, self.organiser, self.void_reason
        )
