"""One round of background work. Each part is idempotent and bounded; a failure in one does not stop the others."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.exchange import operations as exchange
from mingjing.foundation import outbox, pacing
from mingjing.ledger import operations as ledger
from mingjing.publicity import operations as publicity
from mingjing.records import operations as records
from mingjing.sites import contents
from mingjing.sites.portal.mail import send_digest

log = logging.getLogger(__name__)
RENDERS = 5
LETTERS = 10

log = logging.getLogger(__name__)
RENDERS = 5
PUSHES = 10
ROWS_OF_AN_INDEX = 1000
_weighed: dict[str, date] = {}
_swept: dict[str, date] = {}
_reckoned: dict[str, tuple[date, UUID | None]] = {}


def tick() -> dict[str, int]:
    """Hear waiting events, render a few documents, sign the entries; once a day, look at passed dates, weigh
    the tables and write to subscribers."""
    parts: dict[str, Callable[[], int]] = {
        "events": lambda: outbox.hear_waiting(50),
        "documents": lambda: cases.render_waiting(limit=RENDERS, now=timezone.now(), by="system"),
        "lists": lambda: publicity.bring_into_force(by="system", at=timezone.now()),
        "ledger": lambda: ledger.integrate().size,
        "clocks": lambda: reckon(timezone.now()),
        "terms": lambda: publicity.expire_due(by="system", now=timezone.now()),
        "credit": lambda: exchange.stop_due(by="system", now=timezone.now()),
        "channels": lambda: exchange.deliver_due(by="system", now=timezone.now(), limit=PUSHES),
        "uploads": lambda: exchange.forget_files(by="system", at=timezone.now()),
        "films": lambda: records.drop_stale(at=timezone.now()),
        "contents": lambda: contents.read_on(timezone.now()),
        "moves": lambda: contents.move_on(timezone.now()),
        "statistics": lambda: weigh(timezone.localdate()),
        "paces": lambda: pacing.forget(timezone.now()),
        "letters": lambda: write_letters(timezone.now()),
    }
    return {name: _done(name, part) for name, part in parts.items()}


def _done(name: str, part: Callable[[], int]) -> int:
    try:
        return part()
    except Exception:
        log.exception("tick: %s failed", name)
        return 0


def reckon(now: datetime) -> int:
    """Once a day, a few cases each round: what the dates that have passed open and begin; 1 where cases were looked at."""
    today, (day, after) = timezone.localdate(now), _reckoned.get(connection.alias, (None, None))
    if day == today and after is None:
        return 0
    last = cases.reckon_due(by="system", now=now, after=after if day == today else None)
    _reckoned[connection.alias] = (today, last)
    return 1 if last else 0


def write_letters(now: datetime) -> int:
    """The day's letters to subscribers, a few each round; once a day, addresses that did not confirm are deleted."""
    today = timezone.localdate(now)
    if _swept.get(connection.alias) != today:
        publicity.sweep_subscriptions(by="system", at=now)
        _swept[connection.alias] = today
    if not settings.MINGJING_MAIL_ON:
        return 0
    return publicity.send_digests(send=send_digest, by="system", at=now, limit=LETTERS)


def weigh(on: date) -> int:
    """Tell SQLite once a day how its rows are spread, from a sample of each index; 1 where that was done.

    Without it a search for one party walks every case of the organ. PostgreSQL does this by itself.
    """
    if connection.vendor != "sqlite" or _weighed.get(connection.alias) == on:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={ROWS_OF_AN_INDEX}")
        cursor.execute("ANALYZE")
    _weighed[connection.alias] = on
    return 1
