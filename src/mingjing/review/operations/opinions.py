"""The written opinion, and the handling unit's answer to it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Refused
from mingjing.organs.queries import qualification
from mingjing.review import access, events
from mingjing.review.models import Opinion, Submission
from mingjing.review.operations.keeping import may_move, plain_text, refuse, the_round, trail
from mingjing.review.operations.majority import kept_not_major
from mingjing.review.operations.requests import requests_of
from mingjing.review.queries.majority import comparison
from mingjing.review.rules import (
    answers_findings,
    before_opinion_findings,
    figures,
    independence_findings,
    limit_finding,
    not_major_findings,
    qualification_findings,
    resubmission_findings,
    transfer_findings,
)
from mingjing.review.terms import (
    UNKNOWABLE,
    Answer,
    Comparison,
    DecisionProfile,
    Move,
    OpinionFacts,
    Result,
    RoundFacts,
    Source,
    State,
)


@operation(events.OPINION_GIVEN)
def give_opinion(
    *,
    dossier_id: UUID,
    answers: Sequence[Answer],
    is_major: bool,
    not_major_reason: str = "",
    profile: DecisionProfile | None = None,
    result: str,
    conflicted: Collection[UUID],
    by: Actor,
    at: datetime,
    problems: str = "",
    statement: str = "",
    source: Source = Source.CASE,
    log: bool = True,
) -> OpinionFacts:
    """出具法制审核意见。

    `conflicted`: everyone who ever handled or examined the case or chaired its hearing. Refused by REV-02
    (qualification), REV-05 (eight answers), REV-06 (independence), REV-56 (transfer), REV-72 (what was asked inside the
    round), or because the round has its opinion already.
    `is_major` False needs `not_major_reason`, and nothing that says otherwise (REV-25): `profile` is what is proposed, as it
    was submitted. Raises Invalid, Forbidden.
    """
    row = the_round(dossier_id)
    access.require(access.may_review, by, row.organ_id, doing="出具法制审核意见")
    if row.state != State.OPEN:
        message = f"第{row.round}轮法制审核现在是“{row.facts().state_name}”，不能出具意见"
        raise Refused(answers_findings.finding(message, next_step="请刷新后查看最新情况"))
    may_move(row, Move.GIVE_OPINION)
    tidy = tuple(replace(answer, text=answer.text.strip()) for answer in answers)
    held = requests_of(row)
    refuse((
        *_reviewer(row, conflicted, by, at), *answers_findings(tidy, problems, result),
        *before_opinion_findings(held, problems, result), *transfer_findings(tidy, result),
    ))  # fmt: skip
    found = None if is_major else _not_major(row, profile, not_major_reason, at)
    opinion = Opinion(
        submission=row,
        answers=[asdict(answer) for answer in tidy],
        is_major=is_major,
        problems=plain_text(problems, "problems") if problems.strip() else "",
        result=result,
        reviewer_id=by.person_id,
        reviewer_name=by.name,
        given_at=at,
        statement=plain_text(statement or figures.statement("opinion", local_day(at)), "statement"),
        conflicted=sorted(str(person) for person in conflicted),
        late=bool(limit_finding(row.due_on, local_day(at))),
    )
    opinion.save(force_insert=True)
    row.state = State.DECIDED
    row.save(update_fields=["state"])
    if found is not None:
        kept_not_major(
            found, organ_id=row.organ_id, source=source, dossier_id=dossier_id, round=row.round, title=row.title,
            reason=not_major_reason, by=by, at=at, field="not_major_reason",
        )  # fmt: skip
    trail(events.OPINION_GIVEN, row, at=at, by=by, log=log, result=str(result), digest=row.digest, late=opinion.late)
    return opinion.facts()


@operation(events.RESPONDED)
def respond(*, dossier_id: UUID, response: str, by: Actor, at: datetime, log: bool = True) -> RoundFacts:
    """承办机构对审核意见作出处理说明（REV-08），说明后方可再次送审。Raises Invalid, Refused, Forbidden."""
    row = the_round(dossier_id)
    access.require(access.may_submit, by, row.organ_id, doing="说明审核意见的处理情况")
    facts = row.facts()
    if facts.opinion is None or facts.opinion.result == Result.AGREE:
        message = f"第{row.round}轮法制审核没有需要处理的问题"
        raise Refused(resubmission_findings.finding(message, next_step="请等待审核意见，或者进入下一步"))
    if row.response:
        message = f"对第{row.round}轮审核意见已经作过处理说明"
        raise Refused(resubmission_findings.finding(message, next_step="请重新送审"))
    may_move(row, Move.RESPOND)
    row.response, row.responded_by, row.responded_at = plain_text(response, "response"), by.person_id, at
    row.save(update_fields=["response", "responded_by", "responded_at"])
    trail(events.RESPONDED, row, at=at, by=by, log=log, response=row.response)
    return row.facts()


def _not_major(row: Submission, profile: DecisionProfile | None, reason: str, at: datetime) -> Comparison:
    """What the decision was held against. Refused (REV-25) without a reason or where something says that it is major.

    Without a profile nothing is known of it but that it was submitted.
    """
    known = profile or DecisionProfile(row.organ_id, "penalty", party_is_unit=True, unknown=frozenset(UNKNOWABLE))
    found = comparison(known, local_day(at))
    refuse(not_major_findings(found, reason, "not_major_reason"))
    return found


def _reviewer(row: Submission, conflicted: Collection[UUID], by: Actor, at: datetime) -> Iterator[Finding]:
    day = local_day(at)
    yield from independence_findings(by.name, by.person_id, conflicted, row.submitted_by)
    yield from qualification_findings(by.name, qualification(by.person_id), day, figures.cut_off(day))
