"""The passes of the nightly audit: the one that goes on, the last that ended, what is open, whether it is late."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from mingjing.archives.models import Patrol
from mingjing.archives.queries.keeping import figures
from mingjing.archives.rules.patrols import audited_in_time, nothing_differs
from mingjing.archives.terms import PatrolFacts
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Finding

LIMIT = 30


def patrol_days(on: date) -> int:
    """How old the last pass may be."""
    return int(figures().at("audit.days", on=on).value)


def patrol_going() -> PatrolFacts | None:
    """The pass that goes on."""
    row = Patrol.objects.filter(going=True).first()
    return row.facts() if row else None


def last_patrol() -> PatrolFacts | None:
    """The last pass that ended."""
    row = Patrol.objects.exclude(ended_at=None).order_by("-ended_at", "-id").first()
    return row.facts() if row else None


def patrol(patrol_id: UUID) -> PatrolFacts | None:
    """One pass."""
    row = Patrol.objects.filter(id=patrol_id).first()
    return row.facts() if row else None


def patrols(*, after: int = 0, limit: int = LIMIT) -> tuple[PatrolFacts, ...]:
    """Every pass, newest first."""
    return tuple(row.facts() for row in Patrol.objects.all()[after : after + limit])


def patrol_alerts(on: date) -> tuple[tuple[UUID | None, Finding], ...]:
    """What of the audit somebody must look at: open findings of passes (ARCH-52), and a pass that is late (ARCH-51).

    One query where there is no open finding, else two.
    """
    unsettled = Q(found__gt=0, settled_at=None)
    sums = Patrol.objects.aggregate(last=Max("ended_at"), first=Min("started_at"), open=Count("id", filter=unsettled))
    rows = Patrol.objects.filter(unsettled)[:10] if sums["open"] else ()
    found: list[tuple[UUID | None, Finding]] = [(row.id, told) for row in rows for told in nothing_differs(row.facts())]
    days = [None if one is None else one.astimezone(CHINA).date() for one in (sums["last"], sums["first"])]
    found += ((None, told) for told in audited_in_time(days[0], days[1], on, patrol_days(on)))
    return tuple(found)
