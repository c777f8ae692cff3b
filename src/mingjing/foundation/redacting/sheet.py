"""Workbooks: the values that can be seen, written into a new workbook; formulas, notes, names and hidden cells stay behind."""

import io
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import python_calamine
import xlsxwriter

from mingjing.foundation.redacting.fitness import MOST_CELLS, MOST_PAGES, Format, Unfit
from mingjing.foundation.redacting.shapes import Cut, Made, Reading, carve, hold
from mingjing.foundation.redacting.zips import attribute, local, members, xml

_PAGE_ROWS, _PAGE_LETTERS = 60, 4000
_DAY_ONE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_NUMBER_DIGITS = 11
_DAMAGED = ("工作簿已经损坏或者加了密码，打不开", "用原来的软件打开、去掉密码、另存一份后再上传")


@dataclass(frozen=True, slots=True)
class _Page:
    """Some rows of one sheet: its number, the number of the first row, and the cells as they are read."""

    sheet: int
    first: int
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows)


def read(content: bytes, kind: Format) -> Reading:
    """What can be seen in the workbook, some sixty rows a page. Raises Unfit."""
    pages, notices = _pages(content, kind)
    return Reading(tuple(page.text for page in pages), notices)


def rebuild(content: bytes, kind: Format, cuts: Iterable[Cut]) -> Made:
    """The same values in a new workbook without those that were cut; sheets are numbered, not named."""
    pages, _ = _pages(content, kind)
    chosen = tuple(cuts)
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(held, options)
    book.set_properties({"created": _DAY_ONE})
    texts: list[str] = []
    sheets: dict[int, xlsxwriter.worksheet.Worksheet] = {}
    for number, page in enumerate(pages):
        if page.sheet not in sheets:
            sheets[page.sheet] = book.add_worksheet(f"表{len(sheets) + 1}")
        mine = [cut for cut in chosen if cut.page == number]
        hold(page.text, mine)
        rows = _without(page, mine)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheets[page.sheet], page.first + at, column, value, page.rows[at][column])
        texts.append("\n".join("\t".join(row) for row in rows))
    book.close()
    return Made(held.getvalue(), tuple(texts))


def _write(sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, value: str, was: str) -> None:
    """Short plain numbers stay numbers; everything else is text, so that nothing in it is ever computed."""
    digits = value.replace(".", "", 1).removeprefix("-")
    leading = len(digits) > 1 and digits.startswith("0") and "." not in value
    if value == was and digits.isascii() and digits.isdigit() and len(digits) <= _NUMBER_DIGITS and not leading:
        sheet.write_number(row, column, float(value))
    elif value:
        sheet.write_string(row, column, value)


def _without(page: _Page, cuts: Sequence[Cut]) -> list[list[str]]:
    rows, start = [], 0
    for row in page.rows:
        made = []
        for value in row:
            made.append("".join(piece for piece, _, _ in carve(value, list(_within(cuts, start, start + len(value))))))
            start += len(value) + 1
        start += not row
        rows.append(made)
    return rows


def _within(cuts: Sequence[Cut], start: int, end: int) -> Iterator[Cut]:
    for cut in cuts:
        left, right = max(cut.start, start), min(cut.end, end)
        if left < right:
            yield Cut(cut.page, left - start, right - start, cut.replacement if cut.start >= start else "")


def _pages(content: bytes, kind: Format) -> tuple[list[_Page], tuple[str, ...]]:
    try:
        hidden = _hidden(content) if kind == Format.XLSX else {}
        book = python_calamine.load_workbook(io.BytesIO(content))
        found = [
            (sheet.name, sheet.visible == python_calamine.SheetVisibleEnum.Visible) for sheet in book.sheets_metadata
        ]
        pages: list[_Page] = []
        cells = 0
        for at, (name, visible) in enumerate(found):
            sheet = book.get_sheet_by_name(name) if visible else None
            if sheet is None:
                continue
            cells += sheet.total_height * sheet.total_width
            if cells > MOST_CELLS:
                raise Unfit(f"工作簿超过 {MOST_CELLS} 格", "只留应当公开的区域，或者拆成几个文件")
            pages += _split(at, _seen(sheet.to_python(skip_empty_area=False), hidden.get(name, (set(), set()))))
    except (python_calamine.CalamineError, OSError, ValueError, KeyError):
        raise Unfit(*_DAMAGED) from None
    except BaseException as problem:
        # A panic of the reading library is no Exception; anything else goes on its way.
        if type(problem).__name__ == "PanicException":
            raise Unfit(*_DAMAGED) from None
        raise
    if not any(page.text.strip() for page in pages):
        raise Unfit("工作簿里没有看得见的内容", "核对是否都在隐藏的表、行、列里")
    if len(pages) > MOST_PAGES:
        raise Unfit(f"工作簿太长（超过 {MOST_PAGES} 页）", "只留应当公开的区域，或者拆成几个文件")
    return pages, _notices(found, hidden, kind)


