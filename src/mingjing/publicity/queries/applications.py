"""Applications of parties: for the organ that handles them, for who oversees it, and for the applicant with number and code."""

import hmac
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Finding
from mingjing.publicity.models import Application
from mingjing.publicity.rules.applications import application_moves, late_application
from mingjing.publicity.terms.applications import (
    BY_PUBLICISTS,
    OPEN_APPLICATIONS,
    ApplicationFacts,
    ApplicationMove,
    ApplicationState,
    ApplyKind,
    PublicApplication,
)

_HANDLED = tuple(one for one in ApplyKind if one not in BY_PUBLICISTS)


def application_kinds_of(by: Actor) -> tuple[str, ...]:
    """The kinds that this person handles or approves in the own organ."""
    if by.has(Role.HEAD):
        return tuple(ApplyKind)
    return (*(_HANDLED if by.has(Role.HANDLER) else ()), *(BY_PUBLICISTS if by.has(Role.PUBLICIST) else ()))


def _own(by: Actor) -> QuerySet[Application]:
    return Application.objects.filter(organ_id=by.organ_id, kind__in=application_kinds_of(by))


def applications(
    by: Actor,
    states: Collection[str],
    *,
    words: str = "",
    after: tuple[date, UUID] | None = None,
    limit: int = 20,
) -> tuple[ApplicationFacts, ...]:
    """What this person's organ handles and this person may read, by its last day; without words and who applied. One query.

    `words` is part of a number, of the application or of what it is about.
    """
    rows = _own(by).filter(state__in=list(states))
    if words:
        rows = rows.filter(number__icontains=words) | rows.filter(about__icontains=words)
    if after:
        day, key = after
        rows = rows.filter(due__gt=day) | rows.filter(due=day, pk__gt=key)
    return tuple(row.facts(text=False) for row in rows.order_by("due", "pk")[:limit])


def application_counts(by: Actor) -> Mapping[str, int]:
    """How many of this person's stand in each state. One query."""
    return dict(_own(by).values_list("state").annotate(count=Count("pk")).order_by())


def applications_waiting(by: Actor, *, limit: int = 50) -> tuple[ApplicationFacts, ...]:
    """What waits for this person's organ: for a head only what a head does, else what is not with the head. One query."""
    waits = (ApplicationState.RECEIVED, ApplicationState.ACCEPTED, ApplicationState.ACTING)
    rows = _own(by).filter(state__in=waits)
    if by.has(Role.HEAD) and not by.has(Role.HANDLER, Role.PUBLICIST):
        rows = _own(by).filter(state=ApplicationState.PROPOSED)
    elif by.has(Role.HEAD):
        rows = _own(by).filter(state__in=OPEN_APPLICATIONS)
    return tuple(row.facts(text=False) for row in rows.order_by("due", "pk")[:limit])


def applications_of(source_ref: str, by: Actor) -> tuple[ApplicationFacts, ...]:
    """Every application about one matter, oldest first, without words and who applied; nothing for other organs' people.
    One query.
    """
    rows = Application.objects.filter(source_ref=source_ref).order_by("received_at", "pk")
    if not by.has(Role.SUPERVISOR):
        rows = rows.filter(organ_id=by.organ_id, kind__in=application_kinds_of(by))
    return tuple(row.facts(text=False) for row in rows)


def application_hindrances(application: ApplicationFacts, move: ApplicationMove) -> tuple[Finding, ...]:
    """Why this move is not open now (PUB-114): the same sentence as the operation's refusal."""
    found: tuple[Finding, ...] = application_moves(application.state, move)
    return found


def acting_on(source_ref: str, kind: str) -> tuple[ApplicationFacts, ...]:
    """Accepted applications of one matter and kind that an act may close. One query; for listeners, not for pages."""
    states = (ApplicationState.ACCEPTED, ApplicationState.ACTING)
    rows = Application.objects.filter(source_ref=source_ref, kind=kind, state__in=states)
    return tuple(row.facts(text=False) for row in rows.order_by("received_at", "pk"))


def application_by_receipt(number: str, digest: str) -> PublicApplication | None:
    """The state of an application: the number and the digest of the code must both fit. One query."""
    row = Application.objects.filter(number=number).first()
    if row is None or not hmac.compare_digest(row.code, digest):
        return None
    return row.public_facts()


def late_applications(
    organ_ids: Collection[UUID] | None, on: date, *, limit: int = 50
) -> tuple[tuple[ApplicationFacts, Finding], ...]:
    """PUB-112 and PUB-113 asked as clocks: what some organs (None: all) should have moved, the latest first. One query.

    Numbers and days only: no words, nobody's name.
    """
    rows = Application.objects.filter(state__in=OPEN_APPLICATIONS, due__lt=on)
    rows = rows if organ_ids is None else rows.filter(organ_id__in=list(organ_ids))
    found = rows.order_by("due", "pk")[:limit]
    return tuple((row.facts(text=False), late_application(row.number, row.due, row.state)) for row in found)
