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
from mingjing.lawbook.terms.scoring import Formula, Score, Scoring

FACTORS, ROWS, REST = 12, 300, 300
SPARE = {"f": 2, "r": 3, "m": 2, "e": 3, "s": 3}
LEAST = {"f": 3, "r": 5, "m": 2, "e": 5, "s": 6}
MOST = {"f": FACTORS, "r": ROWS, "m": 60, "e": REST, "s": REST}
# How the fine is reckoned; empty formula: the rows ask the facts themselves.
FORMULA, SPANS, SWAY = "p-formula", {Addressee.UNIT: "p-unit", Addressee.PERSON: "p-person"}, "p-sway"
_KEPT = frozenset(SPARE) | {"p"}
# An empty cell and these words ask nothing; the table keeps "-", the page shows 不限.
UNASKED = frozenset({"", "-", "不限"})
_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{1,2})?")
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

    @property
    def by_points(self) -> bool:
        """Whether the rows ask the sum of points."""
        return bool(self.text(FORMULA).strip())


def of_table(table: DiscretionTable | None) -> Grid:
    """The grid of a stored table, with some empty lines."""
    held = table or DiscretionTable()
    texts = dict(_texts(held))
    used = {
        "f": len(held.factors), "r": len(held.rows), "m": len(held.circumstances), "e": len(held.examples),
        "s": len(held.scoring.scores) if held.scoring else 0,
    }  # fmt: skip
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
    if held.scoring:
        yield from _points(held.scoring)


def _points(scoring: Scoring) -> Iterator[tuple[str, str]]:
    yield from ((FORMULA, scoring.formula.value), (SWAY, f"{scoring.sway:f}"))
    yield from ((name, scoring.span(who)) for who, name in SPANS.items())
    for at, one in enumerate(scoring.scores):
        yield from ((f"s{at}-factor", one.factor), (f"s{at}-cell", one.cell), (f"s{at}-points", f"{one.points:f}"))
        yield f"s{at}-source", one.source


def _lines(part: str, used: int) -> int:
    return min(max(used + SPARE[part], LEAST[part]), MOST[part])


def of_typed(typed: Mapping[str, Any]) -> Grid:
    """The grid as it was typed, with some more empty lines."""
    texts = {name: str(text)[:2000] for name, text in typed.items() if name[:1] in _KEPT}
    used = {part: max((at for at in range(MOST[part]) if _any(texts, part, at)), default=-1) + 1 for part in SPARE}
    return Grid(texts, {part: _lines(part, many) for part, many in used.items()})


_HEADS = {
    "f": ("name",),
    "r": ("tier", "fine", "source", "other"),
    "m": ("words",),
    "e": ("tier",),
    "s": ("factor", "cell", "points"),
}


def _any(texts: Mapping[str, str], part: str, at: int) -> bool:
    named = any(texts.get(f"{part}{at}-{name}", "").strip() for name in _HEADS[part])
    return named or (part in "re" and any(texts.get(f"{part}{at}-c{place}", "").strip() for place in range(FACTORS)))


def table(grid: Grid) -> DiscretionTable:
    """The table that the grid means; empty lines are left out. Raises Invalid (field `table`)."""
    wrong: list[str] = []
    places = [at for at in range(MOST["f"]) if _any(grid.texts, "f", at)]
    factors = tuple(_factor(grid, at, wrong) for at in places)
    scoring = _scoring(grid, wrong)
    asked = [0] if scoring else places
    lost = {
        at
        for part, known in (("r", asked), ("e", places))
        for line in range(MOST[part])
        for at in range(FACTORS)
        if at not in known and grid.text(f"{part}{line}-c{at}").strip() not in UNASKED
    }
    wrong += [
        "按因素赋分的，裁量表里只填总分这一格，其他格请清空。"
        if scoring and at in places
        else f"第 {at + 1} 个裁量因素没有名称，下面却填了内容。"
        for at in sorted(lost)
    ]
    rows = tuple(
        _row(grid, at, asked, wrong, told=scoring is None) for at in range(MOST["r"]) if _any(grid.texts, "r", at)
    )
    examples = tuple(_example(grid, at, places, wrong) for at in range(MOST["e"]) if _any(grid.texts, "e", at))
    reliefs = tuple(_circumstance(grid, at, wrong) for at in range(MOST["m"]) if _any(grid.texts, "m", at))
    if wrong:
        raise Invalid({"table": wrong})
    return DiscretionTable(factors, rows, reliefs, examples, scoring)


def _scoring(grid: Grid, wrong: list[str]) -> Scoring | None:
    """The points and the formula; None where the rows ask the facts."""
    lines = [at for at in range(MOST["s"]) if _any(grid.texts, "s", at)]
    if not grid.by_points:
        if lines:
            wrong.append("填了因素赋分，没有选罚款的计算公式。请选公式，或者清空赋分。")
        return None
    sway = grid.text(SWAY).strip().removesuffix("%") or "0"
    if not _POINTS.fullmatch(sway):
        wrong.append("上下浮动应为数字，单位是百分之一，例：10。")
        sway = "0"
    formula = _one_of(Formula, grid.text(FORMULA).strip(), "罚款的计算公式", wrong)
    unit, person = (grid.text(SPANS[who]).strip() for who in (Addressee.UNIT, Addressee.PERSON))
    return Scoring(tuple(_score(grid, at, wrong) for at in lines), unit, person, formula, Decimal(sway))


def _score(grid: Grid, at: int, wrong: list[str]) -> Score:
    say = _saying(grid, f"s{at}")
    points = say("points").removesuffix("分").strip()
    if not _POINTS.fullmatch(points):
        wrong.append(f"赋分第{at + 1}行的分值应为数字，在 -100 到 100 之间，最多两位小数。")
        points = "0"
    return Score(say("factor"), "-" if say("cell") in UNASKED else say("cell"), Decimal(points), say("source"))


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


def _row(grid: Grid, at: int, places: Sequence[int], wrong: list[str], *, told: bool) -> DiscretionRow:
    """A row; `told`: its fine has to be written, as nothing reckons it."""
    say = _saying(grid, f"r{at}")
    who = _one_of(Addressee, say("who") or Addressee.UNIT.value, f"第{at + 1}行的处罚对象", wrong)
    if say("tier") not in TIER_NAMES:
        wrong.append(f"第{at + 1}行没有选阶次。")
    if told and not say("fine"):
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
