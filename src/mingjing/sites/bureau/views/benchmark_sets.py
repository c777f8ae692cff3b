"""整套裁量基准: what one document lays down for several matters, read, filled in from one workbook, published together."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, blocking
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms.sets import SetFacts
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.benchmark_files import LARGEST
from mingjing.sites.bureau.views.benchmark_set_files import read_set, set_workbook
from mingjing.sites.bureau.views.benchmarks import KEEPERS, READERS, STATES, state_of
from mingjing.sites.bureau.views.exchange import sent
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

_HOME = (("依据", ""),)


def _trail(found: SetFacts | None, *rest: tuple[str, str], key: UUID | None = None) -> tuple[tuple[str, str], ...]:
    way = (*_HOME, ("裁量基准", reverse("bureau:benchmarks")))
    if found is None:
        return (*way, *rest)
    return (*way, (f"整套 {found.document_number}", reverse("bureau:benchmark_set", args=[key]) if rest else ""), *rest)


def _readable(request: BureauRequest, benchmark_id: UUID) -> SetFacts:
    """The set; of another organ only what is published. Raises Http404."""
    found = queries.benchmark_set(benchmark_id)
    if found is None or not found.items:
        raise Http404
    if found.organ_id == request.actor.organ_id:
        return found
    shown = tuple(one for one in found.items if one.benchmark.published_on is not None)
    if benchmark_id not in {one.benchmark.benchmark_id for one in shown}:
        raise Http404
    return replace(found, items=shown)


@page(*READERS)
def benchmark_set(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """Every matter of the document, its state, and what still stands against publishing it."""
    found = _readable(request, benchmark_id)
    mine = found.organ_id == request.actor.organ_id
    facts = {
        "found": found, "key": benchmark_id, "trail": _trail(found), "states": STATES, "state_of": state_of, "organ": organs.organ(found.organ_id),
        "may_publish": mine and request.actor.has(Role.HEAD) and bool(found.drafts),
        "stopped": [one for one in found.drafts if blocking(one.faults)],
    }  # fmt: skip
    return render(request, "bureau/benchmarks/set.html", facts)


@page(*READERS)
def benchmark_set_file(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """The whole set as one workbook; what has no table is not in it."""
    found = _readable(request, benchmark_id)
    tables = {one.benchmark.matter_code: one.benchmark.table for one in found.items if one.benchmark.table}
    return sent("benchmark-set.xlsx", set_workbook(tables))


@page(*KEEPERS)
def benchmark_set_blank(request: BureauRequest) -> HttpResponse:
    """The empty workbook of a set."""
    return sent("benchmark-set-blank.xlsx", set_workbook({}))


@page(*KEEPERS)
def benchmark_set_new(request: BureauRequest) -> HttpResponse:
    """Enter a whole document from one workbook: every matter as a draft, or none."""
    back = reverse("bureau:benchmarks")
    made: list[UUID] = []
    fields = (
        Field("issuer", "制定机关", value=organs.organ(request.actor.organ_id).name, required=True, attributes={"maxlength": 100}),
        Field("document_number", "文号", required=True, example="示应急〔2026〕9号", attributes={"maxlength": 80}),
        Field("valid_from", "施行日期", "date", required=True, help="公布不能晚于这一天；各事项以前的一份到这一天为止"),
        Field("file", "整套的 Excel 表格", "file", help="每一行的第一列写事项编码，最多 500 个事项"),
    )  # fmt: skip

    def act(typed: Typed) -> str:
        chosen = request.FILES.get("file")
        if chosen is None:
            raise Invalid({"file": ["请选择整套的 Excel 表格。"]})
        tables = read_set(str(chosen.name), chosen.read(LARGEST + 1))
        found = operations.add_benchmark_set(
            by=request.actor, at=timezone.now(), organ_id=request.actor.organ_id, issuer=typed["issuer"],
            document_number=typed["document_number"], valid_from=typed["valid_from"], tables=tables,
        )  # fmt: skip
        made.append(found[0].benchmark_id)
        return f"{len(found)} 个事项的草稿已保存。下面是核对的结果，都改好以后由负责人整套公布。"

    return step(request, Step(
        "整套填入", _trail(None, ("整套填入", "")), fields, act, "填入、保存草稿", back,
        then=lambda: reverse("bureau:benchmark_set", args=[made[0]]), aliases={"table": "file"},
        note="一个文件里有几个、几百个事项的，用一张表格填入：全部填成，或者一个也不填。", template="bureau/benchmarks/set_new.html",
    ))  # fmt: skip


@page(Role.HEAD)
def benchmark_set_publish(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """Publish every draft of the document together."""
    found = _readable(request, benchmark_id)
    if found.organ_id != request.actor.organ_id:
        raise Http404
    back = reverse("bureau:benchmark_set", args=[benchmark_id])

    def act(typed: Typed) -> str:
        made, warnings = operations.publish_benchmark_set(
            by=request.actor, at=timezone.now(), benchmark_id=benchmark_id, published_on=typed["published_on"]
        )
        told = f"，{len(warnings)} 条提醒在各事项的页面" if warnings else ""
        return f"整套已公布，{len(made.items)} 个事项，整套摘要 {made.sha256[:16]}{told}。向社会公开请在“事前公示清单”里提取。"

    fields = (
        Field("published_on", "公布日期", "date", value=timezone.localdate().isoformat(), required=True, help="不能在今天之后，也不能在施行日期之后"),
    )  # fmt: skip
    return step(request, Step(
        "整套公布", _trail(found, ("整套公布", ""), key=benchmark_id), fields, act, f"核对、公布 {len(found.drafts)} 个事项", back,
        aliases={"valid_from": "published_on", "benchmark_id": "published_on"},
        note="每个事项逐个核对，有一个不能公布，就一个也不公布。公布以后不能再改；要改的，另立新的一份。",
    ))  # fmt: skip
