"""The early end of publicity: a party asks, the organ finds out and decides in time."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import Workdays, national
from mingjing.publicity.access import may_exempt
from mingjing.publicity.events import Event
from mingjing.publicity.models import Repair
from mingjing.publicity.operations.applications import settle_by_repair
from mingjing.publicity.operations.ending import end
from mingjing.publicity.operations.moving import held, log, moved, plain, refuse
from mingjing.publicity.operations.releasing import term_facts
from mingjing.publicity.rules.terms import repair_answer_by, repair_is_due, repair_is_told
from mingjing.publicity.terms import CONDITIONS, REASONS, Move, RepairFacts, RepairState


@operation(Event.REPAIR_ASKED)
def apply_repair(
    *,
    publication_id: UUID,
    applicant: str,
    claim: str,
    applied_on: date,
    by: Actor,
    at: datetime,
    calendar: Workdays | None = None,
) -> RepairFacts:
    """Register a party's application to end publicity early; the clock of the decision starts (PUB-73).

    `by` is a publicist of the organ. Raises Invalid, Refused (PUB-77; PUB-08 where the decision is not public).
    """
    publication = held(publication_id, by=by, to=Move.REPAIR)
    plain(applicant=applicant, claim=claim)
    refuse(repair_is_told(claim, "claim"))
    if not 1 < len(applicant.strip()) <= 120:
        raise Invalid({"applicant": ["写明申请人的姓名或者名称，最多 120 个字"]})
    if publication.released_at is None or not local_day(publication.released_at) <= applied_on <= local_day(at):
        raise Invalid({"applied_on": ["申请日期应在公开之日和今天之间"]})
    if publication.repairs.filter(state=RepairState.OPEN).exists():
        raise Invalid({"applicant": ["已经有一件申请还没有决定，请先办理那一件"]})
    clock = repair_answer_by(applied_on, publication.source.decision().domain, calendar or national())
    row = Repair.objects.create(
        publication=publication,
        applicant=applicant.strip(),
        claim=claim.strip(),
        applied_on=applied_on,
        due=local_day(clock.due),
        due_provisional=clock.provisional,
        due_steps=list(clock.explain()),
        received_at=at,
        received_by=by.name,
    )
    log(publication, Event.REPAIR_ASKED, by=by, at=at, payload={"repair": str(row.pk), "due": row.due.isoformat()})
    return row.facts()


@operation(Event.REPAIRED)
def decide_repair(
    *,
    repair_id: UUID,
    granted: bool,
    reason: str,
    by: Actor,
    at: datetime,
    ground: str = "performed",
    conditions: Collection[str] = (),
    calendar: Workdays | None = None,
) -> RepairFacts:
    """Grant or refuse an early end. `conditions`: what of `CONDITIONS` the organ found to hold; `by` is a head.

    Granted, the decision leaves every public place; what stays is number, organ, dates and the word of the ground.
    Raises Refused: PUB-72 where a condition is missing, PUB-77, and PUB-08 for a decision that is not public any more.
    """
    row = Repair.objects.select_for_update().filter(pk=repair_id).first()
    if row is None:
        raise Invalid({"repair": ["没有这件申请，请从公示台账重新进入"]})
    publication = held(row.publication_id, by=by, to=Move.REPAIR, access=may_exempt)
    if row.state != RepairState.OPEN:
        raise Invalid({"repair": ["这件申请已经决定过，没有重复办理"]})
    plain(reason=reason)
    refuse(repair_is_told(reason, "reason"))
    if unknown := set(conditions) - set(CONDITIONS):
        raise Invalid({"conditions": [f"没有这个条件：{'、'.join(sorted(unknown))}"]})
    row.conditions, row.reason = sorted(conditions), reason.strip()
    row.decided_at, row.decided_by = at, by.name
    if granted:
        facts = term_facts(publication, publication.source.decision())
        refuse(repair_is_due(facts, ground, conditions, local_day(at), calendar or national()))
        row.state, row.ground = RepairState.GRANTED, ground
        end(publication, Move.REPAIR, ground, "", at)
        entry = log(publication, Event.REPAIRED, by=by, at=at, payload={"ground": ground, "repair": str(row.pk)})
        publication.withdrawn_index = entry.index
        word = REASONS[Move.REPAIR][ground].word
        moved(publication, Move.REPAIR, Event.REPAIRED, entry, by=by, at=at, note=word, code=ground)
    else:
        row.state = RepairState.REFUSED
        log(publication, Event.REPAIR_REFUSED, by=by, at=at, payload={"repair": str(row.pk)})
    _decided_once(row)
    settle_by_repair(publication.pk, row.claim, granted=granted, reason=row.reason, by=by, at=at)
    return row.facts()


def _decided_once(row: Repair) -> None:
    """Save, only if nobody else decided it meanwhile. Raises Invalid."""
    if not Repair.objects.filter(pk=row.pk, state=RepairState.OPEN).update(state=row.state):
        raise Invalid({"repair": ["别人刚刚已经决定过这件申请，没有重复办理"]})
    row.save()
