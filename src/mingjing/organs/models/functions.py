"""Changes of what organs are there for (机构职能调整): rows are added and withdrawn, never changed."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from mingjing.organs.models.bodies import Organ
from mingjing.organs.terms import FUNCTION_MOVE_NAMES, FunctionChangeFacts, FunctionMove


class FunctionQuerySet(models.QuerySet["FunctionChange"]):
    """What may be asked of the changes."""

    def standing(self, on: date | None) -> "FunctionQuerySet":
        """Those not withdrawn; with a day, those in effect on it."""
        rows = self.filter(ended_at=None)
        return rows.filter(effective_on__lte=on) if on else rows

    def about(self, organ_id: uuid.UUID) -> "FunctionQuerySet":
        """Those in which an organ loses or receives."""
        return self.filter(Q(organ_id=organ_id) | Q(receiver_id=organ_id))


class FunctionChange(models.Model):
    """One change: which organ, what happens, by which document, from which day, and what moves to whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    move = models.CharField(
        "调整方式", max_length=10, choices=[(one.value, FUNCTION_MOVE_NAMES[one]) for one in FunctionMove]
    )
    title = models.CharField("依据文件", max_length=120)
    number = models.CharField("文号", max_length=60)
    effective_on = models.DateField("生效日期")
    receiver = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承接机关"
    )
    items = models.JSONField("事项", default=list, blank=True)
    new_name = models.CharField("新名称", max_length=100, blank=True)
    reason = models.TextField("说明")
    recorded_by = models.UUIDField("登记人")
    recorded_name = models.CharField("登记人姓名", max_length=60)
    recorded_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("撤回时间", null=True, blank=True)
    ended_reason = models.TextField("撤回理由", blank=True)

    objects = FunctionQuerySet.as_manager()

    class Meta:
        db_table = "mj_function_change"
        verbose_name = "职能调整"
        ordering = ["-effective_on", "-recorded_at"]
        indexes = [models.Index(fields=["organ", "effective_on"], name="mj_function_organ")]

    def __str__(self) -> str:
        return f"{self.number} {self.move}"

    def facts(self) -> FunctionChangeFacts:
        """What other rooms may know; organ and receiver must have been joined."""
        return FunctionChangeFacts(
            id=self.pk, organ_id=self.organ_id, organ_name=self.organ.name, move=self.move, title=self.title,
            number=self.number, effective_on=self.effective_on, receiver_id=self.receiver_id,
            receiver_name=self.receiver.name if self.receiver else "",
            items=tuple((kind, code, name) for kind, code, name in self.items), new_name=self.new_name, reason=self.reason,
            recorded_name=self.recorded_name, recorded_at=self.recorded_at, ended_at=self.ended_at,
            ended_reason=self.ended_reason,
        )  # fmt: skip
