"""Which edition of an entry is in force: the released one at once or on its day, and what search finds of it (PUB-62)."""

from datetime import datetime, time

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.kernel.days import CHINA, local_day
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By
from mingjing.publicity.events import Event
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.operations.searching import forget_entry, index_entry
from mingjing.publicity.rules.registers import in_force
from mingjing.publicity.terms import EditionState


def take_its_place(entry: RegisterEntry, edition: Edition, at: datetime) -> None:
    """Put a released edition where it belongs: in force, or waiting for its day; whatever it replaces ends."""
    if entry.coming:
        _end(entry.coming, at, f"没有施行，由第 {edition.seq} 版代替")
        entry.coming = None
    if in_force(edition.valid_from, local_day(at)):
        if entry.current:
            _end(entry.current, at, f"由第 {edition.seq} 版代替")
        entry.current = edition
    else:
        entry.coming = edition
    entry.save(update_fields=["current", "coming"])
    show(entry)


def give_up_its_place(edition: Edition) -> None:
    """An edition is public no longer; search finds what is left of the entry, or nothing."""
    entry = edition.entry
    entry.current = None if entry.current_id == edition.pk else entry.current
    entry.coming = None if entry.coming_id == edition.pk else entry.coming
    entry.save(update_fields=["current", "coming"])
    show(entry)


@operation(Event.ENTRY_IN_FORCE)
def bring_into_force(*, by: By, at: datetime, limit: int = 200) -> int:
    """Let every edition whose day has come take the place of the one before it; gives back how many.

    Readers ask by the day and see it at midnight already; this keeps the books, and may run any number of times.
    """
    waiting = RegisterEntry.objects.select_for_update(of=("self",)).filter(coming__valid_from__lte=local_day(at))
    rows = list(waiting.select_related("current", "coming").order_by("pk")[:limit])
    for entry in rows:
        settle(entry, by=by, at=at)
    return len(rows)


def settle(entry: RegisterEntry, *, by: By, at: datetime) -> None:
    """Where the day of the waiting edition has come, it is the one in force; anything done to the entry comes after."""
    coming = entry.coming
    if coming is None or not in_force(coming.valid_from, local_day(at)):
        return
    if entry.current:
        since = coming.valid_from
        midnight = datetime.combine(since, time(), CHINA)
        _end(entry.current, midnight, f"由第 {coming.seq} 版代替，自 {since.isoformat()} 起施行")
    entry.current, entry.coming = coming, None
    entry.save(update_fields=["current", "coming"])
    told = {
        "entry_id": str(entry.pk), "organ_id": str(entry.organ_id), "kind": entry.kind, "code": entry.code,
        "seq": coming.seq, "digest": coming.digest, "state": coming.state,
    }  # fmt: skip
    append(kind=Event.ENTRY_IN_FORCE, stream=f"pubreg:{entry.pk}", at=at, by=by, payload=told)
    emit(Event.ENTRY_IN_FORCE, at=at, **told)
    show(entry)


def _end(edition: Edition, at: datetime, reason: str) -> None:
    edition.state, edition.ended_at, edition.ended_reason = EditionState.ENDED, at, reason
    edition.save(update_fields=["state", "ended_at", "ended_reason"])


def show(entry: RegisterEntry) -> None:
    """Let search find what is public of an entry: the edition in force, else the one that waits for its day."""
    edition = entry.current or entry.coming
    if edition is None:
        forget_entry(entry.pk)
    else:
        index_entry(edition)
