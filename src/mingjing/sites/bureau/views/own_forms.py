"""文书格式备案: the standard forms, what an organ adjusted or added, how it stands with the justice bureau, what differs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.cases.queries import own_forms
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.records import queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import DRAFTERS, FAMILIES, FILING_STATES, FORM_READERS, FilingFacts, FilingState
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

HEADINGS = ("机关", "文书", "类别", "版本", "状态", "启用", "停用", "报送", "备案号", "备案日期", "意见")


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the register, with the organ's name and the last day to send it."""

    one: FilingFacts
    organ: str
    due: Any
    late: bool


def seen(request: BureauRequest, filing_id: UUID) -> FilingFacts:
    """One version, of the own organ or sent to whoever watches. Raises Http404."""
    try:
        found = queries.filing(filing_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    own = found.organ_id == request.actor.organ_id
    watched = request.actor.has(Role.SUPERVISOR) and found.state != FilingState.DRAFT
    if not own and not watched:
        raise Http404
    return found


def _lines(request: BureauRequest) -> tuple[Line, ...]:
    """What the register shows: the own organ's, or every organ's that has left the drafting."""
    watching = request.actor.has(Role.SUPERVISOR)
    chosen = organs.organ_by_slug(request.GET.get("organ", "")) if watching else None
    found = queries.filings(chosen.id if chosen else None if watching else request.actor.organ_id)
    own = request.actor.organ_id
    names = {one.id: one.name for one in organs.organs()}
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    today = timezone.localdate()
    lines = []
    for one in found:
        if one.state == FilingState.DRAFT and one.organ_id != own:
            continue
        if (state and one.state != state) or (words and words not in one.printed and words not in one.name):
            continue
        due = queries.file_by(one)
        lines.append(Line(one, names.get(one.organ_id, ""), due, due is not None and due < today))
    order = {FilingState.SENT: 0, FilingState.APPROVED: 1, FilingState.DRAFT: 2}
    return tuple(sorted(lines, key=lambda line: (order.get(FilingState(line.one.state), 3), line.organ, line.one.name)))


@page(*FORM_READERS)
def forms(request: BureauRequest) -> HttpResponse:
    """The register of what was adjusted or added, and the standard forms to start from."""
    drafts = request.actor.has(*DRAFTERS)
    used = queries.in_force(request.actor.organ_id, [key for key, *_ in queries.form_texts()], timezone.localdate())
    standard = [
        {"id": key, "facts": queries.form(key), "own": used.get(key), "family": FAMILIES.get(queries.form(key).family, "清单、卷皮")}
        for key, *_ in queries.form_texts()
    ]  # fmt: skip
    fields = [
        Field("q", "文书名称", "search", request.GET.get("q", "")),
        Field("state", "状态", "select", request.GET.get("state", ""), choices=[("", "全部"), *FILING_STATES.items()]),
    ]
    if request.actor.has(Role.SUPERVISOR):
        choices = [("", "全部机关"), *((one.slug, one.name) for one in organs.organs())]
        fields.insert(0, Field("organ", "机关", "select", request.GET.get("organ", ""), choices=choices))
    facts = {
        "lines": _lines(request), "standard": standard if drafts else [], "drafts": drafts, "states": FILING_STATES,
        "filters": fields, "watching": request.actor.has(Role.SUPERVISOR), "asked": any(request.GET.values()),
    }  # fmt: skip
    return render(request, "bureau/forms/forms.html", facts)


@page(*FORM_READERS)
def forms_export(request: BureauRequest) -> HttpResponse:
    """The register as a table."""
    rows = [
        (
            line.organ, line.one.printed, FAMILIES.get(line.one.family, "清单、卷皮"), line.one.version, FILING_STATES[FilingState(line.one.state)],
            line.one.valid_from.isoformat(), line.one.valid_to.isoformat() if line.one.valid_to else "",
            f"{timezone.localtime(line.one.sent_at):%Y-%m-%d}" if line.one.sent_at else "", line.one.filing_number,
            line.one.filed_on.isoformat() if line.one.filed_on else "", line.one.answer,
        )
        for line in _lines(request)
    ]  # fmt: skip
    cells = [[str(cell) for cell in row] for row in rows]
    return sheet("xlsx", "forms", "文书格式备案", HEADINGS, cells)


def fields_of(one: FilingFacts) -> dict[str, str]:
    """The fields of the standard form behind a version."""
    return {} if one.own else {**queries.mandatory_fields(one.form), **own_forms.form_fields(one.form)}


@page(*FORM_READERS)
def form_filing(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """One version: what differs from the standard, how its filing went, what was made from it."""
    found = seen(request, filing_id)
    own = found.organ_id == request.actor.organ_id
    drafts = own and request.actor.has(*DRAFTERS)
    draft = found.state == FilingState.DRAFT
    live = found.state not in (FilingState.DRAFT, FilingState.RETURNED)
    facts = {
        "one": found, "state": FILING_STATES[FilingState(found.state)], "family": FAMILIES.get(found.family, "清单、卷皮"),
        "changes": queries.changes(found, fields_of(found)), "used": queries.used(found.id), "organ": organs.organ(found.organ_id).name,
        "due": queries.file_by(found), "today": timezone.localdate(), "steps": _steps(found),
        "changes_it": drafts and draft,
        "approves": own and draft and request.actor.has(Role.HEAD) and found.drafted_by != request.actor.person_id,
        "sends": drafts and found.state == FilingState.APPROVED,
        "answers": found.state == FilingState.SENT and request.actor.has(Role.SUPERVISOR),
        "retires": own and live and request.actor.has(Role.HEAD), "again": drafts and not draft and not found.own,
    }  # fmt: skip
    return render(request, "bureau/forms/filing.html", facts)


def _steps(one: FilingFacts) -> list[dict[str, Any]]:
    told = [
        (one.drafted_at, "拟稿", one.drafter, one.reason),
        (one.approved_at, "负责人审定", one.approver, ""),
        (one.sent_at, "报送备案", one.sender, f"材料：{one.materials}"),
        (one.answered_at, "备案" if one.state == FilingState.ACCEPTED else "退回", one.answerer,
         f"备案号 {one.filing_number}，{one.filed_on}。{one.answer}" if one.filing_number else one.answer),
    ]  # fmt: skip
    return [{"at": at, "title": what, "who": who, "text": text} for at, what, who, text in told if at]


@page(*FORM_READERS)
def form_sample(request: BureauRequest, filing_id: UUID) -> HttpResponse:
    """How it is printed, with the names of its fields in place of contents."""
    found = seen(request, filing_id)
    headers = {"Content-Disposition": "inline", "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return HttpResponse(queries.sample(found, fields_of(found)), content_type="application/pdf", headers=headers)
