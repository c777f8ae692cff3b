"""Drafts: saved by themselves while somebody types, handed to the head, approved (which performs the act) or returned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from mingjing.cases import access
from mingjing.cases.models import Act, Case, Draft
from mingjing.cases.operations.attempt import attempt, refusals_kept
from mingjing.cases.operations.documents import require_printable
from mingjing.cases.operations.lookup import lookup_for
from mingjing.cases.queries.facts import context, load, with_people
from mingjing.cases.queries.own_forms import adjusted
from mingjing.cases.queries.standing import kept_with
from mingjing.cases.rules.engine import guards
from mingjing.cases.terms import ActFacts, Proposed, any_act, procedure
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.fields import clean
from mingjing.cases.terms.procedure import HEAD_STATEMENT
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.organs import queries as organs

OPEN = (Draft.State.EDITING, Draft.State.SUBMITTED, Draft.State.RETURNED)


def _mine(draft_id: UUID, by: Actor) -> Draft:
    draft = Draft.objects.select_for_update().filter(id=draft_id).first()
    if draft is None or draft.author_id != by.person_id:
        raise Invalid({"draft": ["没有这份草稿，请从案件页面重新进入。"]})
    return draft


@operation("case:draft:saved")
def save_draft(
    *, case_id: UUID | None, code: str, data: Mapping[str, Any], by: Actor, now: datetime, version: int | None = None,
    opened: datetime | None = None,
) -> UUID | None:  # fmt: skip
    """Keep what somebody is typing; nothing is checked, nothing is lost. One draft per person, case and act.

    `version`: the case version the person typed at, `opened`: when the form of a new lead was opened. Once this person
    has done the act since, its text is in the act, nothing is kept and None is given back. Raises Forbidden for a case
    of another organ.
    """
    if any_act(code) is None:
        raise Invalid({"act": [f"没有“{code}”这个步骤。"]})
    # Locked until commit: a save that meets the act itself waits for it, and then finds it done.
    if case_id and not Case.objects.select_for_update().filter(id=case_id, organ_id=by.organ_id).first():
        raise Forbidden(f"{by.name}不能在这个案件中保存草稿：须由本机关人员办理。")
    if _done_since(case_id, code, version, opened, by):
        return None
    mine = Draft.objects.filter(code=code, author_id=by.person_id)
    mine = mine.filter(case=case_id) if case_id else mine.filter(case=None)
    if case_id and (handed := mine.filter(state=Draft.State.SUBMITTED).first()):
        # A late save by the browser must not put a second draft over the one that waits for approval.
        return handed.id
    found = mine.filter(state__in=(Draft.State.EDITING, Draft.State.RETURNED)).first()
    draft = found or Draft(
        case_id=case_id, code=code, author_id=by.person_id, author_name=by.name, organ_id=by.organ_id
    )
    draft.data, draft.updated_at = dict(data), now
    draft.save()
    return draft.id


def _done_since(case_id: UUID | None, code: str, version: int | None, opened: datetime | None, by: Actor) -> bool:
    done = Act.objects.filter(code=code)
    if case_id is None:
        return opened is not None and done.filter(by_id=by.person_id, recorded_at__gte=opened).exists()
    mine = Q(by_id=by.person_id) | Q(drafted_by=by.person_id)
    return version is not None and done.filter(mine, case_id=case_id, seq__gt=version).exists()


def submit_draft(*, case_id: UUID, code: str, data: Mapping[str, Any], by: Actor, now: datetime) -> UUID:
    """Hand a filled form to the head; where a rule refuses it, keep the attempt as every other and refuse.

    Raises Forbidden, Invalid or Refused; the draft as typed is kept by the page. Must not be called inside a
    transaction, or the record of a refused attempt would vanish with it.
    """
    with refusals_kept(case_id=case_id, code=code, by=by, now=now):
        return hand_in(case_id=case_id, code=code, data=data, by=by, now=now)


@operation("case:draft:submitted")
def hand_in(*, case_id: UUID, code: str, data: Mapping[str, Any], by: Actor, now: datetime) -> UUID:
    """Hand a filled form to the head. The same guards as at the approval are asked, so the head gets no dead draft.

    Raises Forbidden, Invalid or Refused.
    """
    # Locked until commit, so that of two who hand in at the same moment the second finds the first.
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    facts = load(case)
    if code not in facts.procedure.acts:
        raise Invalid({"act": [f"没有“{code}”这个步骤。"]})
    spec = adjusted(facts.procedure.acts[code], case.organ_id, now.astimezone(CHINA).date())
    access.require(by, access.Seen(case.organ_id, facts.handlers), spec, drafting=True)
    values = clean(spec.for_drafter(), data, lookup_for(case.organ_id, case.dossier_id, facts, now, {}))
    require_printable(spec.for_drafter(), values)
    values |= kept_with(facts, spec, values, now.astimezone(CHINA).date())
    facts = with_people(facts, values)
    head = _head(case, by, now)
    asked = Proposed(code, now.astimezone(CHINA), head, by.person_id, values, now)
    if refused := blocking(guards(facts, asked, context(facts.organ, now))):
        raise Refused(*refused)
    if Draft.objects.filter(case=case, code=code, state=Draft.State.SUBMITTED).exists():
        raise Refused(
            Finding(
                "STEP-02", "这一步已经有人提交审批", ("行政处罚法第五章",), next_step="请等待负责人审批，或者请其退回"
            )
        )
    draft_id = save_draft(case_id=case_id, code=code, data=data, by=by, now=now)
    assert draft_id is not None, "only a save that names a version can come too late"
    Draft.objects.filter(id=draft_id).update(
        state=Draft.State.SUBMITTED, case_version=case.version, note="", updated_at=now
    )
    return draft_id


def _head(case: Case, by: Actor, now: datetime) -> UUID:
    """Any head of the organ: who will approve is not known yet, but must not be the drafter."""
    known = organs.people(case.organ_id, role="head", on=now.astimezone(CHINA).date())
    heads = [each.id for each in known if each.id != by.person_id]
    return heads[0] if heads else UUID(int=0)


def approve_draft(*, draft_id: UUID, by: Actor, now: datetime, changes: Mapping[str, Any] | None = None) -> ActFacts:
    """Approve a submitted draft: the act is performed by the head, drafted by its author.

    `changes` are fields the head filled in, such as the opinion. Raises Forbidden, Invalid, Refused.
    """
    draft = Draft.objects.filter(id=draft_id, state=Draft.State.SUBMITTED).first()
    if draft is None or draft.case_id is None:
        raise Refused(
            Finding("STEP-02", "这份草稿已经办结或者被退回", ("行政处罚法第五章",), next_step="请刷新待办列表")
        )
    drafter = organs.actor(draft.author_id, now)
    return attempt(
        case_id=draft.case_id,
        code=draft.code,
        data={**_but_the_heads(draft.data), **(changes or {})},
        by=by,
        at=now,
        now=now,
        drafter=drafter,
        draft_id=draft.id,
    )


def _but_the_heads(data: Mapping[str, Any]) -> dict[str, Any]:
    """A draft without the head's statement: nobody states for another (L-13)."""
    return {name: value for name, value in data.items() if name != HEAD_STATEMENT}


