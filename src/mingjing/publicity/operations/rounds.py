"""Opening a round of comments, taking answers in, deciding on each free text, replying in public."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By, EntryFacts
from mingjing.organs import queries as organs
from mingjing.publicity.access import may_ask
from mingjing.publicity.events import Event
from mingjing.publicity.models import Round, RoundAnswer, RoundText, RoundVote
from mingjing.publicity.operations.moving import plain, refuse
from mingjing.publicity.rules import rounds as rules
from mingjing.publicity.terms import (
    LONGEST_OPINION,
    ROUND_CODES,
    ROUND_MOST,
    OpinionState,
    Question,
    RoundDraft,
    RoundFacts,
    RoundKind,
)

GONE = "没有这次评议或者征求意见，请从列表重新进入"


@operation(Event.ROUND_OPENED)
def open_round(*, draft: RoundDraft, by: Actor, at: datetime, calendar: Workdays | None = None) -> RoundFacts:
    """Announce a round: what is asked of whom, from when to when. Raises Forbidden, Invalid, Refused (PUB-95)."""
    may_ask.require(by, by.organ_id, doing="发布评议、征求意见")
    plain(subject=draft.subject, text=draft.text, asked=draft.asked, questions="\n".join(_said(draft.questions)))
    _not_too_long(subject=draft.subject, text=draft.text, asked=draft.asked)
    if any(len(each) > 200 for each in _said(draft.questions)):
        raise Invalid({"questions": ["每个问题、每个选项最多 200 个字，请删减"]})
    today, days = local_day(at), calendar or national()
    refuse(rules.round_says(draft, today, days))
    organ, key = organs.organ(by.organ_id), uuid4()
    series = ROUND_CODES[RoundKind(draft.kind)]
    number = document_number(
        organ.code, series, today.year, next_serial(organ_id=organ.id, kind=series, year=today.year)
    )
    row = Round(
        pk=key, number=number, kind=draft.kind, organ_id=organ.id, organ_name=organ.name, organ_code=organ.code,
        subject=draft.subject.strip(), text=draft.text.strip(), asked=draft.asked.strip(),
        questions=[{"key": one.key, "text": one.text, "choices": list(one.choices)} for one in draft.questions],
        opens_on=draft.opens_on, closes_on=draft.closes_on, reply_due=local_day(rules.reply_by(draft.closes_on, days).due),
        opened_at=at, opened_by=by.person_id, ledger_index=0,
    )  # fmt: skip
    row.ledger_index = _log(row, Event.ROUND_OPENED, by=by, at=at, announced=rules.announced(row.facts())).index
    row.save(force_insert=True)
    return row.facts()


def _said(questions: tuple[Question, ...]) -> list[str]:
    return [text for one in questions for text in (one.text, *one.choices)]


def _not_too_long(**texts: str) -> None:
    errors = {
        name: [f"最多 {ROUND_MOST[name]} 个字，现在是 {len(text)} 个字，请删减"]
        for name, text in texts.items()
        if len(text) > ROUND_MOST[name]
    }
    if errors:
        raise Invalid(errors)


def _locked(round_id: UUID) -> Round:
    row = Round.objects.select_for_update().filter(pk=round_id).first()
    if row is None:
        raise Invalid({"round": [GONE]})
    return row


@operation(Event.OPINION_RECEIVED)
def answer_round(
    *, round_id: UUID, chosen: Mapping[str, int], written: Mapping[str, str], once: str, by: By, at: datetime
) -> str:
    """Take one answer in; gives back the number of the receipt. Nobody needs an account, and nobody is asked who they are.

    `chosen`: question → place of the choice, from 0; `written`: question → free text. `once`: the secret token of the
    form; the same form sent again gives the same receipt. Raises Invalid, Refused (PUB-96).
    """
    row = _locked(round_id)
    if not 16 <= len(once) <= 64:
        raise Invalid({"once": ["表单不完整，请重新打开页面再填写"]})
    mark = sha256(f"round:{row.pk}:{once}".encode()).hexdigest()
    if known := RoundAnswer.objects.filter(once=mark).first():
        return known.number
    facts = row.facts()
    texts = _typed(facts, written)
    refuse(rules.answer_fits(facts, chosen, texts, local_day(at)))
    fixed = {one.key: chosen[one.key] for one in facts.questions if not one.is_free}
    number = f"{row.number}-{next_serial(organ_id=row.pk, kind='回执', year=row.opened_at.year)}"
    entry = _log(row, Event.OPINION_RECEIVED, by=by, at=at, receipt=number, answer=rules.answered(fixed, texts))
    answer = RoundAnswer.objects.create(round=row, number=number, once=mark, received_at=at, ledger_index=entry.index)
    RoundVote.objects.bulk_create(
        RoundVote(answer=answer, round=row, question=key, choice=choice) for key, choice in fixed.items()
    )
    RoundText.objects.bulk_create(
        RoundText(answer=answer, round=row, question=key, text=text) for key, text in texts.items()
    )
    return number


def _typed(facts: RoundFacts, written: Mapping[str, str]) -> dict[str, str]:
    """The free texts of the round's own questions. Raises Invalid for what nobody typed and for what is too long."""
    free = {one.key for one in facts.questions if one.is_free}
    texts = {key: text.strip() for key, text in written.items() if key in free and text.strip()}
    errors = {key: problems for key, text in texts.items() if (problems := clean(text)[1])}
    errors |= {
        key: [f"最多 {LONGEST_OPINION} 个字，现在是 {len(text)} 个字，请删减"]
        for key, text in texts.items()
        if len(text) > LONGEST_OPINION
    }
    if errors:
        raise Invalid(errors)
    return texts


