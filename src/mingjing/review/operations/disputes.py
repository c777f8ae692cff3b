"""A disagreement is raised, answered, consulted on and settled (L-11). No outcome replaces a pass: the file is reviewed again."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.operations import append
from mingjing.review import access, events
from mingjing.review.models import Dispute, DisputeRoute, Submission
from mingjing.review.operations.keeping import may_move, plain_text, refuse, the_round, trail
from mingjing.review.queries.disputes import dispute_route
from mingjing.review.rules import (
    consultation_findings,
    independence_findings,
    route_findings,
    settlement_findings,
)
from mingjing.review.terms import DisputeFacts, Move, Result, RouteFacts, Settlement, Statement


@operation(events.DISPUTE_RAISED)
def raise_dispute(*, dossier_id: UUID, statement: Statement, by: Actor, at: datetime, log: bool = True) -> DisputeFacts:
    """承办机构不同意审核意见，写明意见、理由和依据。Raises Invalid, Refused (REV-09), Forbidden."""
    row = the_round(dossier_id)
    access.require(access.may_submit, by, row.organ_id, doing="对审核意见提出分歧")
    facts = row.facts()
    if facts.opinion is None or facts.opinion.result == Result.AGREE:
        raise _refused(f"第{row.round}轮法制审核没有不同意或者退回的意见", "请等待审核意见，或者进入下一步")
    if facts.dispute is not None:
        raise _refused(f"对第{row.round}轮审核意见已经提出过分歧", "请查看处理情况")
    may_move(row, Move.RAISE_DISPUTE)
    dispute = Dispute(submission=row, handling=_complete(statement), raised_by=by.person_id, raised_at=at)
    try:
        with transaction.atomic():
            dispute.save(force_insert=True)
    except IntegrityError:
        raise _refused("刚刚已由他人提出分歧", "请刷新后查看") from None
    trail(events.DISPUTE_RAISED, row, at=at, by=by, log=log, **dispute.as_told()[0])
    return dispute.facts()


@operation(events.DISPUTE_ANSWERED)
def answer_dispute(
    *,
    dossier_id: UUID,
    statement: Statement,
    by: Actor,
    at: datetime,
    conflicted: Collection[UUID] = (),
    log: bool = True,
) -> DisputeFacts:
    """审核机构对分歧写明意见、理由和依据。

    `conflicted`: everyone who handled or examined the case. Raises Invalid, Refused (REV-06, REV-09), Forbidden.
    """
    row = the_round(dossier_id)
    access.require(access.may_review, by, row.organ_id, doing="答复分歧")
    dispute = _the_dispute(row)
    if dispute.reviewing is not None:
        raise _refused("审核机构已经答复过这一分歧", "请进行协商或者报请负责人决定")
    may_move(row, Move.ANSWER_DISPUTE)
    refuse(independence_findings(by.name, by.person_id, {*conflicted, dispute.raised_by}, row.submitted_by))
    dispute.reviewing, dispute.answered_by, dispute.answered_at = _complete(statement), by.person_id, at
    dispute.save(update_fields=["reviewing", "answered_by", "answered_at"])
    trail(events.DISPUTE_ANSWERED, row, at=at, by=by, log=log, **dispute.as_told()[1])
    return dispute.facts()


@operation(events.DISPUTE_CONSULTED)
def consult(
    *,
    dossier_id: UUID,
    consulted_on: date,
    consulted_with: str,
    consultation: str,
    agreed: bool,
    by: Actor,
    at: datetime,
    log: bool = True,
) -> DisputeFacts:
    """承办人或者审核人记录双方的协商。Raises Invalid, Refused (REV-09, REV-23), Forbidden."""
    row = the_round(dossier_id)
    access.require(access.may_consult, by, row.organ_id, doing="记录分歧的协商")
    dispute = _the_dispute(row)
    refuse(consultation_findings(dispute.facts(), consulted_on, local_day(dispute.raised_at), local_day(at)))
    may_move(row, Move.CONSULT)
    dispute.consulted_on, dispute.agreed = consulted_on, agreed
    dispute.consulted_with = plain_text(consulted_with, "consulted_with", longest=200)
    dispute.consultation = plain_text(consultation, "consultation")
    dispute.consulted_by, dispute.consulted_at = by.person_id, at
    dispute.save()
    trail(events.DISPUTE_CONSULTED, row, at=at, by=by, log=log, **dispute.as_told()[2])
    return dispute.facts()


@operation(events.DISPUTE_SETTLED)
def settle_dispute(
    *,
    dossier_id: UUID,
    settlement: str,
    outcome: str,
    responsible: str,
    by: Actor,
    at: datetime,
    meeting: str = "",
    log: bool = True,
) -> DisputeFacts:
    """负责人在双方意见和协商记录的基础上处理分歧，写明结果和责任人员。

    The outcome says what is to be done before the file is submitted again. Raises Invalid, Refused (REV-09, REV-24),
    Forbidden.
    """
    row = the_round(dossier_id)
    access.require(access.may_settle, by, row.organ_id, doing="处理审核意见分歧")
    dispute = _the_dispute(row)
    if settlement not in set(Settlement):
        raise Invalid({"settlement": ["请选择处理方式：协商一致、报请负责人决定或者集体讨论决定。"]})
    facts = dispute.facts()
    refuse(settlement_findings(facts))
    parties = {row.submitted_by, dispute.raised_by, dispute.answered_by, row.opinion.reviewer_id} - {None}
    route = dispute_route(row.organ_id, local_day(at)).route
    refuse(route_findings(facts, settlement, route, meeting, by.person_id, parties))
    may_move(row, Move.SETTLE_DISPUTE)
    dispute.settlement = settlement
    dispute.meeting = plain_text(meeting, "meeting") if settlement == Settlement.COLLECTIVE else ""
    dispute.outcome = plain_text(outcome, "outcome")
    dispute.responsible = plain_text(responsible, "responsible", shortest=2, longest=200)
    dispute.settled_by, dispute.settled_at = by.person_id, at
    dispute.save()
    trail(events.DISPUTE_SETTLED, row, at=at, by=by, log=log, **dispute.as_told()[3])
    return dispute.facts()


@operation(events.ROUTE_CHOSEN)
def choose_route(*, route: str, basis: str, by: Actor, at: datetime) -> RouteFacts:
    """负责人确定本机关怎样处理协商不成的分歧：报请负责人决定，或者集体讨论决定。Raises Invalid, Forbidden."""
    access.require(access.may_register_body, by, by.organ_id, doing="确定审核意见分歧的处理方式")
    if route not in {str(Settlement.HEAD), str(Settlement.COLLECTIVE)}:
        raise Invalid({"route": ["请选择：报请行政机关负责人决定，或者集体讨论决定。"]})
    before = DisputeRoute.objects.select_for_update().filter(organ_id=by.organ_id).order_by("-number").first()
    row = DisputeRoute(
        organ_id=by.organ_id, number=before.number + 1 if before else 1, route=route,
        basis=plain_text(basis, "basis", longest=200), chosen_by=by.person_id, chosen_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"route": ["刚刚已由他人确定，请刷新后查看。"]}) from None
    append(kind=events.ROUTE_CHOSEN, stream=f"review-staff:{row.organ_id}", at=at, by=by, payload=row.as_told())
    emit(events.ROUTE_CHOSEN, at=at, organ=str(row.organ_id))
    return row.facts()


def _the_dispute(row: Submission) -> Dispute:
    dispute = Dispute.objects.select_for_update().filter(submission=row).first()
    if dispute is None:
        raise _refused(f"对第{row.round}轮审核意见没有提出分歧", "请先由承办机构提出")
    return dispute


def _refused(message: str, next_step: str) -> Refused:
    return Refused(settlement_findings.finding(message, next_step=next_step))


def _complete(statement: Statement) -> dict[str, str]:
    return {field: plain_text(text, field) for field, text in asdict(statement).items()}
