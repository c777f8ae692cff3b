"""通报: issued to the organs of a region, received and reported on by each, published where that is wanted, done with (O-06)."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from mingjing.cases import queries as cases
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.supervision.access import answers_orders, supervises_region
from mingjing.supervision.events import CIRCULAR_MOVED, Event
from mingjing.supervision.models import Circular, CircularStep, Liability
from mingjing.supervision.operations.freezing import refuse
from mingjing.supervision.operations.liability_writing import printable
from mingjing.supervision.rules import circulars as rules
from mingjing.supervision.terms.circulars import (
    CIRCULAR_MOVE_NAMES,
    CircularDraft,
    CircularFacts,
    CircularMove,
)

SERIES = "通"
MOST = {"title": 120, "naming_reason": 500, "facts": 4000, "findings": 4000, "demands": 4000, "text": 4000}
TEXTS = ("title", "facts", "findings", "demands")


@operation(Event.CIRCULAR_ISSUED)
def issue_circular(*, draft: CircularDraft, by: Actor, at: datetime) -> CircularFacts:
    """Issue a circular to organs of the own region, perhaps after an item. Raises Forbidden, Invalid, Refused (SUP-119)."""
    issuer = organs.organ(by.organ_id)
    supervises_region.require(by, issuer.region, doing="发通报")
    texts = {name: str(getattr(draft, name)) for name in MOST if name != "text"}
    printable(MOST, texts, "通报")
    known = {one.id: one.name for one in organs.organs() if one.region == issuer.region}
    if set(draft.organ_ids) - known.keys():
        raise Invalid({"organ_ids": ["有的机关不在本区域，请重新选择"]})
    behind = _behind(draft.liability_id, issuer.region)
    refuse(
        rules.circular_says(draft, issuer.id, local_day(at)),
        rules.circular_names_nobody(draft.naming, _known(behind), {name: texts[name] for name in TEXTS}),
    )
    said: dict[str, Any] = {name: text.strip() for name, text in texts.items()}
    tidy = replace(
        draft, organ_ids=tuple(sorted(set(draft.organ_ids), key=str)), **said
    )  # fmt: skip
    year = local_day(at).year
    number = document_number(issuer.code, SERIES, year, next_serial(organ_id=issuer.id, kind=SERIES, year=year))
    row = Circular.objects.create(
        pk=uuid4(), number=number, title=tidy.title, issuer_id=issuer.id, issuer_name=issuer.name, region=issuer.region,
        naming=tidy.naming, naming_reason=tidy.naming_reason, facts_text=tidy.facts, findings=tidy.findings, demands=tidy.demands,
        due=tidy.due, organs=[[str(key), known[key]] for key in tidy.organ_ids], liability=behind,
        digest=rules.circular_digest(tidy, number), issued_by=by.person_id, issued_name=by.name, issued_at=at,
    )  # fmt: skip
    _log(row, Event.CIRCULAR_ISSUED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.CIRCULAR_RECEIVED)
def receive_circular(*, circular_id: UUID, by: Actor, at: datetime) -> CircularFacts:
    """Confirm for the own organ that it has the circular. Raises Forbidden, Invalid, Refused (SUP-119)."""
    return _of_organ(circular_id, by.organ_id, CircularMove.RECEIVE, "", by=by, at=at)


@operation(Event.CIRCULAR_REPORTED)
def report_circular(*, circular_id: UUID, text: str, by: Actor, at: datetime) -> CircularFacts:
    """Report what the own organ did. Raises Forbidden, Invalid, Refused (SUP-119)."""
    return _of_organ(circular_id, by.organ_id, CircularMove.REPORT, text, by=by, at=at)


@operation(Event.CIRCULAR_RETURNED)
def return_circular(*, circular_id: UUID, organ_id: UUID, text: str, by: Actor, at: datetime) -> CircularFacts:
    """Send an organ's report back with the reason. Raises Forbidden, Invalid, Refused (SUP-119)."""
    return _of_organ(circular_id, organ_id, CircularMove.RETURN, text, by=by, at=at)


