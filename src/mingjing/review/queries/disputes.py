"""Disagreements over opinions: what waits, the list, and how an organ settles them."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.kernel.findings import Finding
from mingjing.organs.queries import local_parameters, organ
from mingjing.review.models import Dispute, DisputeRoute
from mingjing.review.rules import figures, resubmission_findings
from mingjing.review.terms import DisputeFacts, DisputeLine, RouteFacts


def dispute_route(organ_id: UUID, on: date) -> RouteFacts:
    """How the organ settles what consultation left open: as it chose, else by the parameter."""
    row = DisputeRoute.objects.filter(organ_id=organ_id).order_by("-number").first()
    if row is not None:
        return row.facts()
    return RouteFacts(
        organ_id, 0, figures.dispute_route(local_parameters(figures.parameters, organ(organ_id)), on), "", None
    )


def _rows() -> QuerySet[Dispute]:
    return Dispute.objects.select_related("submission__opinion")


def disputes_waiting(organ_id: UUID) -> tuple[DisputeLine, ...]:
    """The open disagreements of an organ, the oldest first. One query."""
    rows = _rows().filter(submission__organ_id=organ_id, settled_at=None).order_by("raised_at")
    return tuple(row.line() for row in rows)


def last_dispute(dossier_id: UUID) -> DisputeFacts | None:
    """The disagreement over the latest round that has one. One query."""
    row = Dispute.objects.filter(submission__dossier_id=dossier_id).order_by("-submission__round").first()
    return row.facts() if row else None


def disputes_in(dossier_id: UUID) -> dict[int, DisputeFacts]:
    """The disagreements of a dossier by round. One query."""
    rows = Dispute.objects.filter(submission__dossier_id=dossier_id).select_related("submission")
    return {row.submission.round: row.facts() for row in rows.order_by("submission__round")}


def dispute_findings(dossier_id: UUID) -> tuple[Finding, ...]:
    """What an open disagreement says against submitting once more (REV-08). One query."""
    row = (
        Dispute.objects.filter(submission__dossier_id=dossier_id, settled_at=None).select_related("submission").first()
    )
    if row is None:
        return ()
    message = f"对第{row.submission.round}轮审核意见的分歧还没有处理（{row.facts().state_name}）"
    return (resubmission_findings.finding(message, next_step="请先完成协商或者报请负责人决定"),)


def disputes(
    organ_ids: Collection[UUID] | None, *, state: str = "", words: str = "", before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> tuple[DisputeLine, ...]:  # fmt: skip
    """Disagreements of some organs (None: of every organ), newest first; `state` is open, settled or empty. One query."""
    rows = _rows().order_by("-raised_at", "-id")
    if organ_ids is not None:
        rows = rows.filter(submission__organ_id__in=organ_ids)
    if state in {"open", "settled"}:
        rows = rows.filter(settled_at__isnull=state == "open")
    if words.strip():
        rows = rows.filter(submission__title__icontains=words.strip())
    if before is not None:
        rows = rows.filter(Q(raised_at__lt=before[0]) | Q(raised_at=before[0], id__lt=before[1]))
    return tuple(row.line() for row in rows[:limit])
