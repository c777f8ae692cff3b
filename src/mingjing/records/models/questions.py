"""Question sets of an organ, and where they were used."""

import uuid

from django.db import models

from mingjing.records.models.dossiers import Dossier
from mingjing.records.terms.questions import QuestionSet as Facts


class QuestionSet(models.Model):
    """A list as it is now; what was used keeps the digest of what it was then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    name = models.CharField("名称", max_length=60)
    cause = models.CharField("适用的案由", max_length=120, blank=True)
    questions = models.JSONField("问题")
    sha256 = models.CharField("摘要", max_length=64)
    changed_by = models.CharField("修改人姓名", max_length=60)
    changed_at = models.DateTimeField("修改时间")
    retired = models.BooleanField("停用", default=False)

    class Meta:
        db_table = "mj_question_set"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "name"], name="mj_question_set_once")]

    def facts(self) -> Facts:
        """The row as a fact."""
        return Facts(
            self.id, self.organ_id, self.name, self.cause, tuple(self.questions), self.sha256, self.changed_by, self.changed_at,
            self.retired,
        )  # fmt: skip


class QuestionUse(models.Model):
    """A list was put into an interview of a dossier."""

    id = models.BigAutoField(primary_key=True)
    chosen = models.ForeignKey(QuestionSet, models.PROTECT, related_name="uses")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=60)
    sha256 = models.CharField("摘要", max_length=64)
    person_id = models.UUIDField("使用人")
    person_name = models.CharField("使用人姓名", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_question_use"
        ordering = ["-id"]
