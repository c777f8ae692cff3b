"""Whether what is public is still what the ledger says: every version of every text and its attachments, the served text, the state."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

from mingjing.foundation import storage
from mingjing.kernel.hashing import fingerprint
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.publicity.events import Event
from mingjing.publicity.models import FileCopy, Publication, Version
from mingjing.publicity.rules.wording import public_text
from mingjing.publicity.terms import IN_PUBLIC, RepairState, State

_TEXTS = (Event.RELEASED, Event.CORRECTED, Event.REPUBLISHED)
_ENDS = (Event.WITHDRAWN, Event.EXPIRED, Event.REPAIRED)
_ANSWERS = {Event.REPAIRED: RepairState.GRANTED, Event.REPAIR_REFUSED: RepairState.REFUSED}
_STATES = {Event.WITHDRAWN: State.WITHDRAWN, Event.EXPIRED: State.EXPIRED, Event.REPAIRED: State.REPAIRED}
_SHOWN = {"party": "public_party", "cause": "public_cause", "outcome": "public_outcome", "result": "public_result"}


def unlike_the_ledger() -> Iterator[Difference]:
    """What differs, publication by publication; and the streams of those that are gone."""
    for key, number in Publication.objects.order_by("scheduled_at", "pk").values_list("pk", "number").iterator():
        yield from _told(key, number)
    yield from publications_gone()


def publications_unlike(after: UUID | None, limit: int) -> tuple[tuple[Difference, ...], UUID | None, int]:
    """The same for a few by id: what differs, the last one looked at (None: that was all), and how many."""
    rows = Publication.objects.order_by("pk").values_list("pk", "number")
    found = list((rows.filter(pk__gt=after) if after else rows)[:limit])
    unlike = tuple(one for key, number in found for one in _told(key, number))
    return unlike, found[-1][0] if len(found) == limit else None, len(found)


def _told(key: UUID, number: str) -> Iterator[Difference]:
    try:
        row = Publication.objects.select_related("source", "current").get(pk=key)
        faults = tuple(_publication(row, ledger.whole(f"pub:{key}")))
    except (ValueError, TypeError, LookupError, AttributeError) as failure:
        faults = (f"记录读不出来，可能被改动（{failure}）",)
    yield from (Difference(f"公示 {number}", fault) for fault in faults)


def publications_gone() -> Iterator[Difference]:
    """The streams of those that are gone."""
    known = {f"pub:{key}" for key in Publication.objects.values_list("pk", flat=True).iterator()}
    for stream in sorted(ledger.streams("pub:") - known - ledger.erased_streams()):
        yield Difference(stream, "台账记有这件公示，业务库里没有（被删除）")


def _publication(row: Publication, events: tuple[EventFacts, ...]) -> Iterator[str]:
    served = {one.payload["digest"] for one in events if one.kind == Event.SCHEDULED}
    if {row.digest, fingerprint(row.source.content)} != served:
        yield "送达文本与登记公示时的不符"
    if row.check_kind != row.source.content.get("check_kind", ""):
        yield "检查方式与登记公示时的不符"
    told = {one.payload["version"]: one for one in events if one.kind in _TEXTS}
    held = {one.seq: one for one in row.versions.all()}
    for seq in sorted(told.keys() | held.keys()):
        if seq not in held or seq not in told or not _same(row, held[seq], told[seq]):
            yield f"第 {seq} 版公开文本与台账登记的不符"
    moves = [one.kind for one in events if one.kind in (*_TEXTS, *_ENDS)]
    if (bool(moves) and moves[-1] not in _ENDS) != (row.state in IN_PUBLIC):
        yield "是否公开与台账登记的不符"
    if (row.current.seq if row.current else 0) != (max(held, default=0) if row.state in IN_PUBLIC else 0):
        yield "现行版本与台账登记的不符"
    if moves and moves[-1] in _ENDS and _STATES[Event(moves[-1])] != row.state:
        yield "怎样停止公示与台账登记的不符"
    yield from _unlike_repairs(row, events)
    yield from _lost_copies(row)
    yield from _unlike_list(row)


def _same(row: Publication, version: Version, event: EventFacts) -> bool:
    made = public_text(row.organ_name, row.number, row.decided_on, version.parts)
    digest = hashlib.sha256(version.text.encode("utf-8", "replace")).hexdigest()
    files = {(one.name, one.sha256, one.size) for one in version.copies.all()}
    told = {(one["name"], one["sha256"], one["size"]) for one in event.objects[1:]}
    return version.text == made and digest == version.sha256 == event.objects[0]["sha256"] and files == told


def _unlike_repairs(row: Publication, events: tuple[EventFacts, ...]) -> Iterator[str]:
    """Applications for an early end: the same as logged, with the same answers and last days."""
    told: dict[str, tuple[str, str]] = {}
    for one in events:
        if one.kind == Event.REPAIR_ASKED:
            told[one.payload["repair"]] = (one.payload["due"], RepairState.OPEN)
        elif one.kind in _ANSWERS and one.payload.get("repair") in told:
            told[one.payload["repair"]] = (told[one.payload["repair"]][0], _ANSWERS[Event(one.kind)])
    held = {str(one.pk): (one.due.isoformat(), one.state) for one in row.repairs.all()}
    if held != told:
        yield "提前终止公示的申请与台账登记的不符"


def _lost_copies(row: Publication) -> Iterator[str]:
    for copy in FileCopy.objects.filter(version__publication=row).select_related("version"):
        try:
            storage.read(copy.sha256)
        except storage.Missing:
            yield f"附件{copy.seq}第 {copy.version.seq} 版的公开副本不在存储里，或者被改动"


def _unlike_list(row: Publication) -> Iterator[str]:
    parts = row.current.parts if row.current else dict.fromkeys(_SHOWN, "")
    if any(getattr(row, column) != parts[part][: _most(column)] for part, column in _SHOWN.items()):
        yield "列表里公开的内容与公开文本不符"


def _most(column: str) -> int | None:
    return getattr(Publication._meta.get_field(column), "max_length", None)
