"""责任追究: opened after a wrong decision or not, with the reason; examined; the persons heard; the handling proposed (L-15)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from mingjing.cases import queries as cases
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.supervision.access import examines_liability, is_concerned, moves_liability, opens_liability
from mingjing.supervision.events import Event
from mingjing.supervision.models import Liability, LiabilityPerson
from mingjing.supervision.operations.freezing import alone, refuse, typed
from mingjing.supervision.operations.liability_writing import MOST as LENGTHS
from mingjing.supervision.operations.liability_writing import concerned, held, log, printable, step
from mingjing.supervision.queries.liability_sources import (
    Candidate,
    candidates,
    examiners,
    heads_among,
    involved,
    offer,
)
from mingjing.supervision.rules import liabilities as rules
from mingjing.supervision.terms.liabilities import (
    HAND,
    LIABILITY_MOVE_NAMES,
    Blame,
    HandSource,
    LiabilityDraft,
    LiabilityFacts,
    LiabilityMove,
    LiabilityState,
    Offer,
    Proposal,
)

SERIES = "责"
MOST = {"title": 120, "document": 200, "reason": 2000}

TAKEN = "这个来源刚刚有人办过，请刷新列表"


@operation(Event.LIABILITY_OPENED)
def open_liability(*, draft: LiabilityDraft, organ_id: UUID, by: Actor, at: datetime) -> LiabilityFacts:
    """Open an item after a source that is offered, or after one entered by hand.

    By a supervisor of the region or the organ's head, nobody who had to do with it. Raises Forbidden, Invalid, Refused (SUP-110, SUP-111).
    """
    organ, today = _organ(organ_id), local_day(at)
    opens_liability.require(by, organ, doing="登记责任追究")
    typed(MOST, title=draft.title, document=draft.hand.document if draft.hand else "")
    persons = tuple(dict.fromkeys(draft.person_ids))
    refuse(rules.liability_says(draft.title, persons, draft.hand, today))
    source = _by_hand(organ, draft.hand) if draft.hand else _offered(draft.offer, organ.id, today)
    known = {one.person_id: one for one in candidates(organ.id, source.case_id)}
    if set(persons) - known.keys():
        raise Invalid({"person_ids": ["有的人不是这个机关的，也没有办理过这件案件，请重新选择"]})
    judges = dict(examiners(organ.id, at))
    if draft.examiner_id not in judges:
        raise Invalid({"examiner_id": ["这个机关不能调查，请重新选择"]})
    heads = heads_among(persons)
    refuse(
        rules.nobody_judges_themselves(by.person_id, involved(source.case_id, persons)),
        rules.heads_are_judged_above(organ.id, draft.examiner_id, heads, persons),
    )
    row = _row(source, draft.title.strip(), draft.examiner_id, judges[draft.examiner_id], by=by, at=at)
    row.due = rules.due_after(LiabilityState.OPEN, today, cases.calendar())
    return _keep(row, [known[key] for key in persons], Event.LIABILITY_OPENED, by=by, at=at)


@operation(Event.LIABILITY_DISMISSED)
def dismiss_offer(*, key: str, organ_id: UUID, reason: str, by: Actor, at: datetime) -> LiabilityFacts:
    """Say why nobody is asked to answer after a source. Raises Forbidden, Invalid, Refused (SUP-110, SUP-111)."""
    organ, today = _organ(organ_id), local_day(at)
    opens_liability.require(by, organ, doing="决定不启动责任追究")
    typed(MOST, reason=reason)
    refuse(rules.dismissal_says(reason))
    source = _offered(key, organ.id, today)
    refuse(rules.nobody_judges_themselves(by.person_id, involved(source.case_id, ())))
    row = _row(source, source.words[:120] or source.source_name, by.organ_id, by.organ_name, by=by, at=at)
    row.state, row.reason = LiabilityState.DISMISSED, reason.strip()
    return _keep(row, [], Event.LIABILITY_DISMISSED, by=by, at=at)


def _organ(organ_id: UUID) -> OrganFacts:
    found = next((one for one in organs.organs() if one.id == organ_id), None)
    if found is None:
        raise Invalid({"organ_id": ["没有这个机关，请重新选择"]})
    return found


def _offered(key: str, organ_id: UUID, today: date) -> Offer:
    found = offer(key, organ_id, today)
    if found is None:
        raise Invalid({"offer": [TAKEN]})
    return found


def _by_hand(organ: OrganFacts, hand: HandSource) -> Offer:
    """A source as typed. The same document of the same day is one source, however often it is entered. Raises Invalid."""
    number, document = hand.case_number.strip(), hand.document.strip()
    case_id = cases.cases_numbered(organ.id, [number]).get(number) if number else None
    if number and case_id is None:
        raise Invalid({"case_number": [f"这个机关没有案件 {number[:40]}，请核对编号"]})
    mark = sha256(f"{''.join(document.split())}{hand.on.isoformat()}".encode()).hexdigest()[:32]
    return Offer(f"hand:{organ.id}:{mark}", HAND, organ.id, organ.name, organ.region, case_id, number, hand.on, document, "")  # fmt: skip


def _row(source: Offer, title: str, examiner: UUID, examiner_name: str, *, by: Actor, at: datetime) -> Liability:
    issuer, year = organs.organ(by.organ_id), local_day(at).year
    serial = next_serial(organ_id=issuer.id, kind=SERIES, year=year)
    return Liability(
        pk=uuid4(), number=document_number(issuer.code, SERIES, year, serial), title=title, source=source.source,
        source_key=source.key, document=source.document, on=source.on, organ_id=source.organ_id, organ_name=source.organ_name,
        region=source.region, case_id=source.case_id, case_no=source.case_no, examiner_id=examiner, examiner_name=examiner_name,
        opened_by=by.person_id, opened_name=by.name, opened_at=at,
    )  # fmt: skip


def _keep(row: Liability, persons: Sequence[Candidate], event: Event, *, by: Actor, at: datetime) -> LiabilityFacts:
    row.digest = rules.opened_digest(row, [one.person_id for one in persons], row.examiner_id)
    row.ledger_index = log(row, event, by=by, at=at, digest=row.digest)
    alone(lambda: row.save(force_insert=True), "offer", TAKEN)
    for one in persons:
        LiabilityPerson.objects.create(liability=row, person_id=one.person_id, name=one.name, part=one.part[:200])
    return Liability.objects.prefetch_related("steps", "persons").get(pk=row.pk).facts()


@operation(Event.LIABILITY_JOINED)
def add_person(*, liability_id: UUID, person_id: UUID, text: str, by: Actor, at: datetime) -> LiabilityFacts:
    """Name another person while it is being examined. Raises Forbidden, Invalid, Refused (SUP-111, SUP-116)."""
    row = held(liability_id)
    moves_liability.require(by, row, doing=LIABILITY_MOVE_NAMES[LiabilityMove.ADD])
    printable(LENGTHS, {"text": text})
    known = {one.person_id: one for one in candidates(row.organ_id, row.case_id)}
    there = set(row.persons.values_list("person_id", flat=True))
    if person_id not in known or person_id in there:
        raise Invalid({"person_id": ["请从列表中选择还没有列入的人"]})
    heads = heads_among([person_id])
    refuse(
        rules.liability_move_allowed(row.state, LiabilityMove.ADD),
        rules.liability_step_says(LiabilityMove.ADD, text),
        rules.heads_are_judged_above(row.organ_id, row.examiner_id, heads, {person_id}),
    )
    one = known[person_id]
    LiabilityPerson.objects.create(liability=row, person_id=person_id, name=one.name, part=one.part[:200])
    return step(row, LiabilityMove.ADD, text, by=by, at=at, person_id=person_id)


@operation(Event.LIABILITY_TRANSFERRED)
def transfer_liability(*, liability_id: UUID, examiner_id: UUID, text: str, by: Actor, at: datetime) -> LiabilityFacts:
    """Charge another organ with the examination. Raises Forbidden, Invalid, Refused (SUP-111, SUP-116)."""
    row = held(liability_id)
    moves_liability.require(by, row, doing=LIABILITY_MOVE_NAMES[LiabilityMove.TRANSFER])
    printable(LENGTHS, {"text": text})
    judges = dict(examiners(row.organ_id, at))
    if examiner_id not in judges or examiner_id == row.examiner_id:
        raise Invalid({"examiner_id": ["请选择另一个可以调查的机关"]})
    persons = set(row.persons.values_list("person_id", flat=True))
    heads = heads_among(persons)
    refuse(
        rules.liability_move_allowed(row.state, LiabilityMove.TRANSFER),
        rules.liability_step_says(LiabilityMove.TRANSFER, text),
        rules.heads_are_judged_above(row.organ_id, examiner_id, heads, persons),
    )
    told = {"from": str(row.examiner_id), "to": str(examiner_id)}
    row.examiner_id, row.examiner_name = examiner_id, judges[examiner_id]
    return step(row, LiabilityMove.TRANSFER, text, by=by, at=at, told=told)


@operation(Event.LIABILITY_EXAMINED)
def examine_liability(
    *, liability_id: UUID, text: str, blames: Mapping[UUID, Blame], by: Actor, at: datetime
) -> LiabilityFacts:
    """Write the facts found and, person by person, whose fault it was. Raises Forbidden, Invalid, Refused (SUP-111, SUP-113, SUP-116)."""
    row = held(liability_id)
    examines_liability.require(by, row, doing=LIABILITY_MOVE_NAMES[LiabilityMove.EXAMINE])
    printable(LENGTHS, {"text": text, **_blamed(blames)})
    names = _names(row)
    refuse(
        rules.liability_move_allowed(row.state, LiabilityMove.EXAMINE),
        rules.nobody_judges_themselves(by.person_id, concerned(row)),
        rules.facts_are_found(text),
        rules.everybody_is_found_of(blames, names),
    )
    told = {"persons": {str(key): _tidy(blames[key]).as_json() for key in names}}
    return step(row, LiabilityMove.EXAMINE, text, by=by, at=at, told=told)


@operation(Event.LIABILITY_DEFENDED)
def defend_liability(*, liability_id: UUID, text: str, waived: bool, by: Actor, at: datetime) -> LiabilityFacts:
    """State and defend, or waive it; by the person the item is about. Raises Forbidden, Invalid, Refused (SUP-114, SUP-116)."""
    row = held(liability_id)
    is_concerned.require(by, _names(row), doing=LIABILITY_MOVE_NAMES[LiabilityMove.DEFEND])
    printable(LENGTHS, {"text": text})
    one = row.facts().person(by.person_id)
    assert one is not None
    refuse(
        rules.liability_move_allowed(row.state, LiabilityMove.DEFEND),
        rules.defence_says(text, waived, one.standing.defence is not None, row.hear_by, local_day(at)),
    )
    step(row, LiabilityMove.DEFEND, text, by=by, at=at, person_id=by.person_id, told={"waived": waived})
    return Liability.objects.prefetch_related("steps", "persons").get(pk=row.pk).facts(only=by.person_id)


@operation(Event.LIABILITY_PROPOSED)
def propose_liability(
    *, liability_id: UUID, proposals: Mapping[UUID, Proposal], by: Actor, at: datetime
) -> LiabilityFacts:
    """Propose the handling of every person after they were heard. Raises Forbidden, Invalid, Refused (SUP-111, SUP-113 to SUP-116)."""
    row = held(liability_id)
    examines_liability.require(by, row, doing=LIABILITY_MOVE_NAMES[LiabilityMove.PROPOSE])
    blames = {key: one.blame for key, one in proposals.items()}
    more = {f"{name}_{key.hex}": getattr(one, name) for key, one in proposals.items() for name in ("body", "answer")}
    printable(LENGTHS, _blamed(blames) | more)
    refuse(rules.liability_move_allowed(row.state, LiabilityMove.PROPOSE))
    now, names, today = row.facts(), _names(row), local_day(at)
    assert row.hear_by is not None
    refuse(
        rules.nobody_judges_themselves(by.person_id, concerned(row)),
        rules.everybody_was_heard(now.persons, row.hear_by, today),
        rules.everybody_is_found_of(blames, names),
        rules.every_defence_is_answered(now.persons, proposals),
        rules.measures_fit_the_finding(proposals, names, today),
    )
    told = {"persons": {str(key): _settled(proposals[key]).as_json() for key in names}}
    return step(row, LiabilityMove.PROPOSE, "", by=by, at=at, told=told)


def _names(row: Liability) -> dict[UUID, str]:
    return {one.person_id: one.name for one in row.persons.all()}


def _blamed(blames: Mapping[UUID, Blame]) -> dict[str, str]:
    return {f"{name}_{key.hex}": getattr(one, name) for key, one in blames.items() for name in ("reason", "basis")}


def _tidy(one: Blame) -> Blame:
    return Blame(one.fault, one.reason.strip(), one.basis.strip())


def _settled(one: Proposal) -> Proposal:
    return Proposal(_tidy(one.blame), tuple(sorted(set(one.measures))), one.body.strip(), one.answer.strip())
