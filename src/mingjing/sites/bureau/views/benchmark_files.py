"""A benchmark as a file to work on elsewhere: a workbook of four sheets, or a DMN decision table; out, and back into the grid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import xlsxwriter

from mingjing.foundation import dmn, workbooks
from mingjing.kernel.findings import Invalid
from mingjing.kernel.tables import Faulty, Output, Policy, Row, Table
from mingjing.lawbook import queries
from mingjing.lawbook.terms import (
    ADDRESSEE_NAMES,
    FACTOR_NAMES,
    RELIEF_NAMES,
    TIER_COLUMN,
    TIER_NAMES,
    Addressee,
    DiscretionTable,
    FactorKind,
)
from mingjing.lawbook.terms.scoring import CAPPED, FORMULA_NAMES, TOTAL
from mingjing.sites.bureau.views.benchmark_grid import FACTORS, FORMULA, MOST, SPANS, SWAY, Grid, of_table, of_typed

LONGEST, LARGEST = 400, 4 << 20
FINE_COLUMN = "罚款幅度"
SHEETS = ("裁量因素", "裁量表", "情形", "样例", "赋分", "算法")
SCORE_HEADS = ("因素", "情形", "分值", "原文")
FORMULA_HEADS = ("计算公式", "对单位的计算幅度", "对个人的计算幅度", "上下浮动（%）")
FACTOR_HEADS = ("名称", "类型", "单位", "选项", "最小值")
RELIEF_HEADS = ("结果", "情形", "依据")
ROW_STARTS, EXAMPLE_STARTS = ("阶次", "处罚对象"), ("处罚对象",)
ROW_ENDS, EXAMPLE_ENDS = (FINE_COLUMN, "其他处罚", "适用情形原文"), ("应得阶次", "说明")
_WHO = {name: key.value for key, name in ADDRESSEE_NAMES.items()}
_KINDS = {name: key.value for key, name in FACTOR_NAMES.items()}
_FORMULAS = {name: key.value for key, name in FORMULA_NAMES.items()}
_RELIEFS = {name: key.value for key, name in RELIEF_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet: its name, the headings, and the lines below them."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def parts(table: DiscretionTable | None, names: Sequence[str] = ()) -> tuple[Part, ...]:
    """The sheets of a table. `names`: headings of the facts, where they are other than the factors' names."""
    held, grid = table or DiscretionTable(), of_table(table)
    asked = tuple(names) or tuple(one.name for one in held.factors)
    columns = tuple(names) or tuple(one.name for one in held.columns)
    scoring = held.scoring

    def filled(cells: Sequence[str]) -> tuple[str, ...]:
        return (*cells, *[""] * (len(names) - len(cells)))

    factors = tuple(
        (one.name, FACTOR_NAMES[one.kind], one.unit, "、".join(one.choices), grid.text(f"f{at}-least"))
        for at, one in enumerate(held.factors)
    )
    rows = tuple(
        (row.tier, ADDRESSEE_NAMES[row.addressee], *filled(row.cells), row.fine, row.other, row.source)
        for row in held.rows
    )
    reliefs = tuple((RELIEF_NAMES[one.effect], one.words, one.clause) for one in held.circumstances)
    examples = tuple((ADDRESSEE_NAMES[one.addressee], *filled(one.facts), one.tier, one.note) for one in held.examples)
    scores = tuple((one.factor, one.cell, f"{one.points:f}", one.source) for one in (scoring.scores if scoring else ()))
    formulas = ((FORMULA_NAMES[scoring.formula], scoring.unit, scoring.person, f"{scoring.sway:f}"),) if scoring else ()
    return (
        Part(SHEETS[0], FACTOR_HEADS, factors),
        Part(SHEETS[1], (*ROW_STARTS, *columns, *ROW_ENDS), rows),
        Part(SHEETS[2], RELIEF_HEADS, reliefs),
        Part(SHEETS[3], (*EXAMPLE_STARTS, *asked, *EXAMPLE_ENDS), examples),
        Part(SHEETS[4], SCORE_HEADS, scores),
        Part(SHEETS[5], FORMULA_HEADS, formulas),
    )


def workbook(table: DiscretionTable | None) -> bytes:
    """The table as a workbook, or an empty one to begin with."""
    return book_of(parts(table))


