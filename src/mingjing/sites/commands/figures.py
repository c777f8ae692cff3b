"""The figures in force for an organ on a day: whence, since when, what they override; and whether every local file can be used."""

import argparse
import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mingjing.organs.terms import OrganFacts
    from mingjing.sites.figure_book import FigureBook, FigureRow

HELP = "列出一个机关某日有效的参数、出处和改了谁的；--check 核对各地各机关自己的参数文件"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose figures, on which day, which of them."""
    parser.add_argument("--organ", default="", help="机关代字、地址名或者名称，例如 示应急")
    parser.add_argument("--on", default="", metavar="DATE", help="哪一天，例如 2026-11-30；不写就是今天")
    parser.add_argument("--key", default="", help="只列参数名或者名称里有这些字的")
    parser.add_argument("--local", action="store_true", help="只列被改过的")
    parser.add_argument("--check", action="store_true", help="核对每个机关的本地参数文件，有问题的逐条列出")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")


def run(options: argparse.Namespace) -> int:
    """0: done, nothing wrong; 1: a local file has a problem; 2: not asked as it should be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from django.utils import timezone

    from mingjing.organs import queries as organs
    from mingjing.sites.figure_book import figure_book

    try:
        on = date.fromisoformat(options.on) if options.on else timezone.localdate()
    except ValueError:
        return _refused(f"“{options.on[:40]}”不是日期，应写成 2026-11-30")
    every = organs.organs()
    if options.check:
        return _checked(every, on, options.json)
    found = [one for one in every if options.organ and options.organ in {one.code, one.slug, one.name}]
    if len(found) != 1:
        names = "、".join(one.code for one in every) or "（还没有登记机关）"
        return _refused(f"请用 --organ 写明一个机关，现有：{names}")
    return _listed(found[0], on, figure_book(found[0], on), options)


def _refused(message: str) -> int:
    print(f"没有办成：{message}。", file=sys.stderr)
    return 2


def _listed(organ: "OrganFacts", on: date, book: "FigureBook", options: argparse.Namespace) -> int:
    rows = [
        row
        for row in book.rows
        if options.key in row.key + row.title and (not options.local or row.overrides) and row.figure is not None
    ]
    problems = [{"where": one.where, "rule": one.finding.rule, "told": str(one.finding)} for one in book.problems]
    if options.json:
        told = {"organ": organ.code, "on": on.isoformat(), "figures": [_plain(row) for row in rows], "problems": problems}  # fmt: skip
        print(json.dumps(told, ensure_ascii=False, default=str))
    else:
        print(f"{organ.name} {on} 有效的参数，共 {len(rows)} 项：")
        print("\n".join(line for row in rows for line in _lines(row)))
        _tell(book)
    return int(any(one.finding.weight == "block" for one in book.problems))


def _lines(row: "FigureRow") -> list[str]:
    from mingjing.sites.figure_book import layer_name, said

    figure = row.figure
    assert figure is not None  # noqa: S101 - rows without one are left out
    mark = "" if figure.verified else "，未核对"
    lines = [f"  {row.key:<28}{row.title}：{row.words}", f"    {row.layer_name}，自 {figure.since} 起，{figure.cites}{mark}"]  # fmt: skip
    lines += [
        f"    改了{layer_name(one.layer)}的 {said(one)}（自 {one.since} 起，{one.cites}）" for one in row.overrides
    ]
    return lines


def _plain(row: "FigureRow") -> dict[str, Any]:
    from mingjing.kernel.parameters import Figure

    def told(one: Figure) -> dict[str, Any]:
        return {"value": one.value, "unit": one.unit, "layer": one.layer, "since": one.since, "cites": one.cites, "verified": one.verified, "checked": one.checked}  # fmt: skip

    return {
        "key": row.key, "title": row.title, "room": row.room, "stricter": row.stricter,
        "figure": told(row.figure) if row.figure else None, "overrides": [told(one) for one in row.overrides],
    }  # fmt: skip


def _tell(book: "FigureBook") -> None:
    for one in book.problems:
        word = "没有采用" if one.finding.weight == "block" else "请核对"
        print(f"{word}：{one.where}：{one.finding}")


def _checked(every: "tuple[OrganFacts, ...]", on: date, as_json: bool) -> int:
    from mingjing.organs import queries as organs
    from mingjing.sites.figure_book import figure_book

    books = {one: figure_book(one, on) for one in every}
    stray = organs.stray_places(every)
    seen: dict[tuple[str, str], str] = {}
    for book in books.values():
        for one in book.problems:
            seen.setdefault((one.where, str(one.finding)), one.finding.weight)
    if as_json:
        print(json.dumps({"stray": stray, "problems": [{"where": where, "told": told, "weight": weight} for (where, told), weight in seen.items()]}, ensure_ascii=False))  # fmt: skip
    else:
        for place in stray:
            print(f"没有机关适用：{place}，请核对文件夹名（行政区划代码、领域、机关代字）。")
        for (where, told), weight in seen.items():
            print(f"{'没有采用' if weight == 'block' else '请核对'}：{where}：{told}")
        print(f"共 {len(every)} 个机关，{len(seen) + len(stray)} 处问题。" if seen or stray else f"{len(every)} 个机关的本地参数都能用。")  # fmt: skip
    return int(bool(stray) or "block" in seen.values())
