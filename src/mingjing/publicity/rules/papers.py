"""Editions and registers as the blocks of a paper: what the Typst templates in `publicity/papers` set. Pure."""

import re
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

from mingjing.kernel.days import plain
from mingjing.publicity.terms import ARTICLES, FIGURES, ChartFacts, EditionFacts, FieldSpec, as_text

Block = dict[str, Any]
CARD_FROM, WIDE_FROM, TITLE_UP_TO = 420, 7, 8
NEVER_BROKEN = frozenset({"编号", "执法证号"})
_CHAPTER = re.compile(r"第[一二三四五六七八九十百]+章[　\s]")
_ARTICLE = re.compile(r"(第[一二三四五六七八九十百]+条)[　\s]+(.*)", re.S)
_LEVEL_1, _LEVEL_2 = re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"（[一二三四五六七八九十]+）")
_FONT = re.compile(r"font-family=\"[^\"]*\"")


def blocks_of(editions: Sequence[EditionFacts]) -> list[Block]:
    """The entries of one kind: a text as paragraphs, tables as tables, many short entries as one table, long ones as cards."""
    if not editions:
        return []
    spec = editions[0].spec
    if spec.field(ARTICLES):
        return [block for one in editions for block in text_blocks(one)]
    if any(field.type == "table" for field in spec.fields):
        return [block for one in editions for block in _with_tables(one, alone=len(editions) == 1)]
    length = sum(len(as_text(field, value)) for one in editions for field, value in one.rows()) / len(editions)
    return _cards(editions) if length > CARD_FROM or len(editions) == 1 else _one_table(editions)


def text_blocks(edition: EditionFacts) -> list[Block]:
    """The lines of a text by their level, then what its figures rest on."""
    told = edition.readable
    found = [_line(str(line)) for line in told.get(ARTICLES, ())]
    rest = [*told.get("basis", ()), *told.get("sources", ())]
    if rest:
        found.append({"k": "p", "t": f"制定依据：{'、'.join(map(str, rest))}。"})
    if rows := told.get(FIGURES):
        found.append({"k": "h1", "t": "附：采用的期限、机构和职责"})
        columns = ["项目", "内容", "出处"]
        found.append(_table(columns, [[str(cell) for cell in row] for row in rows]))
    return found


def _line(line: str) -> Block:
    if _CHAPTER.match(line):
        return {"k": "chapter", "t": line}
    if article := _ARTICLE.match(line):
        return {"k": "article", "head": article[1], "t": article[2]}
    if _LEVEL_1.match(line):
        head, stop, rest = line.partition("。")
        if rest and len(head) <= TITLE_UP_TO:
            return {"k": "article", "head": head + stop, "t": rest}
        return {"k": "p" if stop or len(line) > 24 else "h1", "t": line}
    return {"k": "h2" if _LEVEL_2.match(line) and len(line) <= 24 else "p", "t": line}


def _with_tables(edition: EditionFacts, *, alone: bool) -> list[Block]:
    found: list[Block] = [] if alone else [{"k": "h1", "t": edition.name}]
    for field, value in edition.rows():
        if field.type == "table":
            found.append(_table(list(field.columns), [[str(cell) for cell in row] for row in value]))
        else:
            found.append({"k": "p", "t": f"{field.label}：{_inline(field, value)}"})
    return found


def _cards(editions: Iterable[EditionFacts]) -> list[Block]:
    return [
        {
            "k": "card",
            "head": f"{one.code}　{one.name}",
            "rows": [[field.label, as_text(field, value)] for field, value in one.rows()],
        }
        for one in editions
    ]


def _one_table(editions: Sequence[EditionFacts]) -> list[Block]:
    """What all entries share is said once above; what differs is a column."""
    fields = editions[0].spec.fields
    told = [{field.key: as_text(field, value) for field, value in one.rows()} for one in editions]
    differs = [field for field in fields if len({each.get(field.key, "") for each in told}) > 1]
    shared = [field for field in fields if field not in differs and told[0].get(field.key)]
    found: list[Block] = [
        {"k": "p", "t": f"{field.label}：{_inline(field, editions[0].readable[field.key])}"} for field in shared
    ]
    rows = [
        [one.code, one.name, *(each.get(field.key, "") for field in differs)]
        for one, each in zip(editions, told, strict=True)
    ]
    return [*found, _table(["编号", "名称", *(field.label for field in differs)], rows)]


def _inline(field: FieldSpec, value: Any) -> str:
    return as_text(field, value).replace("\n", "；")


def _table(columns: list[str], rows: list[list[str]]) -> Block:
    """A table whose columns are as wide as their words ask for; many columns are set smaller."""
    even = [[*row, *[""] * len(columns)][: len(columns)] for row in rows]
    longest = [max(len(title), *(len(row[at]) for row in even)) for at, title in enumerate(columns)] if even else []
    widths = [round(10 * sqrt(max(10, min(size, 160)))) for size in longest or [1] * len(columns)]
    widths = [0 if title in NEVER_BROKEN else width for title, width in zip(columns, widths, strict=True)]
    return {"k": "table", "columns": columns, "rows": even, "widths": widths, "wide": len(columns) >= WIDE_FROM}


def register_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Block]:
    """A register as one table."""
    return [_table(list(columns), [list(row) for row in rows])]


def register_card(head: str, rows: Iterable[tuple[str, str]]) -> list[Block]:
    """One thing of a register, label by label; empty ones are left out."""
    return [{"k": "card", "head": head, "rows": [[label, value] for label, value in rows if value]}]


def chart_blocks(chart: ChartFacts) -> list[Block]:
    """The drawing and the same in words; the drawing in the packaged font."""
    svg = _FONT.sub('font-family="Noto Serif CJK SC"', chart.svg)
    lines = [line.strip() for line in chart.text.splitlines() if line.strip()]
    heads = ("第", "出口", "开始")
    words = [{"k": "h1" if line.startswith(heads) and len(line) < 26 else "p", "t": line} for line in lines]
    return [{"k": "picture", "svg": svg, "alt": f"{chart.title}，文字说明见图后"}, *words]


def edition_notes(editions: Iterable[EditionFacts]) -> list[Block]:
    """Who made which edition public when, and its digest: so that the paper can be held against the portal."""
    found: list[Block] = []
    for one in editions:
        checked, released = one.checked, one.released
        who = f"采集 {one.collected.name}，审核 {checked.name if checked else ''}，发布 {released.name if released else ''}"
        day = f"{plain(one.valid_from)}起施行"
        told = f"{one.code} 第 {one.seq} 版，{day}；{who}；台账第 {one.ledger_index} 条，内容摘要 {one.digest[:16]}。"
        found.append({"k": "small", "t": told})
    return found


def chart_notes(chart: ChartFacts) -> list[Block]:
    """Which version of a chart this is."""
    told = f"第 {chart.version.split('-')[0]} 版，由办案系统实际执行的程序画出；台账第 {chart.ledger_index} 条，摘要 {chart.sha256[:16]}。"
    return [{"k": "small", "t": told}]
