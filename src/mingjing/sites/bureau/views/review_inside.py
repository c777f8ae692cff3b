"""What was asked inside the rounds of a review, and what a person may do with it: of a case, and of a draft made elsewhere."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mingjing.cases.terms import CaseFacts, sight
from mingjing.foundation.people import Actor, Role
from mingjing.review import operations
from mingjing.review import queries as reviews
from mingjing.review.terms import (
    REQUEST_KINDS,
    DraftFacts,
    RequestKind,
    RequestMove,
    RoundFacts,
    RoundRequestFacts,
    State,
)

EXPLAINERS = (Role.HANDLER, Role.EXAMINER)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is asked: the dossier, its organ, whether this person may explain, and the two addresses by name and key."""

    dossier_id: UUID
    organ_id: UUID
    explains: bool
    new: str
    move: str
    key: UUID


def in_case(actor: Actor, facts: CaseFacts, dossier_id: UUID) -> Place:
    """The review of a case."""
    whose = sight.Seen(facts.organ.id, facts.handlers)
    explains = any(sight.may_do(actor, whose, role) for role in EXPLAINERS)
    return Place(dossier_id, facts.organ.id, explains, "bureau:review_request_new", "bureau:review_request_move", facts.id)  # fmt: skip


def in_draft(actor: Actor, found: DraftFacts) -> Place:
    """The review of a draft that another system made."""
    explains = bool(operations.may_submit(actor, found.organ_id))
    return Place(found.dossier_id, found.organ_id, explains, "bureau:outside_request_new", "bureau:outside_request_move", found.id)  # fmt: skip


def moves(actor: Actor, place: Place, one: RoundRequestFacts, last: RoundFacts | None) -> tuple[RequestMove, ...]:
    """What this person may do with a request that waits in the round that is open."""
    open_here = last is not None and last.state == State.OPEN and one.round == last.round
    if not one.waits or not open_here or actor.organ_id != one.organ_id:
        return ()
    joint = one.kind == RequestKind.JOINT
    answers = one.to_id == actor.person_id and actor.has(Role.REVIEWER) if joint else place.explains
    ways = [RequestMove.ANSWER] if answers else []
    calls_off = actor.has(Role.REVIEWER) and one.to_id != actor.person_id
    return (*ways, RequestMove.CALL_OFF) if calls_off else tuple(ways)


def asked_inside(actor: Actor, place: Place, last: RoundFacts | None) -> dict[str, Any]:
    """The requests of every round with what this person may do, and which may be made. One query where there is a round."""
    held = reviews.round_requests(place.dossier_id) if last else ()
    going = last is not None and last.state == State.OPEN
    may_ask = going and actor.has(Role.REVIEWER) and actor.organ_id == place.organ_id
    return {
        "requests": [(one, moves(actor, place, one, last)) for one in held],
        "request_kinds": list(REQUEST_KINDS.items()) if may_ask else [],
        "asked_at": place,
    }
