"""A statistical report to look at and to take away: its charts, the official document as PDF, the tables as XLSX.

All three are made from the values of an edition and from nothing else, so that what was signed is what is shown; the
desk shows a draft in the same way.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from mingjing.foundation import typesetting
from mingjing.foundation.charting import Bar, Chart, bars, columns
from mingjing.publicity.terms import FieldSpec, kinds

REPORTS = frozenset({"annual", "rollup"})
_TEMPLATE = Path(__file__).parents[1] / "papers" / "report" / "v1.typ"
_FACE = '<svg font-family="Noto Serif CJK SC" '
_BY_HAND = re.compile(r"手工填报 (\d+)$", re.ASCII)
_PLAIN = "“—”是不掌握，“0”是没有；标明“手工填报”的数字由填报单位按来源文件填写，经另一人核对，其余由平台从案件计算。"
_RULES = "作出决定的年度计件，后来被撤销的不减；几种处罚并处的，按最重的一种计一件；金额以决定书为准。"


@dataclass(frozen=True, slots=True)
class Paper:
    """A report about to be set: the kind of list whose fields it has, title, organ, values, day, whether it is a draft.

    `more`: tables beyond those of the kind, as those of a quarter.
    """

    kind: str
    title: str
    organ_name: str
    values: Mapping[str, Any]
    on: date
    draft: bool = False
    subtitle: str = ""
    more: Sequence[FieldSpec] = ()


def charts(values: Mapping[str, Any]) -> tuple[Chart, ...]:
    """The charts of a report: penalties by kind (what was filled in by hand hatched), months, the year before."""
    made = []
    if kinds_of := [_kind(row) for row in values.get("penalties", ())[:-1] if _number(row[1])]:
        by_hand = any(bar.second for bar in kinds_of)
        series = ("本平台案件", "手工填报") if by_hand else ("", "")
        made.append(bars("kinds", "行政处罚决定，按最重的一种处罚（件）", kinds_of, series))
    if any(_number(row[1]) for row in values.get("months", ())):
        rows = [Bar(row[0].removesuffix(" 月"), _number(row[1])) for row in values["months"]]
        made.append(columns("months", "分月的行政处罚决定（件，本平台案件）", rows))
    if any(_number(row[1]) is not None for row in values.get("years", ())):
        rows = [Bar(row[0], _number(row[2]), _number(row[1])) for row in values["years"]]
        made.append(bars("years", "与上一年度比较（件）", rows, ("本年度", "上一年度")))
    return tuple(made)


def _kind(row: Sequence[str]) -> Bar:
    """A kind of penalty; the last cell says how much of it was filled in by hand."""
    found = _BY_HAND.search(row[-1])
    whole, hand = _number(row[1]) or 0, int(found[1]) if found else None
    counted = None if row[-1].startswith("手工填报") else whole - (hand or 0)
    return Bar(row[0], counted, hand)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def report_pdf(paper: Paper) -> bytes:
    """The report as an official document, PDF/A; the same bytes for the same values. Raises MissingGlyphs."""
    return _set(json.dumps(_data(paper), ensure_ascii=False, sort_keys=True), paper.on)


@lru_cache(maxsize=24)
def _set(data: str, on: date) -> bytes:
    return typesetting.render(_TEMPLATE, json.loads(data), created=on).pdf


def _data(paper: Paper) -> dict[str, Any]:
    values = paper.values
    counted = f"统计口径 {values.get('counting', '')}（各地口径不同，未核实）。"
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "draft": paper.draft,
        "organ": {"name": paper.organ_name},
        "date": f"{paper.on.year}年{paper.on.month}月{paper.on.day}日",
        "form": {"name": paper.title},
        "text": _lines(values.get("text", "")),
        "charts": [
            {"title": one.title, "words": one.words, "svg": str(one.svg).replace("<svg ", _FACE, 1)}
            for one in charts(values)
        ],
        "sheets": [
            {"title": one.label, "columns": list(one.columns), "rows": rows} for one, rows in _tables(paper)
        ],
        "notes": [
            counted + _RULES, _PLAIN, *(f"来源：{one}。" for one in _lines(values.get("sources", ()))),
            *(f"没有报送：{one}。" for one in _lines(values.get("late", ()))),
        ],
    }  # fmt: skip


def _lines(value: object) -> list[str]:
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _tables(paper: Paper) -> list[tuple[FieldSpec, list[list[str]]]]:
    values, fields = paper.values, (*kinds()[paper.kind].fields, *paper.more)
    found = [(one, values[one.key]) for one in fields if one.type == "table" and values.get(one.key)]
    return [(one, [[str(cell) for cell in row] for row in rows]) for one, rows in found]


def report_book(paper: Paper) -> bytes:
    """Every table on a sheet of its own; texts are never formulas, whole numbers are numbers, the rest stays as written."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": paper.title, "created": datetime(paper.on.year, paper.on.month, paper.on.day)})  # noqa: DTZ001
    bold = book.add_format({"bold": True})
    front = book.add_worksheet("总体情况")
    front.set_column(0, 0, 100)
    told = [paper.title, *_lines(paper.values.get("text", "")), *_data(paper)["notes"]]
    for place, line in enumerate(told):
        front.write_string(place, 0, line[:32767], bold if not place else None)
    for spec, rows in _tables(paper):
        _sheet(book, bold, spec, rows)
    book.close()
    return target.getvalue()


def _sheet(book: Any, bold: Any, spec: FieldSpec, rows: list[list[str]]) -> None:
    page = book.add_worksheet(spec.label[:31])
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 36)
    page.set_column(1, len(spec.columns), 18)
    for at, heading in enumerate(spec.columns):
        page.write_string(0, at, heading, bold)
    for place, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if at and (number := _number(cell)) is not None and len(cell) < 16:
                page.write_number(place, at, number)
            else:
                page.write_string(place, at, cell[:32767])
