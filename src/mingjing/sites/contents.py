"""The worker reads the store again, a little at a time, so that everything is read once within the dated period.

A film is read over several rounds: how far it is stands in this process only, so a restart begins that film anew.
"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from mingjing.archives.queries import kept_packages
from mingjing.foundation import storage
from mingjing.ledger.terms import SYSTEM
from mingjing.organs.queries.kept import kept_photos
from mingjing.publicity.queries.kept import kept_files
from mingjing.records import operations, queries
from mingjing.records.terms.fixity import ContentFacts, Fit, Kept, Read

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=1)
LEAST = 16 * 1024 * 1024
"""How much a round reads at least, in bytes."""


@dataclass
class Reading:
    """How far this process is: the day of the last listing, the last round, and a content half read."""

    listed: date | None = None
    at: datetime | None = None
    away: datetime | None = None
    half: tuple[str, int, Any] | None = None
    found: list[Read] = field(default_factory=list)


_readings: dict[str, Reading] = {}


def every() -> Iterator[Kept]:
    """Every content that any room keeps."""
    yield from queries.kept_contents()
    yield from (Kept(sha256, size, "归档包") for sha256, size in kept_packages())
    yield from (Kept(sha256, size, "公示附件") for sha256, size in kept_files())
    yield from (Kept(sha256, size, "证件照片") for sha256, size in kept_photos())
    # Seals, signatures, scans, additions, imported packages, draws and whatever comes later: what lies in the store is
    # under watch from the first night on, whoever put it there.
    yield from (Kept(sha256, 0, "其他内容") for sha256 in storage.names())


def read_on(now: datetime) -> int:
    """One round, at most once a minute: how many contents were read to their end."""
    mine = _readings.setdefault(connection.alias, Reading())
    if mine.at is not None and now - mine.at < EVERY:
        return 0
    mine.at = now
    today = timezone.localdate(now)
    if mine.listed != today:
        operations.list_contents(kept=every(), by=SYSTEM, at=now)
        mine.listed = today
    standing = queries.fixity(now)
    # Twice as fast as it must be, so that a worker that stood still for a while catches up.
    budget = max(LEAST, int(standing.size * (EVERY / (standing.period / 2))))
    return read_some(mine, queries.due_contents(now - standing.period / 2), budget, now)


def read_some(mine: Reading, due: tuple[ContentFacts, ...], budget: int, now: datetime) -> int:
    """Read these in turn, about so many bytes, and keep what was found, outside of every transaction but the last."""
    left = budget
    mine.found = []
    for one in due:
        if left <= 0:
            break
        left -= _read(mine, one, left)
    if mine.found:
        operations.note_read(found=mine.found, by=SYSTEM, at=now)
    return len(mine.found)


def _read(mine: Reading, one: ContentFacts, most: int) -> int:
    """Read on in a content; how many bytes were read."""
    here, offset, sums = mine.half if mine.half and mine.half[0] == one.sha256 else (one.sha256, 0, hashlib.sha256())
    mine.half = None
    try:
        whole = storage.size(here)
        until = min(whole, offset + max(most, 1))
        for piece in storage.span(here, offset, until):
            sums.update(piece)
    except storage.Missing:
        mine.found.append(Read(here, Fit.MISSING, 0))
        return 0
    except storage.Away as away:
        log.warning("contents: %s", away)
        return most
    if until < whole:
        mine.half = (here, until, sums)
    else:
        mine.found.append(Read(here, Fit.SOUND if sums.hexdigest() == here else Fit.ALTERED, whole))
    return until - offset


def check_all(progress: Any = None) -> int:
    """Read everything now, as the command does; how many contents are at fault."""
    now = timezone.now()
    operations.list_contents(kept=every(), by=SYSTEM, at=now)
    mine = Reading()
    while due := queries.due_contents(now):
        read_some(mine, due, 2**62, timezone.now())
        if progress:
            progress(len(mine.found))
        if not mine.found:  # the object store is away
            break
    return queries.fixity(now).faults


def move_on(now: datetime) -> int:
    """Take new contents over into the object store, where there is one; quiet for a minute after it did not answer."""
    mine = _readings.setdefault(connection.alias, Reading())
    if mine.away is not None and now - mine.away < EVERY:
        return 0
    try:
        moved = storage.move()
    except (storage.Away, storage.Missing) as failure:
        log.warning("moves: %s", failure)
        mine.away = now
        return 0
    mine.away = None
    return moved
