"""A disagreement is raised, answered and settled (L-11). No outcome replaces a pass: the file is reviewed again."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused
from mingjing.review import access, events
from mingjing.review.models import Dispute, Submission
from mingjing.review.operations.keeping import may_move, plain_text, refuse, the_round, trail
from mingjing.review.rules import settlement_findings
from mingjing.review.terms import DisputeFacts, Move, Result, Settlement, Statement


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
    trail(events.DISPUTE_RAISED, row, at=at, by=by, log=log)
    return dispute.facts()


@operation(events.DISPUTE_ANSWERED)
def answer_dispute(
    *, dossier_id: UUID, statement: Statement, by: Actor, at: datetime, log: bool = True
) -> DisputeFacts:
    """审核机构对分歧写明意见、理由和依据。Raises Invalid, Refused (REV-09), Forbidden."""
    row = the_round(dossier_id)
    access.require(access.may_review, by, row.organ_id, doing="答复分歧")
    dispute = _the_dispute(row)
    if dispute.reviewing is not None:
        raise _refused("审核机构已经答复过这一分歧", "请进行协商或者报请负责人决定")
    may_move(row, Move.ANSWER_DISPUTE)
    dispute.reviewing = _complete(statement)
    dispute.save(update_fields=["reviewing"])
    trail(events.DISPUTE_ANSWERED, row, at=at, by=by, log=log)
    return dispute.facts()


@operation(events.DISPUTE_SETTLED)
def settle_dispute(
    *,
    dossier_id: UUID,
    settlement: str,
    consultation: str,
    outcome: str,
    by: Actor,
    at: datetime,
    log: bool = True,
) -> DisputeFacts:
    """负责人在双方意见和协商记录的基础上处理分歧。

    The outcome says what is to be done before the file is submitted again. Raises Invalid, Refused (REV-09), Forbidden.
    """
    row = the_round(dossier_id)
    access.require(access.may_settle, by, row.organ_id, doing="处理审核意见分歧")
    dispute = _the_dispute(row)
    if settlement not in set(Settlement):
        raise Invalid({"settlement": ["请选择处理方式：协商一致、报请负责人决定或者集体讨论决定。"]})
    refuse(settlement_findings(dispute.facts(), consultation))
    may_move(row, Move.SETTLE_DISPUTE)
    dispute.settlement = settlement
    dispute.consultation = plain_text(consultation, "consultation")
    dispute.outcome = plain_text(outcome, "outcome")
    dispute.settled_by, dispute.settled_at = by.person_id, at
    dispute.save()
    trail(events.DISPUTE_SETTLED, row, at=at, by=by, log=log, settlement=str(settlement), outcome=dispute.outcome)
    return dispute.facts()


def _the_dispute(row: Submission) -> Dispute:
    dispute = Dispute.objects.select_for_update().filter(submission=row).first()
    if dispute is None:
        raise _refused(f"对第{row.round}轮审核意见没有提出分歧", "请先由承办机构提出")
    return dispute


def _refused(message: str, next_step: str) -> Refused:
    return Refused(settlement_findings.finding(message, next_step=next_step))


def _complete(statement: Statement) -> dict[str, str]:
    return {field: plain_text(text, field) for field, text in asdict(statement).items()}
