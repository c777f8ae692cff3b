"""What is filtered as a table for spreadsheets: CSV and XLSX, safe against formulas."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from mingjing.cases.queries import lists
from mingjing.cases.terms import stage_name
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases import filters_of, kinds, organ_names
from mingjing.sites.bureau.views.gate import BureauRequest, page

HEADINGS = (
    "执法机关", "案号", "案源编号", "当事人", "案由", "程序", "阶段", "承办人", "登记日期", "立案日期", "决定日期", "决定文号", "罚款（元）", "期限名称",
    "到期日",
)  # fmt: skip
_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠|%]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula; control characters dropped."""
    text = _NOT_XML.sub("", value).replace("\r", " ")
    return f"'{text}" if text and (_FORMULA.match(text) or text[0] in "\t\n") else text


@page(*CASE_ROLES)
def export(request: BureauRequest, kind: str) -> HttpResponseBase:
    """Everything that the address filters, in the order of the list."""
    filters, today = filters_of(request.GET), timezone.localdate()
    names, programmes = organ_names(), kinds()
    rows = (_cells(row, names, programmes) for row in lists.rows(request.actor, filters, today))
    name = f"cases-{today.isoformat()}.{kind}"
    if kind == "csv":
        return _named(StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8"), name)
    if kind == "xlsx":
        return _named(FileResponse(_workbook(rows), content_type=XLSX), name)
    raise Http404


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _cells(row: Mapping[str, Any], names: Mapping[str, str], programmes: Mapping[str, str]) -> list[str]:
    values = (
        names.get(str(row["organ_id"]), ""), row["number"], row["lead_number"], row["party_name"], row["cause"],
        programmes.get(row["procedure"], row["procedure"]), stage_name(row["procedure"], row["stage"]), row["handlers"], timezone.localdate(row["opened_at"]),
        row["filed_on"], row["decided_on"], row["decision_number"], row["fine"], row["due_name"], row["due_on"],
    )  # fmt: skip
    return ["" if value is None else str(value) for value in values]


def _lines(rows: Iterator[list[str]]) -> Iterator[str]:
    return lines_of(chain([list(HEADINGS)], rows))


def lines_of(rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a CSV file, from its first; every cell safe."""
    start = "\ufeff"
    for row in rows:
        yield start + _line([safe(cell) for cell in row])
        start = ""


def _line(cells: list[str]) -> str:
    target = StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerow(cells)
    return target.getvalue()


def _workbook(rows: Iterator[list[str]]) -> Any:
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("案件")
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(HEADINGS) - 1, 18)
    for at, heading in enumerate(HEADINGS):
        sheet.write_string(0, at, heading, bold)
    for place, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            sheet.write_string(place, at, _NOT_XML.sub("", cell)[:32767])
    book.close()
    target.seek(0)
    return target
