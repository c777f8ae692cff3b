"""The form of an act: drawn from the procedure table, kept while typing, performed or handed to the head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.queries.facts import context
from mingjing.cases.queries.page import FormPage
from mingjing.cases.terms import ActFacts, FieldSpec
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.similar import PROPOSING
from mingjing.foundation import typesetting
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.records import queries as records
from mingjing.records.terms import COLLECTORS
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views import errors
from mingjing.sites.bureau.views.case_files import as_sent
from mingjing.sites.bureau.views.case_forms_fields import Choices, draw, read
from mingjing.sites.bureau.views.case_materials import wanted
from mingjing.sites.bureau.views.case_questions import asked_of, forgotten, with_questions
from mingjing.sites.bureau.views.cases_timeline import beside
from mingjing.sites.bureau.views.comparing import beside_others, guiding_beside
from mingjing.sites.bureau.views.desks_review import review_facts
from mingjing.sites.bureau.views.gate import BureauRequest, page

# What is read beside a form whose questions are about it.
READ_BESIDE = {
    "examine": ("inspect", "interview", "report"),
    "recheck_defence": ("state_defence",),
    "report_hearing": ("hold_hearing",),
}


@dataclass
class Trouble:
    """Why a form comes back: messages by field, further messages, findings, and what happened since it was opened."""

    errors: dict[str, list[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    since: tuple[ActFacts, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.errors or self.findings or self.since)


def form_page(request: BureauRequest, case_id: UUID, code: str, now: datetime) -> FormPage:
    """The form of an act. Raises Http404 for a case this person may not see, Forbidden where it is not their act."""
    try:
        return queries.form_for(case_id, code, request.actor, now)
    except queries.CaseNotFound as problem:
        raise Http404(str(problem)) from None


@page(*CASE_ROLES)
def act(request: BureauRequest, case_id: UUID, code: str) -> HttpResponse:
    """One act: fill in, look at the document, perform it or hand it to the head."""
    now = timezone.now()
    try:
        form = form_page(request, case_id, code, now)
    except Forbidden as problem:
        if request.method != "POST":
            raise
        return lost_right(request, str(problem))
    if form.spec.drafter and not form.drafting:
        return _to_the_head(request, form)
    if request.method == "POST":
        return _posted(request, form, now)
    specs = shown_specs(form)
    values = read(specs, request.typed) if request.typed else form.values
    return _show(request, form, values, str(request.typed.get("at", "")) if request.typed else "", now)


def shown_specs(form: FormPage) -> tuple[FieldSpec, ...]:
    """The fields this person fills in: the drafter leaves the head's words to the head."""
    theirs = {spec.name for spec in form.spec.for_approver()} if form.drafting else set()
    return tuple(spec for spec in form.spec.for_drafter() if spec.name not in theirs) if theirs else form.spec.fields


def lost_right(request: HttpRequest, reason: str) -> HttpResponse:
    """The person may no longer do this: what was typed is shown, so that it can be handed over."""
    typed = tuple(
        (key, value)
        for key in request.POST
        if not key.startswith(("_", "csrf"))
        for value in request.POST.getlist(key)
        if value
    )
    return errors.show(
        request,
        422,
        "现在不能由您办理",
        reason,
        ("把下面的内容转交有权限的人员", "回到案件页面"),
        typed_rows=typed,
    )


def _to_the_head(request: BureauRequest, form: FormPage) -> HttpResponse:
    if form.draft is not None:
        return HttpResponseRedirect(reverse("bureau:decision", args=[form.draft.id]))
    messages.info(request, f"“{form.spec.name}”先由承办人拟稿并提交审批，现在还没有等您审批的草稿。")
    return HttpResponseRedirect(reverse("bureau:case", args=[form.facts.id]))


def _posted(request: BureauRequest, form: FormPage, now: datetime) -> HttpResponse:
    trouble = Trouble()
    specs = shown_specs(form)
    data = read(specs, request.POST)
    _take_files(request, form, specs, data, trouble, now)
    typed_at = request.POST.get("at", "").strip()
    if request.POST.get("_questions"):
        data = with_questions(request, form, data, now)
        return _show(request, form, data, typed_at, now, trouble)
    if "_add" in request.POST or "_drop" in request.POST:
        more = {request.POST.get("_add", ""): 1}
        data = without(data, request.POST.get("_drop", ""))
        return _show(request, form, data, typed_at, now, trouble, more=more)
    if "_preview" in request.POST or "_save" in request.POST:
        return _kept(request, form, data, typed_at, now, trouble)
    at = moment(typed_at, now, trouble)
    version = seen_version(request.POST)
    if version is not None and version != form.version:
        trouble.since = tuple(each for each in form.acts if each.seq > version)
        trouble.findings = (STALE,)
    if not trouble:
        trouble.findings = forgotten(request, form, data)
    if not trouble:
        done = _carry_out(request, form, data, at, version, now, trouble)
        if done is not None:
            return done
    return _show(request, form, data, typed_at, now, trouble, status=422)


