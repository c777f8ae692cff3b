"""Supervision orders (督办单): issued by a supervisor, answered by the organ, returned or closed by a supervisor (P-23)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from mingjing.cases import queries as cases
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.foundation.typesetting import missing_glyphs, unprintable
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import LetterFacts, LetterKind
from mingjing.supervision.access import answers_orders, supervises_region
from mingjing.supervision.events import ORDER_MOVED, Event
from mingjing.supervision.models import Order, OrderStep
from mingjing.supervision.operations.freezing import refuse
from mingjing.supervision.rules import orders as rules
from mingjing.supervision.terms import ORDER_MOVE_NAMES, ORDER_MOVES, OrderDraft, OrderFacts, OrderMove

SERIES = "督"
MOST = {"subject": 120, "asks": 4000, "basis": 300, "text": 4000}


@operation(Event.ORDER_ISSUED)
def issue_order(*, draft: OrderDraft, by: Actor, at: datetime) -> OrderFacts:
    """Issue an order to an organ of the own region, perhaps about a case, perhaps after a complaint (P-23).

    The organ reads subject, requests, basis and day; of a complaint behind it, it learns nothing. Raises Forbidden,
    Invalid, Refused (SUP-30 to SUP-32, SUP-36, SUP-37).
    """
    organ, issuer = organs.organ(draft.organ_id), organs.organ(by.organ_id)
    supervises_region.require(by, organ.region, doing="发督办单")
    said = {name: getattr(draft, name) for name in rules.SAYS}
    _typed(said)
    letter, (case_organ, case_no) = _letter(draft.letter_id, by), _case(draft.case_id)
    refuse(
        rules.order_says(draft),
        rules.order_due_is_ahead(draft.due, local_day(at)),
        rules.order_goes_to_another(organ.id, issuer.id),
        rules.order_rests_on_what_concerns_the_organ(organ.id, case_organ, letter.organ_id if letter else None),
        rules.complainant_is_not_named(_known(letter), said),
    )
    year = local_day(at).year
    serial = next_serial(organ_id=issuer.id, kind=SERIES, year=year)
    number = document_number(issuer.code, SERIES, year, serial)
    tidy = replace(draft, subject=draft.subject.strip(), asks=draft.asks.strip(), basis=draft.basis.strip())
    row = Order.objects.create(
        pk=uuid4(), number=number, issuer_id=issuer.id, issuer_name=issuer.name, organ_id=organ.id, organ_name=organ.name,
        region=organ.region, subject=tidy.subject, asks=tidy.asks, basis=tidy.basis, first_due=tidy.due, due=tidy.due, case_id=tidy.case_id,
        case_no=case_no, letter_id=tidy.letter_id, digest=rules.order_digest(tidy, number), issued_by=by.person_id,
        issued_name=by.name, issued_at=at,
    )  # fmt: skip
    _log(row, Event.ORDER_ISSUED, by=by, at=at, digest=row.digest)
    return row.facts(supervising=True)


@operation(Event.ORDER_ANSWERED)
def answer_order(*, order_id: UUID, text: str, by: Actor, at: datetime) -> OrderFacts:
    """Report what was found and done; by the organ's head or reviewer. Raises Forbidden, Invalid, Refused (SUP-33, SUP-34)."""
    return _moved(order_id, OrderMove.ANSWER, text, None, by=by, at=at)


@operation(Event.ORDER_RETURNED)
def return_order(*, order_id: UUID, text: str, due: date, by: Actor, at: datetime) -> OrderFacts:
    """Send an answer back with the reason and a new day. Raises Forbidden, Invalid, Refused (SUP-31, SUP-33, SUP-34, SUP-36)."""
    return _moved(order_id, OrderMove.RETURN, text, due, by=by, at=at)


@operation(Event.ORDER_CLOSED)
def close_order(*, order_id: UUID, text: str, wrong: bool = False, by: Actor, at: datetime) -> OrderFacts:
    """Find an order done with, or take it back, with the reason; `wrong`: a decision was found wrong, and who answers for
    it is asked next (L-15). Raises Forbidden, Invalid, Refused (SUP-33, SUP-34, SUP-36).
    """
    return _moved(order_id, OrderMove.CLOSE, text, None, wrong, by=by, at=at)


def _moved(
    order_id: UUID, move: OrderMove, text: str, due: date | None, wrong: bool = False, *, by: Actor, at: datetime
) -> OrderFacts:
    row = Order.objects.select_for_update().filter(pk=order_id).first()
    if row is None:
        raise Invalid({"order": ["没有这份督办单，请从督办列表重新进入"]})
    doing = f"{ORDER_MOVE_NAMES[move]}督办单"
    if move is OrderMove.ANSWER:
        answers_orders.require(by, row.organ_id, doing=doing)
    else:
        supervises_region.require(by, row.region, doing=doing)
    _typed({"text": text})
    told_back = move is not OrderMove.ANSWER
    known = _known(publicity.read_letter(row.letter_id, by=by)) if told_back and row.letter_id else ()
    refuse(
        rules.order_move_allowed(row.state, move),
        rules.order_step_says(move, text),
        rules.order_due_is_ahead(due, local_day(at)) if due else (),
        rules.complainant_is_not_named(known, {"text": text}),
    )
    row.state, row.due = ORDER_MOVES[move][1], due or row.due
    row.save(update_fields=["state", "due"])
    step = OrderStep.objects.create(
        order=row, seq=row.steps.count() + 1, move=move, text=text.strip(), due=due, wrong=wrong, by_id=by.person_id,
        by_name=by.name, at=at, digest=rules.step_digest(move, text.strip(), due, wrong),
    )  # fmt: skip
    _log(row, ORDER_MOVED[move], by=by, at=at, seq=step.seq, digest=step.digest)
    return row.facts(supervising=told_back)


def _typed(texts: dict[str, str]) -> None:
    """Raise Invalid, field by field, for what is too long or can neither be kept nor printed."""
    errors: dict[str, list[str]] = {}
    for name, text in texts.items():
        if problems := clean(text)[1]:
            errors[name] = problems
        elif len(text) > MOST[name]:
            errors[name] = [f"最多 {MOST[name]} 个字，现在是 {len(text)} 个字，请删减"]
        elif missing := missing_glyphs({name: text}):
            errors[name] = [unprintable(char, "督办单") for char, _ in missing]
    if errors:
        raise Invalid(errors)


def _letter(letter_id: UUID | None, by: Actor) -> LetterFacts | None:
    """The complaint behind the order, if this supervisor handles it. Raises Invalid."""
    found = publicity.read_letter(letter_id, by=by) if letter_id else None
    if letter_id and (found is None or found.kind != LetterKind.COMPLAINT):
        raise Invalid({"letter_id": ["没有这件投诉举报，或者不归您办理，请从来信列表重新进入"]})
    return found


def _case(case_id: UUID | None) -> tuple[UUID | None, str]:
    """The organ and the number of the case. Raises Invalid."""
    if case_id is None:
        return None, ""
    try:
        row = cases.case_row(case_id)
    except cases.CaseNotFound:
        raise Invalid({"case_id": ["没有这个案件，请从案件列表重新进入"]}) from None
    return row.organ_id, row.decision_number or row.number or row.lead_number


def _known(letter: LetterFacts | None) -> tuple[str, ...]:
    return (letter.sender, letter.contact) if letter else ()


def _log(row: Order, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    """State and digest; neither the texts nor that a letter lies behind."""
    told = {"order_id": str(row.pk), "number": row.number, "organ_id": str(row.organ_id), "state": row.state, **more}
    append(kind=event, stream=f"order:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
