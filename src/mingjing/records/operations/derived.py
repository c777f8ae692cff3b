"""A copy of a recording becomes a child of its original; the original is never touched."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.storage import Stored
from mingjing.kernel.findings import Invalid
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import ObjectRef
from mingjing.records.access import may_hear
from mingjing.records.events import Event
from mingjing.records.models import RecordingCopy
from mingjing.records.operations.recordings import locked, refuse, stream_of
from mingjing.records.queries.recordings import facts_of
from mingjing.records.rules import derived as rules
from mingjing.records.rules.files import media_type
from mingjing.records.terms.derived import CopyDraft, CopyFacts


@operation(Event.DERIVED)
def derive_recording(*, recording_id: UUID, draft: CopyDraft, kept: Stored, by: Actor, at: datetime) -> CopyFacts:
    """Register a copy that lies in the store already. The same bytes of the same original again are the same copy.

    Raises NotFound, Forbidden, Invalid (no original, no film, the original itself), Refused (REC-70). 国办发〔2018〕118号第三部分（九）。
    """
    row = locked(recording_id)
    may_hear.require(by, row, doing="登记派生件")
    one = facts_of(row)
    if not one.playable:
        raise Invalid({"file": ["原件还没有入库，不能登记派生件"]})
    refuse(rules.copy_is_explained(draft, int(one.length.total_seconds())))
    with storage.open_(kept.sha256) as content:
        kind = media_type(content.read(16))
    if kind.split("/")[0] not in {"video", "audio", "image"}:
        raise Invalid({"file": ["内容不是音像文件，请重新选择"]})
    if kept.sha256 == one.held_sha256:
        raise Invalid({"file": ["这就是原件，不用登记派生件"]})
    known = RecordingCopy.objects.filter(recording=row, sha256=kept.sha256).first()
    if known is not None:
        return known.facts()
    made = RecordingCopy.objects.create(
        recording=row, kind=draft.kind, name=draft.name, media_type=kind, reason=draft.reason.strip()[:300], since=draft.since, until=draft.until,
        sha256=kept.sha256, sm3=kept.sm3, size=kept.size, streams_original=draft.streams_original, streams_copy=draft.streams_copy,
        agreement=rules.copy_agrees(draft.streams_original, draft.streams_copy), outside=draft.outside, made_at=at,
        person_id=by.person_id, person_name=by.name,
    )  # fmt: skip
    told = {
        "recording": str(row.id), "copy": str(made.id), "original": row.held_sha256, "what": made.kind, "since": made.since, "until": made.until,
        "reason": made.reason, "agreement": made.agreement, "outside": made.outside, "streams": made.streams_copy.splitlines(),
    }  # fmt: skip
    named = ObjectRef(made.name, kept.sha256, kept.sm3, kept.size, kind)
    ledger.append(kind=Event.DERIVED, stream=stream_of(row), at=at, by=by, payload=told, objects=[named])
    return made.facts()
