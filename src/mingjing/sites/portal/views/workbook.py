"""What is filtered, as an Excel workbook: written row by row to a file of its own, then handed out in pieces."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO

import xlsxwriter
from django.http import HttpRequest, StreamingHttpResponse

from mingjing.kernel.days import CHINA
from mingjing.publicity import queries
from mingjing.sites.portal.views.answering import public
from mingjing.sites.portal.views.exports import COLUMNS, NOTICE, asked_of, cells_of, named, with_files
from mingjing.sites.portal.views.pacing import paced

# A workbook of more is slow to make and slower to open: the rest is in the CSV, which has no end.
MOST = 200_000
_WIDTHS = (24, 26, 30, 10, 10, 36, 22, 12, 12, 14, 20, 10, 40, 60, 40)
_PIECE = 64 * 1024
# The same data give the same bytes.
_MADE = datetime(2024, 1, 1, tzinfo=CHINA).replace(tzinfo=None)
_SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


@public
@paced("export")
def sheet(request: HttpRequest) -> StreamingHttpResponse:
    """XLSX: a sheet of notes and a sheet of data; every cell is a text, none a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 closed when the last piece has gone
    _write(file, request)
    file.seek(0)

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return named(StreamingHttpResponse(pieces(), content_type=kind), "xlsx")


def _write(file: IO[bytes], request: HttpRequest) -> None:
    wanted = asked_of(request)
    book = xlsxwriter.Workbook(file, _SAFE)
    book.set_properties({"title": "行政执法公示数据", "comments": NOTICE, "created": _MADE})
    notes, data = book.add_worksheet("说明"), book.add_worksheet("数据")
    bold = book.add_format({"bold": True})
    for at, width in enumerate(_WIDTHS):
        data.set_column(at, at, width)
    data.freeze_panes(1, 1)
    data.write_row(0, 0, COLUMNS, bold)
    count, more = 0, False
    for row, files in with_files(queries.rows(wanted.filters)):
        if count == MOST:
            more = True
            break
        count += 1
        for at, value in enumerate(cells_of(row, files)):
            data.write_string(count, at, value)
    notes.set_column(0, 0, 16)
    notes.set_column(1, 1, 80)
    told = [
        ("用途", NOTICE),
        ("条件", "，".join(word for _, word in wanted.chips) or "全部"),
        ("行数", f"{count} 行" + (f"，只含最新的 {MOST} 行，全部数据请下载 CSV" if more else "")),
    ]
    for at, pair in enumerate(told):
        notes.write_row(at, 0, pair)
    book.close()
