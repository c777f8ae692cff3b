"""One round of background work. Each part is idempotent and bounded; a failure in one does not stop the others."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from mingjing.archives import operations as archives
from mingjing.cases import operations as cases
from mingjing.exchange import operations as exchange
from mingjing.foundation import outbox, pacing
from mingjing.ledger import operations as ledger
from mingjing.publicity import operations as publicity
from mingjing.records import operations as records
from mingjing.sites import contents, patrol
from mingjing.sites.portal.mail import send_digest
from mingjing.supervision import operations as supervision

log = logging.getLogger(__name__)
RENDERS = 5
LETTERS = 10
PAPERS = 3
SEALS = 3
SEAL_CHECKS = 5
NIGHT_ENDS = 6
CHECKS = 2
PUSHES = 10
ROWS_OF_AN_INDEX = 1000
WITNESSED_EVERY, STAMPED_EVERY = timedelta(minutes=5), timedelta(hours=1)
_weighed: dict[str, date] = {}
_swept: dict[str, date] = {}
_witnessed: dict[str, datetime] = {}
_stamped: dict[str, datetime] = {}
_watched: dict[str, date] = {}
_reckoned: dict[str, tuple[date, UUID | None]] = {}


def tick() -> dict[str, int]:
    """Hear waiting events, render a few documents, sign the entries; once a day, look at passed dates, weigh
    the tables and write to subscribers."""
    parts: dict[str, Callable[[], int]] = {
        "events": lambda: outbox.hear_waiting(50),
        "documents": lambda: cases.render_waiting(limit=RENDERS, now=timezone.now(), by="system"),
        "lists": lambda: publicity.bring_into_force(by="system", at=timezone.now()),
        "clock": lambda: int(ledger.watch_clock(by="system", at=timezone.now())),
        "heart": lambda: int(ledger.beat(by="system", at=timezone.now())),
        "keys": lambda: int(ledger.ensure_sm2(by="system", at=timezone.now())),
        "ledger": lambda: ledger.integrate().size,
        "witnesses": lambda: ask_witnesses(timezone.now()),
        "stamps": lambda: stamp(timezone.now()),
        "clocks": lambda: reckon(timezone.now()),
        "terms": lambda: publicity.expire_due(by="system", now=timezone.now()),
        "credit": lambda: exchange.stop_due(by="system", now=timezone.now()),
        "channels": lambda: exchange.deliver_due(by="system", now=timezone.now(), limit=PUSHES),
        "uploads": lambda: exchange.forget_files(by="system", at=timezone.now()),
        "papers": lambda: records.read_waiting(limit=PAPERS, by="system", at=timezone.now()),
        "seals": lambda: records.seal_waiting(at=timezone.now(), by="system", limit=SEALS),
        "seal_checks": lambda: look_at_seals(timezone.now()),
        "destroyed": lambda: archives.sweep(by="system", now=timezone.now()),
        "archives": lambda: archives.check_due(by="system", now=timezone.now(), limit=CHECKS),
        "films": lambda: records.drop_stale(at=timezone.now()),
        "analyses": lambda: supervision.count_waiting(by="system", now=timezone.now()),
        "warnings": lambda: watch(timezone.now()),
        "patrol": lambda: patrol.walk_on(timezone.now()),
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


def watch(now: datetime) -> int:
    """Once a day, lay every organ's figures beside the thresholds; how many warnings changed."""
    today = timezone.localdate(now)
    if _watched.get(connection.alias) == today:
        return 0
    changed = supervision.watch_organs(by="system", now=now)
    _watched[connection.alias] = today
    return changed


def write_letters(now: datetime) -> int:
    """The day's letters to subscribers, a few each round; once a day, addresses that did not confirm are deleted."""
    today = timezone.localdate(now)
    if _swept.get(connection.alias) != today:
        publicity.sweep_subscriptions(by="system", at=now)
        _swept[connection.alias] = today
    if not settings.MINGJING_MAIL_ON:
        return 0
    return publicity.send_digests(send=send_digest, by="system", at=now, limit=LETTERS)


def ask_witnesses(now: datetime) -> int:
    """Every few minutes, let the witnesses that have an address cosign the newest checkpoint; how many did."""
    last = _witnessed.get(connection.alias)
    if last is not None and timedelta(0) <= now - last < WITNESSED_EVERY:
        return 0
    _witnessed[connection.alias] = now
    answers = ledger.ask_witnesses(by="system", at=now)
    for answer in answers:
        if not answer.cosigned:
            log.warning("witness: %s", answer.words)
    return sum(answer.cosigned for answer in answers)


def stamp(now: datetime) -> int:
    """Once a day, have the checkpoints stamped; after a failure again in an hour. How many stamps there are more."""
    tried = _stamped.get(connection.alias)
    if not settings.MINGJING_TSA_URL or (tried is not None and timedelta(0) <= now - tried < STAMPED_EVERY):
        return 0
    _stamped[connection.alias] = now
    return ledger.stamp_due(by="system", at=now)


def look_at_seals(now: datetime) -> int:
    """Every night each sealed document is examined again, a few each round; gives back how many."""
    if timezone.localtime(now).hour >= NIGHT_ENDS:
        return 0
    return records.recheck_seals(before=now - timedelta(hours=20), at=now, by="system", limit=SEAL_CHECKS)


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
