"""Reading what was logged: the events of a stream, and the whole log by person and day, newest first."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from mingjing.ledger.models import Entry, Erasure, Head

SCAN = 5000


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event as logged: who (nobody for the system), what, when, and the payload. `key`: the interface key's id."""

    index: int
    kind: str
    at: datetime
    stream: str
    person_id: UUID | None
    payload: dict[str, Any]
    objects: tuple[dict[str, Any], ...] = ()
    key: str = ""


def whole(stream: str) -> tuple[EventFacts, ...]:
    """Every event of a stream, oldest first."""
    return tuple(_facts(Entry.objects.filter(stream=stream).order_by("stream_seq"), None))


def every(kind: str) -> Iterator[EventFacts]:
    """Every event of this very kind in the whole log, oldest first, but for what was destroyed lawfully."""
    return _facts(
        Entry.objects.filter(kind=kind).exclude(index__in=Erasure.objects.values("index")).order_by("index"), None
    )


def told_by(kind: str, key: str) -> dict[str, dict[str, Any]]:
    """What the events of a kind say, by the id that their payload names under `key`; of several about one the last."""
    return {str(one.payload[key]): dict(one.payload) for one in every(kind)}


def streams(room: str) -> frozenset[str]:
    """The streams whose name begins so (`dossier:`)."""
    found = Entry.objects.filter(stream_seq=1, stream__startswith=room).order_by()
    return frozenset(found.values_list("stream", flat=True))


def erased_streams() -> frozenset[str]:
    """The streams of which something was destroyed lawfully."""
    found = Entry.objects.filter(index__in=Erasure.objects.values("index")).order_by()
    return frozenset(found.values_list("stream", flat=True).distinct())


def events(stream: str, *, holding: str = "", limit: int = 50) -> tuple[EventFacts, ...]:
    """The newest events of a stream whose payload has this value somewhere; at most SCAN are looked at."""
    found: list[EventFacts] = []
    for one in _facts(Entry.objects.filter(stream=stream).order_by("-stream_seq"), SCAN):
        if not holding or holding in one.payload.values():
            found.append(one)
        if len(found) == limit:
            break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, and the index to go on below; 0 where there is no more."""

    events: tuple[EventFacts, ...]
    before: int


def log(
    *, people: Collection[UUID] | None = None, streams: Collection[str] | None = None, since: datetime | None = None, until: datetime | None = None,
    kind: str = "", before: int = 0, limit: int = 50,
) -> LogPage:  # fmt: skip
    """The log, newest first, narrowed down to acting people, streams, days and kinds that begin with `kind`.

    A page looks at SCAN events at most and may therefore be short."""
    asked: dict[str, Any] = {"at__gte": since, "at__lt": until, "kind__startswith": kind}
    rows = Entry.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("-index")
    if streams is not None:
        rows = rows.filter(stream__in=list(streams))
    if before:
        rows = rows.filter(index__lt=before)
    found: list[EventFacts] = []
    seen, last = 0, 0
    for one in _facts(rows, SCAN):
        seen, last = seen + 1, one.index
        if people is None or one.person_id in people:
            found.append(one)
        if len(found) == limit:
            return LogPage(tuple(found), last)
    return LogPage(tuple(found), last if seen == SCAN else 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the log is: entries, those not yet under a signed checkpoint, and when the last was appended."""

    size: int
    waiting: int
    last: datetime | None


def standing() -> Standing:
    """The state of the log as it is, without bringing it up to date."""
    newest = Entry.objects.order_by("-index").values("index", "at").first()
    signed = Head.objects.aggregate(size=Max("size"))["size"] or 0
    size = newest["index"] + 1 if newest else 0
    return Standing(size, size - signed, newest["at"] if newest else None)


def tip() -> str:
    """The salted digest of the newest entry: another as soon as anything is logged. Empty for an empty log."""
    return Entry.objects.order_by("-index").values_list("event_hash", flat=True).first() or ""


def count(since: datetime, until: datetime) -> int:
    """How many events were appended in a time."""
    return Entry.objects.filter(at__gte=since, at__lte=until).count()


def _facts(rows: QuerySet[Entry], limit: int | None) -> Iterator[EventFacts]:
    columns = rows.values_list("index", "kind", "at", "stream", "opening__event")[:limit]
    for index, kind, at, stream, raw in columns.iterator(chunk_size=200):
        event = json.loads(bytes(raw)) if raw else {}
        actor = event.get("actor")
        who = UUID(actor["person"]) if isinstance(actor, dict) else None
        key = actor.get("key", "") if isinstance(actor, dict) else ""
        yield EventFacts(index, kind, at, stream, who, event.get("payload", {}), tuple(event.get("objects", ())), key)
