"""Which column is which: names and aliases, the edition they belong to, merged cells."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from mingjing.exchange.terms import HEADER_WITHIN, SHEET_NAMES, Cell, Edition, Grid, Layout, SheetKind
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_C424 = "发改办财金〔2018〕424号"
_MARKS = re.compile(r"\((?:必填|选填|非必填|可空)\)|[\s*]|^\d{1,2}[.、]")
_CODE_N = re.compile(r"^行政相对人代码_?\d\(?(.+?)\)?$")
# Fewer known columns than this are no header.
_FEWEST = 4


def plain(name: str) -> str:
    """A column's name without what differs from file to file: width, blanks, marks, the number of a party code."""
    tidy = _MARKS.sub("", unicodedata.normalize("NFKC", name)).upper()
    found = _CODE_N.match(tidy)
    return found[1] if found else tidy


def headed(line: Sequence[Cell], aliases: Mapping[str, str]) -> list[tuple[int, str]]:
    """(place, our key) of every known name in a line."""
    return [(at, aliases[name]) for at, cell in enumerate(line) if (name := plain(cell.text)) in aliases]


def layout(grid: Grid, editions: Iterable[Edition], aliases: Mapping[str, str]) -> Layout | None:
    """Where the columns stand, and the edition that fits them best; None where no line of the sheet is a header."""
    tops = [(at, headed(line, aliases)) for at, line in enumerate(grid.lines[:HEADER_WITHIN])]
    at, found = max(tops, key=lambda one: len(one[1]), default=(0, []))
    if len(found) < _FEWEST:
        return None
    keys = {key for _, key in found}
    chosen = max(editions, key=lambda one: _fit(one, keys))
    places: dict[str, int] = {}
    for place, key in found:
        places.setdefault(key, place)
    known = {place for place, _ in found}
    unknown = tuple(cell.text for place, cell in enumerate(grid.lines[at]) if cell.text and place not in known)
    first = at + 1
    # A second line of names, such as codes below labels, is no data.
    while first < len(grid.lines) and len(headed(grid.lines[first], aliases)) >= _FEWEST:
        first += 1
    return Layout(chosen.kind, chosen.key, places, first, unknown)


def _fit(edition: Edition, keys: set[str]) -> tuple[int, int]:
    missing = sum(one.required and one.key not in keys for one in edition.columns)
    return 2 * len(keys & edition.keys) - 2 * len(keys - edition.keys) - 2 * missing, len(edition.columns)


@rule("XCH-11", cites=_C424, acts=("feed_file",))
def columns_are_there(
    grid: Grid, found: Layout | None, edition: Edition | None, aliases: Mapping[str, str]
) -> tuple[Finding, ...]:
    """交来的表格要有所认版本的各个必填列，每一列只能有一个。"""
    if found is None or edition is None:
        return (
            columns_are_there.finding(
                f"前 {HEADER_WITHIN} 行里没有认得的列名",
                next_step="请用本页的模板填写，或者把列名改成“双公示”的名称或代码",
            ),
        )
    keys = [key for _, key in headed(grid.lines[_header(grid, found, aliases)], aliases)]
    twice = sorted({one.label for one in edition.columns if keys.count(one.key) > 1})
    missing = [one.label for one in edition.columns if one.required and one.key not in found.places]
    name = f"{SHEET_NAMES[SheetKind(edition.kind)]}{edition.title}"
    problems = []
    if twice:
        problems.append(columns_are_there.finding(f"有两列都是：{'、'.join(twice)}", next_step="请删去多余的一列"))
    if missing:
        problems.append(
            columns_are_there.finding(
                f"按“{name}”缺少必填列：{'、'.join(missing)}", next_step="请补上这些列，或者改用对应版本的模板"
            )
        )
    return tuple(problems)


def _header(grid: Grid, found: Layout, aliases: Mapping[str, str]) -> int:
    return max(range(found.first), key=lambda at: len(headed(grid.lines[at], aliases)))


@rule("XCH-12", cites=_C424, acts=("feed_file",))
def nothing_merged(grid: Grid, first: int) -> tuple[Finding, ...]:
    """数据行不得有合并单元格，一个当事人一行，每一格都填；表头以上的标题行可以合并。"""
    merged = [one for one in grid.merged if one[2] >= first]
    if not merged:
        return ()
    where = "、".join(
        f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}" for top, left, bottom, right in merged[:5]
    )
    more = f" 等 {len(merged)} 处" if len(merged) > 5 else ""
    return (
        nothing_merged.finding(f"数据区有合并单元格：{where}{more}", next_step="请取消合并，把内容填满每一行，再交"),
    )


def _letters(column: int) -> str:
    """0 → A, 26 → AA."""
    text = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        text, column = chr(65 + rest) + text, column - 1
    return text
