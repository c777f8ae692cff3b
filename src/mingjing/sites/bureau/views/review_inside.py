"""What was asked inside the rounds of a review, and what a person may do with it."""

from typing import Any
from uuid import UUID

from mingjing.cases.terms import CaseFacts, sight
from mingjing.foundation.people import Actor, Role
from mingjing.review import queries as reviews
from mingjing.review.terms import REQUEST_KINDS, RequestKind, RequestMove, RoundFacts, RoundRequestFacts, State

EXPLAINERS = (Role.HANDLER, Role.EXAMINER)


def moves(actor: Actor, facts: CaseFacts, one: RoundRequestFacts, last: RoundFacts | None) -> tuple[RequestMove, ...]:
    """What this person may do with a request that waits in the round that is open."""
    if (
        not one.waits
        or last is None
        or last.state != State.OPEN
        or one.round != last.round
        or actor.organ_id != one.organ_id
    ):
        return ()
    whose = sight.Seen(facts.organ.id, facts.handlers)
    if one.kind == RequestKind.JOINT:
        answers = one.to_id == actor.person_id and actor.has(Role.REVIEWER)
    else:
        answers = any(sight.may_do(actor, whose, role) for role in EXPLAINERS)
    ways = [RequestMove.ANSWER] if answers else []
    return (*ways, RequestMove.CALL_OFF) if actor.has(Role.REVIEWER) else tuple(ways)


def asked_inside(actor: Actor, facts: CaseFacts, dossier_id: UUID, last: RoundFacts | None) -> dict[str, Any]:
    """The requests of every round with what this person may do, and which may be made. One query where there is a round."""
    held = reviews.round_requests(dossier_id) if last else ()
    going = last is not None and last.state == State.OPEN
    may_ask = going and actor.has(Role.REVIEWER) and actor.organ_id == facts.organ.id
    return {
        "requests": [(one, moves(actor, facts, one, last)) for one in held],
        "request_kinds": list(REQUEST_KINDS.items()) if may_ask else [],
    }
