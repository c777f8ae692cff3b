"""Whether the recordings are still what the ledger says: committed so, held so, none deleted."""

from collections.abc import Iterator
from datetime import UTC
from uuid import UUID

from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.records.events import Event
from mingjing.records.models import Deposit, DepositItem, Recording
from mingjing.records.queries.dossiers import unlike_the_ledger

PREFIX = "recording:"


def recordings_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, recording by recording; those filed are compared with their file's chain too, by the file's audit."""
    for row in Recording.objects.order_by("pk").iterator():
        yield from _recording(row)
    yield from recordings_gone()


def some_recordings_unlike(after: UUID | None, limit: int) -> tuple[tuple[Difference, ...], UUID | None, int]:
    """The same for a few by id: what differs, the last one looked at (None: that was all), and how many."""
    rows = Recording.objects.order_by("pk")
    found = list((rows.filter(pk__gt=after) if after else rows)[:limit])
    unlike = tuple(one for row in found for one in _recording(row))
    return unlike, found[-1].pk if len(found) == limit else None, len(found)


def _recording(row: Recording) -> Iterator[Difference]:
    events = ledger.whole(f"{PREFIX}{row.pk}")
    if not _as_committed(row, events):
        yield Difference(f"音像记录“{row.name}”", "登记的摘要、长度、时间或者采集人与台账登记的不符")
    elif row.dossier_id is None and not _as_held(row, events):
        yield Difference(f"音像记录“{row.name}”", "入库的内容或者状态与台账登记的不符")


def recordings_gone() -> Iterator[Difference]:
    """The streams of those that are gone."""
    known = {f"{PREFIX}{key}" for key in Recording.objects.values_list("pk", flat=True).iterator()}
    for stream in sorted(ledger.streams(PREFIX) - known - ledger.erased_streams()):
        yield Difference(stream, "台账记有这段音像记录，业务库里没有（被删除）")


def _as_committed(row: Recording, events: tuple[EventFacts, ...]) -> bool:
    told = next((one for one in events if one.kind == Event.COMMITTED), None)
    if told is None:
        return False
    mine = {
        "name": row.name, "sha256": row.sha256, "size": row.size, "device": row.device, "started": row.started_at.astimezone(UTC).isoformat(),
        "ended": row.ended_at.astimezone(UTC).isoformat(), "clock_offset": row.clock_offset,
    }  # fmt: skip
    collector = told.payload.get("collector_id", str(told.person_id))
    return collector == str(row.collector_id) and all(told.payload.get(key) == value for key, value in mine.items())


def _as_held(row: Recording, events: tuple[EventFacts, ...]) -> bool:
    told = next((one for one in events if one.kind == Event.HELD), None)
    if told is None:
        return not row.held_sha256 and row.held_at is None
    content = told.objects[0]
    return (content["sha256"], content["sm3"], content["size"]) == (row.held_sha256, row.held_sm3, row.held_size)


DOSSIERS = "dossier:"


def deposits_unlike_the_ledger() -> Iterator[Difference]:
    """What of the files of other systems is not what their chains say."""
    known = set()
    for row in Deposit.objects.select_related("dossier").order_by("pk").iterator():
        known.add(f"{DOSSIERS}{row.pk}")
        events = ledger.whole(f"{DOSSIERS}{row.pk}")
        place = f"存入的案卷“{row.source_ref}”"
        if not _as_opened(row, events):
            yield Difference(place, "编号、名称或者封存时间与台账登记的不符")
        yield from (Difference(place, what) for what in _items_unlike(row, events))
        yield from (Difference(place, what) for what in unlike_the_ledger(row.pk, events))
    opened = {one.stream for one in ledger.every(Event.DEPOSIT_OPENED)}
    yield from (Difference(one, "台账记有这个存入的案卷，业务库里没有（被删除）") for one in sorted(opened - known))


def _as_opened(row: Deposit, events: tuple[EventFacts, ...]) -> bool:
    told = next((one for one in events if one.kind == Event.DEPOSIT_OPENED), None)
    if told is None:
        return False
    mine = {"source_ref": row.source_ref, "title": row.dossier.title, "case_number": row.case_number}
    closed = any(one.kind == Event.DEPOSIT_CLOSED for one in events)
    return all(told.payload.get(key) == value for key, value in mine.items()) and closed == bool(row.dossier.sealed_at)


def _items_unlike(row: Deposit, events: tuple[EventFacts, ...]) -> Iterator[str]:
    told = {one.payload["item"]: one.payload for one in events if one.kind == Event.ITEM_COMMITTED}
    came = {one.payload["item"]: one.payload["attachment"] for one in events if "item" in one.payload and "attachment" in one.payload}  # fmt: skip
    held = {str(one.pk): one for one in DepositItem.objects.filter(deposit=row)}
    yield from (f"材料“{told[key]['name']}”业务库里没有（被删除）" for key in sorted(told.keys() - held.keys()))
    for key, one in held.items():
        said = told.get(key, {})
        same = all(said.get(name) == getattr(one, name) for name in ("source_ref", "name", "sha256", "size", "step"))
        if not same or came.get(key, "") != str(one.attachment_id or ""):
            yield f"材料“{one.name}”与台账登记的不符"
