"""An organ's score (评议考核): points given with grounds, told, objected to, answered (R-16, O-04)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.supervision.access import answers_orders, supervises_region
from mingjing.supervision.events import Event
from mingjing.supervision.models import Appraisal, Scheme
from mingjing.supervision.operations.freezing import grounds, refuse, typed
from mingjing.supervision.operations.objecting import MOST, write_answer, write_objection
from mingjing.supervision.operations.schemes import settle_score
from mingjing.supervision.rules import appraisals as rules
from mingjing.supervision.terms.appraisals import (
    APPRAISAL_MOVE_NAMES,
    APPRAISAL_MOVES,
    AppraisalFacts,
    AppraisalMove,
    Given,
)


@operation(Event.POINTS_ENTERED)
def enter_points(*, appraisal_id: UUID, given: Mapping[str, Given], by: Actor, at: datetime) -> AppraisalFacts:
    """Score the items that people score; what was given before is replaced. Raises Forbidden, Invalid, Refused (SUP-76, SUP-78)."""
    row = _supervised(appraisal_id, AppraisalMove.ENTER, by)
    by_hand = {one.key for one in row.scheme.parts() if not one.metric}
    _give(row, {key: one for key, one in given.items() if key in by_hand}, set(given) - by_hand)
    row.scored_name = by.name
    row.save()
    _log(row, Event.POINTS_ENTERED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.APPRAISAL_TOLD)
def tell_appraisal(*, appraisal_id: UUID, by: Actor, at: datetime) -> AppraisalFacts:
    """Tell the organ its score; it may object for some days. Raises Forbidden, Invalid, Refused (SUP-77, SUP-78)."""
    row = _supervised(appraisal_id, AppraisalMove.TELL, by)
    refuse(rules.every_item_is_scored(row.lines()))
    row.told_at, row.object_by = at, rules.due_after(local_day(at), "objection_days", cases.calendar())
    row.state = APPRAISAL_MOVES[AppraisalMove.TELL][1]
    row.save()
    _log(row, Event.APPRAISAL_TOLD, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.APPRAISAL_OBJECTED)
def object_appraisal(*, appraisal_id: UUID, text: str, by: Actor, at: datetime) -> AppraisalFacts:
    """Object to the score, by the organ's head or reviewer. Raises Forbidden, Invalid, Refused (SUP-78, SUP-79)."""
    row = _answered(appraisal_id, AppraisalMove.OBJECT, by)
    told = write_objection(row, text, rules.appraisal_objected_in_time, rules.due_after, by=by, at=at)
    row.state = APPRAISAL_MOVES[AppraisalMove.OBJECT][1]
    row.save()
    _log(row, Event.APPRAISAL_OBJECTED, by=by, at=at, text_digest=told)
    return row.facts()


@operation(Event.APPRAISAL_ACCEPTED)
def accept_appraisal(*, appraisal_id: UUID, by: Actor, at: datetime) -> AppraisalFacts:
    """Say that there is no objection. Raises Forbidden, Invalid, Refused (SUP-78)."""
    row = _answered(appraisal_id, AppraisalMove.ACCEPT, by)
    row.state = APPRAISAL_MOVES[AppraisalMove.ACCEPT][1]
    row.save()
    _log(row, Event.APPRAISAL_ACCEPTED, by=by, at=at)
    return row.facts()


@operation(Event.APPRAISAL_ANSWERED)
def answer_appraisal(
    *, appraisal_id: UUID, text: str, given: Mapping[str, Given], by: Actor, at: datetime
) -> AppraisalFacts:
    """Uphold the score or correct it, also where the platform counted, with grounds. Raises Forbidden, Invalid, Refused (SUP-76, SUP-78, SUP-80)."""
    row = _supervised(appraisal_id, AppraisalMove.ANSWER, by)
    typed(MOST, text=text)
    refuse(rules.appraisal_answer_says(text))
    _give(row, given, set(given) - {one.key for one in row.scheme.parts()})
    told = write_answer(row, text, by=by, at=at)
    row.state = APPRAISAL_MOVES[AppraisalMove.ANSWER][1]
    row.save()
    _log(row, Event.APPRAISAL_ANSWERED, by=by, at=at, digest=row.digest, text_digest=told)
    return row.facts()


def _give(row: Appraisal, given: Mapping[str, Given], strange: set[str]) -> None:
    """Check what a person gives and write it into the row with the new total."""
    if strange:
        raise Invalid({"points": ["方案里没有由人评的这个项目，请刷新页面"]})
    texts = [text for one in given.values() for text in (one.why, one.evidence)]
    grounds("points", "理由和材料", texts)
    refuse(rules.points_have_grounds(row.scheme.parts(), given))
    tidy = {key: replace(one, why=one.why.strip(), evidence=one.evidence.strip()) for key, one in given.items()}
    row.given = {**row.given, **{key: one.as_json() for key, one in tidy.items()}}
    settle_score(row)


def _supervised(appraisal_id: UUID, move: AppraisalMove, by: Actor) -> Appraisal:
    row = _held(appraisal_id)
    supervises_region.require(by, row.scheme.region, doing=APPRAISAL_MOVE_NAMES[move])
    refuse(rules.appraisal_move_allowed(row.state, move))
    return row


def _answered(appraisal_id: UUID, move: AppraisalMove, by: Actor) -> Appraisal:
    row = _held(appraisal_id)
    answers_orders.require(by, row.organ_id, doing=APPRAISAL_MOVE_NAMES[move])
    refuse(rules.appraisal_move_allowed(row.state, move))
    return row


def _held(appraisal_id: UUID) -> Appraisal:
    """The score with its scheme, both held for this transaction: a table is not signed while a score moves."""
    found = Appraisal.objects.filter(pk=appraisal_id).values_list("scheme_id", flat=True).first()
    if found is None:
        raise Invalid({"appraisal": ["没有这个机关的得分，请从考核列表重新进入"]})
    scheme = Scheme.objects.select_for_update().get(pk=found)
    row = Appraisal.objects.select_for_update().get(pk=appraisal_id)
    row.scheme = scheme
    return row


def _log(row: Appraisal, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    """State and digest; neither the grounds nor the texts."""
    told = {
        "scheme_id": str(row.scheme_id),
        "appraisal_id": str(row.pk),
        "organ_id": str(row.organ_id),
        "state": row.state,
        **more,
    }
    append(kind=event, stream=f"scheme:{row.scheme_id}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
