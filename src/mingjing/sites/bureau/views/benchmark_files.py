"""A benchmark as a file to work on elsewhere: a workbook of four sheets, or a DMN decision table; out, and back into the grid."""

from collections.abc import Iterator, Mapping, Sequence
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
from mingjing.lawbook.terms.scoring import FORMULA_NAMES, TOTAL
from mingjing.sites.bureau.views.benchmark_grid import FACTORS, FORMULA, MOST, SPANS, SWAY, Grid, of_table, of_typed

LONGEST, LARGEST = 400, 4 << 20
FINE_COLUMN = "罚款幅度"
SHEETS = ("裁量因素", "裁量表", "情形", "样例", "赋分", "算法")
SCORE_HEADS = ("因素", "情形", "分值", "原文")
FORMULA_HEADS = ("计算公式", "对单位的计算幅度", "对个人的计算幅度", "上下浮动（%）")
FACTOR_HEADS = ("名称", "类型", "单位", "选项", "最小值")
ROW_ENDS, EXAMPLE_ENDS = (FINE_COLUMN, "其他处罚", "适用情形原文"), ("应得阶次", "说明")
_WHO = {name: key.value for key, name in ADDRESSEE_NAMES.items()}
_KINDS = {name: key.value for key, name in FACTOR_NAMES.items()}
_FORMULAS = {name: key.value for key, name in FORMULA_NAMES.items()}
_RELIEFS = {name: key.value for key, name in RELIEF_NAMES.items()}


def workbook(table: DiscretionTable | None) -> bytes:
    """The table as a workbook, or an empty one to begin with."""
    held, grid = table or DiscretionTable(), of_table(table)
    names = [one.name for one in held.factors]
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    _sheet(book, SHEETS[0], FACTOR_HEADS, (
        [one.name, FACTOR_NAMES[one.kind], one.unit, "、".join(one.choices), grid.text(f"f{at}-least")] for at, one in enumerate(held.factors)
    ))  # fmt: skip
    columns = [one.name for one in held.columns]
    _sheet(book, SHEETS[1], ("阶次", "处罚对象", *columns, *ROW_ENDS), (
        [row.tier, ADDRESSEE_NAMES[row.addressee], *row.cells, row.fine, row.other, row.source] for row in held.rows
    ))  # fmt: skip
    _sheet(
        book,
        SHEETS[2],
        ("结果", "情形", "依据"),
        ([RELIEF_NAMES[one.effect], one.words, one.clause] for one in held.circumstances),
    )
    _sheet(book, SHEETS[3], ("处罚对象", *names, *EXAMPLE_ENDS), (
        [ADDRESSEE_NAMES[one.addressee], *one.facts, one.tier, one.note] for one in held.examples
    ))  # fmt: skip
    scoring = held.scoring
    _sheet(book, SHEETS[4], SCORE_HEADS, (
        [one.factor, one.cell, f"{one.points:f}", one.source] for one in (scoring.scores if scoring else ())
    ))  # fmt: skip
    _sheet(book, SHEETS[5], FORMULA_HEADS, (
        [FORMULA_NAMES[one.formula], one.unit, one.person, f"{one.sway:f}"] for one in ([scoring] if scoring else [])
    ))  # fmt: skip
    book.close()
    return target.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, heads: Sequence[str], rows: Iterator[list[str]]) -> None:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    page.set_column(0, len(heads) - 1, 18)
    for place, line in enumerate((list(heads), *rows)):
        for at, cell in enumerate(line):
            page.write_string(place, at, cell[:32767])


def decision_table(table: DiscretionTable, addressee: Addressee, name: str) -> bytes:
    """The rows for one kind of addressee as a DMN file, with the fines in words. Raises Faulty."""
    told = queries.as_decision_table(table, addressee, name)
    rows = tuple(
        Row(one.id, one.tests, (*one.answers, f'"{row.fine}"'), one.note)
        for one, row in zip(told.rows, table.rows_for(addressee), strict=True)
    )
    outputs = (*told.outputs, Output(FINE_COLUMN, "string"))
    before = [queries.points_table(table)] if table.scoring else []
    return dmn.write(Table(name, told.inputs, outputs, rows, Policy.UNIQUE), before=before)


