"""The pool of counsel is kept; an opinion is asked for, assigned, entered or called off. None of it passes a review."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.review import access, events
from mingjing.review.models import Counsel, CounselAsk
from mingjing.review.operations.keeping import last_round, plain_text, refuse
from mingjing.review.rules import (
    advice_findings,
    ask_findings,
    assignment_findings,
    conflict_findings,
    counsel_findings,
)
from mingjing.review.terms import AskFacts, AskState, CounselDraft, CounselFacts, Involved, PaperFacts

SHORT = 200
_DEAREST = Decimal("9999999999.99")
_TAKEN = "顾问库里已有同一证号，或者本机关已登记同一单位的同名人员。"


@operation(events.COUNSEL_REGISTERED)
def register_counsel(*, draft: CounselDraft, by: Actor, at: datetime) -> CounselFacts:
    """登记法律顾问、公职律师入库。Raises Refused (REV-30), Invalid, Forbidden."""
    access.require(access.may_keep_counsel, by, by.organ_id, doing="登记法律顾问、公职律师")
    row = Counsel(organ_id=by.organ_id, organ_name=by.organ_name, registered_by=by.person_id, registered_at=at)
    _fill(row, draft, local_day(at))
    if draft.person_id is not None:
        person = organs.persons([draft.person_id]).get(draft.person_id)
        if person is None or person.name != row.name:
            raise Invalid({"person_id": ["没有这个平台人员，或者姓名与登记的不同。"]})
    _saved(row, new=True)
    _pool(events.COUNSEL_REGISTERED, row, row.as_told(), by, at)
    return row.facts()


@operation(events.COUNSEL_RENEWED)
def renew_counsel(*, counsel_id: UUID, draft: CounselDraft, by: Actor, at: datetime) -> CounselFacts:
    """登记延续的证件、合同和改变的单位、领域；姓名和类别不变，以前的在台账里。Raises Refused (REV-30), Invalid, Forbidden."""
    row = _counsel(counsel_id)
    access.require(access.may_keep_counsel, by, row.organ_id, doing="更新法律顾问、公职律师")
    if row.end_reason:
        raise Refused(assignment_findings.finding(f"{row.name}已经退出顾问库", next_step="请重新登记入库"))
    before = row.as_told()
    _fill(row, replace(draft, name=row.name, kind=row.kind, person_id=row.person_id), local_day(at))
    if row.as_told() == before:
        raise Invalid({"field": ["与原来登记的没有不同。"]})
    _saved(row)
    _pool(events.COUNSEL_RENEWED, row, row.as_told(), by, at)
    return row.facts()


@operation(events.COUNSEL_ENDED)
def end_counsel(*, counsel_id: UUID, reason: str, by: Actor, at: datetime) -> CounselFacts:
    """法律顾问、公职律师退出顾问库，写明原因；已经出具的意见不变。Raises Invalid, Forbidden."""
    row = _counsel(counsel_id)
    access.require(access.may_keep_counsel, by, row.organ_id, doing="办理退出顾问库")
    if row.end_reason:
        raise Invalid({"reason": [f"{row.name}已经退出顾问库。"]})
    row.end_reason = plain_text(reason, "reason", longest=SHORT)
    row.save(update_fields=["end_reason"])
    _pool(events.COUNSEL_ENDED, row, {"counsel": str(row.id), "reason": row.end_reason}, by, at)
    return row.facts()


@operation(events.COUNSEL_ASKED)
def ask_counsel(
    *, dossier_id: UUID, question: str, materials: Collection[str], due_on: date, by: Actor, at: datetime
) -> AskFacts:
    """就送审的案卷请法律顾问、公职律师提意见。`materials`: titles of the round. Raises Refused (REV-31), Invalid, Forbidden."""
    last = last_round(dossier_id)
    access.require(access.may_ask_counsel, by, last.organ_id if last else by.organ_id, doing="请法律顾问提意见")
    if last is None:
        raise Refused(ask_findings.finding("这个案卷还没有送法制审核", next_step="请先送审"))
    known = [{"title": each["title"], "digest": each["digest"]} for each in last.materials]
    chosen = [each for each in known if each["title"] in set(materials)]
    asked = sha256(question.strip().encode(errors="surrogatepass")).hexdigest()
    open_ones = CounselAsk.objects.filter(dossier_id=dossier_id, state__in=(AskState.ASKED, AskState.ASSIGNED))
    again = open_ones.filter(question_sha256=asked).exists()
    refuse(ask_findings(question, chosen, due_on, local_day(at), again=again))
    row = CounselAsk(
        dossier_id=dossier_id, organ_id=last.organ_id, organ_name=organs.organ(last.organ_id).name, round=last.round, title=last.title,
        question=plain_text(question, "question", longest=2000), question_sha256=asked, materials=chosen, due_on=due_on,
        asked_by=by.person_id, asked_by_name=by.name, asked_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _trail(events.COUNSEL_ASKED, row, row.as_asked(), by, at)
    return row.facts()


@operation(events.COUNSEL_ASSIGNED)
def assign_counsel(
    *, ask_id: UUID, counsel_id: UUID, stated: Mapping[str, str], involved: Involved, by: Actor, at: datetime
) -> AskFacts:
    """指派一名法律顾问、公职律师。`stated`: what the counsel answered to each of CONFLICT_QUESTIONS.

    `involved`: everyone who had to do with the case, gathered by the caller. Raises Refused (REV-32, REV-33), Invalid, Forbidden.
    """
    row = _ask(ask_id)
    access.require(access.may_assign_counsel, by, row.organ_id, doing="指派法律顾问、公职律师")
    counsel = _counsel(counsel_id)
    lends = by.has(Role.SUPERVISOR) or counsel.organ_id == by.organ_id
    everybody = replace(involved, persons={*involved.persons, row.asked_by})
    refuse((
        *assignment_findings(counsel.facts(), local_day(at), waits=row.state == AskState.ASKED, lends=lends),
        *conflict_findings(counsel.facts(), stated, everybody),
    ))  # fmt: skip
    row.counsel, row.stated, row.state = counsel, dict(stated), AskState.ASSIGNED
    row.assigned_by, row.assigned_by_name, row.assigned_at = by.person_id, by.name, at
    row.save()
    _trail(events.COUNSEL_ASSIGNED, row, row.as_assigned(), by, at)
    return row.facts()


@operation(events.COUNSEL_ADVISED)
def advise(
    *, ask_id: UUID, advice: str, advised_on: date, by: Actor, at: datetime, paper: PaperFacts | None = None
) -> AskFacts:
    """登记顾问的意见：本人登记，或者审核人按签名的纸质件登记。It passes nothing. Raises Refused (REV-34), Invalid, Forbidden."""
    row = _ask(ask_id)
    own = row.counsel is not None and row.counsel.person_id == by.person_id
    if not own:
        access.require(access.may_enter_advice, by, row.organ_id, doing="登记法律顾问的意见")
    assigned_on = local_day(row.assigned_at) if row.assigned_at else None
    waits = row.state == AskState.ASSIGNED
    refuse(advice_findings(advice, advised_on, assigned_on, local_day(at), own=own, paper=paper, waits=waits))
    row.advice, row.advised_on, row.state = plain_text(advice, "advice"), advised_on, AskState.ADVISED
    row.advised_by, row.advised_by_name, row.advised_at = by.person_id, by.name, at
    if paper is not None and not own:
        row.paper_sha256, row.paper_place = paper.sha256, plain_text(paper.place, "place", shortest=2, longest=100)
    row.save()
    _trail(events.COUNSEL_ADVISED, row, row.as_advised(), by, at)
    return row.facts()


@operation(events.COUNSEL_CALLED_OFF)
def call_off(*, ask_id: UUID, reason: str, by: Actor, at: datetime) -> AskFacts:
    """撤回请求，写明原因；顾问发现利害关系、到期没有意见的也由此撤回，再重新请求。Raises Invalid, Refused, Forbidden."""
    row = _ask(ask_id)
    access.require(access.may_ask_counsel, by, row.organ_id, doing="撤回请求")
    if row.state not in {AskState.ASKED, AskState.ASSIGNED}:
        raise Refused(
            ask_findings.finding(f"这次请求现在是“{row.facts().state_name}”，不能撤回", next_step="请刷新后查看")
        )
    row.off_reason, row.state = plain_text(reason, "reason", longest=SHORT), AskState.CALLED_OFF
    row.save(update_fields=["off_reason", "state"])
    _trail(events.COUNSEL_CALLED_OFF, row, {"ask": str(row.id), "reason": row.off_reason}, by, at)
    return row.facts()


def _saved(row: Counsel, *, new: bool = False) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=new)
    except IntegrityError:
        raise Invalid({"certificate": [_TAKEN]}) from None


def _fill(row: Counsel, draft: CounselDraft, today: date) -> None:
    price = _price(draft.price)
    refuse(counsel_findings(draft, price, today))
    row.name = plain_text(draft.name, "name", shortest=2, longest=50)
    row.employer = plain_text(draft.employer, "employer", shortest=2, longest=100)
    row.field = plain_text(draft.field, "field", shortest=2, longest=100)
    row.certificate = plain_text(draft.certificate, "certificate", longest=40) if draft.certificate.strip() else ""
    row.kind, row.person_id, row.valid_until, row.price = draft.kind, draft.person_id, draft.valid_until, price
    row.contract_from, row.contract_until = draft.contract_from, draft.contract_until


def _price(text: str) -> Decimal | None:
    """An amount as typed; nothing typed is nothing recorded. Raises Invalid."""
    if not text.strip():
        return None
    try:
        found = Decimal(text.strip().replace(",", "").replace("，", ""))
        if not found.is_finite() or abs(found) > _DEAREST or found != round(found, 2):
            raise InvalidOperation
    except InvalidOperation:
        raise Invalid({"price": ["请写数字，最多两位小数，例如 30000 或者 12000.50。"]}) from None
    return found


def _counsel(counsel_id: UUID) -> Counsel:
    row = Counsel.objects.select_for_update().filter(id=counsel_id).first()
    if row is None:
        raise Invalid({"counsel_id": ["顾问库里没有这个人。"]})
    return row


def _ask(ask_id: UUID) -> CounselAsk:
    row = CounselAsk.objects.select_for_update(of=("self",)).select_related("counsel").filter(id=ask_id).first()
    if row is None:
        raise Invalid({"ask_id": ["没有这次请求。"]})
    return row


def _pool(kind: str, row: Counsel, told: Mapping[str, str], by: Actor, at: datetime) -> None:
    append(kind=kind, stream=f"review-counsel:{row.organ_id}", at=at, by=by, payload=told)
    emit(kind, at=at, organ=str(row.organ_id))


def _trail(kind: str, row: CounselAsk, told: Mapping[str, Any], by: Actor, at: datetime) -> None:
    append(kind=kind, stream=f"counsel:{row.dossier_id}", at=at, by=by, payload=told)
    emit(kind, at=at, dossier=str(row.dossier_id), organ=str(row.organ_id))
