"""频次上限: the organ's tables of yearly caps, and how often each enterprise was inspected under them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.inspections import operations, queries
from mingjing.inspections.terms import CAUSE_NAMES, KEEPERS, READERS, RISKS, Cause
from mingjing.inspections.terms.frequencies import CELLS, GRADES, TRUST, CapDraft, UsedRow, cell
from mingjing.sites.bureau.views.filling import Step, Typed, as_whole, step, wholes
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.registers import leaf
from mingjing.sites.bureau.views.sheets import sheet

HOME, PAGE = "频次上限", 50
TABS = {"all": "检查过的企业", "reached": "已到上限", "apart": "有另行计数的"}


@page(*READERS)
def caps(request: BureauRequest) -> HttpResponse:
    """The tables, newest first, and which causes are counted apart."""
    actor, today = request.actor, timezone.localdate()
    rows = queries.cap_tables(actor)
    standing = queries.cap_in_force(actor.organ_id, today)
    facts = {
        "rows": rows,
        "standing": standing.id if standing else None,
        "keeps": actor.has(*KEEPERS),
        "heads": {
            one.id for one in rows if operations.approves_draws(actor, one.organ_id) and one.made_by != actor.person_id
        },
        "risks": RISKS,
        "grades": GRADES,
        "cell": cell,
        "apart": [CAUSE_NAMES[one] for one in Cause if queries.counts_apart(one.value, today)],
        "supervises": actor.has(Role.SUPERVISOR),
    }
    return render(request, "bureau/inspections/caps.html", facts)


@page(*KEEPERS)
def cap_new(request: BureauRequest) -> HttpResponse:
    """Draw up a table: one figure for each class."""

    def act(typed: Typed) -> str:
        draft = CapDraft(wholes(typed, CELLS, example=2), typed["since"], typed["basis"], typed["note"])
        operations.draw_up_caps(draft=draft, by=request.actor, at=timezone.now())
        return "已拟定，由负责人批准以后在门户公布。"

    before = queries.cap_in_force(request.actor.organ_id, timezone.localdate())
    figures: dict[str, Any] = dict(before.figures) if before else {}
    told = {"inputmode": "numeric", "maxlength": 2}
    fields = (
        Field("since", "施行日期", "date", required=True, help="今天或者以后"),
        Field("basis", "依据", required=True, wide=True, example="示应急〔2026〕3号关于公布行政检查年度频次上限的通告", attributes={"maxlength": 200}),
        *(
            Field(key, CELLS[key], "number", figures.get(key, ""), required=True, unit="次/年", attributes=told, part=RISKS[risk] if grade == TRUST[0] else "")
            for risk in RISKS
            for grade in GRADES
            for key in (cell(risk, grade),)
        ),
        Field("note", "说明", wide=True, attributes={"maxlength": 300}),
    )  # fmt: skip
    note = "同一机关对同一企业每年最多检查几次。日常检查、专项检查、个案检查都计入，依规定不计入的起因另行计数。守信的少查，高风险的不为零。"
    back = reverse("bureau:caps")
    trail = ((HOME, back), ("拟定", ""))
    return step(request, Step("拟定频次上限", trail, fields, act, "保存", back, note=note))


@page(Role.HEAD)
def cap_settle(request: BureauRequest, cap_id: UUID, verdict: str) -> HttpResponse:
    """Approve and publish a table, or drop it: asked once more."""
    found = queries.cap_table(cap_id, request.actor)
    if found is None or verdict not in {"approve", "drop"}:
        raise Http404
    agrees = verdict == "approve"
    operations.approves_draws.require(request.actor, found.organ_id, doing="批准频次上限")

    def act(_: Typed) -> str:
        operations.settle_caps(cap_id=cap_id, agrees=agrees, by=request.actor, at=timezone.now())
        return "已批准，频次上限在门户公布。" if agrees else "已作废。"

    title = "批准公布" if agrees else "作废"
    note = f"{found.since.isoformat()} 起施行，依据：{found.basis}。" + (
        "批准以后不能再改，要改的另拟一张。" if agrees else ""
    )
    back = reverse("bureau:caps")
    trail = ((HOME, back), (title, ""))
    return step(request, Step(f"{title}频次上限", trail, (), act, title, back, note=note, danger=True))


def _asked(request: BureauRequest) -> tuple[UUID, dict[UUID, str], int]:
    """The organ and the year that are looked at, and the organs to choose from. Raises Http404 for an organ this person may not see."""
    actor, today = request.actor, timezone.localdate()
    told, year = request.GET.get("organ", ""), request.GET.get("year", "")
    try:
        organ_id = UUID(told) if told else actor.organ_id
    except ValueError as problem:
        raise Http404 from problem
    known = {one.id: one.name for one in queries.organs_seen(actor, today)}
    if organ_id not in known:
        raise Http404
    chosen = as_whole(year, 4) or today.year
    return organ_id, known, chosen if 2000 <= chosen <= today.year else today.year


@page(*READERS)
def frequencies(request: BureauRequest) -> HttpResponse:
    """Enterprises by how often the organ came there, against their caps."""
    actor = request.actor
    organ_id, known, year = _asked(request)
    asked, q = request.GET.get("tab", ""), request.GET.get("q", "").strip()[:60]
    tab = asked if asked in TABS else "all"
    rows = queries.used(organ_id, queries.end_of_year(year, timezone.localdate()))
    found = {"all": rows, "reached": [one for one in rows if one.reached], "apart": [one for one in rows if one.apart]}
    shown = [one for one in found[tab] if not q or q in one.name or one.code.startswith(q.upper())]
    page_of, after, _ = leaf(shown, request.GET.get("after", ""), PAGE)
    supervises = actor.has(Role.SUPERVISOR)
    choices = [(str(key), name) for key, name in known.items()]
    facts = {
        "rows": page_of,
        "next": after,
        "tabs": [(key, word, len(found[key])) for key, word in TABS.items()],
        "tab": tab,
        "year": year,
        "organ": known[organ_id],
        "organ_id": organ_id,
        "q": q,
        "filters": (
            *((Field("organ", "机关", "select", str(organ_id), choices=choices),) if supervises else ()),
            Field("year", "年度", "number", year, attributes={"inputmode": "numeric", "maxlength": 4}),
            Field("q", "企业名称、信用代码", "search", q, attributes={"maxlength": 60}),
        ),
    }
    return render(request, "bureau/inspections/frequencies.html", facts)


@page(*READERS)
def frequency_sheet(request: BureauRequest, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    organ_id, _, year = _asked(request)
    rows = queries.used(organ_id, queries.end_of_year(year, timezone.localdate()))
    headings = ("统一社会信用代码", "企业名称", "等级", "计入上限", "年度上限", "另行计数", "依据")
    return sheet(kind, f"frequencies-{year}", f"{year}年检查频次", headings, (_cells(one) for one in rows))


def _cells(one: UsedRow) -> tuple[str, ...]:
    counts = (str(one.counted), str(one.cap.most), str(one.apart))
    return (one.code, one.name, one.cap.class_name, *counts, one.cap.basis)
