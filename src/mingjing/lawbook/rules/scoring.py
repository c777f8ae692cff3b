"""The points of a table: each factor's lines are a small table of their own, so that a case gets one line of each, and no second."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from mingjing.kernel.tables import (
    Compiled,
    Faulty,
    Input,
    NotDecidable,
    Output,
    Policy,
    Problem,
    Row,
    Table,
    Value,
    compile_table,
    overlaps_and_gaps,
)
from mingjing.kernel.tables.words import ANYTHING, Bounds, bounds, cell
from mingjing.lawbook.terms import DiscretionTable, Factor, FactorKind, Measure, Share
from mingjing.lawbook.terms.scoring import CENT, HIGHEST, LOWEST, POINT, TOTAL, Score, Scored, Scoring, capped

_LARGE = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Graded:
    """A factor with its lines, read."""

    factor: Factor
    scores: tuple[Score, ...]
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class Summed:
    """What the facts of a case give together, between 0 and 100; `missing`: what must be found out first."""

    total: Decimal
    scored: tuple[Scored, ...]
    missing: tuple[str, ...]


def facts_column(one: Factor) -> Input:
    """The factor as a column of a decision table, with what it may hold."""
    if one.kind is FactorKind.CHOICE:
        allowed = ",".join(f'"{choice}"' for choice in one.choices)
    elif one.kind.column == "number" and one.least is not None:
        allowed = f">= {one.least:f}"
    else:
        allowed = ""
    return Input(one.name, one.name, one.kind.column, allowed, one.unit, one.kind is FactorKind.COUNT)


def total_column(scoring: Scoring) -> Input:
    """The sum as a column: only what can be reached has to have a row."""
    lowest, highest = scoring.reach
    return Input(TOTAL, TOTAL, "number", f"[{lowest:f}..{highest:f}]", POINT)


def read_cell(factor: Factor, text: str, standing: str) -> str:
    """The cell that the words mean. Raises Faulty that names where it stands."""
    try:
        return cell(text, factor.kind.column, factor.unit, factor.choices)
    except Faulty as wrong:
        raise Faulty(f"{standing}“{factor.name}”：{wrong.message}", wrong.text) from wrong


def compiled(table: Table, names: list[str]) -> Compiled:
    """The table with every cell read. Raises Faulty, also for a cell that is written as a formula, such as > 1/0."""
    try:
        return compile_table(table, names)
    except (NotDecidable, RecursionError) as wrong:
        why = wrong.message if isinstance(wrong, NotDecidable) else "括号或者符号太多"
        raise Faulty("有一格算不出来", why) from wrong


@lru_cache(maxsize=256)
def graded(table: DiscretionTable) -> tuple[Graded, ...]:
    """Every factor with its lines; nothing of a table without points. Raises Faulty where one has none, or cannot be read."""
    return tuple(_graded(one, table.scoring.of(one.name)) for one in table.factors) if table.scoring else ()


def _graded(factor: Factor, scores: tuple[Score, ...]) -> Graded:
    if not scores:
        raise Faulty(f"裁量因素“{factor.name}”没有赋分", factor.name)
    rows = tuple(
        Row(str(place), (read_cell(factor, one.cell, f"赋分第{place}行"),), (f"{place}",), one.source)
        for place, one in enumerate(scores, start=1)
    )
    told = Table(factor.name, (facts_column(factor),), (Output(TOTAL, "number"),), rows)
    return Graded(factor, scores, compiled(told, [factor.name]))


def points_table(table: DiscretionTable) -> Table:
    """The points of all factors as one table that sums up the rows that fit, for other systems. Raises Faulty."""
    blank, rows = ["-"] * len(table.factors), []
    for at, line in enumerate(graded(table)):
        for place, one in enumerate(line.scores, start=1):
            cells = [*blank[:at], line.compiled.table.rows[place - 1].tests[0], *blank[at + 1 :]]
            rows.append(Row(f"{at + 1}_{place}", tuple(cells), (f"{one.points:f}",), one.source))
    columns = tuple(facts_column(one) for one in table.factors)
    return Table(TOTAL, columns, (Output(TOTAL, "number"),), tuple(rows), Policy.COLLECT, "SUM")


def points_missing(lines: tuple[Graded, ...]) -> tuple[tuple[str, Problem], ...]:
    """Where a factor gives no points to a case, or gives them twice. Raises Faulty."""
    try:
        return tuple((one.factor.name, problem) for one in lines for problem in overlaps_and_gaps(one.compiled))
    except NotDecidable as wrong:
        raise Faulty("有一格算不出来", wrong.message) from wrong


def summed(lines: tuple[Graded, ...], facts: Mapping[str, Value]) -> Summed:
    """The points of every fact and their sum. Raises NotDecidable where a factor has no line for a fact, or two."""
    found: list[Scored] = []
    missing: list[str] = []
    for one in lines:
        said = one.compiled.decide({one.factor.name: facts.get(one.factor.name)})
        if said.missing:
            missing += said.missing
            continue
        place = int(said.rows[0]) - 1
        score = one.scores[place]
        found.append(Scored(one.factor.name, score.cell, score.points, said.trace[place].cells[0].text))
    return Summed(capped(sum((one.points for one in found), LOWEST)), tuple(found), tuple(missing))


def reckoned(scoring: Scoring, span: Share, text: str) -> Bounds:
    """The fine between the ends of a row of the sum, in the measure of the range. Raises Faulty where the row is no one range."""
    ends = Bounds(None, None) if text.strip() in ANYTHING else bounds(text, POINT)
    low = to_the_cent(span, scoring.fine(span.bounds, LOWEST if ends.low is None else ends.low))
    high = to_the_cent(span, scoring.fine(span.bounds, HIGHEST if ends.high is None else ends.high))
    closed = (ends.low is None or ends.closed[0], ends.high is None or ends.closed[1])
    return Bounds(low, high, (True, True) if low == high else closed)


def to_the_cent(span: Share, told: Decimal) -> Decimal:
    """Yuan to the cent (四舍五入); times and percents are not rounded before they are counted over their base."""
    return told.quantize(CENT, ROUND_HALF_UP) if span.measure is Measure.YUAN else told


def swayed(scoring: Scoring, span: Share, points: Decimal) -> Bounds:
    """What a decision with so many points may lie between, in the measure of the range."""
    held = scoring.swayed(scoring.fine(span.bounds, points), span.bounds)
    low, high = (to_the_cent(span, end or LOWEST) for end in (held.low, held.high))
    return Bounds(low, high)


def spelled(one: Share) -> str:
    """A range in the words that mean it: 2万元以上不满4万元, 货值金额10倍以上12倍以下."""
    low, high = one.bounds.low or LOWEST, one.bounds.high
    if high is None or low == high:
        return f"{one.base}{_figure(low, one.measure)}{'' if high == low else '以上'}"
    left = "" if not low and one.bounds.closed[0] else _end(low, one.measure, "以上", "超过", held=one.bounds.closed[0])
    return f"{one.base}{left}{_end(high, one.measure, '以下', '不满', held=one.bounds.closed[1])}"


def _end(value: Decimal, measure: Measure, after: str, before: str, *, held: bool) -> str:
    return f"{_figure(value, measure)}{after}" if held else f"{before}{_figure(value, measure)}"


def _figure(value: Decimal, measure: Measure) -> str:
    if measure is not Measure.YUAN:
        return f"{_plain(value)}{'倍' if measure is Measure.TIMES else '%'}"
    large = value / _LARGE
    return f"{_plain(large)}万元" if value >= _LARGE and large == large.quantize(CENT) else f"{_plain(value)}元"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