@operation(Event.CIRCULAR_PUBLISHED)
def publish_circular(*, circular_id: UUID, text: str, by: Actor, at: datetime) -> CircularFacts:
    """Hand it to the public lists, where it is checked and released like every entry. Raises Forbidden, Invalid, Refused (SUP-119)."""
    row = _whole(circular_id, CircularMove.PUBLISH, text, by=by)
    values = {"number": row.number, "day": plain(local_day(row.issued_at)), "facts": row.facts_text, "text": row.findings, "demands": row.demands}  # fmt: skip
    code = f"{local_day(row.issued_at):%Y%m%d}-{row.pk.hex[:6]}"
    row.edition_id = publicity.collect_entry(
        organ_id=row.issuer_id, kind="circular", code=code, name=row.title, values=values, valid_from=local_day(at), by=by, at=at
    ).id  # fmt: skip
    row.save(update_fields=["edition_id"])
    return _step(row, CircularMove.PUBLISH, None, text, by=by, at=at)


@operation(Event.CIRCULAR_CLOSED)
def close_circular(*, circular_id: UUID, text: str, by: Actor, at: datetime) -> CircularFacts:
    """End it when every organ has reported. Raises Forbidden, Invalid, Refused (SUP-119)."""
    row = _whole(circular_id, CircularMove.CLOSE, text, by=by)
    row.closed = True
    row.save(update_fields=["closed"])
    return _step(row, CircularMove.CLOSE, None, text, by=by, at=at)


def _of_organ(circular_id: UUID, organ_id: UUID, move: CircularMove, text: str, *, by: Actor, at: datetime) -> CircularFacts:  # fmt: skip
    row, doing = _held(circular_id), f"{CIRCULAR_MOVE_NAMES[move]}通报"
    if move is CircularMove.RETURN:
        supervises_region.require(by, row.region, doing=doing)
    else:
        answers_orders.require(by, organ_id, doing=doing)
    line = next((one for one in row.facts().organs if one.organ_id == organ_id), None)
    if line is None:
        raise Invalid({"organ_id": ["这份通报没有发给这个机关，请从列表重新进入"]})
    printable(MOST, {"text": text}, "通报")
    refuse(
        rules.organs_turn(line.state, move, row.closed),
        rules.circular_step_says(move, text) if move is not CircularMove.RECEIVE else (),
    )
    return _step(row, move, organ_id, text, by=by, at=at)


def _whole(circular_id: UUID, move: CircularMove, text: str, *, by: Actor) -> Circular:
    row = _held(circular_id)
    supervises_region.require(by, row.region, doing=f"{CIRCULAR_MOVE_NAMES[move]}通报")
    printable(MOST, {"text": text}, "通报")
    states = [one.state for one in row.facts().organs]
    refuse(
        rules.circular_still_open(move, row.closed, row.edition_id is not None, states),
        rules.circular_step_says(move, text),
    )
    return row


def _step(row: Circular, move: CircularMove, organ_id: UUID | None, text: str, *, by: Actor, at: datetime) -> CircularFacts:  # fmt: skip
    words = text.strip()
    step = CircularStep.objects.create(
        circular=row, seq=row.steps.count() + 1, move=move, organ_id=organ_id, text=words, by_id=by.person_id, by_name=by.name,
        at=at, digest=rules.circular_step_digest(move, organ_id, words),
    )  # fmt: skip
    _log(row, CIRCULAR_MOVED[move], by=by, at=at, seq=step.seq, digest=step.digest)
    found = Circular.objects.prefetch_related("steps").get(pk=row.pk)
    return found.facts(only=None if by.organ_id == row.issuer_id else by.organ_id)


def _held(circular_id: UUID) -> Circular:
    row = Circular.objects.select_for_update().filter(pk=circular_id).first()
    if row is None:
        raise Invalid({"circular": ["没有这份通报，请从列表重新进入"]})
    return row


def _behind(liability_id: UUID | None, region: str) -> Liability | None:
    """The item it comes from. Raises Invalid."""
    row = Liability.objects.filter(pk=liability_id, region=region).first() if liability_id else None
    if liability_id and row is None:
        raise Invalid({"liability_id": ["没有这件责任追究事项，请从列表重新进入"]})
    return row


def _known(behind: Liability | None) -> tuple[str, ...]:
    """The names a circular without names must not have: the organ, the persons, the case, the party."""
    if behind is None:
        return ()
    told = cases.answered(behind.case_id) if behind.case_id else None
    persons = tuple(behind.persons.values_list("name", flat=True))
    return (behind.organ_name, behind.case_no, *persons, *((told.party, told.number) if told else ()))


def _log(row: Circular, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    told = {"circular_id": str(row.pk), "number": row.number, "closed": row.closed, **more}
    append(kind=event, stream=f"circular:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
