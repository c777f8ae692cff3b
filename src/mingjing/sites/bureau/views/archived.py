"""The archives: what is kept, one file with its checks, contents and custody, its papers and package."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingjing.archives import operations, queries
from mingjing.archives.terms import (
    PLACE_NAMES,
    RETENTION_NAMES,
    ArchivedFacts,
    Disposal,
    Filters,
    Occasion,
    SupplementState,
)
from mingjing.cases.queries import oversight
from mingjing.foundation import storage
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.records import operations as records
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, as_day, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

ROLES = tuple(CASE_ROLES - {Role.SUPERVISOR})
KEEPERS = (Role.ARCHIVIST, Role.HEAD, Role.REVIEWER)
PAGE = 30
WIDTHS = (10, 20, 30, 40, 50)


def held(request: BureauRequest, archived_id: UUID) -> ArchivedFacts:
    """A filed file of the person's organ; else 404."""
    found = queries.archived_file(archived_id)
    if found is None or found.organ_id != request.actor.organ_id:
        raise Http404
    return found


def trail_of(file: ArchivedFacts, last: str) -> tuple[tuple[str, str], ...]:
    """Where a page below a file lies."""
    return (
        ("档案", reverse("bureau:archives")), ("档案库", reverse("bureau:archive_files")),
        (file.catalogue_no, reverse("bureau:archive_file", args=[file.id])), (last, ""),
    )  # fmt: skip


@page(*ROLES)
def archive_files(request: BureauRequest) -> HttpResponse:
    """What the organ has filed: by words, retention, place; whose time is over."""
    today = timezone.localdate()
    asked = request.GET
    after = int(asked["after"]) if asked.get("after", "").isdecimal() and len(asked["after"]) < 7 else 0
    filters = Filters(
        q=asked.get("q", "")[:100], retention=asked.get("retention", "") if asked.get("retention", "") in RETENTION_NAMES else "",
        place=asked.get("place", "") if asked.get("place", "") in PLACE_NAMES else "",
        archived_from=as_day(asked.get("since", "")), archived_to=as_day(asked.get("until", "")),
        due_on=today if asked.get("due") == "1" else None,
    )  # fmt: skip
    rows = queries.listing(request.actor.organ_id, filters, limit=PAGE + 1, after=after)
    shown = rows[:PAGE]
    facts = {
        "rows": shown, "counts": queries.counted(request.actor.organ_id, today), "held": queries.held([one.id for one in shown]),
        "next": str(after + PAGE) if len(rows) > PAGE else "", "due": asked.get("due") == "1", "today": today,
        "fields": (
            Field("q", "档号或题名", "search", filters.q),
            Field("retention", "保管期限", "select", filters.retention, choices=[("", "全部"), *RETENTION_NAMES.items()]),
            Field("place", "保管处", "select", filters.place, choices=[("", "全部"), *PLACE_NAMES.items()]),
            Field("since", "归档从", "date", filters.archived_from), Field("until", "到", "date", filters.archived_to),
        ),
    }  # fmt: skip
    return render(request, "bureau/archives/files.html", facts)


@page(*ROLES)
def archive_file(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """One filed file: what it is, where it lies, its contents, checks, additions, holds, destruction."""
    file = held(request, archived_id)
    cases = oversight.cases_by_dossier(request.actor, (file.dossier_id,))
    checks, disposals = queries.checks(file.id), queries.disposals_of(file.id)
    facts: dict[str, Any] = {
        "file": file, "case": cases.get(file.dossier_id), "checks": checks, "handovers": queries.handovers(file.dossier_id),
        "supplements": queries.supplements(file.id), "apart": queries.apart(file.dossier_id), "holds": queries.holds(file.id),
        "disposals": disposals, "today": timezone.localdate(), "widths": WIDTHS,
        "archivist": request.actor.has(Role.ARCHIVIST), "keeper": request.actor.has(*KEEPERS), "gone": file.place == "gone",
        "appraiser": request.actor.has(Role.ARCHIVIST, Role.HEAD), "here": file.place == "staff",
        "open_hold": any(one.lifted_at is None for one in queries.holds(file.id)),
        "open_disposal": any(one.state in (Disposal.PROPOSED, Disposal.APPROVED) for one in disposals),
        "open_supplement": any(one.state == SupplementState.ASKED for one in queries.supplements(file.id)),
        "head": request.actor.has(Role.HEAD), "away": queries.away(file.id),
        "lendings": queries.lendings_of(file.id) if request.actor.has(Role.ARCHIVIST, Role.HEAD) else (),
    }  # fmt: skip
    return render(request, "bureau/archives/file.html", facts)


@page(Role.ARCHIVIST)
def archive_check(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """Check a filed file now."""
    file = held(request, archived_id)
    back = reverse("bureau:archive_file", args=[file.id])

    def act(typed: Typed) -> str:
        run = operations.check_filed(file_id=file.id, occasion=Occasion.ASKED, by=request.actor, at=timezone.now())
        return f"检测完成：{run.report['conclusion']}。"

    return step(request, Step(
        f"四性检测：{file.catalogue_no}", trail_of(file, "四性检测"), (), act, "开始检测", f"{back}#checks",
        note="逐件重新计算摘要，核对台账和归档包，查格式、字体、宏、病毒。材料多时要等十几秒；结果签名后留存。",
    ))  # fmt: skip


@page(*ROLES)
def archive_report(request: BureauRequest, archived_id: UUID, run_id: int) -> HttpResponse:
    """The report of one check, line by line."""
    file = held(request, archived_id)
    run = queries.check_run(file.id, run_id)
    if run is None:
        raise Http404
    return render(request, "bureau/archives/report.html", {"file": file, "run": run})


@page(*ROLES)
def archive_report_pdf(request: BureauRequest, archived_id: UUID, run_id: int) -> HttpResponse:
    """The same as PDF."""
    file = held(request, archived_id)
    run = queries.check_run(file.id, run_id)
    if run is None:
        raise Http404
    return pdf(f"{file.catalogue_no}-四性检测报告.pdf", operations.stored_report(run, file.organ_name))


@page(Role.ARCHIVIST)
def archive_spine(request: BureauRequest, archived_id: UUID) -> HttpResponse:
    """The spine label; `?width=` in millimetres."""
    file = held(request, archived_id)
    if file.place == "gone":
        raise Http404
    asked = request.GET.get("width", "")
    name, content = operations.spine_label(
        file_id=file.id, width=int(asked) if asked in {str(one) for one in WIDTHS} else 20
    )
    return pdf(name, content)


@require_POST
@page(*KEEPERS)
def archive_package(request: BureauRequest, archived_id: UUID) -> HttpResponseBase:
    """Take the package out; who did is logged first (R-15)."""
    file = held(request, archived_id)
    if file.place == "gone":
        raise Http404
    return sent(request, file, file.package_sha256, f"{file.catalogue_no}.zip")


def sent(request: BureauRequest, file: ArchivedFacts, digest: str, name: str) -> HttpResponseBase:
    """A package as a download, logged."""
    try:
        content = storage.open_(digest)
    except storage.Missing:
        raise Http404 from None
    records.log_view(
        dossier_id=file.dossier_id, what="export", object_id=file.id, name=name, purpose="下载归档包", at=timezone.now(),
        by=request.actor,
    )  # fmt: skip
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")


def pdf(name: str, content: bytes) -> HttpResponse:
    """A paper as a download."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
