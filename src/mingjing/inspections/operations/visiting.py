"""A visit that names its draw, or the cause that took its place; then publicity records the arrival."""

from datetime import datetime

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.inspections.events import Event
from mingjing.inspections.models import Avoidance, Draw, Drawn, VisitCause, VisitCount
from mingjing.inspections.operations.moving import refuse, typed
from mingjing.inspections.queries.frequencies import frequency
from mingjing.inspections.queries.yearly import line_named, random_line_of
from mingjing.inspections.rules import frequencies, yearly
from mingjing.inspections.rules import moves as rules
from mingjing.inspections.rules.figures import counts_apart
from mingjing.inspections.terms import Cause, PlanState
from mingjing.kernel.days import local_day
from mingjing.ledger.operations import append
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import CheckKind, VisitDraft, VisitFacts

MOST = {"source": 120}


@operation(Event.VISIT_BEGUN)
def begin_visit(
    *, draft: VisitDraft, outside: bool, cause: str, source: str, by: Actor, at: datetime
) -> VisitFacts:  # fmt: skip
    """Arrive at an enterprise: of a random check the draw must be real, of any other the cause is recorded (P-22).

    `outside`: drawn in another system. Raises what `publicity.open_visit` raises, and Refused: DRW-23, DRW-24; where the
    yearly cap is used up and the cause counts under it (INS-53, INS-54), or an officer must avoid the enterprise
    (INS-55); where the cause is the annual plan and no line of it is named (INS-66).
    """
    typed(MOST, source=source)
    place: Drawn | None = None
    if draft.kind == CheckKind.RANDOM and draft.draw.strip():
        place = _drawn(draft, outside, by)
    elif draft.kind and draft.kind != CheckKind.RANDOM:
        refuse(rules.undrawn_says_why(cause, source))
    line = _line(draft, cause, source, by, at)
    visit = publicity.open_visit(draft=draft, by=by, at=at)
    refuse(frequencies.nobody_must_avoid(_avoiding(visit, local_day(at).year)))
    if place is not None:
        place.visit_id = visit.id
        place.save(update_fields=["visit_id"])
    else:
        VisitCause.objects.create(
            visit_id=visit.id, organ_id=by.organ_id, cause="" if visit.is_random else cause, source=source.strip(),
            outside=visit.is_random, at=at,
        )  # fmt: skip
    apart = _counted(visit, "" if visit.is_random else cause, source, line, at)
    told = {
        "visit_id": str(visit.id), "number": visit.number, "draw": visit.draw, "drawn_id": str(place.pk) if place else "",
        "outside": visit.is_random and place is None, "cause": "" if visit.is_random else cause, "source": source.strip(),
        "line": line, "apart": apart,
    }  # fmt: skip
    append(kind=Event.VISIT_BEGUN, stream=f"visit:{visit.id}", at=at, by=by, payload=told)
    emit(Event.VISIT_BEGUN, at=at, **told)
    return visit


def _line(draft: VisitDraft, cause: str, source: str, by: Actor, at: datetime) -> str:
    """The number of the line of the annual plan that this visit carries out; empty where it carries out none."""
    year = local_day(at).year
    if draft.kind == CheckKind.RANDOM:
        named = line_named(by.organ_id, year, draft.task) or random_line_of(by.organ_id, year, draft.entry_id)
        return named.number if named else ""
    if cause != Cause.PLAN:
        return ""
    line = line_named(by.organ_id, year, source)
    refuse(yearly.visit_names_a_line(source, line, year, draft.entry_id))
    return line.number if line else ""


def _avoiding(visit: VisitFacts, year: int) -> list[str]:
    """The officers of a visit of whom it was said in a plan of the year that they must avoid the enterprise."""
    people = {one.person_id: one.name for one in visit.officers}
    told = Avoidance.objects.filter(plan__organ_id=visit.organ_id, plan__year=year, code=visit.enterprise_code)
    found = set(told.filter(person_id__in=people).values_list("person_id", flat=True))
    return [name for key, name in people.items() if key in found]


def _counted(visit: VisitFacts, cause: str, source: str, line: str, at: datetime) -> bool:
    """Count a visit under the cap or apart. It is asked after the arrival was written, inside its transaction: whoever
    arrives at once has by then committed or waits, so that two cannot both be the last one allowed.
    """
    day = local_day(at)
    before = frequency(visit.organ_id, visit.enterprise_code, day, without=visit.id)
    apart = counts_apart(cause, day)
    refuse(frequencies.within_the_frequency(visit.enterprise, before, apart))
    if apart:
        refuse(frequencies.beyond_the_cap_says_source(before, cause, source))
    VisitCount.objects.create(
        visit_id=visit.id,
        organ_id=visit.organ_id,
        code=visit.enterprise_code,
        year=day.year,
        apart=apart,
        cause=cause,
        line=line,
    )
    return apart


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
