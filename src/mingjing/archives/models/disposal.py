"""Legal holds and destructions."""

import uuid
from datetime import datetime

from django.db import models

from mingjing.archives.models.filed import ArchivedFile
from mingjing.archives.terms import Approval, Disposal, DisposalFacts, HoldFacts


class Hold(models.Model):
    """A legal hold on a file; lifted with a reason, never taken back."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(ArchivedFile, models.PROTECT, related_name="holds")
    reason = models.CharField("理由", max_length=300)
    basis = models.CharField("依据", max_length=200)
    set_by = models.UUIDField("设置人")
    set_name = models.CharField("设置人姓名", max_length=60)
    set_at = models.DateTimeField("设置时间")
    lifted_by = models.UUIDField("解除人", null=True)
    lifted_name = models.CharField("解除人姓名", max_length=60, blank=True)
    lifted_at = models.DateTimeField("解除时间", null=True)
    lift_reason = models.CharField("解除理由", max_length=300, blank=True)

    class Meta:
        db_table = "mj_archive_hold"
        ordering = ["-id"]

    def facts(self) -> HoldFacts:
        """The row as a fact."""
        return HoldFacts(**{name: getattr(self, name) for name in HoldFacts.__dataclass_fields__})


class Destruction(models.Model):
    """A destruction: proposed with an appraisal, approved by two others, executed once, swept until nothing is left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ArchivedFile, models.PROTECT, related_name="disposals")
    organ_id = models.UUIDField("机关")
    catalogue_no = models.CharField("档号", max_length=60)
    ground = models.CharField("理由", max_length=10)
    basis = models.CharField("依据", max_length=300)
    appraisal = models.TextField("鉴定意见")
    state = models.CharField("状态", max_length=10, default=Disposal.PROPOSED)
    proposed_by = models.UUIDField("提出人")
    proposer = models.CharField("提出人姓名", max_length=60)
    proposed_at = models.DateTimeField("提出时间")
    approvals = models.JSONField("批准", default=list)
    rejected_name = models.CharField("不同意的人", max_length=60, blank=True)
    reason = models.CharField("不同意的理由", max_length=300, blank=True)
    executed_by = models.UUIDField("执行人", null=True)
    executor = models.CharField("执行人姓名", max_length=60, blank=True)
    executed_at = models.DateTimeField("执行时间", null=True)
    counts = models.JSONField("销毁的数量", default=dict)
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True)
    contents = models.JSONField("等待清除的内容", default=list)
    swept_at = models.DateTimeField("清除完成时间", null=True)
    remains = models.CharField("清除后仍须注意的", max_length=500, blank=True)

    class Meta:
        db_table = "mj_archive_destruction"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=models.Q(state__in=["proposed", "approved"]),
                name="mj_archive_destruct_open",
            ),
            models.UniqueConstraint(
                fields=["file"], condition=models.Q(state="destroyed"), name="mj_archive_destruct_once"
            ),
        ]
        indexes = [models.Index(fields=["organ_id", "state", "-proposed_at"], name="mj_archive_destruct_desk")]

    def facts(self) -> DisposalFacts:
        """The row as a fact."""
        plain = {name: getattr(self, name) for name in DisposalFacts.__dataclass_fields__ if name != "approvals"}
        return DisposalFacts(**plain, approvals=tuple(map(_approval, self.approvals)))


def _approval(one: dict[str, str]) -> Approval:
    return Approval(uuid.UUID(one["person"]), one["name"], datetime.fromisoformat(one["at"]), one["opinion"])