@operation(Event.OPINION_DECIDED)
def decide_opinion(*, opinion_id: UUID, public: str, reason: str, by: Actor, at: datetime) -> None:
    """Make a free text public as `public` (the original, shortened), or with an empty one withhold it for a reason.

    Raises Forbidden, Invalid, Refused (PUB-97).
    """
    opinion = RoundText.objects.select_for_update().select_related("round").filter(pk=opinion_id).first()
    if opinion is None:
        raise Invalid({"opinion": ["没有这条意见，请从列表重新进入"]})
    may_ask.require(by, opinion.round.organ_id, doing="决定意见是否公开")
    plain(public=public, reason=reason)
    _not_too_long(reason=reason)
    refuse(rules.opinion_may_be_public(opinion.state, opinion.text, public, reason, local_day(at)))
    opinion.state = OpinionState.PUBLIC if public.strip() else OpinionState.WITHHELD
    opinion.public_text, opinion.reason = public.strip(), "" if public.strip() else reason.strip()
    opinion.decided_by, opinion.decided_name, opinion.decided_at = by.person_id, by.name, at
    opinion.save()
    digest = rules.decided(opinion.state, opinion.public_text, opinion.reason)
    _log(opinion.round, Event.OPINION_DECIDED, by=by, at=at, opinion=str(opinion.pk), decided=digest)


@operation(Event.ROUND_REPLIED)
def reply_round(*, round_id: UUID, reply: str, by: Actor, at: datetime) -> RoundFacts:
    """Reply in public: what was taken up, what was not, and why. Raises Forbidden, Invalid, Refused (PUB-99)."""
    row = _locked(round_id)
    may_ask.require(by, row.organ_id, doing="公开答复")
    plain(reply=reply)
    _not_too_long(reply=reply)
    waiting = RoundText.objects.filter(round=row, state=OpinionState.WAITING).count()
    refuse(rules.reply_says(row.facts(), reply, waiting, local_day(at)))
    row.reply, row.replied_at, row.replied_by = reply.strip(), at, by.person_id
    row.save()
    _log(row, Event.ROUND_REPLIED, by=by, at=at, reply_sha256=sha256(row.reply.encode()).hexdigest())
    return row.facts()


@operation(Event.ROUND_STOPPED)
def stop_round(*, round_id: UUID, reason: str, by: Actor, at: datetime) -> RoundFacts:
    """Stop a round before its last day (announced by mistake …); the reason is public.

    Raises Forbidden, Invalid, Refused (PUB-99).
    """
    row = _locked(round_id)
    may_ask.require(by, row.organ_id, doing="停止评议、征求意见")
    plain(reason=reason)
    _not_too_long(reason=reason)
    refuse(rules.stop_says(row.facts(), reason, local_day(at)))
    row.stopped_at, row.stopped_reason = at, reason.strip()
    row.save()
    _log(row, Event.ROUND_STOPPED, by=by, at=at, reason_sha256=sha256(row.stopped_reason.encode()).hexdigest())
    return row.facts()


def _log(row: Round, event: Event, *, by: By, at: datetime, **more: Any) -> EntryFacts:
    """Digests only: what people chose and wrote is in no ledger."""
    told = {"round_id": str(row.pk), "number": row.number, "organ_id": str(row.organ_id), **more}
    entry = append(kind=event, stream=f"round:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
    return entry
