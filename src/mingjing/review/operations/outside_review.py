"""The review of a draft made elsewhere: the room's own moves, asked with what the draft knows of who took part in it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mingjing.foundation import typesetting
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import Workdays
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.records import operations as records
from mingjing.records.terms.dossiers import stream
from mingjing.review import access
from mingjing.review.models import OutsideDraft
from mingjing.review.operations import disputes, opinions, submissions
from mingjing.review.operations.keeping import last_round, refuse
from mingjing.review.operations.outside import held_draft, restage
from mingjing.review.queries.outside import draft_bundle, draft_facts, draft_files, draft_involved
from mingjing.review.rules import namesake_findings, withdrawn_findings
from mingjing.review.terms import (
    CHECK_QUESTIONS,
    MAJOR_QUESTION,
    SERIES,
    Answer,
    DisputeFacts,
    DraftFacts,
    OpinionFacts,
    RoundFacts,
    Source,
    State,
    Statement,
)

FORM = "review_opinion"


@operation("review:draft:submitted")
def submit_draft(
    *,
    draft_id: UUID,
    by: Actor,
    at: datetime,
    response: str = "",
    statement: str = "",
    calendar: Workdays | None = None,
) -> RoundFacts:
    """把送审稿送法制审核，或者在退回补正以后补齐。

    Raises Refused (REV-08, REV-10, REV-54), Invalid, Forbidden. 国办发〔2018〕118号（十四）.
    """
    row = _standing(draft_id)
    draft = draft_facts(row)
    bundle = draft_bundle(draft, draft_files(row.id), local_day(at))
    last = last_round(row.dossier_id)
    if last is not None and last.state == State.INCOMPLETE:
        made = submissions.supplement(
            dossier_id=row.dossier_id, bundle=bundle, by=by, at=at, calendar=calendar, profile=draft.content.profile
        )
    else:
        made = submissions.submit(
            dossier_id=row.dossier_id, profile=draft.content.profile, bundle=bundle, by=by, at=at, response=response,
            statement=statement, calendar=calendar,
        )  # fmt: skip
    restage(row)
    return made


@operation("review:draft:returned")
def return_draft(*, draft_id: UUID, missing: str, by: Actor, at: datetime) -> RoundFacts:
    """材料不全，退回补正。Raises Refused (REV-54, REV-55), Invalid, Forbidden."""
    row = _standing(draft_id)
    _apart(row, by)
    made = submissions.return_incomplete(dossier_id=row.dossier_id, missing=missing, by=by, at=at)
    restage(row)
    return made


@operation("review:draft:opined")
def opine_on_draft(
    *, draft_id: UUID, answers: Sequence[Answer], is_major: bool, not_major_reason: str = "", result: str, problems: str = "",
    statement: str = "", by: Actor, at: datetime,
) -> OpinionFacts:  # fmt: skip
    """对送审稿出具法制审核意见，制作意见书。

    Raises Refused (REV-02, REV-05, REV-06, REV-25, REV-54, REV-55, REV-56), Invalid, Forbidden. 国办发〔2018〕118号（十三）.
    """
    row = _standing(draft_id)
    persons = _apart(row, by)
    unprinted = typesetting.missing_glyphs({"problems": problems})
    if unprinted:
        raise Invalid({"problems": [typesetting.unprintable(char, "问题和意见") for char, _ in unprinted]})
    draft = draft_facts(row)
    made = opinions.give_opinion(
        dossier_id=row.dossier_id, answers=answers, is_major=is_major, not_major_reason=not_major_reason, profile=draft.content.profile,
        result=result, conflicted=persons, by=by, at=at, problems=problems, statement=statement, source=Source.OUTSIDE,
    )  # fmt: skip
    restage(row)
    _write_opinion(draft, made, by, at)
    return made


@operation("review:draft:answered")
def respond_on_draft(*, draft_id: UUID, response: str, by: Actor, at: datetime) -> RoundFacts:
    """对审核意见作出处理说明。Raises Refused (REV-08, REV-54), Invalid, Forbidden."""
    row = _standing(draft_id)
    made = opinions.respond(dossier_id=row.dossier_id, response=response, by=by, at=at)
    restage(row)
    return made


@operation("review:draft:extended")
def extend_draft(
    *, draft_id: UUID, reason: str, by: Actor, at: datetime, calendar: Workdays | None = None
) -> RoundFacts:  # fmt: skip
    """情况复杂的，负责人批准延长一次审核期限。Raises Refused (REV-07, REV-54), Invalid, Forbidden."""
    row = _standing(draft_id)
    return submissions.extend(dossier_id=row.dossier_id, reason=reason, by=by, at=at, calendar=calendar)


@operation("review:draft:disputed")
def dispute_draft(*, draft_id: UUID, statement: Statement, by: Actor, at: datetime) -> DisputeFacts:
    """对审核意见提出分歧。Raises Refused (REV-09, REV-54), Invalid, Forbidden."""
    row = _standing(draft_id)
    made = disputes.raise_dispute(dossier_id=row.dossier_id, statement=statement, by=by, at=at)
    restage(row)
    return made


@operation("review:draft:replied")
def answer_draft_dispute(*, draft_id: UUID, statement: Statement, by: Actor, at: datetime) -> DisputeFacts:
    """没有参与本件的审核人答复分歧。Raises Refused (REV-06, REV-09, REV-54, REV-55), Invalid, Forbidden."""
    row = _standing(draft_id)
    persons = _apart(row, by)
    made = disputes.answer_dispute(dossier_id=row.dossier_id, statement=statement, by=by, at=at, conflicted=persons)
    restage(row)
    return made


@operation("review:draft:consulted")
def consult_on_draft(
    *, draft_id: UUID, consulted_on: date, consulted_with: str, consultation: str, agreed: bool, by: Actor, at: datetime
) -> DisputeFacts:
    """记录双方的协商。Raises Refused (REV-09, REV-23, REV-54), Invalid, Forbidden."""
    row = _standing(draft_id)
    made = disputes.consult(
        dossier_id=row.dossier_id, consulted_on=consulted_on, consulted_with=consulted_with, consultation=consultation, agreed=agreed,
        by=by, at=at,
    )  # fmt: skip
    restage(row)
    return made


@operation("review:draft:settled")
def settle_draft_dispute(
    *, draft_id: UUID, settlement: str, outcome: str, responsible: str, meeting: str = "", by: Actor, at: datetime
) -> DisputeFacts:
    """负责人处理分歧。Raises Refused (REV-09, REV-24, REV-54), Invalid, Forbidden."""
    row = _standing(draft_id)
    made = disputes.settle_dispute(
        dossier_id=row.dossier_id,
        settlement=settlement,
        outcome=outcome,
        responsible=responsible,
        meeting=meeting,
        by=by,
        at=at,
    )
    restage(row)
    return made


def _standing(draft_id: UUID) -> OutsideDraft:
    """The draft, locked, while it may still be reviewed. Raises Invalid, Refused (REV-54)."""
    row = held_draft(draft_id)
    refuse(withdrawn_findings(row.stage))
    return row


def _apart(row: OutsideDraft, by: Actor) -> frozenset[UUID]:
    """Who took part in the draft, for the room's own rule (REV-06). Raises Forbidden, Refused (REV-55) by name."""
    access.require(access.may_review, by, row.organ_id, doing="审核外部送审稿")
    persons, names = draft_involved(row.id)
    refuse(namesake_findings(by.name, names))
    return persons


