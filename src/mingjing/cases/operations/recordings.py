"""Audio-video of a case: filed under a step, played with a purpose; who may is asked of the case."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.cases.operations.derive import clocks
from mingjing.cases.operations.files import case_for, not_archived
from mingjing.cases.queries.facts import load
from mingjing.cases.rules.recording import decided_kinds, duty_of
from mingjing.cases.terms import CaseFacts
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.records import operations as records
from mingjing.records import queries
from mingjing.records.terms import NoteFacts, NotFound, RecordingDraft, RecordingFacts
from mingjing.records.terms.transcripts import TranscriptFacts

WHOLE_CASE = 0
"""The step of a recording that belongs to the case as a whole."""


@operation("case:recording:committed")
def commit_recording(*, case_id: UUID, act_seq: int, draft: RecordingDraft, by: Actor, now: datetime) -> RecordingFacts:
    """Commit a recording and file it under a step at once, with its five marks. Raises Invalid, Forbidden, Refused.

    What was committed before is filed now, or is told to be filed already.
    """
    case, facts = _open(case_id, act_seq, by)
    one = records.commit_recording(draft=replace(draft, case_number=_number(case)), by=by, at=now)
    filed = _filed(case, facts, one, act_seq, draft.place, draft.proves, "", by, now)
    reckon(case, now)
    return filed


@operation("case:recording:filed")
def file_recording(
    *, case_id: UUID, recording_id: UUID, act_seq: int, place: str, proves: str, by: Actor, now: datetime, reason: str = ""
) -> RecordingFacts:  # fmt: skip
    """File a recording that waits, or one filed wrongly with the reason, under a step of this case."""
    case, facts = _open(case_id, act_seq, by)
    before = queries.recording(recording_id)
    filed = _filed(case, facts, before, act_seq, place, proves, reason, by, now)
    if before.dossier_id not in {None, case.dossier_id}:
        reckon(Case.objects.select_for_update().get(dossier_id=before.dossier_id), now)
    reckon(case, now)
    return filed


def reckon(case: Case, now: datetime) -> None:
    """The clocks of the case anew: what was owed may have come."""
    clocks(case, load(case, fresh=True), now)


def _filed(
    case: Case, facts: CaseFacts, one: RecordingFacts, act_seq: int, place: str, proves: str, reason: str, by: Actor, now: datetime
) -> RecordingFacts:  # fmt: skip
    return records.match_recording(
        recording_id=one.id, dossier_id=case.dossier_id, act_seq=act_seq, case_number=_number(case), place=place, proves=proves,
        by=by, at=now, reason=reason, keep_row=_row_of(facts, act_seq),
    )  # fmt: skip


def _row_of(facts: CaseFacts, act_seq: int) -> str:
    """The line of the organ's recording list that a step falls under, as kept with the step; empty where there is none."""
    act = facts.act(act_seq)
    duty = duty_of(act.code, act.data, decided_kinds(facts)) if act else None
    return duty.row if duty and duty.listed else ""


def _open(case_id: UUID, act_seq: int, by: Actor) -> tuple[Case, CaseFacts]:
    """The case, held open for what is filed, and its acts."""
    case = case_for(case_id, by)
    if by.organ_id != case.organ_id:
        raise Forbidden("只有本机关人员可以向案卷加入音像记录。")
    not_archived(case, "音像记录")
    # Before anything is logged: who files it holds the file too, and both wait for it in the same order.
    records.hold_open(case.dossier_id)
    facts = load(case, related=False)
    if act_seq != WHOLE_CASE and facts.act(act_seq) is None:
        raise Invalid({"act_seq": ["本案没有这一步，请从列表中选择"]})
    return case, facts


def _number(case: Case) -> str:
    return case.number or case.lead_number


@operation("case:recording:played")
def play_recording(
    *, case_id: UUID, recording_id: UUID, purpose: str, by: Actor, now: datetime, saved: bool = False
) -> RecordingFacts:
    """Let a person who may see the case see its recording; logged with the purpose (R-15). Raises NotFound, Refused."""
    _of(case_for(case_id, by), recording_id)
    return records.play(recording_id=recording_id, purpose=purpose, by=by, at=now, saved=saved)


@operation("case:recording:noted")
def note_recording(*, case_id: UUID, recording_id: UUID, second: int, text: str, by: Actor, now: datetime) -> NoteFacts:
    """Note something at a moment of a recording, for whoever may see the case. Raises Invalid, NotFound, Forbidden."""
    case = case_for(case_id, by)
    _of(case, recording_id)
    return records.add_note(recording_id=recording_id, second=second, text=text, by=by, at=now)


@operation("case:recording:transcribed")
def transcribe_recording(
    *, case_id: UUID, recording_id: UUID, text: str, base: int, reason: str, by: Actor, now: datetime
) -> TranscriptFacts:
    """Keep a version of the transcript of a recording, for whoever may see the case. Raises NotFound, Forbidden, Invalid, Refused."""
    case = case_for(case_id, by)
    _of(case, recording_id)
    return records.keep_transcript(recording_id=recording_id, text=text, base=base, reason=reason, by=by, at=now)


def _of(case: Case, recording_id: UUID) -> RecordingFacts:
    found = queries.recording(recording_id)
    if found.dossier_id != case.dossier_id:
        raise NotFound("本案没有这段音像记录。")
    return found
