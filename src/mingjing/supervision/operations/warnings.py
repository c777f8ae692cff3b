"""预警: opened and closed by the background work, answered by the head or a supervisor (S-06)."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.supervision.access import ends_concern
from mingjing.supervision.events import Event
from mingjing.supervision.models import EarlyWarning
from mingjing.supervision.operations.freezing import refuse, typed
from mingjing.supervision.queries.warnings import readings
from mingjing.supervision.rules import warnings as rules
from mingjing.supervision.rules.gradings import text_digest
from mingjing.supervision.terms.warnings import Reading, WarningFacts, WarningState, Watched

MOST = {"reason": 2000}
NOTHING = Reading(0)


@operation(Event.ORGANS_WATCHED)
def watch_organs(*, by: Literal["system"], now: datetime) -> int:
    """Lay every organ's figures beside the thresholds of the day: open, carry on or end warnings; how many changed.

    Idempotent: a figure has one current warning, whoever looks and however often. A day before the first threshold, and a
    day before the last look, change nothing.
    """
    today = local_day(now)
    held = {(one.organ_id, one.kind): one for one in EarlyWarning.objects.select_for_update().filter(current=True)}
    if any(one.looked_on > today for one in held.values()):
        return 0
    try:
        limits = {kind: rules.threshold(kind, today) for kind in Watched}
    except LookupError:
        return 0
    told, changed = readings(today), 0
    for organ in organs.organs():
        for kind, limit in limits.items():
            now_ = told.get(organ.id, {}).get(kind, NOTHING)
            found = rules.warns(kind, now_, limit)
            row = held.get((organ.id, kind))
            if found or row:
                changed += _moved(row, organ, kind, now_, found, by=by, at=now)
    return changed


def _moved(
    row: EarlyWarning | None, organ: OrganFacts, kind: Watched, now: Reading, found: tuple[Finding, ...], *,
    by: Literal["system"], at: datetime,
) -> bool:  # fmt: skip
    today = local_day(at)
    if row is None:
        made, fresh = EarlyWarning.objects.get_or_create(
            organ_id=organ.id, kind=kind, current=True, defaults={
                "id": uuid4(), "organ_name": organ.name, "slug": organ.slug, "region": organ.region, "words": found[0].message,
                "count": now.count, "worst": now.count, "opened_on": today, "looked_on": today,
            },
        )  # fmt: skip
        if fresh:
            _log(made, Event.WARNING_OPENED, by=by, at=at, count=now.count)
        return fresh
    row.looked_on, row.count, row.words = today, now.count, rules.words(kind, now)
    row.worst = max(row.worst, now.count)
    if not found:
        row.state, row.current, row.over_on = WarningState.OVER, None, today
    row.save()
    if not found:
        _log(row, Event.WARNING_ENDED, by=by, at=at, count=now.count)
    return not found


@operation(Event.WARNING_SEEN)
def see_warning(*, warning_id: UUID, reason: str, by: Actor, at: datetime) -> WarningFacts:
    """Answer a warning with its cause and what is done about it. Raises Forbidden, Invalid, Refused (SUP-101)."""
    row = EarlyWarning.objects.select_for_update().filter(pk=warning_id).first()
    if row is None:
        raise Invalid({"warning": ["没有这条预警，请从列表重新进入"]})
    ends_concern.require(by, row, doing="处理预警")
    typed(MOST, reason=reason)
    refuse(rules.warning_is_answered(row.state, reason))
    row.reason, row.seen_name, row.seen_at, row.state = reason.strip(), by.name, at, WarningState.SEEN
    row.save()
    _log(row, Event.WARNING_SEEN, by=by, at=at, text_digest=text_digest(row.reason))
    return row.facts()


def _log(row: EarlyWarning, event: Event, *, by: Actor | Literal["system"], at: datetime, **more: object) -> None:
    told = {
        "warning_id": str(row.pk),
        "organ_id": str(row.organ_id),
        "kind": row.kind,
        "opened_on": row.opened_on.isoformat(),
        "state": row.state,
        **more,
    }
    append(kind=event, stream=f"warning:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
