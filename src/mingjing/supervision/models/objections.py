"""What may be objected to: the words and the days both a graded file and an organ's score keep."""

from datetime import date
from typing import Any

from django.db import models


class Objectionable(models.Model):
    """A result told to an organ: until when it may object, what it said, until when it is answered, the answer."""

    object_by = models.DateField("异议期限", null=True)
    objection = models.TextField("异议", blank=True)
    objected_name = models.CharField("异议人姓名", max_length=60, blank=True)
    objected_at = models.DateTimeField("异议时间", null=True)
    answer_by = models.DateField("答复期限", null=True)
    answer = models.TextField("答复", blank=True)
    answered_name = models.CharField("答复人姓名", max_length=60, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        abstract = True

    def objection_is_over(self, today: date) -> bool:
        """Whether the organ let its days to object go by."""
        return self.object_by is not None and self.object_by < today

    def objection_facts(self) -> dict[str, Any]:
        """The part of the facts that is about the objection (`ObjectionFacts`)."""
        return {
            "object_by": self.object_by, "objection": self.objection, "objected_by": self.objected_name, "objected_at": self.objected_at,
            "answer_by": self.answer_by, "answer": self.answer, "answered_by": self.answered_name, "answered_at": self.answered_at,
        }  # fmt: skip
