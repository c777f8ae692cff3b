"""Reads of copies made from recordings."""

from collections.abc import Iterator
from uuid import UUID

from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.records.events import Event
from mingjing.records.models import RecordingCopy
from mingjing.records.terms import NotFound
from mingjing.records.terms.derived import CopyFacts


def copies(recording_id: UUID) -> tuple[CopyFacts, ...]:
    """The copies of a recording in the order in which they were made."""
    return tuple(row.facts() for row in RecordingCopy.objects.filter(recording_id=recording_id))


def copy_of(recording_id: UUID, copy_id: UUID) -> CopyFacts:
    """One copy of this recording. Raises NotFound."""
    row = RecordingCopy.objects.filter(recording_id=recording_id, id=copy_id).first()
    if row is None:
        raise NotFound("这段记录没有这个派生件。")
    return row.facts()


def copies_unlike_the_ledger() -> Iterator[Difference]:
    """What of the copies is not what the ledger says."""
    told = {one.payload["copy"]: one for one in ledger.every(Event.DERIVED)}
    held = {str(row.pk): row for row in RecordingCopy.objects.all()}
    for key in sorted(told.keys() - held.keys()):
        yield Difference(f"派生件“{told[key].objects[0]['name']}”", "业务库里没有（被删除）")
    for key, row in held.items():
        said = told.get(key)
        mine = (row.sha256, row.size, row.name, str(row.recording_id), row.kind, row.agreement)
        if said is None or mine != (
            said.objects[0]["sha256"], said.objects[0]["size"], said.objects[0]["name"], said.payload["recording"], said.payload["what"],
            said.payload["agreement"],
        ):  # fmt: skip
            yield Difference(f"派生件“{row.name}”", "与台账登记的不符")
