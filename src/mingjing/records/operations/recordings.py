"""Audio-video: commit at the end of a recording, match to a file with the five marks, excuse, play, note."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.kernel.places import degrees
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import ObjectRef
from mingjing.organs import queries as organs
from mingjing.records.access import may_commit, may_hear
from mingjing.records.events import Event
from mingjing.records.models import Dossier, Recording, RecordingNote
from mingjing.records.operations.dossiers import looked, stream
from mingjing.records.operations.refusing import refuse as refuse
from mingjing.records.queries.figures import parameters_for
from mingjing.records.queries.recordings import facts_of
from mingjing.records.queries.transcripts import transcripts_of
from mingjing.records.rules import recordings as rules
from mingjing.records.terms import NoteFacts, NotFound, RecordingDraft, RecordingFacts, RecordingState

LONGEST_NAME, UNCHECKED = 60, "（未核对）"
LONGEST = {"name": 200, "place": 200, "proves": 200, "case_number": 80, "device": 80, "reason": 300}


def recording_stream(recording_id: UUID) -> str:
    """The ledger stream of a recording before it belongs to a file."""
    return f"recording:{recording_id}"


@operation(Event.COMMITTED)
def commit_recording(*, draft: RecordingDraft, by: Actor, at: datetime, collector: str = "") -> RecordingFacts:
    """Log what a device says of a recording that has just stopped; the content may come later.

    `collector`: who collected, where a machine commits for somebody: certificate number or name. The same content committed again is the same recording: nothing is logged twice. Raises Invalid for what is no
    recording (REC-10), Forbidden. 行政处罚法第四十七条。
    """
    may_commit.require(by, None, doing="登记音像记录")
    refuse(rules.recording_is_one(draft, at))
    asked = _cut(draft)
    collector_id, name = collector_of(collector, by)
    row, fresh = Recording.objects.get_or_create(
        organ_id=by.organ_id,
        sha256=draft.sha256,
        defaults=asked
        | {
            "collector_id": collector_id,
            "collector": name,
            "committed_at": at,
            "due_at": rules.upload_by(draft.ended_at, parameters_for(by.organ_id)),
        },
    )
    if not fresh:
        return facts_of(row)
    payload = {
        "recording": str(row.id), "name": row.name, "sha256": row.sha256, "size": row.size, "device": row.device,
        "started": _utc(row.started_at), "ended": _utc(row.ended_at), "clock_offset": row.clock_offset, "place": row.place,
    }  # fmt: skip
    payload |= {"collector": name, "collector_id": str(collector_id)} if collector else {}
    ledger.append(kind=Event.COMMITTED, stream=recording_stream(row.id), at=at, by=by, payload=payload)
    return facts_of(row)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _cut(draft: RecordingDraft) -> dict[str, Any]:
    """The columns of a draft. Raises Invalid for a text that is too long or a place that is none."""
    texts = {name: getattr(draft, name).strip() for name in LONGEST if hasattr(draft, name)}
    return _short(texts) | {
        "size": draft.size,
        "started_at": draft.started_at,
        "ended_at": draft.ended_at,
        "clock_offset": draft.clock_offset,
        "latitude": _degrees("latitude", draft.latitude, 90),
        "longitude": _degrees("longitude", draft.longitude, 180),
    }


def _degrees(field: str, text: str, most: int) -> Decimal | None:
    found = degrees(text, most)
    if found is None and text.strip():
        raise Invalid({field: [f"应当是 -{most} 到 {most} 之间的度数，例如 40.12345；不知道的不填"]})
    return found


@operation(Event.MATCHED)
def match_recording(
    *,
    recording_id: UUID,
    dossier_id: UUID,
    act_seq: int,
    case_number: str,
    place: str,
    proves: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    keep_row: str = "",
) -> RecordingFacts:
    """File a recording under an act of a dossier with its five marks (R-08).

    A recording filed wrongly is filed anew with a reason, which both files keep. `keep_row`: the line of the organ's
    recording list that says how long it is kept (REC-82). Raises NotFound, Forbidden, Refused
    (REC-11, REC-17). 国办发〔2018〕118号第三部分（八）。
    """  # fmt: skip
    row = locked(recording_id)
    may_hear.require(by, row, doing="归入音像记录")
    still_open(row.dossier_id)
    dossier = still_open(dossier_id)
    if dossier is None or dossier.organ_id != row.organ_id:
        raise NotFound("本机关没有这个案卷。")
    same = (row.dossier_id, row.act_seq) == (dossier_id, act_seq)
    refuse(rules.refiling_is_explained(row.dossier_id is not None, same, reason))
    marks = {"case_number": case_number.strip(), "place": place.strip(), "proves": proves.strip()}
    refuse(rules.five_marks(_draft(row, **marks)))
    before = row.dossier_id
    for field, value in _short(marks | {"reason": reason.strip()}).items():
        setattr(row, field, value)
    row.dossier, row.act_seq, row.keep_row = dossier, act_seq, keep_row[:120]
    row.save(update_fields=["dossier", "act_seq", "keep_row", *marks, "reason"])
    payload = marks | {
        "recording": str(row.id), "act": act_seq, "collector": row.collector, "started": _utc(row.started_at),
        "ended": _utc(row.ended_at), "sha256": row.sha256, "size": row.size, "state": row.state, "reason": row.reason,
        "held_sha256": row.held_sha256, "held_size": row.held_size, "keep_row": row.keep_row,
    }  # fmt: skip
    content = [*held_content(row), *transcripts_of(row)]
    for place_ in {dossier.id, before or dossier.id}:
        ledger.append(
            kind=Event.MATCHED,
            stream=stream(place_),
            at=at,
            by=by,
            payload=payload | {"dossier": str(dossier.id)},
            objects=content,
        )
    return facts_of(row)


def _draft(row: Recording, *, case_number: str, place: str, proves: str) -> RecordingDraft:
    """What the row says of itself, with these marks instead of its own."""
    return RecordingDraft(
        name=row.name, sha256=row.sha256, size=row.size, started_at=row.started_at, ended_at=row.ended_at, place=place, proves=proves,
        case_number=case_number, device=row.device, clock_offset=row.clock_offset,
    )  # fmt: skip


def held_content(row: Recording) -> list[ObjectRef]:
    """What the ledger names of a recording: its content, once that is held."""
    content = ObjectRef(row.name, row.held_sha256, row.held_sm3, row.held_size, row.media_type)
    return [content] if row.held_sha256 else []


def _short(texts: dict[str, str]) -> dict[str, str]:
    long = {name: [f"太长，最多 {LONGEST[name]} 个字"] for name, text in texts.items() if len(text) > LONGEST[name]}
    if long:
        raise Invalid(long)
    return texts


@operation(Event.EXCUSED)
def excuse_recording(*, recording_id: UUID, reason: str, by: Actor, at: datetime) -> RecordingFacts:
    """Say why a committed recording will not come (REC-16). It stays listed as absent; should it come after all, it is taken."""
    row = locked(recording_id)
    may_hear.require(by, row, doing="说明原因")
    still_open(row.dossier_id)
    row.state, row.reason = RecordingState.ABSENT, absent_for(reason, facts_of(row).playable)
    row.save(update_fields=["state", "reason"])
    ledger.append(
        kind=Event.EXCUSED,
        stream=stream_of(row),
        at=at,
        by=by,
        payload={"recording": str(row.id), "reason": row.reason},
    )
    return facts_of(row)


def absent_for(reason: str, held: bool) -> str:
    """The reason why a content will not come. Raises Refused (REC-16), Invalid."""
    refuse(rules.absence_is_explained(reason, held))
    return _short({"reason": reason.strip()})["reason"]


def collector_of(told: str, by: Actor) -> tuple[UUID, str]:
    """Who collected: the officer of that certificate number or name in the organ; else what was told, marked unchecked.

    Nothing told: the acting person.
    """
    told = told.strip()
    if not told:
        return by.person_id, by.name
    held = organs.certificate_by_number(told)
    if held is not None and held.organ_id == by.organ_id:
        return held.person_id, held.person_name
    named = [one for one in organs.people(by.organ_id) if one.name == told]
    if len(named) == 1:
        return named[0].id, named[0].name
    return by.person_id, f"{told[: LONGEST_NAME - len(UNCHECKED)]}{UNCHECKED}"


@operation(Event.PLAYED)
def play(*, recording_id: UUID, purpose: str, by: Actor, at: datetime, saved: bool = False) -> RecordingFacts:
    """Let a person see a recording; who, when and what for is logged (R-15). Raises NotFound, Refused (REC-15).

    Whether the person may see the file is asked by the room that conducts the case; a recording that waits to be
    matched is for its collector and the organ's own. `saved`: a copy leaves the house.
    """
    row = Recording.objects.filter(id=recording_id).first()
    if row is None or not facts_of(row).playable:
        raise NotFound("这段记录还没有入库，不能播放。")
    if row.dossier_id is None:
        may_hear.require(by, row, doing="播放待认领的记录")
    refuse(rules.purpose_is_said(purpose))
    said = f"{purpose.strip()}（{'下载' if saved else '播放'}音像）"
    looked(
        row.dossier_id, stream_of(row), what="recording", object_id=row.id, name=row.name, purpose=said, at=at, by=by
    )
    return facts_of(row)


@operation(Event.NOTED)
def add_note(*, recording_id: UUID, second: int, text: str, by: Actor, at: datetime) -> NoteFacts:
    """Note something at a moment of a recording. Notes are added, never changed. Raises Invalid, NotFound; Refused (REC-17) once the file is sealed."""
    row = locked(recording_id)
    if by.organ_id != row.organ_id:
        may_hear.require(by, row, doing="标注")
    still_open(row.dossier_id)
    length = int((row.ended_at - row.started_at).total_seconds())
    wrong: dict[str, list[str]] = {}
    if not 0 <= second <= length:
        wrong["second"] = [f"应当在 0 到 {length} 秒之间"]
    if not 2 <= len(text.strip()) <= 500:
        wrong["text"] = ["写明这一刻发生了什么（2 到 500 个字）"]
    if wrong:
        raise Invalid(wrong)
    note = RecordingNote.objects.create(
        recording=row, second=second, text=text.strip(), person_id=by.person_id, person_name=by.name, at=at
    )
    payload = {"recording": str(row.id), "second": second, "text": note.text}
    ledger.append(kind=Event.NOTED, stream=stream_of(row), at=at, by=by, payload=payload)
    return NoteFacts(note.pk, note.second, note.text, note.person_name, note.at)


def locked(recording_id: UUID) -> Recording:
    """The recording, held until the act is done. Raises NotFound."""
    row = Recording.objects.select_for_update().filter(id=recording_id).first()
    if row is None:
        raise NotFound("没有这段音像记录，请从清单重新进入。")
    return row


def still_open(dossier_id: UUID | None) -> Dossier | None:
    """The file, held so that nobody seals it until the act is done. Raises Refused (REC-17) for one that is sealed."""
    dossier = Dossier.objects.select_for_update().filter(id=dossier_id).first() if dossier_id else None
    refuse(rules.dossier_is_open(dossier is not None and dossier.sealed_at is not None))
    return dossier


def hold_open(dossier_id: UUID) -> None:
    """Hold a file for the transaction that puts it away, so that nothing comes in behind its checks. Raises Refused (REC-17)."""
    still_open(dossier_id)


def stream_of(row: Recording) -> str:
    """The chain a recording belongs to now."""
    return stream(row.dossier_id) if row.dossier_id else recording_stream(row.id)