def _write_opinion(draft: DraftFacts, made: OpinionFacts, by: Actor, at: datetime) -> None:
    """The opinion as the same document that a case gets, numbered in a series of its own."""
    organ, day = organs.organ(draft.organ_id), local_day(at)
    number = document_number(organ.code, SERIES, day.year, next_serial(organ_id=organ.id, kind=SERIES, year=day.year))
    last = last_round(draft.dossier_id)
    paper = records.add_document(
        dossier_id=draft.dossier_id, act_seq=last.round if last else 0, form_id=FORM, number=number, at=at, by=by,
        data=_printed(draft, made, number, plain(day)) | {"organ": {"name": organ.name, "address": organ.address, "phone": organ.phone}},
    )  # fmt: skip
    append(
        kind="record:document:added", stream=stream(draft.dossier_id), at=at, by=by,
        payload={"documents": [{"id": str(paper.id), "form": paper.form, "data_sha256": paper.data_sha256}]},
    )  # fmt: skip


def _printed(draft: DraftFacts, made: OpinionFacts, number: str, day: str) -> dict[str, Any]:
    fields = {answer.check: "是" if answer.passed else "否" for answer in made.answers} | {
        "is_major": "是" if made.is_major else "否", "problems": made.problems, "result": made.result_name, "statement": "是",
        "source": f"{draft.source_system}（{draft.source_ref}）", "proposal": draft.content.proposal,
    }  # fmt: skip
    text = made.problems or f"{made.result_name}。"
    return {
        "draft": False, "number": number, "date": day,
        "case": {"number": draft.source_ref, "cause": draft.content.title, "title": draft.content.title},
        "party": {"name": draft.content.party},
        "officers": [{"name": one.name, "certificate": one.certificate} for one in draft.content.handlers],
        "signatures": [{"role": "审核意见", "text": text, "name": made.reviewer_name, "date": day}],
        "fields": {name: value for name, value in fields.items() if value},
        "labels": {str(check): label for check, label in CHECK_QUESTIONS.items()} | {
            "is_major": MAJOR_QUESTION, "problems": "存在的问题和修改意见", "result": "审核结论", "statement": "审核人对审核意见负责",
            "source": "来源系统和编号", "proposal": "拟作决定",
        },
        "order": [*map(str, CHECK_QUESTIONS), "is_major", "problems", "result", "statement", "source", "proposal"],
        "tables": {}, "evidence": [], "verify": None,
    }  # fmt: skip
