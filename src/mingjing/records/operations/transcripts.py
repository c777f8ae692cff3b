"""What is said in a recording, written down by a person: added version by version, beside the recording, never in it."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.storage import Stored
from mingjing.kernel.findings import Invalid
from mingjing.ledger import operations as ledger
from mingjing.records.access import may_hear
from mingjing.records.events import Event
from mingjing.records.models import Recording, Transcript
from mingjing.records.operations.recordings import locked, still_open, stream_of
from mingjing.records.operations.refusing import refuse
from mingjing.records.queries.recordings import facts_of
from mingjing.records.queries.transcripts import objects_of
from mingjing.records.rules import transcripts as rules
from mingjing.records.terms.transcripts import MOST_BYTES, Line, TranscriptFacts


@operation(Event.TRANSCRIBED)
def keep_transcript(
    *, recording_id: UUID, text: str, base: int, reason: str, by: Actor, at: datetime
) -> TranscriptFacts:
    """Keep one more version of the transcript of a recording; `text` typed, SRT or WebVTT; `base`: the version it began from.

    The same lines again are the same version. The recording is not touched. Raises NotFound, Forbidden, Invalid, Refused
    (REC-84, REC-85; REC-17 once the file is sealed). 国办发〔2018〕118号第三部分（八）。
    """  # fmt: skip
    row = locked(recording_id)
    if by.organ_id != row.organ_id:
        may_hear.require(by, row, doing="整理文字稿")
    still_open(row.dossier_id)
    if not facts_of(row).playable:
        raise Invalid({"lines": ["音像的内容还没有入库，入库以后再整理文字稿"]})
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Invalid({"lines": [f"太长，最多 {MOST_BYTES // 1024} KB"]})
    newest = Transcript.objects.filter(recording=row).order_by("-version").first()
    lines = rules.read(text)
    if newest is not None and newest.facts().lines == lines:
        return newest.facts()
    refuse((
        *rules.transcript_is_plain(lines, int((row.ended_at - row.started_at).total_seconds())),
        *rules.version_is_explained(newest.version if newest else 0, base, newest.person_name if newest else "", reason),
    ))  # fmt: skip
    made = _added(row, lines, rules.kind_of(text), (newest.version if newest else 0) + 1, reason.strip(), by, at)
    told = {"recording": str(row.id), "version": made.version, "lines": len(lines), "source": made.source}
    ledger.append(
        kind=Event.TRANSCRIBED, stream=stream_of(row), at=at, by=by, payload=told, objects=objects_of(row, made)
    )
    return made.facts()


def _added(
    row: Recording, lines: tuple[Line, ...], source: str, version: int, reason: str, by: Actor, at: datetime
) -> Transcript:
    title = rules.title_of(row.name, version, by.name)
    vtt, text = (storage.put(made.encode()) for made in (rules.as_vtt(title, lines), rules.as_text(title, lines)))
    return Transcript.objects.create(
        recording=row, version=version, lines=[one.as_row() for one in lines], said="\n".join(one.text for one in lines), source=source,
        reason=reason, person_id=by.person_id, person_name=by.name, at=at, **_digests("vtt", vtt), **_digests("text", text),
    )  # fmt: skip


def _digests(name: str, kept: Stored) -> dict[str, str | int]:
    return {f"{name}_sha256": kept.sha256, f"{name}_sm3": kept.sm3, f"{name}_size": kept.size}
