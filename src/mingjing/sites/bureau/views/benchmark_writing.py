"""Writing a benchmark: a grid on the page, or a file that fills it; nothing is kept before it is saved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import queries as cases
from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import (
    ADDRESSEE_NAMES,
    FACTOR_NAMES,
    RELIEF_NAMES,
    TIER_NAMES,
    BenchmarkFacts,
    MatterFacts,
)
from mingjing.lawbook.terms.scoring import FORMULA_NAMES
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.benchmark_files import LARGEST, read
from mingjing.sites.bureau.views.benchmark_grid import FACTORS, Grid, of_table, of_typed, table
from mingjing.sites.bureau.views.benchmarks import KEEPERS, trail
from mingjing.sites.bureau.views.filling import read as typed_in
from mingjing.sites.bureau.views.gate import BureauRequest, page

COLUMNS = 4


@page(*KEEPERS)
def benchmark_new(request: BureauRequest, matter_code: str) -> HttpResponse:
    """Begin a benchmark of a matter, from the one in force where there is one."""
    organ_id, today = request.actor.organ_id, timezone.localdate()
    matter = queries.matter_by_code(organ_id, matter_code)
    if matter is None:
        raise Http404
    before = queries.benchmark(organ_id, matter_code, today)
    return _written(request, matter, None, before)


@page(*KEEPERS)
def benchmark_edit(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """Go on with a draft."""
    found = queries.benchmark_by_id(benchmark_id)
    if found is None or found.organ_id != request.actor.organ_id or found.published_on or found.discarded:
        raise Http404
    matter = queries.matter_of(found) or queries.matter_by_code(found.organ_id, found.matter_code)
    if matter is None:
        raise Http404
    return _written(request, matter, found, found)


@page(Role.REVIEWER, Role.HEAD)
def benchmark_replay(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """Who among past cases would be treated differently under this table: shown before it is released."""
    found = queries.benchmark_by_id(benchmark_id)
    if found is None or found.organ_id != request.actor.organ_id or found.table is None:
        raise Http404
    facts = {
        "found": found, "replayed": cases.replay(found.table, found.organ_id, found.matter_code), "trail": trail(found, ("回放", "")),
        "matter": queries.matter_of(found),
    }  # fmt: skip
    return render(request, "bureau/benchmarks/replay.html", facts)


def _written(
    request: BureauRequest, matter: MatterFacts, draft: BenchmarkFacts | None, base: BenchmarkFacts | None
) -> HttpResponse:
    fields = _fields(request, matter, draft, base)
    if request.method != "POST":
        typed = request.typed
        return _drawn(
            request,
            matter,
            draft,
            filled(fields, typed, {}) if typed else fields,
            of_typed(typed.dict()) if typed else of_table(base.table if base else None),
            200,
        )
    if file := request.FILES.get("file"):
        return _taken(request, matter, draft, fields, str(file.name), file.read(LARGEST + 1))
    grid = of_typed(request.POST.dict())
    if request.POST.get("more"):
        return _drawn(request, matter, draft, filled(fields, request.POST, {}), grid, 200)
    try:
        made = _saved(request, matter, draft, fields, grid)
    except Invalid as problem:
        return _refused(request, matter, draft, fields, grid, problem.errors, (), 422)
    except Refused as problem:
        return _refused(request, matter, draft, fields, grid, {}, problem.findings, 409)
    messages.success(request, "草稿已保存。下面是核对的结果，都改好以后由负责人公布。")
    return HttpResponseRedirect(reverse("bureau:benchmark", args=[made.benchmark_id]))


def _taken(
    request: BureauRequest,
    matter: MatterFacts,
    draft: BenchmarkFacts | None,
    fields: tuple[Field, ...],
    name: str,
    content: bytes,
) -> HttpResponse:
    """A file fills the grid; what is wrong with it leaves the grid as it was typed."""
    try:
        grid = read(name, content)
    except Invalid as problem:
        return _refused(request, matter, draft, fields, of_typed(request.POST.dict()), problem.errors, (), 422)
    messages.info(request, f"已从“{name[:60]}”填入下面的表，还没有保存。请核对后保存。")
    return _drawn(request, matter, draft, filled(fields, request.POST, {}), grid, 200)


def _saved(
    request: BureauRequest, matter: MatterFacts, draft: BenchmarkFacts | None, fields: tuple[Field, ...], grid: Grid
) -> BenchmarkFacts:
    typed, errors = typed_in(fields, request.POST)
    try:
        made = table(grid)
    except Invalid as problem:
        errors |= problem.errors
    if errors:
        raise Invalid(errors)
    told: dict[str, Any] = {
        "issuer": typed["issuer"], "document_number": typed["document_number"], "valid_from": typed["valid_from"], "table": made,
        "upper_id": UUID(typed["upper"]) if typed["upper"] else None,
    }  # fmt: skip
    if draft is None:
        return operations.add_benchmark(
            by=request.actor, at=timezone.now(), organ_id=request.actor.organ_id, matter_code=matter.code, **told
        )
    return operations.revise_benchmark(
        by=request.actor, at=timezone.now(), benchmark_id=draft.benchmark_id, seen=_moment(typed["seen"]), **told
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _fields(
    request: BureauRequest, matter: MatterFacts, draft: BenchmarkFacts | None, base: BenchmarkFacts | None
) -> tuple[Field, ...]:
    organ, today = organs.organ(request.actor.organ_id), timezone.localdate()
    above = [key for key in (organ.principal_id, organ.parent_id) if key]
    offered = queries.superiors_benchmarks(above, matter.code, today) if above else ()
    day: date | None = draft.valid_from if draft else None
    return (
        Field("issuer", "制定机关", value=base.issuer if base else organ.name, required=True, attributes={"maxlength": 100}),
        Field("document_number", "文号", value=draft.document_number if draft else "", required=True, example="示应急〔2026〕9号", attributes={"maxlength": 80}),
        Field("valid_from", "施行日期", "date", value=day.isoformat() if day else "", required=True, help="公布不能晚于这一天；以前的一份到这一天为止"),
        Field("upper", "细化的上级基准", "select", str(base.upper or "") if base else "", help="选了以后，幅度只能在上级规定之内" if offered else "上级机关没有公布可以细化的基准",
              choices=[("", "没有"), *((str(one.benchmark_id), f"{one.issuer} {one.document_number} {one.matter_code}") for one in offered)]),
        Field("seen", type="hidden", value=queries.changed_at(draft.benchmark_id) if draft else ""),
    )  # fmt: skip


def _refused(
    request: BureauRequest, matter: MatterFacts, draft: BenchmarkFacts | None, fields: tuple[Field, ...], grid: Grid,
    errors: Mapping[str, list[str]], findings: tuple[Finding, ...], status: int,
) -> HttpResponse:  # fmt: skip
    names = {one.name for one in fields}
    extra = [text for name, texts in errors.items() if name not in names for text in texts]
    return _drawn(request, matter, draft, filled(fields, request.POST, errors), grid, status, extra, findings)


def _drawn(
    request: BureauRequest, matter: MatterFacts, draft: BenchmarkFacts | None, fields: tuple[Field, ...], grid: Grid, status: int,
    extra: list[str] | None = None, findings: tuple[Finding, ...] = (),
) -> HttpResponse:  # fmt: skip
    heads = [place for place in range(FACTORS) if grid.text(f"f{place}-name").strip()]
    width = min(max(len(heads) and heads[-1] + 1, COLUMNS), FACTORS)
    way = (
        trail(draft, ("修改草稿", ""))
        if draft
        else (("依据", ""), ("裁量基准", reverse("bureau:benchmarks")), (matter.code, ""), ("制定", ""))
    )
    facts = {
        "fields": fields, "grid": grid, "columns": range(width), "formulas": FORMULA_NAMES, "names": [grid.text(f"f{place}-name").strip() for place in heads], "matter": matter, "draft": draft, "extra": extra or [], "findings": findings,
        "trail": way, "kinds": FACTOR_NAMES, "tiers": {one: one for one in TIER_NAMES}, "who": ADDRESSEE_NAMES, "reliefs": RELIEF_NAMES,
        "back": reverse("bureau:benchmark", args=[draft.benchmark_id]) if draft else reverse("bureau:benchmarks"),
    }  # fmt: skip
    return render(request, "bureau/benchmarks/write.html", facts, status=status)
