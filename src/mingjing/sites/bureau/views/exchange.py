"""双公示: what would be handed over for a period, what is wrong with each row, and the sheet itself."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.exchange import operations, queries
from mingjing.exchange.terms import SHEET_NAMES, SheetKind
from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.sites.bureau.views.cases_export import XLSX
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page

SHOWN = 200


@page(Role.PUBLICIST, Role.HEAD)
def sheets(request: BureauRequest) -> HttpResponse:
    """The rows of a period, those with problems first; a POST takes the good ones away as XLSX."""
    told = request.POST if request.method == "POST" else request.GET
    errors: dict[str, list[str]] = {}
    kind = told.get("kind", "") if told.get("kind", "") in set(SheetKind) else SheetKind.PENALTY
    since, until, edition = _asked(told, kind, errors)
    if request.method == "POST" and not errors:
        try:
            name, content = operations.export_sheet(
                organ_id=request.actor.organ_id,
                kind=kind,
                edition=edition,
                since=since,
                until=until,
                by=request.actor,
                at=timezone.now(),
            )
        except Invalid as problem:
            errors = problem.errors
        else:
            return sent(name, content)
    facts = _facts(request, kind, since, until, edition, errors)
    return render(
        request, "bureau/publicity/sheets.html", facts, status=422 if errors and request.method == "POST" else 200
    )


def _asked(told: Any, kind: str, errors: dict[str, list[str]]) -> tuple[date, date, str]:
    """What the address or the form asks for; this year to now where nothing is said."""
    today = timezone.localdate()
    days = {}
    for name, usual in (("since", today.replace(month=1, day=1)), ("until", today)):
        text = told.get(name, "")
        days[name] = as_day(text) or usual
        if text and as_day(text) is None:
            errors[name] = ["日期写法不对，请写成 2026-11-22 这样。"]
    edition = (
        told.get("edition", "")
        if told.get("edition", "") in queries.sheet_editions(kind)
        else next(iter(queries.sheet_editions(kind)))
    )
    try:
        operations.check_period(days["since"], days["until"], today)
    except Invalid as problem:
        errors |= problem.errors
    return days["since"], days["until"], edition


def _facts(
    request: BureauRequest, kind: str, since: date, until: date, edition: str, errors: dict[str, list[str]]
) -> dict[str, Any]:
    chosen, organ_id = queries.sheet_editions(kind)[edition], request.actor.organ_id
    rows = () if errors else queries.rows_of(organ_id, chosen, since, until, timezone.localdate())
    good = [row for row in rows if row.good]
    fields = (
        Field("kind", "表格", "select", kind, choices=[(one.value, SHEET_NAMES[one]) for one in SheetKind]),
        Field(
            "edition",
            "版本",
            "select",
            edition,
            choices=[(key, one.title) for key, one in queries.sheet_editions(kind).items()],
        ),
        Field("since", "决定日期从", "date", since),
        Field("until", "到", "date", until),
    )
    return {
        "fields": filled(fields, {}, errors),
        "bad": [row for row in rows if not row.good][:SHOWN],
        "good": good[:SHOWN],
        "counts": (len(rows), len(good), len(rows) - len(good)),
        "errors": [
            text
            for name, texts in errors.items()
            if name not in {"kind", "since", "until", "edition"}
            for text in texts
        ],
        "kind": kind,
        "asked": {"kind": kind, "edition": edition, "since": since, "until": until},
        "rowless": queries.fed_without_rows(organ_id),
        "handed": queries.handed_over(organ_id),
        "editions": {
            f"{one}-{key}": f"{SHEET_NAMES[one]}，{each.title}"
            for one in SheetKind
            for key, each in queries.sheet_editions(one).items()
        },
        "shown": SHOWN,
    }


def sent(name: str, content: bytes, kind: str = XLSX) -> HttpResponse:
    """A workbook, or a file of another kind, as a download that no cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
