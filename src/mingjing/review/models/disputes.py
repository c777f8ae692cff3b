"""Disagreements between the handling unit and the review body, and how an organ settles them."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from mingjing.review.terms import SETTLEMENT_NAMES, DisputeFacts, DisputeLine, RouteFacts, Settlement, Statement


class Dispute(models.Model):
    """A disagreement over one opinion: both positions with reasons and basis, consultation, outcome (L-11)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField("review.Submission", models.PROTECT, related_name="dispute")
    handling = models.JSONField("承办机构意见")
    reviewing = models.JSONField("审核机构意见", null=True)
    raised_by = models.UUIDField("提出人")
    raised_at = models.DateTimeField("提出时间")
    answered_by = models.UUIDField("答复人", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    consultation = models.TextField("协商记录", blank=True)
    consulted_on = models.DateField("协商日期", null=True)
    consulted_with = models.CharField("参加协商的人员", max_length=200, blank=True)
    agreed = models.BooleanField("协商一致", null=True)
    consulted_by = models.UUIDField("协商记录人", null=True)
    consulted_at = models.DateTimeField("协商记录时间", null=True)
    settlement = models.CharField(
        "处理方式", max_length=10, blank=True, choices=[(one.value, SETTLEMENT_NAMES[one]) for one in Settlement]
    )
    meeting = models.TextField("集体讨论的时间、参加人员和意见", blank=True)
    outcome = models.TextField("处理结果", blank=True)
    responsible = models.CharField("责任人员", max_length=200, blank=True)
    settled_by = models.UUIDField("决定人", null=True)
    settled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        db_table = "mj_review_dispute"
        verbose_name = "审核意见分歧"
        indexes = [models.Index(fields=["settled_at", "-raised_at"], name="mj_review_dispute_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settlement="")
                | Q(settled_at__isnull=False, reviewing__isnull=False) & ~Q(settlement="") & ~Q(consultation=""),
                name="mj_review_dispute_whole",
            )
        ]

    def facts(self) -> DisputeFacts:
        """What other rooms may know."""
        return DisputeFacts(
            id=self.id,
            submission_id=self.submission_id,
            handling=Statement(**self.handling),
            reviewing=None if self.reviewing is None else Statement(**self.reviewing),
            raised_by=self.raised_by,
            raised_at=self.raised_at,
            consultation=self.consultation,
            settlement=self.settlement,
            outcome=self.outcome,
            settled_at=self.settled_at,
            answered_by=self.answered_by,
            answered_at=self.answered_at,
            consulted_on=self.consulted_on,
            consulted_with=self.consulted_with,
            agreed=self.agreed,
            consulted_by=self.consulted_by,
            consulted_at=self.consulted_at,
            meeting=self.meeting,
            responsible=self.responsible,
            settled_by=self.settled_by,
        )

    def line(self) -> DisputeLine:
        """The same with the round it is about; submission and opinion should be fetched with it."""
        of = self.submission
        return DisputeLine(of.dossier_id, of.organ_id, of.round, of.title, of.opinion.facts().result_name, self.facts())

    def as_told(self) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
        """What the ledger keeps of the four steps: raised, answered, consulted, settled."""
        known = {"dispute": str(self.id)}
        return (
            known | {"statement": self.handling, "person": str(self.raised_by)},
            known | {"statement": self.reviewing or {}, "person": str(self.answered_by)},
            known | {
                "day": self.consulted_on.isoformat() if self.consulted_on else "", "with": self.consulted_with, "agreed": self.agreed,
                "consultation": self.consultation, "person": str(self.consulted_by),
            },
            known | {
                "settlement": self.settlement, "meeting": self.meeting, "outcome": self.outcome, "responsible": self.responsible,
                "person": str(self.settled_by),
            },
        )  # fmt: skip


class DisputeRoute(models.Model):
    """How an organ settles a disagreement that consultation left open; the one with the highest number is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("执法机关")
    number = models.PositiveSmallIntegerField("第几次确定")
    route = models.CharField(
        "处理方式", max_length=10, choices=[(one.value, SETTLEMENT_NAMES[one]) for one in (Settlement.HEAD, Settlement.COLLECTIVE)]
    )  # fmt: skip
    basis = models.CharField("依据", max_length=200)
    chosen_by = models.UUIDField("确定人")
    chosen_at = models.DateTimeField("确定时间")

    class Meta:
        db_table = "mj_review_dispute_route"
        verbose_name = "审核意见分歧的处理方式"
        ordering = ["organ_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "number"], name="mj_review_route_once")]

    def as_told(self) -> dict[str, Any]:
        """What the ledger keeps of it."""
        return {
            "way": str(self.id), "organ": str(self.organ_id), "number": self.number, "route": self.route, "basis": self.basis,
        }  # fmt: skip

    def facts(self) -> RouteFacts:
        """What other rooms may know."""
        return RouteFacts(self.organ_id, self.number, self.route, self.basis, self.chosen_at)
