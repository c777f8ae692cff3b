"""责任追究 after the proposal: returned or decided by another person, told, handed over, answered, reported, closed (L-15)."""

from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.supervision.access import decides_liability, examines_liability
from mingjing.supervision.events import Event
from mingjing.supervision.operations.freezing import refuse
from mingjing.supervision.operations.liability_writing import MOST, concerned, held, printable, step
from mingjing.supervision.rules import liabilities as rules
from mingjing.supervision.terms.liabilities import LIABILITY_MOVE_NAMES, LiabilityFacts, LiabilityMove

LETTER = "责移"


@operation(Event.LIABILITY_RETURNED)
def return_liability(*, liability_id: UUID, text: str, by: Actor, at: datetime) -> LiabilityFacts:
    """Send a proposal back with the reason. Raises Forbidden, Invalid, Refused (SUP-111, SUP-112, SUP-116)."""
    return _judged(liability_id, LiabilityMove.RETURN, text, by=by, at=at)


@operation(Event.LIABILITY_DECIDED)
def decide_liability(*, liability_id: UUID, text: str, by: Actor, at: datetime) -> LiabilityFacts:
    """Decide as proposed; by another person than who examined and proposed. Raises Forbidden, Invalid, Refused (SUP-111, SUP-112, SUP-116)."""
    return _judged(liability_id, LiabilityMove.DECIDE, text, by=by, at=at)


def _judged(liability_id: UUID, move: LiabilityMove, text: str, *, by: Actor, at: datetime) -> LiabilityFacts:
    row = held(liability_id)
    decides_liability.require(by, row, doing=LIABILITY_MOVE_NAMES[move])
    printable(MOST, {"text": text})
    before = row.steps.filter(move__in=[LiabilityMove.EXAMINE, LiabilityMove.PROPOSE]).values_list("by_id", flat=True)
    refuse(
        rules.liability_move_allowed(row.state, move),
        rules.nobody_judges_themselves(by.person_id, concerned(row)),
        rules.another_decides(by.person_id, set(before)),
        rules.liability_step_says(move, text),
    )
    return step(row, move, text, by=by, at=at)


@operation(Event.LIABILITY_TOLD)
def tell_person(*, liability_id: UUID, person_id: UUID, on: date, text: str, by: Actor, at: datetime) -> LiabilityFacts:
    """Record when and how a person was told what was decided. Raises Forbidden, Invalid, Refused (SUP-116)."""
    return _of_person(liability_id, person_id, LiabilityMove.TELL, on, text, by=by, at=at)


@operation(Event.LIABILITY_SENT)
def send_person(*, liability_id: UUID, person_id: UUID, on: date, text: str, by: Actor, at: datetime) -> LiabilityFacts:
    """Hand a person's matter over to the body the decision names; the letter gets its number. Raises Forbidden, Invalid, Refused (SUP-116)."""
    return _of_person(liability_id, person_id, LiabilityMove.SEND, on, text, by=by, at=at)


@operation(Event.LIABILITY_ANSWERED)
def record_answer(
    *, liability_id: UUID, person_id: UUID, on: date, text: str, by: Actor, at: datetime
) -> LiabilityFacts:
    """Record what the body answered that a matter was handed to. Raises Forbidden, Invalid, Refused (SUP-116)."""
    return _of_person(liability_id, person_id, LiabilityMove.ANSWER, on, text, by=by, at=at)


@operation(Event.LIABILITY_REPORTED)
def report_result(
    *, liability_id: UUID, person_id: UUID, on: date, text: str, by: Actor, at: datetime
) -> LiabilityFacts:
    """Record how what was decided was carried out. Raises Forbidden, Invalid, Refused (SUP-116)."""
    return _of_person(liability_id, person_id, LiabilityMove.REPORT, on, text, by=by, at=at)


def _of_person(
    liability_id: UUID, person_id: UUID, move: LiabilityMove, on: date, text: str, *, by: Actor, at: datetime
) -> LiabilityFacts:
    row = held(liability_id)
    examines_liability.require(by, row, doing=LIABILITY_MOVE_NAMES[move])
    printable(MOST, {"text": text})
    refuse(rules.liability_move_allowed(row.state, move))
    now = row.facts()
    one, decided = now.person(person_id), rules.decided_on(now.steps)
    if one is None or decided is None:
        raise Invalid({"person_id": ["这件责任追究里没有这个人，请从事项页重新进入"]})
    refuse(
        rules.nobody_judges_themselves(by.person_id, concerned(row)),
        rules.persons_turn(one, move, on, local_day(decided.at), local_day(at)),
        rules.liability_step_says(move, text),
    )
    told = {"on": on.isoformat()}
    if move is LiabilityMove.SEND:
        issuer, year = organs.organ(row.examiner_id), local_day(at).year
        serial = next_serial(organ_id=issuer.id, kind=LETTER, year=year)
        told |= {"number": document_number(issuer.code, LETTER, year, serial)}
    return step(row, move, text, by=by, at=at, person_id=person_id, told=told)


@operation(Event.LIABILITY_CLOSED)
def close_liability(*, liability_id: UUID, text: str, by: Actor, at: datetime) -> LiabilityFacts:
    """End an item when everybody's matter is settled. Raises Forbidden, Invalid, Refused (SUP-111, SUP-116, SUP-117)."""
    row = held(liability_id)
    decides_liability.require(by, row, doing=LIABILITY_MOVE_NAMES[LiabilityMove.CLOSE])
    printable(MOST, {"text": text})
    refuse(
        rules.liability_move_allowed(row.state, LiabilityMove.CLOSE),
        rules.nobody_judges_themselves(by.person_id, concerned(row)),
        rules.liability_is_whole(row.facts().persons),
        rules.liability_step_says(LiabilityMove.CLOSE, text),
    )
    return step(row, LiabilityMove.CLOSE, text, by=by, at=at)
