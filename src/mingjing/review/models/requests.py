"""What is asked inside a round, and what was answered."""

import uuid
from typing import Any

from django.db import models

from mingjing.review.models.submissions import Submission
from mingjing.review.terms import REQUEST_KINDS, REQUEST_STATES, RequestKind, RequestState, RoundRequestFacts

_JOINT = models.Q(kind=RequestKind.JOINT)


class RoundRequest(models.Model):
    """请承办机构说明、联合审核: one request of a round (REV-70 to REV-72)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="requests")
    kind = models.CharField("种类", max_length=8, choices=[(one.value, REQUEST_KINDS[one]) for one in RequestKind])
    question = models.TextField("问题")
    asked_by = models.UUIDField("请求人")
    asked_by_name = models.CharField("请求人姓名", max_length=50)
    asked_at = models.DateTimeField("请求时间")
    to_id = models.UUIDField("受请的审核人", null=True)
    to_name = models.CharField("受请的审核人姓名", max_length=50, blank=True)
    state = models.CharField("状态", max_length=8, choices=[(one.value, REQUEST_STATES[one]) for one in RequestState], default=RequestState.ASKED)  # fmt: skip
    verdict = models.CharField("结论", max_length=8, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.UUIDField("答复人", null=True)
    answered_by_name = models.CharField("答复人姓名", max_length=50, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    off_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_review_request"
        verbose_name = "审核中的请求"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "to_id"], condition=_JOINT & ~models.Q(state=RequestState.OFF), name="mj_review_joint_once"),
            models.CheckConstraint(condition=_JOINT & models.Q(to_id__isnull=False) | ~_JOINT & models.Q(to_id__isnull=True), name="mj_review_request_whom"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "to_id"], name="mj_review_request_waiting")]

    def __str__(self) -> str:
        return self.question[:40]

    def as_asked(self) -> dict[str, Any]:
        """What the ledger is told of the question."""
        return {
            "request": str(self.id), "round": self.submission.round, "kind": str(self.kind), "question": self.question,
            "to": str(self.to_id or ""), "by": str(self.asked_by),
        }  # fmt: skip

    def as_answered(self) -> dict[str, Any]:
        """What the ledger is told of the answer."""
        return {
            "request": str(self.id), "verdict": self.verdict, "answer": self.answer, "by": str(self.answered_by or ""),
        }  # fmt: skip

    def facts(self) -> RoundRequestFacts:
        """What other rooms may know; the round should be fetched with it."""
        held = self.submission
        return RoundRequestFacts(
            self.id, held.dossier_id, held.organ_id, held.round, held.title, self.kind, self.question, self.asked_by, self.asked_by_name,
            self.asked_at, self.state, self.to_id, self.to_name, self.verdict, self.answer, self.answered_by_name, self.answered_at,
            self.off_reason,
        )  # fmt: skip
