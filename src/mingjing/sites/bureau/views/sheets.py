"""A small table to take away, as CSV or XLSX; the cells are made safe as those of the case list are."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils import timezone

from mingjing.sites.bureau.views.cases_export import XLSX, safe

MOST = 20_000


def sheet(kind: str, name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The rows as a download. Raises Http404 for another kind of file."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    lines = [list(headings), *([safe(cell) for cell in row] for row in rows)]
    content = _csv(lines) if kind == "csv" else _xlsx(title, lines)
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8" if kind == "csv" else XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.{kind}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    target = StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows(lines)
    return ("\ufeff" + target.getvalue()).encode()


def _xlsx(title: str, lines: Sequence[Sequence[str]]) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(title)
    page.freeze_panes(1, 0)
    page.set_column(0, len(lines[0]) - 1, 18)
    for place, line in enumerate(lines):
        for at, cell in enumerate(line):
            page.write_string(place, at, cell[:32767])
    book.close()
    return target.getvalue()
