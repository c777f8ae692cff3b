"""An organ's own forms: drafted, approved by its head, sent to the justice bureau, filed or returned, retired."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q

from mingjing.foundation import typesetting
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.ledger import operations as ledger
from mingjing.records.access import may_answer_forms, may_draft_forms, may_head
from mingjing.records.events import Event
from mingjing.records.models import OrganForm
from mingjing.records.operations.recordings import refuse
from mingjing.records.queries.agreeing_papers import form_as_told, form_digest
from mingjing.records.queries.dossiers import form
from mingjing.records.queries.filings import mandatory_fields
from mingjing.records.rules import filings as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import OWN, FilingFacts, FilingState, FormDraft


@operation(Event.FORM_DRAFTED)
def draft_form(
    *, draft: FormDraft, fields: Mapping[str, str], by: Actor, at: datetime, filing_id: UUID | None = None
) -> FilingFacts:
    """Draft a version of a form of the organ, or change the draft `filing_id`. Raises Forbidden, NotFound, Invalid, Refused.

    `fields`: the fields of the standard form with their names, as the act that makes it has them.
    """
    may_draft_forms.require(by, by.organ_id, doing="拟定文书格式")
    row = _held(filing_id, by, FilingState.DRAFT) if filing_id else None
    if row is not None:
        draft = FormDraft(
            "" if row.form.startswith(OWN) else row.form, draft.content, draft.reason, draft.valid_from, draft.valid_to, row.family
        )  # fmt: skip
    known = {**_names(draft), **fields} if draft.form else {}
    refuse(rules.mandatory_stays(draft.content, mandatory_fields(draft.form) if draft.form else {}))
    refuse(rules.content_is_plain(draft, known))
    _printable(draft)
    row = row or _begun(draft, by)
    row.content = draft.content.as_json()
    row.sha256 = form_digest(row)
    row.name = form(draft.form).name if draft.form else draft.content.title.strip()
    assert draft.valid_from is not None, "FORM-02 asks for it"
    row.reason, row.valid_from, row.valid_to = draft.reason.strip()[:300], draft.valid_from, draft.valid_to
    row.drafted_by, row.drafter, row.drafted_at = by.person_id, by.name, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_one_draft()) from None
    return _done(row, Event.FORM_DRAFTED, by, at)


def _names(draft: FormDraft) -> Mapping[str, str]:
    try:
        return mandatory_fields(draft.form)
    except NotFound as problem:
        raise Invalid({"form": [str(problem)]}) from None


def _printable(draft: FormDraft) -> None:
    words = draft.content.as_json()
    if missing := typesetting.missing_glyphs({"content": words}):
        raise Invalid({"title": [typesetting.unprintable(char, "文书格式") for char, _ in missing]})


def _begun(draft: FormDraft, by: Actor) -> OrganForm:
    """A new row with the next number; one draft of a form at a time."""
    key = draft.form or f"{OWN}{uuid4().hex[:12]}"
    rows = OrganForm.objects.filter(organ_id=by.organ_id, form=key)
    # One question: between two of them a draft of somebody else's may come to be, and this one would be the next version.
    held = rows.aggregate(most=Max("version"), drafts=Count("id", filter=Q(state=FilingState.DRAFT)))
    if held["drafts"]:
        raise Refused(_one_draft())
    number = (held["most"] or 0) + 1
    family = form(draft.form).family if draft.form else draft.family
    return OrganForm(organ_id=by.organ_id, form=key, family=family, version=number)


def _one_draft() -> Finding:
    return rules.filing_goes_on.finding(
        "这份文书已经有一个版本正在拟稿", field="form", next_step="请接着改那个草稿，或者先删除"
    )


@operation(Event.FORM_DROPPED)
def drop_form_draft(*, filing_id: UUID, by: Actor, at: datetime) -> None:
    """Throw a draft away; nothing was made from it. Raises Forbidden, NotFound, Refused."""
    row = _held(filing_id, by, FilingState.DRAFT)
    _done(row, Event.FORM_DROPPED, by, at)
    row.delete()


@operation(Event.FORM_APPROVED)
def approve_form(*, filing_id: UUID, by: Actor, at: datetime) -> FilingFacts:
    """The organ's head approves a draft that somebody else made. Raises Forbidden, NotFound, Refused."""
    row = _held(filing_id, by, FilingState.DRAFT)
    may_head.require(by, row.organ_id, doing="审定文书格式")
    if row.drafted_by == by.person_id:
        raise Forbidden(f"{by.name}不能审定自己拟的文书格式：拟稿和审定须是两个人。请由另一位负责人审定。")
    row.state, row.approver, row.approved_at = FilingState.APPROVED, by.name, at
    row.save(update_fields=["state", "approver", "approved_at"])
    return _done(row, Event.FORM_APPROVED, by, at)


