"""The passes of the nightly audit: begun, moved on slice by slice, ended, and settled by a person. Nothing else is changed."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import Patrol
from mingjing.archives.operations.custody import refuse
from mingjing.archives.rules import patrols as rules
from mingjing.archives.terms import PatrolFacts, Sliced
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By

KEPT, LAST = 1000, "end"
STREAM = "ledger:audit"


@operation("archive:audit:started")
def begin_patrol(*, size: int, root: str, part: str, by: By, at: datetime) -> PatrolFacts:
    """Begin a pass over so many entries; where one goes on already, it is given back."""
    going = Patrol.objects.filter(going=True).first()
    if going is not None:
        return going.facts()
    try:
        with transaction.atomic():
            return Patrol.objects.create(started_at=at, moved_at=at, size=size, root=root, part=part).facts()
    except IntegrityError:  # another worker began it meanwhile
        return Patrol.objects.get(going=True).facts()


@operation(Event.AUDITED)
def move_patrol(*, patrol: PatrolFacts, sliced: Sliced, by: By, at: datetime) -> bool:
    """Keep what a slice found, if the pass is still where the slice began: of two workers one counts. Logged when it ends."""
    kept = [{"place": place, "message": message, "by": who} for place, message, who in sliced.differences]
    here = Patrol.objects.select_for_update().filter(id=patrol.id, part=patrol.part, place=patrol.place, going=True)
    row = here.first()
    if row is None or row.slices != patrol.slices:
        return False
    row.part, row.place, row.done = sliced.part, sliced.place, row.done + sliced.done
    row.slices, row.moved_at = row.slices + 1, at
    row.found += len(kept)
    row.differences = [*row.differences, *kept][:KEPT]
    if sliced.part == LAST:
        row.ended_at, row.going = at, False
        told = {"pass": str(row.id), "size": row.size, "root": row.root, "done": row.done, "found": row.found}
        ledger.append(kind=Event.AUDITED, stream=STREAM, at=at, by=by, payload=told)
    row.save()
    return True


@operation(Event.AUDIT_SETTLED)
def settle_patrol(*, patrol_id: UUID, note: str, by: Actor, at: datetime) -> PatrolFacts:
    """Say what was found out and done about the findings of a pass. Raises Forbidden, Invalid, Refused (ARCH-53)."""
    access.may_settle_audit.require(by, doing="登记自查处置")
    row = Patrol.objects.select_for_update().filter(id=patrol_id).first()
    if row is None:
        raise Invalid({"patrol": ["没有这一遍自查，请从自查页面重新进入。"]})
    refuse(*rules.settled_rightly(row.facts(), note))
    row.settled_by, row.settled_name, row.settled_at, row.settled_note = by.person_id, by.name, at, note.strip()[:500]
    row.save()
    payload = {"pass": str(row.id), "found": row.found}
    ledger.append(kind=Event.AUDIT_SETTLED, stream=STREAM, at=at, by=by, payload=payload)
    return row.facts()