def book_of(sheets: Sequence[Part]) -> bytes:
    """A workbook of texts; nothing in it is taken for a formula, an address or a number."""
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    for one in sheets:
        page = book.add_worksheet(one.name)
        page.freeze_panes(1, 0)
        page.set_column(0, len(one.heads) - 1, 18)
        for place, line in enumerate((one.heads, *one.lines)):
            for at, cell in enumerate(line):
                page.write_string(place, at, cell[:32767])
    book.close()
    return target.getvalue()


def decision_table(table: DiscretionTable, addressee: Addressee, name: str) -> bytes:
    """The rows for one kind of addressee as a DMN file, with the fines in words. Raises Faulty."""
    told = queries.as_decision_table(table, addressee, name)
    rows = tuple(
        Row(one.id, one.tests, (*one.answers, f'"{row.fine}"'), one.note)
        for one, row in zip(told.rows, table.rows_for(addressee), strict=True)
    )
    outputs = (*told.outputs, Output(FINE_COLUMN, "string"))
    if table.scoring is None:
        return dmn.write(Table(name, told.inputs, outputs, rows, Policy.UNIQUE))
    sums = tuple(replace(one, text=CAPPED) for one in told.inputs)
    return dmn.write(Table(name, sums, outputs, rows, Policy.UNIQUE), before=[queries.points_table(table)])


def read(name: str, content: bytes) -> Grid:
    """What a file holds, as a grid to look over. Raises Invalid (field `file`)."""
    sized(content)
    if content.lstrip()[:1] == b"<":
        return _of_dmn(content)
    return of_typed(dict(of_sheets(sheets_in(name, content, LONGEST, MOST))))


def sized(content: bytes) -> None:
    """Raise Invalid (field `file`) for nothing, and for too much."""
    if not content:
        raise Invalid({"file": ["没有选择文件，或者文件是空的。"]})
    if len(content) > LARGEST:
        raise Invalid({"file": [f"文件最大 {LARGEST >> 20} MB。"]})


def sheets_in(name: str, content: bytes, longest: int, most: Mapping[str, int]) -> dict[str, list[list[str]]]:
    """The sheets of a workbook, none with more lines than `most` says of its part. Raises Invalid (field `file`)."""
    if not content.startswith(b"PK\x03\x04"):
        raise Invalid({"file": [f"“{name[:60]}”不是 .xlsx、.ods 表格，也不是 DMN 文件。"]})
    sheets = workbooks.texts(content, longest)
    if isinstance(sheets, str):
        raise Invalid({"file": [sheets]})
    if missing := [one for one in SHEETS[:2] if one not in sheets]:
        raise Invalid({"file": [f"缺少工作表“{missing[0]}”。请先下载空白表格，在里面填写。"]})
    for part, sheet in zip("frmes", SHEETS, strict=False):
        if (many := len(below(sheets.get(sheet, [])))) > most[part]:
            raise Invalid({"file": [f"工作表“{sheet}”有 {many} 行，最多 {most[part]} 行，没有填入。"]})
    return sheets


def of_sheets(sheets: Mapping[str, list[list[str]]]) -> Iterator[tuple[str, str]]:
    """What the sheets of one table fill into the grid. Raises Invalid (field `file`) where a heading is missing."""
    factors = below(sheets[SHEETS[0]])
    names = [one[0] for one in factors]
    for at, line in enumerate(factors):
        kind = _KINDS.get(line[1], line[1])
        yield from zip(
            (f"f{at}-{key}" for key in ("name", "kind", "unit", "choices", "least")),
            (line[0], kind, *line[2:5]),
            strict=False,
        )
    formulas = below(sheets.get(SHEETS[5], []))
    columns = [TOTAL] if formulas else names
    for at, cells in enumerate(_columns(sheets[SHEETS[1]], ROW_STARTS, columns, ROW_ENDS, SHEETS[1])):
        head, facts, tail = cells
        yield from ((f"r{at}-tier", head[0]), (f"r{at}-who", _WHO.get(head[1], head[1])))
        yield from ((f"r{at}-c{place}", text) for place, text in enumerate(facts))
        yield from zip((f"r{at}-fine", f"r{at}-other", f"r{at}-source"), tail, strict=True)
    for at, line in enumerate(below(sheets.get(SHEETS[2], []))):
        yield from (
            (f"m{at}-effect", _RELIEFS.get(line[0], line[0])),
            (f"m{at}-words", line[1]),
            (f"m{at}-clause", line[2]),
        )
    for at, cells in enumerate(_columns(sheets.get(SHEETS[3], []), EXAMPLE_STARTS, names, EXAMPLE_ENDS, SHEETS[3])):
        head, facts, tail = cells
        yield f"e{at}-who", _WHO.get(head[0], head[0])
        yield from ((f"e{at}-c{place}", text) for place, text in enumerate(facts))
        yield from ((f"e{at}-tier", tail[0]), (f"e{at}-note", tail[1]))
    for line in formulas[:1]:
        yield FORMULA, _FORMULAS.get(line[0], line[0] or "?")
        yield from zip((*SPANS.values(), SWAY), line[1:4], strict=True)
    for at, line in enumerate(below(sheets.get(SHEETS[4], []))):
        yield from zip((f"s{at}-{key}" for key in ("factor", "cell", "points", "source")), line, strict=False)


