"""Reads of audio-video."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding
from mingjing.ledger.queries import EventFacts
from mingjing.records.events import Event
from mingjing.records.models import Recording, RecordingNote, Upload, Viewing
from mingjing.records.queries.figures import parameters_for
from mingjing.records.rules import recordings as rules
from mingjing.records.terms import (
    Coverage,
    NoteFacts,
    NotFound,
    RecordingFacts,
    RecordingState,
    UploadFacts,
    ViewingFacts,
    works_with,
)


def facts_of(row: Recording) -> RecordingFacts:
    """A row as a fact."""
    upload = getattr(row, "upload", None)
    return RecordingFacts(
        id=row.id, organ_id=row.organ_id, dossier_id=row.dossier_id, act_seq=row.act_seq, name=row.name, media_type=row.media_type,
        sha256=row.sha256, sm3=row.held_sm3, size=row.size, started_at=row.started_at, ended_at=row.ended_at, place=row.place,
        proves=row.proves, case_number=row.case_number, collector_id=row.collector_id, collector=row.collector, device=row.device,
        clock_offset=row.clock_offset, state=row.state, committed_at=row.committed_at, due_at=row.due_at, held_at=row.held_at,
        held_sha256=row.held_sha256, held_size=row.held_size, reason=row.reason, received=upload.offset if upload else 0,
        keep_row=row.keep_row,
    )  # fmt: skip


def _rows() -> "QuerySet[Recording]":
    return Recording.objects.select_related("upload")


def recording(recording_id: UUID) -> RecordingFacts:
    """One recording. Raises NotFound."""
    row = _rows().filter(id=recording_id).first()
    if row is None:
        raise NotFound("没有这段音像记录，请从清单重新进入。")
    return facts_of(row)


def recordings(dossier_id: UUID) -> tuple[RecordingFacts, ...]:
    """The audio-video of a dossier in order of time."""
    return tuple(facts_of(row) for row in _rows().filter(dossier_id=dossier_id))


def unmatched(
    organ_id: UUID, *, after: tuple[datetime, UUID] | None = None, limit: int = 50
) -> tuple[RecordingFacts, ...]:
    """Recordings of an organ that belong to no file yet, oldest first."""
    rows = _rows().filter(organ_id=organ_id, dossier__isnull=True)
    if after is not None:
        rows = rows.filter(Q(started_at__gt=after[0]) | Q(started_at=after[0], id__gt=after[1]))
    return tuple(facts_of(row) for row in rows.order_by("started_at", "id")[:limit])


def owed(organ_id: UUID, *, after: tuple[datetime, UUID] | None = None, limit: int = 50) -> tuple[RecordingFacts, ...]:
    """Recordings that were committed and whose content has not come, the most overdue first."""
    rows = _rows().filter(organ_id=organ_id, state=RecordingState.COMMITTED)
    if after is not None:
        rows = rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], id__gt=after[1]))
    return tuple(facts_of(row) for row in rows.order_by("due_at", "id")[:limit])


def owed_by(person_id: UUID, *, limit: int = 20) -> tuple[RecordingFacts, ...]:
    """What a person committed and has not sent yet, the most overdue first."""
    rows = _rows().filter(collector_id=person_id, state=RecordingState.COMMITTED)
    return tuple(facts_of(row) for row in rows.order_by("due_at", "id")[:limit])


def counts(organ_id: UUID) -> dict[str, int]:
    """How many recordings of an organ wait to be filed (`waiting`) and to be sent (`owed`)."""
    of_organ = Recording.objects.filter(organ_id=organ_id)
    return {
        "waiting": of_organ.filter(dossier__isnull=True).count(),
        "owed": of_organ.filter(state=RecordingState.COMMITTED).count(),
    }


def coverage(since: datetime, until: datetime, held: Iterable[RecordingFacts]) -> Coverage:
    """Which stretches of the time between two moments these recordings cover."""
    return rules.coverage(since, until, [(one.started_at, one.ended_at) for one in held])


def misfits(one: RecordingFacts, since: datetime, until: datetime, officers: Sequence[str]) -> tuple[Finding, ...]:
    """What about a recording does not fit an act of that time and those officers (REC-18)."""
    found: tuple[Finding, ...] = rules.belongs_to_the_act(
        one.started_at, one.ended_at, one.collector, since, until, officers
    )
    return found


def gaps(stretches: Coverage, since: datetime, reason: str, organ_id: UUID | None = None) -> tuple[Finding, ...]:
    """What of an act that should be recorded throughout is not, and is not explained (REC-19)."""
    found: tuple[Finding, ...] = rules.gaps_are_explained(
        stretches, since, reason, parameters_for(organ_id) if organ_id else None
    )
    return found


def remarks(one: RecordingFacts) -> tuple[Finding, ...]:
    """What a reader of a recording must know: content unlike the commitment (REC-12), a clock that was wrong (REC-14)."""
    differs = rules.is_what_was_committed(one.sha256, one.size, one.held_sha256, one.held_size) if one.playable else ()
    return (*differs, *rules.clock_is_right(one.clock_offset, one.committed_at, parameters_for(one.organ_id)))


def may_see_waiting(one: RecordingFacts, actor: Actor) -> bool:
    """Whether this person works with a recording that belongs to no file yet."""
    return works_with(actor, one.organ_id, one.collector_id)


def notes(recording_id: UUID) -> tuple[NoteFacts, ...]:
    """The notes on a recording in order of its time."""
    rows = RecordingNote.objects.filter(recording_id=recording_id)
    return tuple(NoteFacts(row.pk, row.second, row.text, row.person_name, row.at) for row in rows)


def viewings_of(recording_id: UUID, limit: int = 50) -> tuple[ViewingFacts, ...]:
    """Who saw a recording, newest first."""
    rows = Viewing.objects.filter(object_id=recording_id)[:limit]
    return tuple(ViewingFacts(row.name, row.person_name, row.purpose, row.at) for row in rows)


def upload(upload_id: UUID) -> UploadFacts:
    """A content on its way. Raises NotFound."""
    row = Upload.objects.select_related("recording", "item__deposit").filter(id=upload_id).first()
    if row is None:
        raise NotFound("没有这次上传，或者已经收完。请刷新页面后再看。")
    return upload_facts(row)


def upload_facts(row: Upload) -> UploadFacts:
    """A row as a fact."""
    whose = row.recording or (row.item.deposit if row.item else None)
    assert whose is not None
    return UploadFacts(row.id, row.recording_id, whose.organ_id, row.offset, row.length, row.expires_at)


def recordings_unlike(dossier_id: UUID, events: Sequence[EventFacts]) -> Iterator[str]:
    """What of a dossier's audio-video is not what the events of its stream say, in Chinese."""
    told: dict[str, EventFacts] = {}
    for one in events:
        if one.kind == Event.MATCHED:
            told[one.payload["recording"]] = one
    here = {key for key, one in told.items() if one.payload["dossier"] == str(dossier_id)}
    held = {str(row.id): row for row in Recording.objects.filter(dossier_id=dossier_id)}
    yield from (f"音像记录 {key} 业务库里没有（被删除或者改归）" for key in sorted(here - held.keys()))
    arrived = {one.payload["recording"]: one.objects[0] for one in events if one.kind == Event.HELD}
    for key, row in held.items():
        said = told[key].payload if key in told else {}
        marks = ("case_number", "place", "proves", "collector", "sha256", "size")
        if any(said.get(name) != getattr(row, name) for name in marks) or (
            said.get("act"),
            said.get("keep_row", ""),
        ) != (row.act_seq, row.keep_row):
            yield f"音像记录“{row.name}”的著录与台账登记的不符"
        came = (said.get("held_sha256"), said.get("held_size"))
        if key in arrived:
            came = (arrived[key]["sha256"], arrived[key]["size"])
        if came != (row.held_sha256, row.held_size):
            yield f"音像记录“{row.name}”的内容与台账登记的不符"
