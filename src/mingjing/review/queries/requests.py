"""What was asked inside the rounds of a dossier, and what waits for whom."""

from uuid import UUID

from django.db.models import Q

from mingjing.foundation.people import Actor, Role
from mingjing.review.models import RoundRequest
from mingjing.review.terms import RequestKind, RequestState, RoundRequestFacts, State

DUTIES = 20


def round_requests(dossier_id: UUID) -> tuple[RoundRequestFacts, ...]:
    """Every request of a dossier, oldest first. One query."""
    rows = RoundRequest.objects.select_related("submission").filter(submission__dossier_id=dossier_id)
    return tuple(row.facts() for row in rows.order_by("asked_at", "id"))


def round_request(request_id: UUID) -> RoundRequestFacts | None:
    """One request by id."""
    row = RoundRequest.objects.select_related("submission").filter(pk=request_id).first()
    return row.facts() if row else None


def requests_waiting(by: Actor) -> tuple[RoundRequestFacts, ...]:
    """What waits for this person's answer in open rounds: as a reviewer who was asked by name, as the handling unit. One query."""
    mine = Q(kind=RequestKind.JOINT, to_id=by.person_id)
    if by.has(Role.HANDLER, Role.EXAMINER):
        mine |= Q(kind=RequestKind.EXPLAIN)
    rows = RoundRequest.objects.select_related("submission").filter(
        mine, state=RequestState.ASKED, submission__organ_id=by.organ_id, submission__state=State.OPEN
    )
    return tuple(row.facts() for row in rows.order_by("asked_at", "id")[:DUTIES])
