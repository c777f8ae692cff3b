"""Who said that a decision is not a major one, and why."""

import uuid

from django.db import models

from mingjing.review.terms import SOURCE_NAMES, NotMajorFacts, Source


class NotMajor(models.Model):
    """A decision said not to be major (L-06): by the reviewer of a case, or by an organ whose cases are kept elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("执法机关")
    source = models.CharField("来源", max_length=8, choices=[(one.value, SOURCE_NAMES[one]) for one in Source])
    dossier_id = models.UUIDField("案卷", null=True)
    round = models.PositiveSmallIntegerField("第几轮", default=0)
    title = models.CharField("决定", max_length=200)
    reason = models.TextField("理由")
    catalogue = models.CharField("对照的目录", max_length=200, blank=True)
    unknown = models.JSONField("当时不清楚的事项", default=list)
    said = models.JSONField("所填的情况", default=dict)
    said_by = models.UUIDField("认定人")
    said_by_name = models.CharField("认定人姓名", max_length=50)
    said_at = models.DateTimeField("认定时间")

    class Meta:
        db_table = "mj_review_not_major"
        verbose_name = "不属于重大执法决定的认定"
        ordering = ["-said_at"]
        indexes = [models.Index(fields=["organ_id", "-said_at"], name="mj_review_not_major_organ")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_id", "round"], condition=models.Q(source="case"), name="mj_review_not_major_round"
            ),
            models.UniqueConstraint(
                fields=["organ_id", "title"], condition=models.Q(source="outside"), name="mj_review_not_major_once"
            ),
        ]

    def as_told(self) -> dict[str, object]:
        """What the ledger keeps of it."""
        return {
            "not_major": str(self.pk), "organ": str(self.organ_id), "source": str(self.source), "dossier": str(self.dossier_id or ""),
            "round": self.round, "title": self.title, "reason": self.reason, "catalogue": self.catalogue,
            "unknown": list(self.unknown), "said": dict(self.said),
        }  # fmt: skip

    def facts(self) -> NotMajorFacts:
        """What other rooms may know."""
        return NotMajorFacts(
            self.pk, self.organ_id, self.source, self.dossier_id, self.round, self.title, self.reason, self.catalogue,
            tuple(self.unknown), self.said_by_name, self.said_at,
        )  # fmt: skip
