"""Rounds of review: what was submitted, and the time in which material was supplemented."""

import uuid

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from mingjing.review.terms import STATE_NAMES, DisputeFacts, Material, OpinionFacts, RoundFacts, State


class Submission(models.Model):
    """One round: the digest of the file, its summary, and the bundle handed to the reviewer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier_id = models.UUIDField("案卷")
    organ_id = models.UUIDField("机关")
    round = models.PositiveSmallIntegerField("轮次")
    title = models.CharField("送审事项", max_length=200)
    digest = models.CharField("送审内容摘要值", max_length=128)
    summary = models.JSONField("送审摘要")
    materials = models.JSONField("送审材料")
    triggers = models.JSONField("须审核的情形", default=list)
    statement = models.TextField("送审责任声明", default="")
    submitted_by = models.UUIDField("送审人")
    submitted_by_name = models.CharField("送审人姓名", max_length=50)
    submitted_at = models.DateTimeField("送审时间")
    due_on = models.DateField("审核期限")
    due_provisional = models.BooleanField("期限暂定", default=False)
    term = models.PositiveSmallIntegerField("本机关规定的审核期限（工作日）", null=True)
    extended = models.BooleanField("已延长", default=False)
    extension_reason = models.CharField("延长理由", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=[(one.value, STATE_NAMES[one]) for one in State])
    response = models.TextField("对上轮意见的处理说明", blank=True)
    responded_by = models.UUIDField("说明人", null=True)
    responded_at = models.DateTimeField("说明时间", null=True)

    class Meta:
        db_table = "mj_review_submission"
        verbose_name = "送审"
        ordering = ["dossier_id", "round"]
        constraints = [
            models.UniqueConstraint(fields=["dossier_id", "round"], name="mj_review_round_once"),
            models.UniqueConstraint(
                fields=["dossier_id"],
                condition=~models.Q(state="decided"),
                name="mj_review_one_open",
            ),
        ]
        indexes = [models.Index(fields=["organ_id", "state", "due_on"], name="mj_review_desk")]

    def facts(self) -> RoundFacts:
        """What other rooms may know; opinion, dispute and pauses should be fetched with the round."""
        return RoundFacts(
            id=self.id,
            dossier_id=self.dossier_id,
            organ_id=self.organ_id,
            round=self.round,
            digest=self.digest,
            title=self.title,
            summary=self.summary,
            triggers=tuple(self.triggers),
            statement=self.statement,
            materials=tuple(Material(**item) for item in self.materials),
            submitted_by=self.submitted_by,
            submitted_by_name=self.submitted_by_name,
            submitted_at=self.submitted_at,
            due_on=self.due_on,
            due_provisional=self.due_provisional,
            extended=self.extended,
            state=self.state,
            incomplete="；".join(pause.missing for pause in self.pauses.all() if pause.until is None),
            response=self.response,
            responded_at=self.responded_at,
            opinion=self._opinion_facts(),
            dispute=self._dispute_facts(),
        )

    def _opinion_facts(self) -> OpinionFacts | None:
        try:
            return self.opinion.facts()
        except ObjectDoesNotExist:
            return None

    def _dispute_facts(self) -> DisputeFacts | None:
        try:
            return self.dispute.facts()
        except ObjectDoesNotExist:
            return None


class Pause(models.Model):
    """A time in which the clock stood still because material was being supplemented (REV-07)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="pauses")
    since = models.DateTimeField("退回时间")
    until = models.DateTimeField("补齐时间", null=True)
    missing = models.TextField("须补材料")
    returned_by = models.UUIDField("退回人")

    class Meta:
        db_table = "mj_review_pause"
        verbose_name = "补正"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(until__isnull=True), name="mj_review_pause_open"
            )
        ]
