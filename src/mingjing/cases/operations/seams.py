"""Where the case meets the rooms below: legal review, publicity, archives. Down by call, in the same transaction."""

from datetime import date
from typing import Any

from mingjing.cases import events
from mingjing.cases.models import Case
from mingjing.cases.operations import exporting, similar
from mingjing.cases.operations.publishing import publishable
from mingjing.cases.queries.materials import materials_of
from mingjing.cases.rules.majority import profile_of
from mingjing.cases.rules.review import content, digest
from mingjing.cases.terms import ActFacts, ActSpec, CaseFacts, Context, Proposed
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as published
from mingjing.records import operations as records
from mingjing.review import operations as review
from mingjing.review import queries as reviewed
from mingjing.review.terms import CHECK_NAMES, Answer, Bundle


def before(case: Case, facts: CaseFacts, spec: ActSpec, asked: Proposed, ctx: Context, *, by: Actor) -> None:
    """Let the reviewing room refuse before anything of the act is written."""
    if spec.code == "submit_review":
        _submit(case, facts, asked, ctx, by=by)
    if spec.code == "return_review":
        review.return_incomplete(
            dossier_id=case.dossier_id, missing=asked.data["missing"], by=by, at=asked.at, log=False
        )
    if spec.code == "give_opinion":
        review.give_opinion(
            dossier_id=case.dossier_id, answers=_answers(asked), is_major=asked.data["is_major"] == "yes",
            not_major_reason=str(asked.data.get("not_major_reason") or ""), profile=profile_of(facts, ctx),
            result=asked.data["result"], problems=str(asked.data.get("problems", "")),
            conflicted=facts.handlers_ever | facts.examiners | facts.chairs, by=by, at=asked.at, log=False,
            statement=asked.data["responsibility"]["text"],
        )  # fmt: skip


def _submit(case: Case, facts: CaseFacts, asked: Proposed, ctx: Context, *, by: Actor) -> None:
    """A new round, or what was missing from a round that was sent back as incomplete."""
    every = reviewed.rounds(case.dossier_id)
    if every and every[-1].state == "incomplete":
        review.supplement(
            dossier_id=case.dossier_id,
            bundle=_bundle(case, facts, asked.on),
            by=by,
            at=asked.at,
            log=False,
            calendar=ctx.calendar,
        )
        return
    review.submit(
        dossier_id=case.dossier_id, profile=profile_of(facts, ctx), bundle=_bundle(case, facts, asked.on), by=by, at=asked.at,
        response=str(asked.data.get("response", "")), statement=asked.data["responsibility"]["text"], log=False, calendar=ctx.calendar,
    )  # fmt: skip


def _answers(asked: Proposed) -> tuple[Answer, ...]:
    problems = str(asked.data.get("problems", ""))
    return tuple(
        Answer(str(check), asked.data[check.value] == "yes", problems if asked.data[check.value] == "no" else "")
        for check in CHECK_NAMES
    )


def _bundle(case: Case, facts: CaseFacts, on: date) -> Bundle:
    return Bundle(
        title=f"{case.party_name}{case.cause}",
        digest=digest(facts),
        summary=_summary(facts),
        materials=materials_of(facts, case.dossier_id, on),
    )


def _summary(facts: CaseFacts) -> dict[str, Any]:
    """What two rounds are compared by, in the words of the form."""
    held = content(facts)
    proposal = held["proposal"]
    return {
        "当事人": facts.party.get("name", ""),
        "违法事实": proposal.get("facts", ""),
        "违反条款": "、".join(proposal.get("breached") or ()),
        "处罚依据": "、".join(proposal.get("basis") or ()),
        "拟罚款": str(proposal.get("fine") or ""),
        "证据": "；".join(
            f"{number}.{name}{'' if counts else '（已排除）'}" for number, name, counts, _ in held["evidence"]
        ),
        "听证": "；".join(held["hearing"]),
    }


def after(case: Case, facts: CaseFacts, spec: ActSpec, done: ActFacts, ctx: Context, *, by: Actor) -> None:
    """Once the act stands: let 类案 know of the decision, put it under the publicity clock, call it back, seal."""
    now = ctx.now
    if spec.code in similar.DECIDING:
        similar.keep(case, facts.acts, facts.organ)
    if spec.decision in PUBLISHED:
        decision = publishable(case, facts, done)
        made = publicity.schedule(decision=decision, by=by, at=now, calendar=ctx.calendar)
        Case.objects.filter(id=case.id).update(publication=made.state)
        emit(events.DECISION_MADE, at=now, case=str(case.id), number=done.number)
    if spec.withdraws:
        _call_back(case, done, ctx, by=by)
    if spec.code == "archive":
        exporting.put_away(case_id=case.id, by=by, now=now)
        records.seal(dossier_id=case.dossier_id, at=now, by=by)
        emit(events.CASE_ARCHIVED, at=now, case=str(case.id))


PUBLISHED = frozenset({"penalty", "no_penalty", "licence"})
"""Decisions that come under the publicity clock by themselves."""
TRIGGERS = {"changed": "changed", "revoked": "revoked", "unlawful": "unlawful", "void": "void"}


def _call_back(case: Case, done: ActFacts, ctx: Context, *, by: Actor) -> None:
    for each in published.by_source(str(case.dossier_id)):
        if each.is_gone or each.state == "exempt":
            continue
        publicity.call_back(
            publication_id=each.id, trigger=TRIGGERS[done.data["kind"]],
            note=f"{done.data['decided_by']}{done.data.get('document_no', '')}：{done.data['reason']}",
            known_on=date.fromisoformat(done.data["known_on"]), by=by, at=ctx.now, calendar=ctx.calendar,
        )  # fmt: skip
    emit(events.DECISION_CHANGED, at=ctx.now, case=str(case.id), kind=done.data["kind"])
