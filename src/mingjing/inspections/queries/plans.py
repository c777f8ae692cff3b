"""Reads of plans, lists, freezes and draws."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from mingjing.foundation.people import Actor
from mingjing.inspections.models import (
    Avoidance,
    Draw,
    Drawn,
    Freeze,
    Plan,
    PoolOfficer,
    PoolParty,
    Swap,
    VisitCause,
)
from mingjing.inspections.queries.seeing import seen
from mingjing.inspections.terms import (
    CAUSE_NAMES,
    ITEM_LISTS,
    PUBLIC_STATES,
    Cause,
    DrawFacts,
    DrawnFacts,
    FreezeFacts,
    PlanFacts,
    PlanState,
    PoolCounts,
    SwapFacts,
)
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import CheckItem


def drawable(organ_id: UUID, on: date) -> tuple[CheckItem, ...]:
    """The items of the organ's lists of random and joint checks that are public and in force on a day. One query."""
    return tuple(one for one in publicity.check_items(organ_id, on) if one.kind in ITEM_LISTS)


def plans(
    by: Actor, states: Collection[str], *, q: str = "", before: datetime | None = None, limit: int = 20
) -> tuple[PlanFacts, ...]:  # fmt: skip
    """The plans this person may see, newest first. Two queries at most."""
    rows = seen(Plan.objects.all(), by).filter(state__in=list(states))
    if q and "\0" not in q:
        rows = rows.filter(title__icontains=q) | rows.filter(number__icontains=q)
    rows = rows.filter(made_at__lt=before) if before else rows
    return tuple(row.facts() for row in rows.order_by("-made_at")[:limit])


def plan_counts(by: Actor) -> Mapping[str, int]:
    """State → how many. Two queries at most."""
    return dict(seen(Plan.objects.all(), by).values_list("state").annotate(count=Count("pk")).order_by())


def plan(plan_id: UUID, by: Actor) -> PlanFacts | None:
    """One plan; None for who may not see it."""
    row = seen(Plan.objects.all(), by).filter(pk=plan_id).first()
    return row.facts() if row else None


def public_plans(*, state: str = "", before: datetime | None = None, limit: int = 20) -> tuple[PlanFacts, ...]:
    """The plans that were approved, newest first, of every organ. One query."""
    rows = Plan.objects.filter(state__in=[one for one in PUBLIC_STATES if not state or one == state])
    rows = rows.exclude(approved_at=None)
    rows = rows.filter(approved_at__lt=before) if before else rows
    return tuple(row.facts() for row in rows.order_by("-approved_at")[:limit])


def public_plan(number: str) -> PlanFacts | None:
    """An approved plan by its number."""
    row = Plan.objects.filter(number=number).exclude(approved_at=None).first()
    return row.facts() if row else None


def pool_counts(plan_id: UUID) -> PoolCounts:
    """How many may be drawn from and how many are left out. Three queries."""
    party = dict(PoolParty.objects.filter(plan_id=plan_id).values_list("out").annotate(n=Count("pk")).order_by())
    officer = dict(PoolOfficer.objects.filter(plan_id=plan_id).values_list("out").annotate(n=Count("pk")).order_by())
    avoid = Avoidance.objects.filter(plan_id=plan_id).count()
    left = (sum(count for key, count in each.items() if key) for each in (party, officer))
    return PoolCounts(party.get("", 0), next(left), officer.get("", 0), next(left), avoid)


def parties(plan_id: UUID, *, q: str = "", after: str = "", limit: int = 50) -> tuple[Mapping[str, Any], ...]:
    """A page of the list of enterprises, by code."""
    rows = PoolParty.objects.filter(plan_id=plan_id, code__gt=after)
    if q and "\0" not in q:
        rows = rows.filter(name__icontains=q) | rows.filter(code__istartswith=q)
    return tuple(rows.order_by("code").values("code", "name", "risk", "credit", "out", "note")[:limit])


def officers(plan_id: UUID) -> tuple[Mapping[str, Any], ...]:
    """The list of officers, by certificate."""
    rows = PoolOfficer.objects.filter(plan_id=plan_id)
    return tuple(rows.order_by("number").values("person_id", "number", "name", "kind", "area", "out", "note"))


def avoidances(plan_id: UUID) -> tuple[Mapping[str, Any], ...]:
    """Who must avoid whom, and why."""
    return tuple(Avoidance.objects.filter(plan_id=plan_id).values("person_id", "code", "note", "by_name", "at"))


def freezes(plan_id: UUID) -> tuple[FreezeFacts, ...]:
    """Every freeze of a plan, newest first."""
    return tuple(row.facts() for row in Freeze.objects.filter(plan_id=plan_id).order_by("-seq"))


def draw_of(plan_id: UUID) -> DrawFacts | None:
    """The public number of a plan's freeze in force, and its draw where it was held."""
    row = Draw.objects.select_related("freeze").filter(freeze__plan_id=plan_id, freeze__superseded_at=None).first()
    return row.facts() if row else None


def draws_named(numbers: Collection[str]) -> Mapping[str, str]:
    """Number of a draw → number of its plan, for those that are drawn here. One query."""
    rows = Draw.objects.filter(number__in=list(numbers)).exclude(at=None)
    return dict(rows.values_list("number", "freeze__plan__number"))


def places(draw_id: UUID, *, after: int = 0, limit: int | None = None) -> tuple[DrawnFacts, ...]:
    """Whom which officers inspect, as it stands now, from the place after one; all of them without a limit."""
    rows = Drawn.objects.filter(draw_id=draw_id, place__gt=after).order_by("place")
    return tuple(row.facts() for row in (rows if limit is None else rows[:limit]))


def place(drawn_id: UUID) -> DrawnFacts | None:
    """One place of a draw."""
    row = Drawn.objects.filter(pk=drawn_id).first()
    return row.facts() if row else None


def substitutions(draw_id: UUID) -> tuple[SwapFacts, ...]:
    """Every substitution in its order."""
    return tuple(row.facts() for row in Swap.objects.filter(draw_id=draw_id).order_by("seq"))


def my_drawn(person_id: UUID, limit: int = 100) -> tuple[tuple[DrawnFacts, PlanFacts, str], ...]:
    """Where this person is sent and nobody has arrived yet: place, plan, number of the draw. One query."""
    rows = (
        Drawn.objects.select_related("draw__freeze__plan")
        .filter(sent__person_id=person_id, visit_id=None, draw__freeze__plan__state=PlanState.ISSUED)
        .order_by("draw__at", "place")[:limit]
    )
    return tuple((row.facts(), row.draw.freeze.plan.facts(), row.draw.number) for row in rows)


def plan_of_visit(visit_id: UUID) -> tuple[UUID, str] | None:
    """Id and number of the plan whose draw led to a visit. One query."""
    row = (
        Drawn.objects.filter(visit_id=visit_id)
        .values_list("draw__freeze__plan_id", "draw__freeze__plan__number")
        .first()
    )
    return (row[0], row[1]) if row else None


def undrawn(visit_id: UUID) -> tuple[str, str, bool] | None:
    """Cause in Chinese, number of its source, whether drawn elsewhere; None for a visit that a draw of ours led to."""
    row = VisitCause.objects.filter(pk=visit_id).first()
    return (CAUSE_NAMES[Cause(row.cause)] if row.cause else "", row.source, row.outside) if row else None
