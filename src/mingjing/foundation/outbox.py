"""Events: kept in the act's transaction, heard after commit, and heard again by the tick if a listener failed."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from mingjing.foundation.models import OutboxEntry

log = logging.getLogger(__name__)
Listener = Callable[[Mapping[str, Any]], None]


@cache
def _listeners() -> Mapping[str, tuple[Listener, ...]]:
    """Who hears what: the one page that `MINGJING_WIRING` names; nobody where the setting is empty."""
    path = getattr(settings, "MINGJING_WIRING", "")
    found: Mapping[str, tuple[Listener, ...]] = import_string(path) if path else {}
    return found


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to be heard: how many events, since when, how many failed at least once."""

    waiting: int
    oldest: datetime | None
    failed: int


def backlog() -> Backlog:
    """The state of the queue, for the administrator."""
    rows = OutboxEntry.objects.filter(heard_at=None)
    found = rows.aggregate(n=Count("id"), oldest=Min("made_at"), failed=Count("id", filter=Q(tries__gt=0)))
    return Backlog(found["n"], found["oldest"], found["failed"])


def emit(name: str, *, at: datetime, **payload: Any) -> None:
    """Keep an event in this transaction and let it be heard once the transaction has committed.

    An event that nobody hears is not stored. The payload must be JSON (ids as strings).
    """
    if name not in _listeners():
        return
    entry = OutboxEntry.objects.create(name=name, payload=payload, made_at=at)
    transaction.on_commit(lambda: hear(entry))


def hear(entry: OutboxEntry) -> bool:
    """Call every listener of one event; a failure leaves it waiting for the next tick. Listeners are idempotent."""
    try:
        with transaction.atomic():
            for listener in _listeners().get(entry.name, ()):
                listener(entry.payload)
            entry.heard_at = timezone.now()
            entry.save(update_fields=["heard_at"])
    except Exception as failure:
        log.exception("event %s was not heard", entry.name)
        entry.heard_at = None
        entry.tries += 1
        entry.failure = str(failure)[:2000]
        entry.save(update_fields=["tries", "failure"])
        return False
    return True


def hear_waiting(limit: int = 200) -> int:
    """Hear what is still waiting, in the order it happened; used by the tick. Gives back how many were heard."""
    waiting = OutboxEntry.objects.filter(heard_at=None).order_by("made_at", "place")[:limit]
    return sum(hear(entry) for entry in waiting)