@operation("case:draft:returned")
def return_draft(*, draft_id: UUID, note: str, by: Actor, now: datetime) -> None:
    """Send a submitted draft back with a reason."""
    draft = Draft.objects.select_for_update().filter(id=draft_id, state=Draft.State.SUBMITTED).first()
    if draft is None or draft.case is None:
        raise Refused(
            Finding("STEP-02", "这份草稿已经办结或者被退回", ("行政处罚法第五章",), next_step="请刷新待办列表")
        )
    spec = procedure(draft.case.procedure, draft.case.procedure_version).acts[draft.code]
    if by.organ_id != draft.organ_id or not by.has(spec.by):
        raise Forbidden(f"{by.name}不能退回这份草稿：须由本机关{access.role_name(spec.by)}办理。")
    if len(note.strip()) < 4:
        raise Invalid({"note": ["请写明退回的理由（不少于 4 字）。"]})
    draft.state, draft.note, draft.updated_at = Draft.State.RETURNED, note.strip()[:500], now
    draft.save(update_fields=["state", "note", "updated_at"])


@operation("case:draft:dropped")
def drop_draft(*, draft_id: UUID, by: Actor) -> None:
    """Throw one's own draft away; a submitted one must be returned first."""
    draft = _mine(draft_id, by)
    if draft.state == Draft.State.SUBMITTED:
        raise Refused(Finding("STEP-02", "草稿正在审批", ("行政处罚法第五章",), next_step="请负责人先退回"))
    draft.delete()
