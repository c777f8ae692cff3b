"""行政执法统计年报: every figure opens the cases behind it; an organ sees its own, a supervisor the whole region."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import EDITION_NAMES, EditionState
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries
from mingjing.supervision.terms import SHEET_NAMES, Annual, ReportFacts, Scope

SEEING = (Role.PUBLICIST, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR)
SIGNING = (Role.PUBLICIST, Role.REVIEWER, Role.HEAD)
ALL, SHOWN = "all", 200


@page(*SEEING)
def annual(request: BureauRequest) -> HttpResponse:
    """The figures of a year or a quarter, of the own organ; a supervisor chooses an organ or the whole region."""
    today = timezone.localdate()
    year, organ = year_of(request.GET.get("year", ""), today.year), organ_of(request)
    facts: dict[str, Any] = {"year": year, "over": year < today.year, "organ": organ}
    if organ is None:
        return _region(request, year, facts | {"fields": _fields(request, year, today.year, None, 0)})
    operations.sees_figures.require(request.actor, organ.id, doing="查看统计年报")
    quarter = _quarter(request.GET.get("quarter", ""))
    figures = queries.annual(organ.id, year, quarter)
    reports = queries.reports(organ.id, year)
    signed = next((one for one in reports if one.scope == Scope.ANNUAL), None)
    may = operations.signs_figures(request.actor, organ.id)
    facts |= {
        "fields": _fields(request, year, today.year, organ, quarter),
        "quarter": quarter,
        "figures": figures,
        "charts": publicity.report_charts(queries.public_values(figures, "")),
        "cell": figures.cell(request.GET.get("cell", "")) if request.GET.get("cell") else None,
        "shown": SHOWN,
        "due": queries.due_of(year),
        "signed": signed,
        "state": state_of(signed),
        "quarters": _quarters(organ.id, year, reports),
        "sheets": queries.sheets(organ.id, year),
        "sheet_names": SHEET_NAMES,
        "may_fill": may,
        "may_sign": may and year < today.year,
        "query": _query(request, year, organ, quarter),
    }
    return render(request, "bureau/publicity/annual.html", facts)


def state_of(report: ReportFacts | None) -> str:
    """Where the publication of a signed report stands, in words."""
    return EDITION_NAMES[EditionState(report.state)] if report and report.state else ""


def _query(request: BureauRequest, year: int, organ: OrganFacts, quarter: int) -> str:
    whole = request.actor.has(Role.SUPERVISOR)
    return f"year={year}" + (f"&organ={organ.slug}" if whole else "") + (f"&quarter={quarter}" if quarter else "")


def _quarters(organ_id: UUID, year: int, reports: tuple[ReportFacts, ...]) -> list[dict[str, Any]]:
    """The four quarters: what was signed, else until when, with a light."""
    today = timezone.localdate()
    over, since = queries.quarters_over(year, today), organs.registered_on([organ_id])[organ_id]
    newest = {one.quarter: one for one in reversed(reports) if one.scope == Scope.QUARTER}
    return [
        {
            "number": number, "name": name, "report": newest.get(number), "over": number in over,
            "before": queries.quarter_over_on(year, number) < since, "due": queries.quarter_due(year, number), "days": (queries.quarter_due(year, number) - today).days,
        }
        for number, name in queries.NAMES.items()
    ]  # fmt: skip


def _region(request: BureauRequest, year: int, facts: dict[str, Any]) -> HttpResponse:
    """The region of the supervisor: who reported, the figures as they stand, organ by organ and together."""
    own = organs.organ(request.actor.organ_id)
    found = queries.roll_up(own.id, own.region, year)
    here = [one for one in organs.organs() if one.region == own.region]
    now = queries.counted(here, year)
    outside = [one.figures for one in found.children if one.kind == "outside" and one.figures]
    columns = [(one.name, now[one.id]) for one in here] + [(one.organ_name, one) for one in outside]
    signed = queries.rollup(own.region, year)
    facts |= {
        "region": own.region,
        "found": found,
        "slugs": {one.id: one.slug for one in here},
        "columns": columns,
        "lines": _lines([one for _, one in columns]),
        "charts": publicity.report_charts(queries.public_values(found.total, "", own.region)) if found.reported else (),
        "signed": signed,
        "state": state_of(signed),
        "due": queries.rollup_due(year),
        "outsiders": queries.outsiders(own.region),
        "sheets": {one.subject_id: one for one in reversed(queries.region_sheets(own.region, year))},
        "sheet_names": SHEET_NAMES,
    }
    return render(request, "bureau/publicity/annual_all.html", facts)


def year_of(text: str, this: int) -> int:
    """A year of an address, between the first that is counted and this."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return min(max(year, queries.FIRST_YEAR), this)


def _quarter(text: str) -> int:
    return int(text) if text in {"1", "2", "3", "4"} else 0


def organ_of(request: BureauRequest) -> OrganFacts | None:
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


def _fields(request: BureauRequest, year: int, this: int, organ: OrganFacts | None, quarter: int) -> tuple[Field, ...]:
    years = [(str(one), f"{one} 年") for one in range(this, queries.FIRST_YEAR - 1, -1)]
    fields = [Field("year", "年度", "select", str(year), choices=years)]
    if organ:
        choices = [("0", "全年"), *((str(key), name) for key, name in queries.NAMES.items())]
        fields.append(Field("quarter", "时段", "select", str(quarter), choices=choices))
    if request.actor.has(Role.SUPERVISOR):
        every = [(ALL, "全部机关汇总"), *((one.slug, one.name) for one in organs.organs())]
        fields.insert(0, Field("organ", "执法机关", "select", organ.slug if organ else ALL, choices=every))
    return tuple(fields)


def _lines(every: list[Annual]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Table by table, each figure with the sum and every organ's share of it."""
    if not every:
        return []
    return [
        (table.title, [_line(one.key, one.label, one.part, every) for one in table.lines]) for table in every[0].tables
    ]


def _line(key: str, label: str, part: bool, every: list[Annual]) -> dict[str, Any]:
    cells = [figures.cell(key) for figures in every]
    numbers = [one.number if one else None for one in cells]
    known = [one for one in numbers if one is not None]
    money = [one.money for one in cells if one and one.money is not None]
    return {
        "key": key, "label": label, "part": part, "counts": numbers, "sum": sum(known) if known else None,
        "amount": sum(money) if money else None, "hand": [bool(one and one.hand is not None) for one in cells],
    }  # fmt: skip
