"""The scheduled reading of the store: what is kept is written down, read, told, put back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.kernel.batches import in_batches
from mingjing.kernel.days import local_day
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By
from mingjing.records.events import Event
from mingjing.records.models import Content, FixityDay
from mingjing.records.operations.recordings import refuse
from mingjing.records.queries.fixity import STREAM
from mingjing.records.rules import fixity as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.fixity import FAULTS, ContentFacts, Fit, Kept, Read

BATCH = 500


@operation(Event.CONTENTS_LISTED)
def list_contents(*, kept: Iterable[Kept], by: By, at: datetime) -> int:
    """Put what the rooms keep under watch; what is there already stays as it is. How many are new."""
    before = Content.objects.count()
    for some in in_batches(kept, BATCH):
        rows = [Content(sha256=one.sha256, size=one.size, what=one.what) for one in some if one.sha256]
        Content.objects.bulk_create(rows, ignore_conflicts=True)
    return Content.objects.count() - before


@operation(Event.CONTENTS_READ)
def note_read(*, found: Sequence[Read], by: By, at: datetime) -> int:
    """Keep what was found; a fault that is new, and one that is gone, are logged. How many faults are new. (REC-67)"""
    fresh = 0
    rows = {row.pk: row for row in Content.objects.select_for_update().filter(pk__in=[one.sha256 for one in found])}
    for one in found:
        row = rows.get(one.sha256)
        if row is None or row.state == Fit.ERASED:
            continue
        was, row.state, row.checked_at = row.state, one.state, at
        row.size = one.size or row.size
        if one.state in FAULTS and was != one.state:
            fresh += 1
            row.found_at = at
            _log(Event.CONTENT_FAULTY, row, by, at)
        elif one.state == Fit.SOUND and was in FAULTS:
            row.found_at = None
            _log(Event.CONTENT_SOUND, row, by, at)
        row.save(update_fields=["state", "checked_at", "found_at", "size"])
    day, _ = FixityDay.objects.get_or_create(day=local_day(at))
    FixityDay.objects.filter(pk=day.pk).update(
        contents=F("contents") + len(found), size=F("size") + sum(one.size for one in found), faults=F("faults") + fresh
    )
    return fresh


def _log(kind: str, row: Content, by: By, at: datetime, **more: str) -> None:
    told = {"sha256": row.sha256, "state": row.state, "what": row.what, **more}
    ledger.append(kind=kind, stream=STREAM, at=at, by=by, payload=told)


@operation(Event.CONTENT_RESTORED)
def restore_content(*, sha256: str, pieces: Iterable[bytes], reason: str, by: By, at: datetime) -> ContentFacts:
    """Put a content back from a copy, only where it is the very one; what was altered is set aside, never thrown away.

    Raises NotFound where it is not under watch or not at fault, Refused (REC-69). 国办发〔2018〕118号第三部分（九）。
    """
    row = Content.objects.select_for_update().filter(pk=sha256).first()
    if row is None or row.state not in FAULTS:
        raise NotFound("这份内容没有缺失或者被改动，不用放回。")
    given, sealed = storage.set_back(sha256, pieces)
    refuse(rules.what_comes_back_is_the_same(sha256, given))
    row.state, row.found_at, row.checked_at = Fit.SOUND, None, at
    row.save(update_fields=["state", "found_at", "checked_at"])
    _log(Event.CONTENT_SOUND, row, by, at, reason=reason[:200], set_aside=sealed)
    return row.facts()


@operation(Event.CONTENT_ERASED)
def note_erased(*, sha256: str, order: str, by: By, at: datetime) -> None:
    """A content was destroyed lawfully: it is no longer read, and its absence is no fault. Asked again, nothing happens."""
    row, _ = Content.objects.select_for_update().get_or_create(pk=sha256, defaults={"what": "内容"})
    if row.state == Fit.ERASED:
        return
    row.state, row.found_at = Fit.ERASED, None
    row.save(update_fields=["state", "found_at"])
    _log(Event.CONTENT_ERASED, row, by, at, order=order)
