"""Inside a round: the handling unit explains, other reviewers give their views. The clock runs on; the lead reviewer concludes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.review import access, events
from mingjing.review.models import RoundRequest, Submission
from mingjing.review.operations.keeping import plain_text, refuse, the_round
from mingjing.review.rules import (
    figures,
    independence_findings,
    qualification_findings,
    reply_findings,
    request_findings,
)
from mingjing.review.terms import RequestKind, RequestState, RoundRequestFacts, State


@operation(events.ROUND_ASKED)
def ask_in_round(
    *,
    dossier_id: UUID,
    kind: str,
    question: str,
    by: Actor,
    at: datetime,
    to: UUID | None = None,
    conflicted: Collection[UUID] = (),
) -> RoundRequestFacts:
    """请承办机构说明，或者请本机关另一名法制审核人联合审核 (`to`). The clock of the round runs on.

    `conflicted`: everyone who ever handled or examined the case or chaired its hearing. Raises Refused (REV-02, REV-06,
    REV-70), Invalid, Forbidden.
    """
    if kind not in set(RequestKind):
        raise Invalid({"kind": ["请选择请承办机构说明，或者联合审核。"]})
    row = the_round(dossier_id)
    access.require(access.may_review, by, row.organ_id, doing="在审核中提出请求")
    _open(row)
    day = local_day(at)
    invited = {one.id: (one, held) for one, held in organs.reviewers(row.organ_id, day)}
    held = requests_of(row)
    chosen = invited.get(to) if to and kind == RequestKind.JOINT else None
    found = [*independence_findings(by.name, by.person_id, conflicted, row.submitted_by)]
    found += request_findings(kind, question, held, to=to, asker=by.person_id, known=chosen is not None)
    if chosen is not None:
        person, qualification = chosen
        found += independence_findings(person.name, person.id, conflicted, row.submitted_by)
        found += qualification_findings(person.name, qualification, day, figures.cut_off(day))
    refuse(found)
    made = RoundRequest(
        submission=row, kind=kind, question=plain_text(question, "question", longest=2000), asked_by=by.person_id,
        asked_by_name=by.name, asked_at=at, to_id=chosen[0].id if chosen else None, to_name=chosen[0].name if chosen else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            request_findings.finding("这一轮已经请过这位审核人", next_step="请刷新后查看", field="to")
        ) from None
    _trail(events.ROUND_ASKED, made, made.as_asked(), by, at)
    return made.facts()


@operation(events.ROUND_ANSWERED)
def answer_in_round(
    *, request_id: UUID, answer: str, by: Actor, at: datetime, verdict: str = "", conflicted: Collection[UUID] = ()
) -> RoundRequestFacts:
    """承办机构说明，或者受请的审核人出具联合审核意见。Raises Refused (REV-06, REV-71), Invalid, Forbidden."""
    row = _request(request_id)
    joint = row.kind == RequestKind.JOINT
    rule, doing = (access.may_review, "出具联合审核意见") if joint else (access.may_submit, "向审核人说明")
    access.require(rule, by, row.submission.organ_id, doing=doing)
    _open(row.submission)
    findings = list(reply_findings(row.facts(), answer, verdict, by.person_id))
    if joint:
        findings += independence_findings(by.name, by.person_id, conflicted, row.submission.submitted_by)
    refuse(findings)
    row.answer, row.verdict, row.state = plain_text(answer, "answer"), verdict if joint else "", RequestState.ANSWERED
    row.answered_by, row.answered_by_name, row.answered_at = by.person_id, by.name, at
    row.save()
    _trail(events.ROUND_ANSWERED, row, row.as_answered(), by, at)
    return row.facts()


@operation(events.ROUND_CALLED_OFF)
def call_off_in_round(*, request_id: UUID, reason: str, by: Actor, at: datetime) -> RoundRequestFacts:
    """审核人撤回还没有答复的请求，写明原因；记录保留。Raises Refused (REV-70), Invalid, Forbidden."""
    row = _request(request_id)
    access.require(access.may_review, by, row.submission.organ_id, doing="撤回审核中的请求")
    if by.person_id == row.to_id:
        raise Refused(request_findings.finding("请您出具的联合审核意见，不能由您自己撤回", next_step="请出具意见，或者请提出请求的审核人撤回"))  # fmt: skip
    if row.state != RequestState.ASKED:
        raise Refused(request_findings.finding(f"这个请求现在是“{row.facts().state_name}”，不能撤回", next_step="请刷新后查看"))  # fmt: skip
    row.off_reason, row.state = plain_text(reason, "reason", longest=200), RequestState.OFF
    row.save(update_fields=["off_reason", "state"])
    _trail(events.ROUND_CALLED_OFF, row, {"request": str(row.id), "reason": row.off_reason}, by, at)
    return row.facts()


def requests_of(row: Submission) -> list[RoundRequestFacts]:
    """What was asked inside a round, oldest first."""
    return [one.facts() for one in RoundRequest.objects.select_related("submission").filter(submission=row)]


def _open(row: Submission) -> None:
    if row.state != State.OPEN:
        raise Refused(request_findings.finding(f"第{row.round}轮法制审核现在是“{row.facts().state_name}”，不在审核中", next_step="请刷新后查看最新情况"))  # fmt: skip


def _request(request_id: UUID) -> RoundRequest:
    """The request, locked with its round, so that no opinion is given meanwhile."""
    known = RoundRequest.objects.filter(pk=request_id).values_list("submission__dossier_id", flat=True).first()
    if known is None:
        raise Invalid({"request_id": ["没有这个请求。"]})
    the_round(known)
    return RoundRequest.objects.select_for_update(of=("self",)).select_related("submission").get(pk=request_id)


def _trail(kind: str, row: RoundRequest, told: dict[str, Any], by: Actor, at: datetime) -> None:
    dossier = row.submission.dossier_id
    append(kind=kind, stream=f"review-request:{dossier}", at=at, by=by, payload=told)
    emit(kind, at=at, dossier=str(dossier), organ=str(row.submission.organ_id))
