"""重大执法决定备案: opened by the case itself, reported by the organ, registered, returned or questioned by whom it is lodged with."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from mingjing.cases import queries as cases
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.foundation.typesetting import missing_glyphs, unprintable
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.supervision.access import answers_orders, questions_lodging, receives_lodging
from mingjing.supervision.events import LODGING_MOVED, Event
from mingjing.supervision.models import Lodging, LodgingStep
from mingjing.supervision.operations.freezing import refuse, typed
from mingjing.supervision.operations.orders import issue_order
from mingjing.supervision.queries.liability_sources import RESULTS
from mingjing.supervision.queries.lodgings import lodgeable, receivers
from mingjing.supervision.rules import lodgings as rules
from mingjing.supervision.terms import OrderDraft
from mingjing.supervision.terms.lodgings import (
    LODGING_MOVE_NAMES,
    LODGING_MOVES,
    LodgingDraft,
    LodgingFacts,
    LodgingMove,
)

SERIES = "备"
MOST = {"to_name": 100, "text": 4000, "more": 2000}
By = Actor | Literal["system"]


@operation(Event.LODGING_OPENED)
def reckon_lodging(*, case_id: UUID, by: Literal["system"], at: datetime) -> UUID | None:
    """Open the duty to lodge a case's decision, begin its clock with the service, tell of a change; its id where there is one.

    Idempotent: a case has one lodging, a service and a change are told once, whoever asks and however often.
    """
    told = cases.decision_told(case_id, at)
    if told is None:
        return None
    row = Lodging.objects.select_for_update().filter(case_id=case_id).first() or _opened(told, by=by, at=at)
    if row is None:
        return None
    steps = list(row.steps.all())
    if told.served_on and row.served_on is None:
        _serve(row, told.served_on, by=by, at=at)
    known = {one.told["seq"] for one in steps if one.move == LodgingMove.CHANGE}
    for change in told.changes:
        if change.seq not in known:
            _change(row, change, by=by, at=at)
    return row.pk


def _opened(told: cases.DecisionTold, *, by: By, at: datetime) -> Lodging | None:
    organ = organs.organ(told.organ_id)
    term = rules.lodging_term(organ.region, organ.domain, organ.level, told.decided_on) if told.reasons else None
    if term is None:
        return None
    due = rules.lodge_by(term, told.decided_on, None, cases.calendar())
    kept = term.told()
    digest = rules.lodging_digest(told.case_id, organ.id, told.number, told.decided_on, told.reasons, kept)
    row, made = Lodging.objects.select_for_update().get_or_create(case_id=told.case_id, defaults={
        "id": uuid4(), "organ_id": organ.id, "organ_name": organ.name, "region": organ.region, "decision_no": told.number, "title": told.title,
        "reasons": list(told.reasons), "decided_on": told.decided_on, "term": kept, "first_due": due, "due": due, "digest": digest, "opened_at": at,
    })  # fmt: skip
    if made:
        _log(row, Event.LODGING_OPENED, by=by, at=at, digest=digest)
    return row


def _serve(row: Lodging, served_on: date, *, by: By, at: datetime) -> None:
    facts = row.facts(whole=False)
    row.served_on = served_on
    due = rules.lodge_by(facts.term, row.decided_on, served_on, cases.calendar())
    row.first_due, row.due = due, due if row.due == facts.first_due else row.due
    row.save(update_fields=["served_on", "first_due", "due"])
    _step(row, LodgingMove.SERVE, "", {"served": served_on.isoformat(), "due": due.isoformat() if due else ""}, by=by, at=at)  # fmt: skip


def _change(row: Lodging, change: cases.ChangeTold, *, by: By, at: datetime) -> None:
    """What became of the decision, kept on the lodging; who it was lodged with has to note it."""
    words = f"{RESULTS.get(change.kind, '变更')}（{change.on}，{change.document}）：{change.reason}"
    row.changed = row.changed or rules.change_is_told(row.state)
    row.save(update_fields=["changed"])
    _step(row, LodgingMove.CHANGE, words[: MOST["text"]], {"seq": change.seq, "kind": change.kind}, by=by, at=at)


@operation(Event.LODGING_REPORTED)
def report_lodging(*, lodging_id: UUID, draft: LodgingDraft, by: Actor, at: datetime) -> LodgingFacts:
    """Lodge a decision: with whom, which documents. By the organ's head or reviewer.

    Raises Forbidden, Invalid, Refused (SUP-132, SUP-133, SUP-134, SUP-139).
    """
    row = _held(lodging_id)
    answers_orders.require(by, row.organ_id, doing="报送备案")
    _printable(to_name=draft.to_name, text=draft.note, more="\n".join(draft.more))
    offered = dict(receivers(row.organ_id, row.facts(whole=False).term.to, at))
    every = {one.id: one for one in lodgeable(row.case_id)}
    refuse(
        rules.lodging_move_allowed(row.state, LodgingMove.REPORT),
        rules.lodged_with_another(row.organ_id, draft.to_id, offered),
        rules.report_names_its_files(draft, [one.id for one in every.values() if one.decision], every),
        rules.served_before_lodged(row.served_on, draft.note),
    )
    name = offered[draft.to_id] if draft.to_id else draft.to_name.strip()
    files = [[one.id, one.label, one.digest] for key, one in every.items() if key in draft.file_ids]
    row.to_id, row.to_name, row.reported_on = draft.to_id, name, row.reported_on or local_day(at)
    more = [line.strip() for line in draft.more if line.strip()]
    told = {"to": str(draft.to_id or ""), "to_name": name, "files": files, "more": more}
    return _moved(row, LodgingMove.REPORT, draft.note, told, by=by, at=at)


@operation(Event.LODGING_REGISTERED)
def register_lodging(*, lodging_id: UUID, text: str = "", by: Actor, at: datetime) -> LodgingFacts:
    """Register a report under a number of the receiver's; of a receiver outside the platform, its receipt is entered.

    Raises Forbidden, Invalid, Refused (SUP-132, SUP-135).
    """
    row = _received(lodging_id, LodgingMove.REGISTER, text, by=by)
    outside = row.to_id is None
    refuse(rules.lodging_step_says(LodgingMove.REGISTER, text, outside=outside))
    told: dict[str, Any] = {}
    if not outside:
        receiver, year = organs.organ(by.organ_id), local_day(at).year
        serial = next_serial(organ_id=receiver.id, kind=SERIES, year=year)
        row.number = document_number(receiver.code, SERIES, year, serial)
        told = {"number": row.number}
    return _moved(row, LodgingMove.REGISTER, text, told, by=by, at=at)


@operation(Event.LODGING_RETURNED)
def return_lodging(*, lodging_id: UUID, text: str, due: date | None, by: Actor, at: datetime) -> LodgingFacts:
    """Send a report back with the reason and a day to correct it. Raises Forbidden, Invalid, Refused (SUP-132, SUP-135, SUP-136)."""
    row = _received(lodging_id, LodgingMove.RETURN, text, by=by)
    refuse(rules.lodging_step_says(LodgingMove.RETURN, text), rules.correction_is_ahead(due, local_day(at)))
    assert due is not None
    row.due = due
    return _moved(row, LodgingMove.RETURN, text, {"due": due.isoformat()}, by=by, at=at)


@operation(Event.LODGING_QUESTIONED)
def find_problem(*, lodging_id: UUID, text: str, due: date | None, by: Actor, at: datetime) -> LodgingFacts:
    """Find something wrong with a lodged decision: the organ gets a supervision order (督办单) about the case.

    Raises Forbidden, Invalid, Refused (SUP-132, SUP-135, and what an order asks: SUP-30 to SUP-37).
    """
    row = _held(lodging_id)
    questions_lodging.require(by, row, doing="提出备案审查意见")
    typed(MOST, text=text)
    refuse(rules.lodging_move_allowed(row.state, LodgingMove.FIND), rules.lodging_step_says(LodgingMove.FIND, text))
    if due is None:
        raise Invalid({"due": ["请填写报告期限"]})
    said = OrderDraft(
        row.organ_id, f"{row.decision_no}备案发现的问题"[:120], text, f"{row.term['source'][:200]}；行政处罚法第七十五条", due,
        row.case_id,
    )  # fmt: skip
    order = issue_order(draft=said, by=by, at=at)
    return _moved(row, LodgingMove.FIND, text, {"order": str(order.id), "order_no": order.number}, by=by, at=at)


@operation(Event.LODGING_WAIVED)
def waive_lodging(*, lodging_id: UUID, text: str, by: Actor, at: datetime) -> LodgingFacts:
    """Find that a decision need not be lodged, with the reason; by a supervisor of the region, never by the organ.

    Raises Forbidden, Invalid, Refused (SUP-132, SUP-135).
    """
    row = _held(lodging_id)
    questions_lodging.require(by, row, doing="认定不需要备案")
    typed(MOST, text=text)
    refuse(rules.lodging_move_allowed(row.state, LodgingMove.WAIVE), rules.lodging_step_says(LodgingMove.WAIVE, text))
    return _moved(row, LodgingMove.WAIVE, text, {}, by=by, at=at)


@operation(Event.LODGING_NOTED)
def note_change(*, lodging_id: UUID, text: str = "", by: Actor, at: datetime) -> LodgingFacts:
    """Note that a lodged decision was changed or revoked. Raises Forbidden, Invalid, Refused (SUP-132)."""
    row = _held(lodging_id)
    receives_lodging.require(by, row, doing="知悉变更")
    typed(MOST, text=text)
    refuse(rules.lodging_move_allowed(row.state, LodgingMove.NOTE, changed=row.changed))
    row.changed = False
    return _moved(row, LodgingMove.NOTE, text, {}, by=by, at=at)


def _received(lodging_id: UUID, move: LodgingMove, text: str, *, by: Actor) -> Lodging:
    """The lodging a receiver handles, still open to this move. Raises Forbidden, Invalid, Refused (SUP-132)."""
    row = _held(lodging_id)
    receives_lodging.require(by, row, doing=LODGING_MOVE_NAMES[move])
    typed(MOST, text=text)
    refuse(rules.lodging_move_allowed(row.state, move))
    return row


def _printable(**texts: str) -> None:
    """Raise Invalid, field by field, for what is too long or can neither be kept nor printed."""
    typed(MOST, **texts)
    errors = {name: [unprintable(char, "备案报告") for char, _ in missing] for name, text in texts.items() if (missing := missing_glyphs({name: text}))}  # fmt: skip
    if errors:
        raise Invalid(errors)


def _held(lodging_id: UUID) -> Lodging:
    row = Lodging.objects.select_for_update().filter(pk=lodging_id).first()
    if row is None:
        raise Invalid({"lodging": ["没有这件备案，请从列表重新进入"]})
    return row


def _moved(
    row: Lodging, move: LodgingMove, text: str, told: Mapping[str, Any], *, by: Actor, at: datetime
) -> LodgingFacts:
    row.state = LODGING_MOVES[move][1] or row.state
    row.save(update_fields=["state", "number", "to_id", "to_name", "reported_on", "due", "changed"])
    _step(row, move, text.strip(), told, by=by, at=at)
    return Lodging.objects.prefetch_related("steps").get(pk=row.pk).facts()


def _step(row: Lodging, move: LodgingMove, text: str, told: Mapping[str, Any], *, by: By, at: datetime) -> None:
    person = None if by == "system" else by
    step = LodgingStep.objects.create(
        lodging=row, seq=row.steps.count() + 1, move=move, text=text, told=dict(told), by_id=person.person_id if person else None,
        by_name=person.name if person else "", at=at, digest=rules.lodging_step_digest(move, text, told),
    )  # fmt: skip
    _log(row, LODGING_MOVED[move], by=by, at=at, seq=step.seq, digest=step.digest)


def _log(row: Lodging, event: Event, *, by: By, at: datetime, **more: object) -> None:
    """State and digests; neither the party nor the texts."""
    told = {"lodging_id": str(row.pk), "case_id": str(row.case_id), "organ_id": str(row.organ_id), "state": row.state, **more}  # fmt: skip
    append(kind=event, stream=f"lodging:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
