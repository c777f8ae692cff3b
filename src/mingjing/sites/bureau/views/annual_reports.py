"""A frozen report, and the files of a report: PDF in official layout, XLSX."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.publicity import queries as publicity
from mingjing.publicity.queries import Paper
from mingjing.sites.bureau.views.annual import SEEING, organ_of, state_of, year_of
from mingjing.sites.bureau.views.cases_export import XLSX
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries
from mingjing.supervision.terms import ReportFacts, Scope, title_of


def seen(request: BureauRequest, report_id: UUID) -> ReportFacts:
    """A report, for people who may see its figures. Raises Http404, Forbidden."""
    found = queries.report(report_id)
    if found is None:
        raise Http404
    if found.scope == Scope.ROLLUP and not request.actor.has(Role.SUPERVISOR):
        raise Forbidden(f"{request.actor.name}不能查看区域汇总的办理情况，公开的汇总请到门户查看。")
    operations.sees_figures.require(request.actor, found.organ_id, doing="查看统计报告")
    return found


@page(*SEEING)
def report(request: BureauRequest, report_id: UUID) -> HttpResponse:
    """A report as it was signed: text, charts, figures with their cases, who signed, its digest and its receipt."""
    found = seen(request, report_id)
    figures = found.figures
    region = found.region if found.scope == Scope.ROLLUP else ""
    facts = {
        "report": found,
        "figures": figures,
        "charts": publicity.report_charts(queries.public_values(figures, found.text, region)),
        "cell": figures.cell(request.GET.get("cell", "")) if request.GET.get("cell") else None,
        "shown": 200,
        "whole": queries.is_whole(found.id),
        "state": state_of(found),
        "may_receive": found.receipt is None and operations.keeps_report(request.actor, found),
        "query": "",
    }
    return render(request, "bureau/publicity/report.html", facts)


@page(*SEEING)
def report_file(request: BureauRequest, report_id: UUID, paper: str) -> HttpResponse:
    """The signed report as PDF or XLSX."""
    found = seen(request, report_id)
    region = found.region if found.scope == Scope.ROLLUP else ""
    values = queries.public_values(found.figures, found.text, region) | (
        {"late": list(found.late)} if found.late else {}
    )
    words = f"第 {found.seq} 次定稿" if found.seq > 1 else ""
    made = Paper(
        "rollup" if region else "annual", found.title, found.organ_name, values, timezone.localdate(found.signed_at),
        subtitle=words, more=queries.progress_fields(found.figures),
    )  # fmt: skip
    return file(made, paper)


@page(*SEEING)
def annual_file(request: BureauRequest, year: int, paper: str) -> HttpResponse:
    """The figures as they stand now, with the drafted text, marked as a draft."""
    organ = organ_of(request) or organs.organ(request.actor.organ_id)
    operations.sees_figures.require(request.actor, organ.id, doing="查看统计年报")
    if year != year_of(str(year), timezone.localdate().year):
        raise Http404
    figures = queries.annual(organ.id, year)
    values = queries.public_values(figures, queries.draft(figures))
    title, today = title_of(Scope.ANNUAL, organ.name, year), timezone.localdate()
    return file(Paper("annual", title, organ.name, values, today, draft=True, subtitle="未定稿，仅供核对"), paper)


def file(paper: Paper, kind: str) -> HttpResponse:
    """The paper as a download that nobody else's cache keeps. Raises Http404 for another kind of file."""
    if kind == "pdf":
        response = HttpResponse(publicity.report_pdf(paper), content_type="application/pdf")
    elif kind == "xlsx":
        response = HttpResponse(publicity.report_book(paper), content_type=XLSX)
    else:
        raise Http404
    name = quote(f"{paper.title}{'（未定稿）' if paper.draft else ''}.{kind}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
