"""What every act does: lock the plan, look up the table of moves, write the ledger entry and the event."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from mingjing.foundation.access import Predicate
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.inspections.access import keeps_draws
from mingjing.inspections.events import Event
from mingjing.inspections.models import Plan
from mingjing.inspections.rules.plans import move_allowed
from mingjing.inspections.terms import MOVE_NAMES, Move
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.ledger.terms import EntryFacts


def locked(plan_id: UUID) -> Plan:
    """The plan, locked until commit. Raises Invalid where there is none."""
    plan = Plan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise Invalid({"plan": ["没有这份抽查计划，请从计划列表重新进入"]})
    return plan


def held(plan_id: UUID, *, by: Actor, to: Move, access: Predicate = keeps_draws) -> Plan:
    """The plan, locked, if this person may make this move now. Raises Invalid, Forbidden, Refused (DRW-03)."""
    plan = locked(plan_id)
    access.require(by, plan.organ_id, doing=MOVE_NAMES[to])
    refuse(move_allowed(plan.state, to))
    return plan


def refuse(*found: tuple[Finding, ...]) -> None:
    """Raise Refused where one of the findings blocks."""
    if blocks := blocking([one for each in found for one in each]):
        raise Refused(*blocks)


def typed(most: Mapping[str, int], **texts: str) -> None:
    """Raise Invalid, field by field, for what is too long or cannot be kept."""
    errors: dict[str, list[str]] = {}
    for name, text in texts.items():
        if problems := clean(text)[1]:
            errors[name] = problems
        elif len(text) > most[name]:
            errors[name] = [f"最多 {most[name]} 个字，现在是 {len(text)} 个字，请删减"]
    if errors:
        raise Invalid(errors)


def log(plan: Plan, event: Event, *, by: Actor, at: datetime, **more: object) -> EntryFacts:
    """One entry in the plan's stream, and the event."""
    told = {"plan_id": str(plan.pk), "number": plan.number, "organ_id": str(plan.organ_id), "state": plan.state, **more}
    entry = append(kind=event, stream=f"plan:{plan.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
    return entry
