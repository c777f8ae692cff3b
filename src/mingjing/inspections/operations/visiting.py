"""A visit that names its draw, or the cause that took its place; then publicity records the arrival."""

from datetime import datetime

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.inspections.events import Event
from mingjing.inspections.models import Draw, Drawn, VisitCause
from mingjing.inspections.operations.moving import refuse, typed
from mingjing.inspections.rules import moves as rules
from mingjing.inspections.terms import PlanState
from mingjing.ledger.operations import append
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import CheckKind, VisitDraft, VisitFacts

MOST = {"source": 120}


@operation(Event.VISIT_BEGUN)
def begin_visit(
    *, draft: VisitDraft, outside: bool, cause: str, source: str, by: Actor, at: datetime
) -> VisitFacts:  # fmt: skip
    """Arrive at an enterprise: of a random check the draw must be real, of any other the cause is recorded (P-22).

    `outside`: drawn in another system. Raises what `publicity.open_visit` raises, and Refused (DRW-23, DRW-24).
    """
    typed(MOST, source=source)
    place: Drawn | None = None
    if draft.kind == CheckKind.RANDOM and draft.draw.strip():
        place = _drawn(draft, outside, by)
    elif draft.kind and draft.kind != CheckKind.RANDOM:
        refuse(rules.undrawn_says_why(cause, source))
    visit = publicity.open_visit(draft=draft, by=by, at=at)
    if place is not None:
        place.visit_id = visit.id
        place.save(update_fields=["visit_id"])
    else:
        VisitCause.objects.create(
            visit_id=visit.id, organ_id=by.organ_id, cause="" if visit.is_random else cause, source=source.strip(),
            outside=visit.is_random, at=at,
        )  # fmt: skip
    told = {
        "visit_id": str(visit.id), "number": visit.number, "draw": visit.draw, "drawn_id": str(place.pk) if place else "",
        "outside": visit.is_random and place is None, "cause": "" if visit.is_random else cause, "source": source.strip(),
    }  # fmt: skip
    append(kind=Event.VISIT_BEGUN, stream=f"visit:{visit.id}", at=at, by=by, payload=told)
    emit(Event.VISIT_BEGUN, at=at, **told)
    return visit


def _drawn(draft: VisitDraft, outside: bool, by: Actor) -> Drawn | None:
    """The place of the draw that the draft names; None where it was drawn elsewhere."""
    code = draft.enterprise_code.strip().upper()
    made = Draw.objects.filter(
        number=draft.draw.strip(), freeze__plan__organ_id=by.organ_id, freeze__plan__state=PlanState.ISSUED
    ).first()
    place = Drawn.objects.select_for_update().filter(draw=made, code=code).first() if made else None
    people = {str(one) for one in (by.person_id, *draft.officers)}
    facts = place.facts() if place else None
    refuse(rules.visit_is_of_the_draw(facts, made is not None, outside, code, people))
    return place
