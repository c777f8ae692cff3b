"""What the organ does with an application: accept or turn away, act on it, answer it with the head's approval."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation import storage
from mingjing.foundation.access import Predicate
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger.terms import By
from mingjing.publicity.access import decides_alone, may_approve_answer, may_read_application, may_take
from mingjing.publicity.events import Event
from mingjing.publicity.models import Application, ApplicationFile, ApplicationSender
from mingjing.publicity.operations.applying import told
from mingjing.publicity.operations.moving import SYSTEM_NAME, plain, refuse
from mingjing.publicity.rules.applications import (
    application_moves,
    decline_says,
    not_own_answer,
    outcome_says,
    settle_by,
)
from mingjing.publicity.terms.applications import (
    APPLICATION_MOVE_NAMES,
    APPLICATION_MOVES,
    TEXT_MOST,
    ApplicationFacts,
    ApplicationMove,
    ApplicationState,
    ApplyFile,
    ApplyKind,
)


def _held(application_id: UUID, move: ApplicationMove, by: By, access: Predicate = may_take) -> Application:
    """The application, locked until commit, if this person may make this move now.

    Raises Invalid where there is none, Forbidden, Refused (PUB-114).
    """
    row = Application.objects.select_for_update().filter(pk=application_id).first()
    if row is None:
        raise Invalid({"application": ["没有这件申请，请从网上申请列表重新进入"]})
    if not isinstance(by, str):
        access.require(by, row, doing=APPLICATION_MOVE_NAMES[move])
    refuse(application_moves(row.state, move))
    return row


def _moved(row: Application, move: ApplicationMove) -> None:
    """Take the move, saved only if nobody else moved it meanwhile. Raises Refused (PUB-114)."""
    before, row.state = row.state, APPLICATION_MOVES[move][1]
    if not Application.objects.filter(pk=row.pk, state=before).update(state=row.state):
        refuse(application_moves(Application.objects.values_list("state", flat=True).get(pk=row.pk), move))
    row.save()


@operation(Event.APPLICATION_ACCEPTED)
def accept_application(
    *, application_id: UUID, by: Actor, at: datetime, calendar: Workdays | None = None
) -> ApplicationFacts:
    """Accept an application; the clock of its outcome starts (PUB-113). Raises Invalid, Forbidden, Refused."""
    row = _held(application_id, ApplicationMove.ACCEPT, by)
    clock = settle_by(local_day(at), row.kind, calendar or national())
    row.accepted_at, row.accepted_by = at, by.name
    row.due, row.due_provisional, row.due_steps = local_day(clock.due), clock.provisional, list(clock.explain())
    _moved(row, ApplicationMove.ACCEPT)
    told(row, Event.APPLICATION_ACCEPTED, by=by, at=at, due=row.due.isoformat())
    return row.facts()


@operation(Event.APPLICATION_DECLINED)
def decline_application(*, application_id: UUID, ground: str, reason: str, by: Actor, at: datetime) -> ApplicationFacts:
    """Do not accept an application, with ground and reason (PUB-115). Raises Invalid, Forbidden, Refused."""
    row = _held(application_id, ApplicationMove.DECLINE, by)
    if decides_alone(row.kind):
        may_approve_answer.require(by, row, doing="决定不予受理回避申请")
    _long(reason=reason)
    refuse(decline_says(row.kind, row.late, ground, reason))
    row.ground, row.answer = ground, reason.strip()
    row.ended_at, row.ended_by = at, by.name
    _moved(row, ApplicationMove.DECLINE)
    told(row, Event.APPLICATION_DECLINED, by=by, at=at, ground=ground)
    return row.facts()


@operation(Event.APPLICATION_TAKEN_UP)
def take_up(*, application_id: UUID, by: Actor, at: datetime) -> ApplicationFacts:
    """Begin the act that an application asks for; of one matter and kind one application is acted on at a time."""
    row = _held(application_id, ApplicationMove.ACT, by)
    acted = Application.objects.select_for_update().filter(
        source_ref=row.source_ref, kind=row.kind, state=ApplicationState.ACTING, act_seq=0
    )
    for other in acted.exclude(pk=row.pk):
        other.state = ApplicationState.ACCEPTED
        other.save(update_fields=["state"])
        told(other, Event.APPLICATION_TAKEN_UP, by=by, at=at, instead=row.number)
    _moved(row, ApplicationMove.ACT)
    told(row, Event.APPLICATION_TAKEN_UP, by=by, at=at)
    return row.facts()


@operation(Event.APPLICATION_REGISTERED)
def register_application(*, application_id: UUID, act_code: str, act_seq: int, by: By, at: datetime) -> None:
    """Remember the act that registered it where another act decides it. The same again changes nothing."""
    row = Application.objects.select_for_update().filter(pk=application_id).first()
    if row is None or row.act_seq == act_seq:
        return
    refuse(application_moves(row.state, ApplicationMove.REGISTER))
    row.act_code, row.act_seq = act_code, act_seq
    _moved(row, ApplicationMove.REGISTER)
    told(row, Event.APPLICATION_REGISTERED, by=by, at=at, act=act_code, seq=act_seq)


@operation(Event.APPLICATION_CLOSED)
def close_application(
    *, application_id: UUID, outcome: str, act_code: str, act_seq: int, by: By, at: datetime
) -> ApplicationFacts:
    """End an application by the act it asked for; the applicant reads `outcome`. The same again changes nothing.

    Raises Invalid, Forbidden, Refused (PUB-114, PUB-116).
    """
    done = Application.objects.filter(pk=application_id, state=ApplicationState.DONE, act_seq=act_seq).first()
    if done is not None and done.act_code == act_code:
        return done.facts()
    row = _held(application_id, ApplicationMove.CLOSE, by)
    _long(outcome=outcome)
    refuse(outcome_says(outcome))
    row.answer, row.act_code, row.act_seq = outcome.strip(), act_code, act_seq
    row.ended_at, row.ended_by = at, SYSTEM_NAME if isinstance(by, str) else by.name
    _moved(row, ApplicationMove.CLOSE)
    told(row, Event.APPLICATION_CLOSED, by=by, at=at, act=act_code, seq=act_seq)
    return row.facts()


def settle_by_repair(publication_id: UUID, claim: str, *, granted: bool, reason: str, by: Actor, at: datetime) -> None:
    """End the online application whose number stands in the registered claim; within the head's decision on it."""
    open_ = (ApplicationState.ACCEPTED, ApplicationState.ACTING)
    for row in Application.objects.filter(publication_id=publication_id, kind=ApplyKind.REPAIR, state__in=open_):
        if row.number in claim:
            outcome = f"{'准予提前停止公示' if granted else '不予提前停止公示'}。{reason}"
            close_application(application_id=row.pk, outcome=outcome, act_code="repair", act_seq=1, by=by, at=at)


