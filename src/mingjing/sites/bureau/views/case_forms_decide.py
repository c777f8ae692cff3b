"""The head's page of one draft: what is proposed, what the party said, review, discussion, every guard; approve or return."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.operations.trial import Trial
from mingjing.cases.terms import ActFacts, ActSpec
from mingjing.cases.terms.display import display
from mingjing.cases.terms.procedure import HEAD_CHOICE
from mingjing.foundation import typesetting
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.sites.bureau.views.case_forms import Trouble
from mingjing.sites.bureau.views.case_forms_fields import Choices, draw, read
from mingjing.sites.bureau.views.cases_timeline import beside, cited_in, fields_of
from mingjing.sites.bureau.views.comparing import beside_others
from mingjing.sites.bureau.views.gate import BureauRequest, page

# What a head reads beside a proposal, oldest first.
BESIDE = (
    "report", "examine", "notify", "state_defence", "recheck_defence", "waive_rights", "hold_hearing", "report_hearing",
    "give_opinion", "return_review", "discuss",
)  # fmt: skip
# The drafts that weigh a penalty: similar cases stand beside them.
WEIGHED = frozenset({"notify", "discuss", "decide", "decide_no_penalty"})


@page(Role.HEAD)
def decision(request: BureauRequest, draft_id: UUID) -> HttpResponse:
    """One submitted draft, with everything that bears on it."""
    now = timezone.now()
    try:
        tried = operations.trial_of_draft(draft_id=draft_id, by=request.actor, now=now)
    except queries.CaseNotFound as problem:
        messages.info(request, str(problem))
        return HttpResponseRedirect(reverse("bureau:decisions"))
    if tried.facts.organ.id != request.actor.organ_id:
        raise Http404
    if not request.actor.has(tried.spec.by):
        raise Forbidden(f"{request.actor.name}不能审批“{tried.spec.name}”：须由{ROLE_NAMES[Role(tried.spec.by)]}办理。")
    if request.method != "POST":
        return _show(request, tried, draft_id, {})
    trouble, typed = Trouble(), read(tried.spec.for_approver(), request.POST)
    done = _decided(request, tried, draft_id, typed, trouble)
    return done or _show(request, tried, draft_id, typed, trouble, status=422)


def _decided(
    request: BureauRequest, tried: Trial, draft_id: UUID, typed: dict[str, Any], trouble: Trouble
) -> HttpResponse | None:
    now, case_id = timezone.now(), tried.case_id
    try:
        if "_return" in request.POST:
            operations.return_draft(draft_id=draft_id, note=request.POST.get("note", ""), by=request.actor, now=now)
            messages.success(request, f"“{tried.spec.name}”已退回承办人修改。")
        else:
            done = operations.approve_draft(draft_id=draft_id, by=request.actor, now=now, changes=typed)
            messages.success(request, f"{_done(tried.spec, done)}{f'，编号 {done.number}' if done.number else ''}。")
    except Invalid as problem:
        trouble.errors |= problem.errors
    except Refused as problem:
        trouble.findings = problem.findings
    except Forbidden as problem:
        trouble.findings = (Finding("ROLE-01", str(problem)),)
    else:
        return HttpResponseRedirect(reverse("bureau:case", args=[case_id]))
    return None


def _done(spec: ActSpec, act: ActFacts) -> str:
    """What the head did: approved, or decided one way or the other where the form leaves him the choice."""
    choice = spec.field(HEAD_CHOICE)
    return f"“{spec.name}”已办理：{display(choice, act.data[HEAD_CHOICE])}" if choice else f"已批准“{spec.name}”"


def _show(
    request: BureauRequest, tried: Trial, draft_id: UUID, typed: Any, trouble: Trouble | None = None, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    trouble = trouble or Trouble()
    facts, spec = tried.facts, tried.spec
    assert tried.draft is not None
    mine = spec.for_approver()
    theirs = {each.name for each in mine}
    plain, tables = fields_of(spec, {key: value for key, value in tried.values.items() if key not in theirs})
    own = draw(mine, typed, trouble.errors, Choices(facts.organ.id, timezone.now(), facts))
    note = Field(
        "note", "退回的理由", "textarea", request.POST.get("note", ""), tuple(trouble.errors.get("note", ())),
        help="要求补充或者修改什么，不少于 4 字", rows=2,
    )  # fmt: skip
    known = theirs | {"note"}
    left = {name: texts for name, texts in tried.errors.items() if name not in theirs}
    shown = {
        "tried": tried,
        "draft": tried.draft,
        "case": facts,
        "number": next((act.number for act in facts.acts if act.code == "file_case"), facts.acts[0].number),
        "plain": plain,
        "tables": tables,
        "cited": cited_in(tried.values),
        "beside": [beside(facts, act) for act in facts.acts if act.code in BESIDE],
        "fields": own,
        "press": "办理" if spec.field(HEAD_CHOICE) else "批准",
        "note": note,
        "extra": [text for name, texts in trouble.errors.items() if name not in known for text in texts],
        "refused": trouble.findings,
        "missing": [text for texts in left.values() for text in texts],
        "passed": not left and all(check.passed for check in tried.checks),
        "failed": [check for check in tried.checks if not check.passed],
        "pages": range(1, _pages(request, tried) + 1),
    }
    if spec.code in WEIGHED:
        shown |= beside_others(request, facts)
    return render(request, "bureau/cases/decision.html", shown, status=status)


def _pdf(request: BureauRequest, tried: Trial) -> bytes | None:
    assert tried.draft is not None
    return operations.preview(
        case_id=tried.case_id,
        code=tried.spec.code,
        data=tried.draft.data,
        by=request.actor,
        now=timezone.now(),
    )


def _pages(request: BureauRequest, tried: Trial) -> int:
    try:
        pdf = _pdf(request, tried)
    except Invalid:
        return 0
    return typesetting.page_count(pdf) if pdf else 0


@page(Role.HEAD)
def decision_page(request: BureauRequest, draft_id: UUID, number: int) -> HttpResponse:
    """One page of the document as it would be signed."""
    try:
        tried = operations.trial_of_draft(draft_id=draft_id, by=request.actor, now=timezone.now())
        pdf = _pdf(request, tried) if tried.facts.organ.id == request.actor.organ_id else None
        picture = typesetting.preview(pdf, number - 1) if pdf else None
    except (queries.CaseNotFound, Invalid, IndexError):
        picture = None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, no-store"})
