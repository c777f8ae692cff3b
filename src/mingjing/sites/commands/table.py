"""Check a decision table kept as a DMN file, and ask it with facts: offline, without database and without Django."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from mingjing.foundation import dmn
from mingjing.kernel.tables import Compiled, Faulty, NotDecidable, overlaps_and_gaps, said
from mingjing.kernel.tables.model import POLICY_NAMES
from mingjing.kernel.tables.values import Value, shown

HELP = "检查一张决策表（DMN 文件）有没有空缺、重叠，按事实查出结果并逐格说明"
TRUE, FALSE = frozenset({"true", "是"}), frozenset({"false", "否"})


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the decision in it, and the facts."""
    parser.add_argument("file", type=Path, help="DMN 1.3 以上的 XML 文件")
    parser.add_argument("--decision", default="", help="查哪一个决策；只有一个的不用写")
    parser.add_argument("--fact", action="append", default=[], metavar="名称=值", help="一项事实，可以写多次；不写的就是没有查明。文字、数字、日期（2026-11-30）、是或者否")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")


def run(options: argparse.Namespace) -> int:
    """0: sound, or answered; 1: gaps or overlaps, no answer, or facts are missing; 2: not a table that can be read."""
    try:
        model = dmn.read(options.file.read_bytes())
        compiled = model.compiled(_chosen(model, options.decision))
        facts = _facts(options.fact, model.inputs)
    except OSError as wrong:
        return _refused(f"读不到文件：{wrong.strerror or wrong}")
    except Faulty as wrong:
        return _refused(str(wrong))
    return _asked(compiled, facts, options.json) if options.fact else _checked(compiled, options.json)


def _refused(message: str) -> int:
    print(f"没有办成：{message}", file=sys.stderr)
    return 2


def _chosen(model: dmn.Model, wanted: str) -> str:
    tables = [name for name, one in model.decisions.items() if one.table is not None]
    if wanted in tables or (not wanted and len(tables) == 1):
        return wanted or tables[0]
    raise Faulty("请用 --decision 写明查哪一张决策表" if tables else "文件里没有决策表", "、".join(tables) or wanted)


def _facts(told: list[str], kinds: Mapping[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for one in told:
        name, sign, text = (part.strip() for part in one.partition("="))
        if not sign or name not in kinds:
            raise Faulty(f"事实写作“名称=值”，名称是{'、'.join(kinds)}之一", one)
        found[name] = _value(text, kinds[name], one)
    return found


def _value(text: str, kind: str, told: str) -> Value:
    try:
        if kind == "number":
            return Decimal(text)
        if kind == "date":
            return date.fromisoformat(text)
    except (InvalidOperation, ValueError) as wrong:
        raise Faulty("应为数字" if kind == "number" else "应为日期，例如 2026-11-30", told) from wrong
    if kind != "boolean":
        return text
    if text.lower() not in TRUE | FALSE:
        raise Faulty("应为是或者否", told)
    return text.lower() in TRUE


def _checked(compiled: Compiled, as_json: bool) -> int:
    problems = overlaps_and_gaps(compiled)
    if as_json:
        print(json.dumps({"problems": [{"kind": one.kind, "rows": one.rows, "where": dict(one.where)} for one in problems]}, ensure_ascii=False))  # fmt: skip
        return int(bool(problems))
    table = compiled.table
    print(f"{table.name}：{len(table.rows)} 行，{POLICY_NAMES[table.policy]}。")
    for place, (row, cells) in enumerate(zip(table.rows, compiled.cells, strict=True), start=1):
        asked = "，".join(f"{column.name}{said(cell, column.unit)}" for column, cell in zip(table.inputs, cells, strict=True))  # fmt: skip
        told = "，".join(f"{column.name or table.name}：{text}" for column, text in zip(table.outputs, row.answers, strict=True))  # fmt: skip
        print(f"  {place}. {asked} → {told}")
    for one in problems:
        print(f"不对：{one.text}。")
    print("没有空缺，没有重叠。" if not problems else f"共 {len(problems)} 处，请改表后再检查。")
    return int(bool(problems))


def _asked(compiled: Compiled, facts: Mapping[str, Value], as_json: bool) -> int:
    known = {column.text: None for column in compiled.table.inputs} | dict(facts)
    try:
        found = compiled.decide(known)
    except NotDecidable as wrong:
        print(f"没有结果：{wrong.message}。" if not as_json else json.dumps({"wrong": wrong.message}, ensure_ascii=False))  # fmt: skip
        return 1
    if as_json:
        rows = [{"row": one.row.id, "fits": one.fits, "cells": [cell.text for cell in one.cells]} for one in found.trace]  # fmt: skip
        told = {"answer": found.answer, "rows": found.rows, "missing": found.missing, "trace": rows}
        print(json.dumps(told, ensure_ascii=False, default=_plain))
        return int(bool(found.missing))
    for place, one in enumerate(found.trace, start=1):
        print(f"  第 {place} 行{'符合' if one.fits else '还不能确定' if one.fits is None else '不符合'}")
        for cell in one.cells:
            print(f"      {cell.text}")
    print(f"还要查明：{'、'.join(found.missing)}。" if found.missing else f"结果：{shown(found.answer)}")
    return int(bool(found.missing))


def _plain(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