def below(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines under the heading that hold anything, filled up to five cells."""
    return [[*line, *[""] * 5] for line in rows[1:] if any(line)]


def _columns(
    rows: Sequence[Sequence[str]], first: Sequence[str], names: Sequence[str], last: Sequence[str], sheet: str
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Every line by the headings, in whatever order these stand. Raises Invalid where one is missing."""
    if not rows:
        return
    heads = list(rows[0])
    if missing := [one for one in (*first, *names, *last) if one not in heads]:
        raise Invalid(
            {"file": [f"工作表“{sheet}”第一行缺少“{missing[0]}”这一列。裁量因素的名称要与“裁量因素”表里的一字不差。"]}
        )
    for line in rows[1:]:
        if any(line):
            held = dict(zip(heads, [*line, *[""] * len(heads)], strict=False))
            yield [held[one] for one in first], [held[one] for one in names], [held[one] for one in last]


def _of_dmn(content: bytes) -> Grid:
    try:
        model = dmn.read(content)
        tables = [one.table for one in model.decisions.values() if one.table is not None]
        if len(tables) > 1 and any(one.name == TOTAL for one in tables):
            raise Faulty("这是按因素赋分的基准，请用 Excel 表格填入", TOTAL)
        if len(tables) != 1:
            raise Faulty("文件里要有一张决策表，不能多也不能少", str(len(tables)))
        return of_typed(dict(_of_table(tables[0], model.allowed)))
    except Faulty as wrong:
        raise Invalid({"file": [str(wrong)]}) from wrong


def _of_table(told: Table, allowed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    outputs = [one.name for one in told.outputs]
    if TIER_COLUMN not in outputs or told.policy is not Policy.UNIQUE:
        raise Faulty(
            f"决策表的命中策略应为 UNIQUE，并有名为“{TIER_COLUMN}”的结果列（{'、'.join(TIER_NAMES)}）",
            "、".join(outputs),
        )
    if len(told.inputs) > FACTORS or len(told.rows) > MOST["r"]:
        raise Faulty(f"最多 {FACTORS} 个裁量因素、{MOST['r']} 行", told.name)
    for at, one in enumerate(told.inputs):
        spelled = one.allowed or allowed.get(one.kind, "")
        kind = one.kind if one.kind in set(FactorKind) else "string"
        yield from ((f"f{at}-name", one.name), (f"f{at}-kind", kind), (f"f{at}-unit", one.unit))
        if kind == "string":
            yield f"f{at}-choices", spelled.replace('"', "").replace(",", "、")
        elif spelled.startswith(">="):
            yield f"f{at}-least", spelled.removeprefix(">=").strip()
    for at, row in enumerate(told.rows):
        answers = dict(zip(outputs, (text.strip().strip('"') for text in row.answers), strict=True))
        yield from (
            (f"r{at}-tier", answers[TIER_COLUMN]),
            (f"r{at}-fine", answers.get(FINE_COLUMN, "")),
            (f"r{at}-source", row.note),
        )
        yield from ((f"r{at}-c{place}", text) for place, text in enumerate(_cell(one) for one in row.tests))


def _cell(text: str) -> str:
    """A cell of texts without its marks, true and false in words."""
    plain = text.strip()
    if plain.startswith('not("') and plain.endswith(")"):
        return "不是" + _cell(plain[4:-1])
    return {"true": "是", "false": "否"}.get(
        plain, plain.replace('"', "").replace(",", "、") if plain.startswith('"') else plain
    )
