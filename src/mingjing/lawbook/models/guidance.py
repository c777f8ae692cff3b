"""What a superior organ wrote about an organ's catalogue, and what the organ answered (L-07)."""

import uuid

from django.db import models

from mingjing.lawbook.terms import GuidanceFacts


class Guidance(models.Model):
    """指导意见 of a superior organ on the catalogue of major decisions of an organ; one at a time waits for its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("下级机关")
    by_organ_id = models.UUIDField("上级机关")
    text = models.TextField("指导意见")
    given_by = models.UUIDField("提出人")
    given_by_name = models.CharField("提出人姓名", max_length=50)
    given_at = models.DateTimeField("提出时间")
    answer = models.TextField("答复", blank=True)
    answered_by = models.UUIDField("答复人", null=True)
    answered_by_name = models.CharField("答复人姓名", max_length=50, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        db_table = "mj_guidance"
        verbose_name = "指导意见"
        ordering = ["-given_at"]
        indexes = [models.Index(fields=["organ_id", "-given_at"], name="mj_guidance_organ")]
        constraints = [
            models.UniqueConstraint(
                fields=["organ_id", "by_organ_id"], condition=models.Q(answered_at=None), name="mj_guidance_one_open"
            )
        ]

    def as_told(self) -> dict[str, str]:
        """What the ledger keeps of it; the answer is told by itself."""
        return {
            "guidance": str(self.pk),
            "organ_id": str(self.organ_id),
            "by_organ": str(self.by_organ_id),
            "text": self.text,
        }

    def facts(self) -> GuidanceFacts:
        """What other rooms may know."""
        return GuidanceFacts(
            self.pk, self.organ_id, self.by_organ_id, self.text, self.given_by_name, self.given_at, self.answer,
            self.answered_by_name, self.answered_at,
        )  # fmt: skip
