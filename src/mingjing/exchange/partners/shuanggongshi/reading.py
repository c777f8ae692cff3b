"""A file that somebody hands in, as cells: XLSX, XLS, ODS, or text separated by commas, tabs or semicolons."""

import csv
from io import StringIO
from typing import Any

from mingjing.exchange.terms import FILE_LIMIT, HEADER_WITHIN, ROW_LIMIT, UNPACKED_LIMIT, Cell, Grid
from mingjing.foundation.workbooks import BROKEN, LOCKED, opened, unpacked_size
from mingjing.kernel.findings import Invalid

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LONGEST = ROW_LIMIT + HEADER_WITHIN
_DELIMITERS = ",\t;"


def read(content: bytes) -> tuple[Grid, ...]:
    """The visible sheets of a file. Raises Invalid (field `file`) where it is too large, broken, locked or no table."""
    if not content:
        raise refused("文件是空的，请重新选择")
    if len(content) > FILE_LIMIT:
        raise refused(too_large(len(content)))
    if content.startswith(_ZIP):
        _check_unpacked(content)
        return _workbook(content)
    return _workbook(content) if content.startswith(_OLE) else (_text(content),)


def too_large(size: int) -> str:
    """The sentence for a file over the limit."""
    most = FILE_LIMIT // 1024 // 1024
    return f"文件有 {size / 1024 / 1024:.0f} MB，最多 {most} MB。请分成几份，每份不超过 {ROW_LIMIT} 行"


def refused(sentence: str) -> Invalid:
    """The refusal of a whole file."""
    return Invalid({"file": [sentence]})


def _check_unpacked(content: bytes) -> None:
    size = unpacked_size(content)
    if size is None:
        raise refused(BROKEN)
    if size > UNPACKED_LIMIT:
        raise refused(
            f"表格解压后有 {size // 1024 // 1024} MB，超过 {UNPACKED_LIMIT // 1024 // 1024} MB，没有打开。请删去多余的工作表再交"
        )


def _workbook(content: bytes) -> tuple[Grid, ...]:
    told = opened(content, _LONGEST)
    if problem := told.get("problem"):
        raise refused(_sentence(problem, told))
    return tuple(
        Grid(one["name"], tuple(tuple(map(_cell, row)) for row in one["rows"]), tuple(map(tuple, one["merged"])))
        for one in told["sheets"]
    )


def _sentence(problem: str, told: dict[str, Any]) -> str:
    if problem == "password":
        return LOCKED
    if problem == "rows":
        return f"工作表“{told['name']}”有 {told['count']} 行，一份最多 {ROW_LIMIT} 行。请分成几份；只有几行数据的，请删去下面的空行"
    if problem == "columns":
        return f"工作表“{told['name']}”有 {told['count']} 列，不是“双公示”的表格。请用本页的模板填写"
    return BROKEN


def _cell(told: Any) -> Cell:
    return Cell(_tidy(told)) if isinstance(told, str) else Cell(_tidy(told[1]), told[0])


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u3000\ufeff\u200b\xa0")


def _text(content: bytes) -> Grid:
    """Text as lines. UTF-8, UTF-16 with its mark, or GB18030: whichever the bytes are."""
    text = _decoded(content)
    if "\0" in text:
        raise refused("文件不是表格。请交 .xlsx、.xls、.ods 或者 .csv")
    head = text[:4000]
    delimiter = max(_DELIMITERS, key=head.count)
    if not head.count(delimiter):
        raise refused("文件里没有分列的内容，不是表格。请交 .xlsx、.xls、.ods 或者 .csv")
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False))
    except csv.Error:
        raise refused("文件的引号不成对，分不出列。请用 WPS 或者 Excel 打开后另存为 .xlsx 再交") from None
    if len(lines) > _LONGEST:
        raise refused(_sentence("rows", {"name": "CSV", "count": len(lines)}))
    return Grid("CSV", tuple(tuple(Cell(_plain(text)) for text in line) for line in lines))


def _plain(text: str) -> str:
    """Without what spreadsheets put around a code so that it stays text: ="0123" or '0123."""
    tidy = _tidy(text)
    if tidy.startswith('="') and tidy.endswith('"'):
        return tidy[2:-1]
    return tidy[1:] if tidy.startswith("'") else tidy


def _decoded(content: bytes) -> str:
    marked = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for name in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise refused("文件的文字编码认不出来（不是 UTF-8，也不是 GB18030）。请用 WPS 或者 Excel 打开后另存为 .xlsx 再交")
