"""A whole set as one workbook: the same sheets, each line begun with its matter; facts stand in columns 因素1, 因素2, …"""

from collections.abc import Mapping, Sequence

from mingjing.kernel.findings import Invalid
from mingjing.lawbook.terms import DiscretionTable
from mingjing.lawbook.terms.scoring import TOTAL
from mingjing.sites.bureau.views.benchmark_files import (
    EXAMPLE_ENDS,
    EXAMPLE_STARTS,
    ROW_ENDS,
    ROW_STARTS,
    SHEETS,
    Part,
    below,
    book_of,
    of_sheets,
    parts,
    sheets_in,
    sized,
)
from mingjing.sites.bureau.views.benchmark_grid import FACTORS, MOST, of_typed, table

CODE = "事项编码"
MATTERS, LONGEST = 500, 20_000
"""Matters of a set, lines of a sheet: ours; the largest set known has 406 offences (福建 2022)."""
PLACES = tuple(f"因素{place}" for place in range(1, FACTORS + 1))
_MANY = dict.fromkeys(MOST, LONGEST)


def set_workbook(held: Mapping[str, DiscretionTable]) -> bytes:
    """Every table of a set by its matter, or the empty sheets to begin with."""
    wide = max((len(one.factors) for one in held.values()), default=4)
    drawn = {code: parts(one, PLACES[:wide]) for code, one in held.items()}
    return book_of(
        [
            Part(
                empty.name, (CODE, *empty.heads),
                tuple((code, *line) for code, sheets in drawn.items() for line in sheets[place].lines),
            )
            for place, empty in enumerate(parts(None, PLACES[:wide]))
        ]
    )  # fmt: skip


def read_set(name: str, content: bytes) -> dict[str, DiscretionTable]:
    """The tables of a set by matter. Raises Invalid (field `file`) with everything that is wrong, matter by matter."""
    sized(content)
    sheets = sheets_in(name, content, LONGEST, _MANY)
    for sheet in SHEETS:
        if (rows := sheets.get(sheet)) and (not rows[0] or rows[0][0] != CODE):
            raise Invalid({"file": [f"工作表“{sheet}”的第一列应为“{CODE}”。请先下载整套的空白表格，在里面填写。"]})
    codes = list(dict.fromkeys(line[0] for sheet in SHEETS for line in below(sheets.get(sheet, []))))
    if not codes:
        raise Invalid({"file": ["表格里没有一行内容。"]})
    if "" in codes:
        raise Invalid({"file": [f"有的行没有写{CODE}，不知道是哪个事项的。"]})
    if len(codes) > MATTERS:
        raise Invalid({"file": [f"一次最多 {MATTERS} 个事项，现在是 {len(codes)} 个。"]})
    made: dict[str, DiscretionTable] = {}
    wrong: list[str] = []
    sorted_out = {name: _by_matter(rows) for name, rows in sheets.items() if rows}
    for code in codes:
        own = {name: [sheets[name][0][1:], *lines.get(code, [])] for name, lines in sorted_out.items()}
        try:
            made[code] = table(of_typed(dict(of_sheets(_own(own)))))
        except Invalid as problem:
            wrong += [f"{code}：{text}" for texts in problem.errors.values() for text in texts]
    if wrong:
        raise Invalid({"file": wrong})
    return made


def _by_matter(rows: Sequence[list[str]]) -> dict[str, list[list[str]]]:
    """The lines of every matter, without the column of matters; each line is looked at once."""
    held: dict[str, list[list[str]]] = {}
    for line in rows[1:]:
        if line:
            held.setdefault(line[0], []).append(line[1:])
    return held


def _own(held: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """The sheets of one matter, as they are when it stands alone. Raises Invalid."""
    names = [line[0] for line in held.get(SHEETS[0], [])[1:] if line]
    columns = [TOTAL] if len(held.get(SHEETS[5], [])) > 1 else names
    held[SHEETS[0]], held[SHEETS[1]] = (
        held.get(SHEETS[0], []),
        _named(held.get(SHEETS[1], []), ROW_STARTS, columns, ROW_ENDS, SHEETS[1]),
    )
    if SHEETS[3] in held:
        held[SHEETS[3]] = _named(held[SHEETS[3]], EXAMPLE_STARTS, names, EXAMPLE_ENDS, SHEETS[3])
    return held


def _named(
    rows: Sequence[list[str]], first: Sequence[str], names: Sequence[str], last: Sequence[str], sheet: str
) -> list[list[str]]:
    """Facts by their names instead of their places; a fact without a name is told and not lost."""
    heads = rows[0] if rows else []
    known = {*first, *last, *PLACES[: len(names)]}
    for place, line in enumerate(rows[1:], start=1):
        if lost := [head for head, text in zip(heads, line, strict=False) if text and head not in known]:
            raise Invalid({"file": [f"工作表“{sheet}”这个事项的第{place}行，“{lost[0]}”填了内容，事项没有这个因素。"]})
    named = dict(zip(PLACES, names, strict=False))
    return [[named.get(head, head) for head in heads], *rows[1:]]