def _notices(
    found: list[tuple[str, bool]], hidden: dict[str, tuple[set[int], set[int]]], kind: Format
) -> tuple[str, ...]:
    said = ["公式、批注、图片、名称和文件属性不进公开副本；表名改为“表1”“表2”"]
    if count := sum(not visible for _, visible in found):
        said.append(f"隐藏的表 {count} 张不进公开副本")
    if count := sum(len(rows) + len(columns) for rows, columns in hidden.values()):
        said.append(f"隐藏的行、列 {count} 处不进公开副本")
    if kind == Format.XLS:
        said.append("旧格式 XLS 看不出隐藏的行和列，全部内容都列在下面，请逐格核对")
    return tuple(said)


def _split(sheet: int, rows: list[tuple[str, ...]]) -> Iterator[_Page]:
    start = 0
    while start < len(rows):
        end, letters = start, 0
        while end < len(rows) and end - start < _PAGE_ROWS and (letters < _PAGE_LETTERS or end == start):
            letters += sum(map(len, rows[end])) + len(rows[end])
            end += 1
        yield _Page(sheet, start, tuple(rows[start:end]))
        start = end


def _seen(rows: Sequence[Sequence[object]], hidden: tuple[set[int], set[int]]) -> list[tuple[str, ...]]:
    kept = []
    for at, row in enumerate(rows):
        if at not in hidden[0]:
            cells = [_said(value) for column, value in enumerate(row) if column not in hidden[1]]
            while cells and not cells[-1]:
                cells.pop()
            kept.append(tuple(cells))
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _said(value: object) -> str:
    """A cell as it is read; line ends and tabs, which part cells here, become blanks."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    text = "".join(" " if ord(one) < 32 else one for one in str(value))
    return text[:32_000]


def _hidden(content: bytes) -> dict[str, tuple[set[int], set[int]]]:
    """Sheet name → (hidden rows, hidden columns), counted from 0."""
    parts = members(content).contents
    relations = xml(parts["xl/_rels/workbook.xml.rels"]) if "xl/_rels/workbook.xml.rels" in parts else ()
    targets = {attribute(one, "Id"): attribute(one, "Target") for one in relations}
    found = {}
    for one in xml(parts["xl/workbook.xml"]).iter() if "xl/workbook.xml" in parts else ():
        if local(one) == "sheet":
            target = targets.get(one.get(_RELATION, "") or one.get(_STRICT, ""), "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if path in parts:
                found[attribute(one, "name")] = _hidden_in(parts[path])
    return found


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def _hidden_in(content: bytes) -> tuple[set[int], set[int]]:
    """Rows and columns that nobody sees. Raises Unfit for cells so far apart that the table between them fills the memory."""
    rows: set[int] = set()
    columns: set[int] = set()
    at = wide = deep = 0
    for one in xml(content).iter():
        name = local(one)
        if name == "sheetFormatPr" and one.get("zeroHeight") in {"1", "true"}:
            raise Unfit("工作表默认隐藏所有行，看不准哪些内容可见", "取消隐藏、删去不公开的行后再上传")
        if name == "row":
            at = int(one.get("r") or at + 1)
            if one.get("hidden") in {"1", "true"} or float(one.get("ht") or 1) == 0:
                rows.add(at - 1)
        elif name == "col" and (one.get("hidden") in {"1", "true"} or float(one.get("width") or 1) == 0):
            columns |= set(range(max(int(one.get("min", 1)) - 1, 0), min(int(one.get("max", 1)), 16_384)))
        elif name == "c" and len(one):
            column, row = _reference(one.get("r") or "")
            wide, deep = max(wide, column), max(deep, row, at)
    if wide * deep > MOST_CELLS:
        raise Unfit(f"工作簿超过 {MOST_CELLS} 格", "删去远处零散的内容，只留应当公开的区域")
    return rows, columns


def _reference(text: str) -> tuple[int, int]:
    """AB12 → (28, 12)."""
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters[:4].upper():
        column = column * 26 + ord(letter) - 64
    return column, int(text[len(letters) :] or 0)
