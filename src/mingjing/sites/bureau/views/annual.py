"""行政执法统计年报: every figure opens the cases behind it; the whole county adds up; the report is signed and made public."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import queries as publicity
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries

SEEING = (Role.PUBLICIST, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR)
SIGNING = (Role.PUBLICIST, Role.REVIEWER, Role.HEAD)
ALL, SHOWN = "all", 200


@page(*SEEING)
def annual(request: BureauRequest) -> HttpResponse:
    """The figures of a year, of the own organ; a supervisor chooses an organ or all of them."""
    today = timezone.localdate()
    year, organ = _year(request.GET.get("year", ""), today.year), _organ(request)
    whole = request.actor.has(Role.SUPERVISOR)
    facts: dict[str, Any] = {
        "year": year,
        "fields": _fields(request, year, today.year, organ),
        "over": year < today.year,
    }
    if organ is None:
        rolled = queries.roll_up(year)
        facts |= {"rolled": rolled, "lines": _lines(rolled), "organ": None}
        return render(request, "bureau/publicity/annual_all.html", facts)
    operations.sees_figures.require(request.actor, organ.id, doing="查看统计年报")
    figures = queries.annual(organ.id, year)
    chosen = figures.cell(request.GET.get("cell", "")) if request.GET.get("cell") else None
    held = publicity.public_entry(organ.code, "annual", str(year))
    facts |= {
        "organ": organ,
        "figures": figures,
        "cell": chosen,
        "shown": SHOWN,
        "due": queries.due_of(year),
        "released": held.edition if held else None,
        "may_sign": operations.signs_figures(request.actor, organ.id) and year < today.year,
        "query": f"year={year}" + (f"&organ={organ.slug}" if whole else ""),
    }
    return render(request, "bureau/publicity/annual.html", facts)


def _year(text: str, this: int) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return min(max(year, queries.FIRST_YEAR), this)


def _organ(request: BureauRequest) -> OrganFacts | None:
    """The organ asked for; None for all of them. Only a supervisor asks for another than the own."""
    asked = request.GET.get("organ", "")
    if not request.actor.has(Role.SUPERVISOR):
        return organs.organ(request.actor.organ_id)
    if asked in {"", ALL}:
        return None
    found = organs.organ_by_slug(asked)
    if found is None:
        raise Http404
    return found


def _fields(request: BureauRequest, year: int, this: int, organ: OrganFacts | None) -> tuple[Field, ...]:
    years = [(str(one), f"{one} 年") for one in range(this, queries.FIRST_YEAR - 1, -1)]
    fields = [Field("year", "年度", "select", str(year), choices=years)]
    if request.actor.has(Role.SUPERVISOR):
        choices = [(ALL, "全部机关汇总"), *((one.slug, one.name) for one in organs.organs())]
        fields.insert(0, Field("organ", "执法机关", "select", organ.slug if organ else ALL, choices=choices))
    return tuple(fields)


def _lines(rolled: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Table by table, each figure with the sum and every organ's share of it."""
    told = []
    for place, table in enumerate(rolled[0][1].tables if rolled else ()):
        every = (one for _, figures in rolled for one in (*figures.tables[place].cells, *_total(figures.tables[place])))
        told.append((table.title, [_line(one, rolled) for one in {one.key: one for one in every}.values()]))
    return told


def _line(told: Any, rolled: Any) -> dict[str, Any]:
    cells = [figures.cell(told.key) for _, figures in rolled]
    counts = [one.count if one else 0 for one in cells]
    amount = sum((one.amount or 0) for one in cells if one) if told.amount is not None else None
    return {"label": told.label, "part": told.part, "counts": counts, "sum": sum(counts), "amount": amount}


def _total(table: Any) -> tuple[Any, ...]:
    return (table.total,) if table.total else ()


@page(*SIGNING)
def annual_sign(request: BureauRequest, year: int) -> HttpResponse:
    """Freeze the figures with the text part; they then go the way of every public list."""
    own = organs.organ(request.actor.organ_id)
    before = publicity.public_entry(own.code, "annual", str(year))
    reason = (
        (Field("reason", "更正理由", "textarea", required=True, rows=2, help="已经公开过这一年的年报；公众会看到理由"),)
        if before
        else ()
    )

    def act(typed: Typed) -> str:
        made = operations.sign_annual(
            organ_id=own.id,
            year=year,
            text=typed["text"],
            reason=typed.get("reason", ""),
            by=request.actor,
            at=timezone.now(),
        )
        return f"“{made.name}”已定稿，等待审核、发布；此后办理的案件不再改变这份年报的数字。"

    text = "\n".join(map(str, before.edition.values.get("text", ()))) if before else ""
    fields = (
        Field(
            "text",
            "总体情况",
            "textarea",
            text,
            required=True,
            rows=10,
            help="一段一行：工作概况、主要做法、问题和下一步安排",
            attributes={"maxlength": 2000},
        ),
        *reason,
    )
    back = f"{reverse('bureau:annual')}?year={year}"
    return step(request, Step(
        f"定稿 {year} 年行政执法统计年报", (("统计年报", back), ("定稿", "")), fields, act, "定稿，送审核", back,
        then=reverse("bureau:list_kind", args=["annual"]), aliases={"year": "text", "code": "text"},
        note="数字由系统按统计口径从案件计算，定稿后固定下来；另一人审核、负责人或者公示员发布后，公众在门户看到（国办发〔2018〕118号第二部分（六））。",
    ))  # fmt: skip
