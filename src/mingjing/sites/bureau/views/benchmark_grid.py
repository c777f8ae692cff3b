"""The grid in which a benchmark is written: what was typed, and the table that it means."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mingjing.kernel.findings import Invalid
from mingjing.lawbook.terms import (
    TIER_NAMES,
    Addressee,
    Circumstance,
    DiscretionRow,
    DiscretionTable,
    Example,
    Factor,
    FactorKind,
    Relief,
)

FACTORS, ROWS, REST = 12, 300, 300
SPARE = {"f": 2, "r": 3, "m": 2, "e": 3}
LEAST = {"f": 3, "r": 5, "m": 2, "e": 5}
MOST = {"f": FACTORS, "r": ROWS, "m": 60, "e": REST}
# An empty cell and these words ask nothing; the table keeps "-", the page shows 不限.
UNASKED = frozenset({"", "-", "不限"})
_LEAST = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?")
_SPLIT = re.compile(r"[、,，;；]")


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands in the grid: texts by name, and how many lines of each part are drawn."""

    texts: Mapping[str, str]
    lines: Mapping[str, int]

    def text(self, name: str) -> str:
        """What stands in a cell."""
        return self.texts.get(name, "")

    def head(self, place: int) -> str:
        """The heading of a column of facts."""
        return self.text(f"f{place}-name").strip() or f"因素{place + 1}"


def of_table(table: DiscretionTable | None) -> Grid:
    """The grid of a stored table, with some empty lines."""
    held = table or DiscretionTable()
    texts = dict(_texts(held))
    used = {"f": len(held.factors), "r": len(held.rows), "m": len(held.circumstances), "e": len(held.examples)}
    return Grid(texts, {part: _lines(part, many) for part, many in used.items()})


def _texts(held: DiscretionTable) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(held.factors):
        yield from ((f"f{at}-name", one.name), (f"f{at}-kind", one.kind.value), (f"f{at}-unit", one.unit))
        yield from (
            (f"f{at}-choices", "、".join(one.choices)),
            (f"f{at}-least", "" if one.least is None else f"{one.least:f}"),
        )
    for at, row in enumerate(held.rows):
        yield from ((f"r{at}-tier", row.tier), (f"r{at}-who", row.addressee.value), (f"r{at}-fine", row.fine))
        yield from ((f"r{at}-other", row.other), (f"r{at}-source", row.source))
        yield from ((f"r{at}-c{place}", "不限" if cell == "-" else cell) for place, cell in enumerate(row.cells))
    for at, word in enumerate(held.circumstances):
        yield from ((f"m{at}-effect", word.effect.value), (f"m{at}-words", word.words), (f"m{at}-clause", word.clause))
    for at, each in enumerate(held.examples):
        yield from ((f"e{at}-who", each.addressee.value), (f"e{at}-tier", each.tier), (f"e{at}-note", each.note))
        yield from ((f"e{at}-c{place}", fact) for place, fact in enumerate(each.facts))


def _lines(part: str, used: int) -> int:
    return min(max(used + SPARE[part], LEAST[part]), MOST[part])


def of_typed(typed: Mapping[str, Any]) -> Grid:
    """The grid as it was typed, with some more empty lines."""
    texts = {name: str(text)[:2000] for name, text in typed.items() if name[:1] in SPARE}
    used = {part: max((at for at in range(MOST[part]) if _any(texts, part, at)), default=-1) + 1 for part in SPARE}
    return Grid(texts, {part: _lines(part, many) for part, many in used.items()})


_HEADS = {"f": ("name",), "r": ("tier", "fine", "source", "other"), "m": ("words",), "e": ("tier",)}


def _any(texts: Mapping[str, str], part: str, at: int) -> bool:
    named = any(texts.get(f"{part}{at}-{name}", "").strip() for name in _HEADS[part])
    return named or (part in "re" and any(texts.get(f"{part}{at}-c{place}", "").strip() for place in range(FACTORS)))


