"""Whether the recordings are still what the ledger says: committed so, held so, none deleted."""

from collections.abc import Iterator
from datetime import UTC

from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.records.events import Event
from mingjing.records.models import Recording

PREFIX = "recording:"


def recordings_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, recording by recording; those filed are compared with their file's chain too, by the file's audit."""
    known = set()
    for row in Recording.objects.order_by("pk").iterator():
        known.add(f"{PREFIX}{row.pk}")
        events = ledger.whole(f"{PREFIX}{row.pk}")
        if not _as_committed(row, events):
            yield Difference(f"音像记录“{row.name}”", "登记的摘要、长度、时间或者采集人与台账登记的不符")
        elif row.dossier_id is None and not _as_held(row, events):
            yield Difference(f"音像记录“{row.name}”", "入库的内容或者状态与台账登记的不符")
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
    return told.person_id == row.collector_id and all(told.payload.get(key) == value for key, value in mine.items())


def _as_held(row: Recording, events: tuple[EventFacts, ...]) -> bool:
    told = next((one for one in events if one.kind == Event.HELD), None)
    if told is None:
        return not row.held_sha256 and row.held_at is None
    content = told.objects[0]
    return (content["sha256"], content["sm3"], content["size"]) == (row.held_sha256, row.held_sm3, row.held_size)