@operation(Event.APPLICATION_ANSWER_DRAFTED)
def propose_answer(*, application_id: UUID, answer: str, by: Actor, at: datetime) -> ApplicationFacts:
    """Draft a written answer for the head's approval. Raises Invalid, Forbidden, Refused (PUB-114, PUB-116)."""
    row = _held(application_id, ApplicationMove.PROPOSE, by)
    _long(answer=answer)
    refuse(outcome_says(answer))
    row.answer, row.note = answer.strip(), ""
    row.proposed_by, row.proposed_by_id = by.name, by.person_id
    _moved(row, ApplicationMove.PROPOSE)
    told(row, Event.APPLICATION_ANSWER_DRAFTED, by=by, at=at)
    return row.facts()


@operation(Event.APPLICATION_ANSWER_RETURNED)
def return_answer(*, application_id: UUID, note: str, by: Actor, at: datetime) -> ApplicationFacts:
    """Send a draft answer back with a reason. Raises Invalid, Forbidden, Refused."""
    row = _held(application_id, ApplicationMove.RETURN, by, may_approve_answer)
    _long(note=note)
    refuse(outcome_says(note))
    row.note = note.strip()
    _moved(row, ApplicationMove.RETURN)
    told(row, Event.APPLICATION_ANSWER_RETURNED, by=by, at=at)
    return row.facts()


@operation(Event.APPLICATION_ANSWERED)
def approve_answer(*, application_id: UUID, by: Actor, at: datetime) -> ApplicationFacts:
    """Approve the written answer: the applicant reads it from now on. Raises Invalid, Forbidden, Refused (PUB-117)."""
    row = _held(application_id, ApplicationMove.APPROVE, by, may_approve_answer)
    refuse(not_own_answer(row.proposed_by_id, by.person_id))
    row.ended_at, row.ended_by = at, by.name
    _moved(row, ApplicationMove.APPROVE)
    told(row, Event.APPLICATION_ANSWERED, by=by, at=at)
    return row.facts()


def read_application(application_id: UUID, *, by: Actor) -> ApplicationFacts | None:
    """An application for who may read it, with who applied only for the organ that handles it; None for everybody else."""
    row = Application.objects.prefetch_related("files").filter(pk=application_id).first()
    if row is None or not may_read_application(by, row):
        return None
    return row.facts(ApplicationSender.objects.filter(application=row).first() if may_take(by, row) else None)


@operation(Event.APPLICATION_READ)
def read_application_file(*, application_id: UUID, seq: int, by: Actor, at: datetime) -> tuple[ApplyFile, bytes]:
    """A file of an application; the look is logged (调阅监督). Raises Invalid, Forbidden, storage.Missing."""
    row = Application.objects.filter(pk=application_id).first()
    file = ApplicationFile.objects.filter(application_id=application_id, seq=seq).first()
    if row is None or file is None:
        raise Invalid({"file": ["没有这个附件，请从申请的页面重新打开"]})
    may_take.require(by, row, doing="看网上申请的附件")
    content = storage.read(file.sha256)
    told(row, Event.APPLICATION_READ, by=by, at=at, file=seq)
    return file.facts(), content


def _long(**texts: str) -> None:
    """Raise Invalid for control characters and for text beyond the one length that holds on every form."""
    plain(**texts)
    errors = {
        name: [f"最多 {TEXT_MOST} 个字，现在是 {len(text)} 个字，请删减"]
        for name, text in texts.items()
        if len(text) > TEXT_MOST
    }
    if errors:
        raise Invalid(errors)
