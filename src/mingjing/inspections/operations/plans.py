"""Plans: drawn up by the organ's officers, approved by its head, stopped with a reason."""

from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.inspections.access import approves_draws, keeps_draws
from mingjing.inspections.events import Event
from mingjing.inspections.models import Plan
from mingjing.inspections.operations.moving import held, log, refuse, typed
from mingjing.inspections.queries.plans import drawable
from mingjing.inspections.rules import plans as rules
from mingjing.inspections.terms import Move, PlanDraft, PlanFacts, PlanState
from mingjing.kernel.days import local_day
from mingjing.kernel.hashing import fingerprint
from mingjing.organs import queries as organs

SERIES = "抽"
MOST = {"title": 120, "scope": 300, "reason": 300}


@operation(Event.PLAN_MADE)
def make_plan(*, draft: PlanDraft, by: Actor, at: datetime) -> PlanFacts:
    """Draw up a plan of a random draw (P-22). Raises Forbidden, Invalid, Refused (DRW-01, DRW-02)."""
    keeps_draws.require(by, by.organ_id, doing="拟定抽查计划")
    organ, day = organs.organ(by.organ_id), local_day(at)
    values = _checked(draft, by, day)
    serial = next_serial(organ_id=organ.id, kind=SERIES, year=day.year)
    plan = Plan.objects.create(
        number=document_number(organ.code, SERIES, day.year, serial), organ_id=organ.id, organ_name=organ.name,
        organ_code=organ.code, region=organ.region, made_by=by.person_id, made_name=by.name, made_at=at, **values,
    )  # fmt: skip
    log(plan, Event.PLAN_MADE, by=by, at=at, digest=_digest(plan))
    return plan.facts()


@operation(Event.PLAN_AMENDED)
def amend_plan(*, plan_id: UUID, draft: PlanDraft, by: Actor, at: datetime) -> PlanFacts:
    """Change a plan that nobody has approved. Raises Forbidden, Invalid, Refused (DRW-01 to DRW-03)."""
    plan = held(plan_id, by=by, to=Move.AMEND)
    for name, value in _checked(draft, by, local_day(at)).items():
        setattr(plan, name, value)
    plan.save()
    log(plan, Event.PLAN_AMENDED, by=by, at=at, digest=_digest(plan))
    return plan.facts()


@operation(Event.PLAN_APPROVED)
def approve_plan(*, plan_id: UUID, by: Actor, at: datetime) -> PlanFacts:
    """Approve a plan; from now on everybody sees it. Raises Forbidden, Invalid, Refused (DRW-03, DRW-04)."""
    plan = held(plan_id, by=by, to=Move.APPROVE, access=approves_draws)
    refuse(rules.another_approves(plan.made_by, by.person_id))
    plan.state, plan.approved_by, plan.approved_name, plan.approved_at = (
        PlanState.APPROVED, by.person_id, by.name, at,
    )  # fmt: skip
    plan.save()
    log(plan, Event.PLAN_APPROVED, by=by, at=at, digest=_digest(plan))
    return plan.facts()


@operation(Event.PLAN_STOPPED)
def stop_plan(*, plan_id: UUID, reason: str, by: Actor, at: datetime) -> PlanFacts:
    """Stop a plan before its public number is known. Raises Forbidden, Invalid, Refused (DRW-03, DRW-05)."""
    plan = held(plan_id, by=by, to=Move.STOP, access=approves_draws)
    typed(MOST, reason=reason)
    refuse(rules.says_why("停止计划", reason))
    plan.state, plan.stopped_reason = PlanState.STOPPED, reason.strip()
    plan.save()
    log(plan, Event.PLAN_STOPPED, by=by, at=at, reason=plan.stopped_reason)
    return plan.facts()


def _checked(draft: PlanDraft, by: Actor, day: date) -> dict[str, object]:
    """The columns of a plan, if it may be one."""
    typed(MOST, title=draft.title, scope=draft.scope)
    listed = {one.entry_id: one for one in drawable(by.organ_id, day)}
    refuse(rules.plan_says(draft, frozenset(listed)), rules.two_to_each(draft.team))
    items = [
        {"entry": str(one.entry_id), "code": one.code, "name": one.name} for one in (listed[key] for key in draft.items)
    ]
    return {
        "title": draft.title.strip(), "year": draft.year, "items": items, "wanted": draft.wanted, "ratio": draft.ratio,
        "team": draft.team, "scope": draft.scope.strip(), "announced_on": draft.announced_on,
    }  # fmt: skip


def _digest(plan: Plan) -> str:
    return fingerprint(
        {
            "title": plan.title, "year": plan.year, "items": plan.items, "wanted": plan.wanted, "ratio": plan.ratio,
            "team": plan.team, "scope": plan.scope, "announced_on": plan.announced_on.isoformat(),
        }
    )  # fmt: skip