def seen_version(posted: QueryDict) -> int | None:
    """The version of the case the form was opened with; None where the browser sent none."""
    text = posted.get("_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


STALE = Finding(
    "STALE-01", "这一页打开之后，案件又有了新的办理记录", ("国办发〔2018〕118号第三部分",),
    next_step="请看下面列出的新情况，核对后再提交；您填写的内容都在",
)  # fmt: skip


def without(data: dict[str, Any], which: str) -> dict[str, Any]:
    """The data without one kept file (`field:id`)."""
    name, _, key = which.partition(":")
    if isinstance(data.get(name), list):
        data = {**data, name: [each for each in data[name] if each != key]}
    return data


def _take_files(
    request: BureauRequest, form: FormPage, specs: Sequence[FieldSpec], data: dict[str, Any], trouble: Trouble, now: datetime
) -> None:  # fmt: skip
    """Hand in the files sent with the form; from then on the form names them by id."""
    for spec in specs:
        for upload in request.FILES.getlist(f"{spec.name}-new") if spec.type == "files" else ():
            try:
                kept = operations.add_file(
                    case_id=form.facts.id, name=str(upload.name), content=as_sent(upload), by=request.actor, now=now
                )
            except Invalid as problem:
                trouble.errors.setdefault(spec.name, []).extend(sum(problem.errors.values(), []))
            except Refused as problem:
                trouble.findings = problem.findings
            else:
                data[spec.name] = [*data[spec.name], str(kept.id)]


def moment(text: str, now: datetime, trouble: Trouble) -> datetime:
    """When the act happened: as typed, or now where nothing was typed."""
    if not text:
        return now
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        trouble.errors["at"] = ["应是日期和时间，写成 2026-09-24 16:20 的样子；就是现在的，留空即可。"]
        return now
    found = found.replace(tzinfo=CHINA) if found.tzinfo is None else found
    if not 1949 <= found.year <= 2100:
        trouble.errors["at"] = ["年份不合理，请核对。"]
        return now
    # A field to the minute cannot tell the seconds: this very minute is now.
    return now if found <= now and (now - found).total_seconds() < 60 else found


def _kept(
    request: BureauRequest, form: FormPage, data: dict[str, Any], typed_at: str, now: datetime, trouble: Trouble
) -> HttpResponse:
    operations.save_draft(case_id=form.facts.id, code=form.spec.code, data=data, by=request.actor, now=now)
    if "_save" in request.POST and not trouble:
        messages.success(request, "草稿已保存，随时可以从案件页面继续。")
        return HttpResponseRedirect(reverse("bureau:act", args=[form.facts.id, form.spec.code]))
    pages = 0
    try:
        pdf = operations.preview(case_id=form.facts.id, code=form.spec.code, data=data, by=request.actor, now=now)
        pages = typesetting.page_count(pdf) if pdf else 0
    except Invalid as problem:
        trouble.errors |= problem.errors
    return _show(
        request, form, data, typed_at, now, trouble, status=422 if trouble else 200, preview=range(1, pages + 1)
    )


def _carry_out(
    request: BureauRequest, form: FormPage, data: Mapping[str, Any], at: datetime, version: int | None, now: datetime,
    trouble: Trouble,
) -> HttpResponse | None:  # fmt: skip
    case_id, code, by = form.facts.id, form.spec.code, request.actor
    try:
        if form.drafting:
            operations.submit_draft(case_id=case_id, code=code, data=data, by=by, now=now)
            messages.success(request, f"“{form.spec.name}”已提交审批，负责人办理后会出现在时间线上。")
        else:
            draft_id = form.draft.id if form.draft and form.draft.author_id == by.person_id else None
            done = operations.attempt(
                case_id=case_id, code=code, data=data, by=by, at=at, now=now, version=version, draft_id=draft_id
            )
            messages.success(request, f"已办理“{form.spec.name}”{f'，编号 {done.number}' if done.number else ''}。")
    except Invalid as problem:
        trouble.errors |= problem.errors
    except Refused as problem:
        trouble.findings = problem.findings
    except Forbidden as problem:
        trouble.findings = (Finding("ROLE-01", str(problem), next_step="请把填写的内容转交有权限的人员"),)
    else:
        return HttpResponseRedirect(reverse("bureau:case", args=[case_id]))
    return None


def spoken(request: BureauRequest, code: str) -> dict[str, Any]:
    """The wording guide of the step, and whether this person read it as it is now."""
    guide = records.wording(code)
    if guide is None:
        return {}
    return {
        "wording": guide,
        "wording_read": records.has_read(request.actor.person_id, guide),
        "reads_wording": request.actor.has(*COLLECTORS),
    }


def _show(
    request: BureauRequest, form: FormPage, values: Mapping[str, Any], typed_at: str, now: datetime,
    trouble: Trouble | None = None, *, more: Mapping[str, int] | None = None, status: int = 200, preview: Sequence[int] = (),
) -> HttpResponse:  # fmt: skip
    trouble = trouble or Trouble()
    specs = shown_specs(form)
    choices = Choices(form.facts.organ.id, now, form.facts, _files_of(form, specs))
    fields = draw(specs, values, trouble.errors, choices, more, form.known)
    known = {each.name for each in fields} | {"at"}
    facts = {
        "form": form,
        "spec": form.spec,
        "case": form.facts,
        "fields": fields if form.drafting else (*fields, _at(typed_at, trouble, form)),
        "groups": {each.name: each.group for each in specs if each.group},
        "extra": [text for name, texts in trouble.errors.items() if name not in known for text in texts],
        "refused": trouble.findings,
        "hindrances": () if trouble.findings else form.findings,
        "blocked": any(each.weight == "block" for each in form.findings),
        "since": trouble.since,
        "preview": preview,
        "waiting": bool(form.draft and form.draft.state == "submitted"),
        "returned": form.draft.note if form.draft and form.draft.state == "returned" else "",
        "upload_limit": "50 MB",
        "materials": [
            beside(form.facts, each) for each in form.acts if each.code in READ_BESIDE.get(form.spec.code, ())
        ],
    }
    if form.spec.code == "give_opinion":
        more = review_facts(form, request.actor) | beside_others(request, form.facts) | _wanted(request, form, now)
        return render(request, "bureau/cases/review.html", facts | more, status=status)
    more = spoken(request, form.spec.code) | asked_of(request, form, values)
    if form.spec.code in PROPOSING:
        more |= guiding_beside(request, form.facts)
    if form.spec.code == "submit_review":
        more |= _wanted(request, form, now)
    return render(request, "bureau/cases/act.html", facts | more, status=status)


def _wanted(request: BureauRequest, form: FormPage, now: datetime) -> dict[str, Any]:
    """What of the material for the review is there and what is missing."""
    return wanted(request, form.facts, queries.dossier_of(form.facts.id), context(form.facts.organ, now))


def _files_of(form: FormPage, specs: Sequence[FieldSpec]) -> list[dict[str, Any]]:
    if not any(spec.type == "files" for spec in specs):
        return []
    return [each.as_json() for each in records.attachments(queries.dossier_of(form.facts.id))]


def _at(typed: str, trouble: Trouble, form: FormPage) -> Field:
    last = form.acts[-1].at if form.acts else None
    help_text = "留空就是现在；补录的，填写实际办理时间"
    if last is not None:
        help_text += f"，不早于上一步骤（{last:%Y-%m-%d %H:%M}）"
    return Field("at", "办理时间", "datetime", typed, errors=tuple(trouble.errors.get("at", ())), help=help_text)


@page(*CASE_ROLES)
def draft(request: BureauRequest, case_id: UUID, code: str) -> HttpResponse:
    """Keep what is being typed (sent by the browser every few seconds). 204; nothing is checked, nothing is lost.

    409 where this person has done the act since: a late save would bring its text back as a draft.
    """
    now = timezone.now()
    form = form_page(request, case_id, code, now)
    if request.method != "POST" or (form.spec.drafter and not form.drafting):
        raise Http404
    kept = operations.save_draft(
        case_id=case_id, code=code, data=read(shown_specs(form), request.POST), by=request.actor, now=now,
        version=seen_version(request.POST),
    )  # fmt: skip
    return HttpResponse(status=204 if kept else 409)


@page(*CASE_ROLES)
def draft_drop(request: BureauRequest, case_id: UUID, code: str) -> HttpResponse:
    """Throw one's own draft away and begin again."""
    form = form_page(request, case_id, code, timezone.now())
    if request.method != "POST":
        raise Http404
    if form.draft is not None and form.draft.author_id == request.actor.person_id:
        operations.drop_draft(draft_id=form.draft.id, by=request.actor)
        messages.success(request, "草稿已删除。")
    return HttpResponseRedirect(reverse("bureau:act", args=[case_id, code]))


@page(*CASE_ROLES)
def preview(request: BureauRequest, case_id: UUID, code: str, number: int) -> HttpResponse:
    """One page of the document as it would look with the saved draft."""
    now = timezone.now()
    form = form_page(request, case_id, code, now)
    try:
        pdf = operations.preview(case_id=case_id, code=code, data=form.values, by=request.actor, now=now)
        picture = typesetting.preview(pdf, number - 1) if pdf else None
    except (Invalid, IndexError):
        picture = None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def typed_values(
    specs: Sequence[FieldSpec], typed: QueryDict | None, otherwise: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What came back after a session had ended, else what is known."""
    return read(specs, typed) if typed else otherwise