def read(name: str, content: bytes) -> Grid:
    """What a file holds, as a grid to look over. Raises Invalid (field `file`)."""
    if not content:
        raise Invalid({"file": ["没有选择文件，或者文件是空的。"]})
    if len(content) > LARGEST:
        raise Invalid({"file": [f"文件最大 {LARGEST >> 20} MB。"]})
    if content.lstrip()[:1] == b"<":
        return _of_dmn(content)
    if not content.startswith(b"PK\x03\x04"):
        raise Invalid({"file": [f"“{name[:60]}”不是 .xlsx、.ods 表格，也不是 DMN 文件。"]})
    sheets = workbooks.texts(content, LONGEST)
    if isinstance(sheets, str):
        raise Invalid({"file": [sheets]})
    if missing := [one for one in SHEETS[:2] if one not in sheets]:
        raise Invalid({"file": [f"缺少工作表“{missing[0]}”。请先下载空白表格，在里面填写。"]})
    for part, sheet in zip("frmes", SHEETS, strict=False):
        if (many := len(_below(sheets.get(sheet, [])))) > MOST[part]:
            raise Invalid({"file": [f"工作表“{sheet}”有 {many} 行，最多 {MOST[part]} 行，没有填入。"]})
    return of_typed(dict(_of_sheets(sheets)))


def _of_sheets(sheets: Mapping[str, list[list[str]]]) -> Iterator[tuple[str, str]]:
    factors = _below(sheets[SHEETS[0]])
    names = [one[0] for one in factors]
    for at, line in enumerate(factors):
        kind = _KINDS.get(line[1], line[1])
        yield from zip(
            (f"f{at}-{key}" for key in ("name", "kind", "unit", "choices", "least")),
            (line[0], kind, *line[2:5]),
            strict=False,
        )
    formulas = _below(sheets.get(SHEETS[5], []))
    columns = [TOTAL] if formulas else names
    for at, cells in enumerate(_columns(sheets[SHEETS[1]], ("阶次", "处罚对象"), columns, ROW_ENDS, SHEETS[1])):
        head, facts, tail = cells
        yield from ((f"r{at}-tier", head[0]), (f"r{at}-who", _WHO.get(head[1], head[1])))
        yield from ((f"r{at}-c{place}", text) for place, text in enumerate(facts))
        yield from zip((f"r{at}-fine", f"r{at}-other", f"r{at}-source"), tail, strict=True)
    for at, line in enumerate(_below(sheets.get(SHEETS[2], []))):
        yield from (
            (f"m{at}-effect", _RELIEFS.get(line[0], line[0])),
            (f"m{at}-words", line[1]),
            (f"m{at}-clause", line[2]),
        )
    for at, cells in enumerate(_columns(sheets.get(SHEETS[3], []), ("处罚对象",), names, EXAMPLE_ENDS, SHEETS[3])):
        head, facts, tail = cells
        yield f"e{at}-who", _WHO.get(head[0], head[0])
        yield from ((f"e{at}-c{place}", text) for place, text in enumerate(facts))
        yield from ((f"e{at}-tier", tail[0]), (f"e{at}-note", tail[1]))
    for line in formulas[:1]:
        yield FORMULA, _FORMULAS.get(line[0], line[0] or "?")
        yield from zip((*SPANS.values(), SWAY), line[1:4], strict=True)
    for at, line in enumerate(_below(sheets.get(SHEETS[4], []))):
        yield from zip((f"s{at}-{key}" for key in ("factor", "cell", "points", "source")), line, strict=False)


def _below(rows: Sequence[Sequence[str]]) -> list[list[str]]:
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