@operation(Event.FORM_SENT)
def send_form(*, filing_id: UUID, materials: str, by: Actor, at: datetime) -> FilingFacts:
    """Send an approved version to the justice bureau with its materials. Raises Forbidden, NotFound, Invalid, Refused."""
    row = _held(filing_id, by, FilingState.APPROVED)
    if not materials.strip():
        raise Invalid({"materials": ["请写明报送的材料，例如文书样式、调整说明。"]})
    row.state, row.sender, row.sent_at, row.materials = FilingState.SENT, by.name, at, materials.strip()[:500]
    row.save(update_fields=["state", "sender", "sent_at", "materials"])
    return _done(row, Event.FORM_SENT, by, at)


@operation(Event.FORM_ANSWERED)
def answer_form(
    *, filing_id: UUID, accepted: bool, number: str, filed_on: date | None, reason: str, by: Actor, at: datetime
) -> FilingFacts:
    """The justice bureau files a version, with number and day, or returns it with a reason. Raises Forbidden, NotFound, Refused."""
    may_answer_forms.require(by, None, doing="备案文书格式")
    row = _held(filing_id, by, FilingState.SENT, watch=True)
    refuse(rules.answer_is_reasoned(accepted=accepted, number=number, reason=reason))
    day = filed_on or local_day(at)
    if accepted and row.sent_at and not local_day(row.sent_at) <= day <= local_day(at):
        raise Invalid({"filed_on": ["备案日期应在报送之后、今天以前，请核对。"]})
    row.state = FilingState.ACCEPTED if accepted else FilingState.RETURNED
    row.answerer, row.answered_at, row.answer = by.name, at, reason.strip()[:500]
    row.filing_number, row.filed_on = (number.strip()[:80], day) if accepted else ("", None)
    row.save(update_fields=["state", "answerer", "answered_at", "answer", "filing_number", "filed_on"])
    return _done(row, Event.FORM_ANSWERED, by, at)


@operation(Event.FORM_RETIRED)
def retire_form(*, filing_id: UUID, valid_to: date | None, by: Actor, at: datetime) -> FilingFacts:
    """Say from when on a version is no more used; documents made from it stay. Raises Forbidden, NotFound, Invalid, Refused."""
    row = _held(filing_id, by, FilingState.APPROVED, FilingState.SENT, FilingState.ACCEPTED)
    may_head.require(by, row.organ_id, doing="停用文书格式")
    if valid_to is None or valid_to < row.valid_from:
        raise Invalid({"valid_to": ["请填写停用日期，不早于启用日期。"]})
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    return _done(row, Event.FORM_RETIRED, by, at)


def _held(filing_id: UUID, by: Actor, *states: str, watch: bool = False) -> OrganForm:
    """The row, locked until commit, in one of these states. Raises Forbidden, NotFound, Refused."""
    row = OrganForm.objects.select_for_update().filter(id=filing_id).first()
    if row is None:
        raise NotFound("没有这个文书格式，请从清单重新进入。")
    if not watch:
        may_draft_forms.require(by, row.organ_id, doing="办理文书格式")
    refuse(rules.filing_goes_on(row.facts(), states))
    return row


def _done(row: OrganForm, event: Event, by: Actor, at: datetime) -> FilingFacts:
    payload = form_as_told(row)
    if event == Event.FORM_ANSWERED:
        payload |= {"number": row.filing_number, "reason": row.answer}
    ledger.append(kind=event, stream=f"forms:{row.organ_id}", at=at, by=by, payload=payload)
    return row.facts()