def table(grid: Grid) -> DiscretionTable:
    """The table that the grid means; empty lines are left out. Raises Invalid (field `table`)."""
    wrong: list[str] = []
    places = [at for at in range(MOST["f"]) if _any(grid.texts, "f", at)]
    factors = tuple(_factor(grid, at, wrong) for at in places)
    lost = {
        at
        for part in "re"
        for line in range(MOST[part])
        for at in range(FACTORS)
        if at not in places and grid.text(f"{part}{line}-c{at}").strip() not in UNASKED
    }
    wrong += [f"第 {at + 1} 个裁量因素没有名称，下面却填了内容。" for at in sorted(lost)]
    rows = tuple(_row(grid, at, places, wrong) for at in range(MOST["r"]) if _any(grid.texts, "r", at))
    examples = tuple(_example(grid, at, places, wrong) for at in range(MOST["e"]) if _any(grid.texts, "e", at))
    reliefs = tuple(_circumstance(grid, at, wrong) for at in range(MOST["m"]) if _any(grid.texts, "m", at))
    if wrong:
        raise Invalid({"table": wrong})
    return DiscretionTable(factors, rows, reliefs, examples)


def _saying(grid: Grid, line: str) -> Callable[[str], str]:
    """What stands in the cells of a line, by name."""
    return lambda name: grid.text(f"{line}-{name}").strip()


def _factor(grid: Grid, at: int, wrong: list[str]) -> Factor:
    say = _saying(grid, f"f{at}")
    text = say("least")
    # 1e999999999 would fill the memory when it is written out.
    least = Decimal(text) if _LEAST.fullmatch(text) else None
    if text and least is None:
        wrong.append(f"裁量因素“{say('name')}”的最小值应为数字，小于一万亿，最多六位小数。")
    kind = _one_of(FactorKind, say("kind") or FactorKind.COUNT.value, f"裁量因素“{say('name')}”的类型", wrong)
    choices = tuple(filter(None, (one.strip() for one in _SPLIT.split(say("choices")))))
    return Factor(
        say("name"),
        kind,
        say("unit"),
        choices if kind is FactorKind.CHOICE else (),
        least if kind.column == "number" else None,
    )


def _one_of(kinds: Any, text: str, label: str, wrong: list[str]) -> Any:
    try:
        return kinds(text)
    except ValueError:
        wrong.append(f"{label}没有“{text[:20]}”这个选项。")
        return next(iter(kinds))


def _row(grid: Grid, at: int, places: Sequence[int], wrong: list[str]) -> DiscretionRow:
    say = _saying(grid, f"r{at}")
    who = _one_of(Addressee, say("who") or Addressee.UNIT.value, f"第{at + 1}行的处罚对象", wrong)
    if say("tier") not in TIER_NAMES:
        wrong.append(f"第{at + 1}行没有选阶次。")
    if not say("fine"):
        wrong.append(f"第{at + 1}行没有写罚款幅度，例：2万元以上4万元以下、货值金额5倍以上10倍以下。")
    cells = tuple("-" if say(f"c{place}") in UNASKED else say(f"c{place}") for place in places)
    return DiscretionRow(say("tier"), who, cells, say("fine"), say("other"), say("source"))


def _example(grid: Grid, at: int, places: Sequence[int], wrong: list[str]) -> Example:
    say = _saying(grid, f"e{at}")
    who = _one_of(Addressee, say("who") or Addressee.UNIT.value, f"样例{at + 1}的处罚对象", wrong)
    if say("tier") not in TIER_NAMES:
        wrong.append(f"样例{at + 1}没有选应得的阶次。")
    return Example(who, tuple(say(f"c{place}") for place in places), say("tier"), say("note"))


def _circumstance(grid: Grid, at: int, wrong: list[str]) -> Circumstance:
    say = _saying(grid, f"m{at}")
    effect = _one_of(Relief, say("effect") or Relief.LIGHTER.value, f"情形{at + 1}的结果", wrong)
    return Circumstance(effect, say("words"), say("clause"))
