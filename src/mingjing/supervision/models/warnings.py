"""预警: a figure of an organ that is, or was, above its threshold."""

import uuid

from django.db import models

from mingjing.supervision.terms.warnings import WARNING_NAMES, WATCHED_NAMES, WarningFacts, WarningState, Watched


class EarlyWarning(models.Model):
    """One warning: opened by the background work, answered by a person, over when the figure has fallen again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    slug = models.CharField("机关网址名", max_length=60)
    region = models.CharField("行政区域", max_length=60)
    kind = models.CharField("预警事项", max_length=12, choices=[(one.value, WATCHED_NAMES[one]) for one in Watched])
    words = models.CharField("现在的情况", max_length=200)
    count = models.PositiveIntegerField("现在几件")
    worst = models.PositiveIntegerField("最多几件")
    opened_on = models.DateField("预警日期")
    looked_on = models.DateField("最近计算")
    over_on = models.DateField("回落日期", null=True)
    state = models.CharField(
        "状态",
        max_length=6,
        choices=[(one.value, WARNING_NAMES[one]) for one in WarningState],
        default=WarningState.OPEN,
    )
    current = models.BooleanField("仍在阈值以上", null=True, default=True)
    reason = models.TextField("原因和处理", blank=True)
    seen_name = models.CharField("处理人姓名", max_length=60, blank=True)
    seen_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        db_table = "mj_sup_warning"
        ordering = ["-opened_on", "organ_name", "kind"]
        # `current` is empty for those that are over: of the others there is one for each organ and kind.
        constraints = [models.UniqueConstraint(fields=["organ_id", "kind", "current"], name="mj_sup_warning_current")]
        indexes = [
            models.Index(fields=["region", "state", "-opened_on"], name="mj_sup_warning_region"),
            models.Index(fields=["organ_id", "state", "-opened_on"], name="mj_sup_warning_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.organ_name} {self.kind} {self.opened_on}"

    def facts(self) -> WarningFacts:
        """What pages show."""
        return WarningFacts(
            id=self.pk, organ_id=self.organ_id, organ_name=self.organ_name, slug=self.slug, kind=self.kind, words=self.words,
            count=self.count, worst=self.worst, opened_on=self.opened_on, looked_on=self.looked_on, over_on=self.over_on,
            state=self.state, reason=self.reason, seen_by=self.seen_name, seen_at=self.seen_at,
        )  # fmt: skip
