"""Whether a table has an answer for everything and never two: the whole room of facts is cut at every value it names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import islice

from mingjing.kernel.tables.deciding import Compiled
from mingjing.kernel.tables.model import Policy
from mingjing.kernel.tables.unary import Part, Tests, values_of
from mingjing.kernel.tables.values import Value, shown

MOST = 40
"""Problems told at once; the rest shows itself when these are mended."""
OTHER = "\0其他"
"""Stands for every text that the table does not name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind`: overlap or gap. `rows`: numbers from 1. `where`: an example in which it happens, column by column."""

    kind: str
    rows: tuple[int, ...]
    where: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The problem as a sentence."""
        told = "，".join(f"{name}为{value}" for name, value in self.where)
        if self.kind == "gap":
            return f"{told}时，没有一行符合"
        return f"{told}时，第{'、'.join(map(str, self.rows))}行同时符合"


def overlaps_and_gaps(compiled: Compiled) -> tuple[Problem, ...]:
    """Every example in which no row fits or, of a table that allows one only, several do; at most `MOST`.

    Columns are cut one after the other, and only the rows that are still possible go on, so that the work grows with what
    the table distinguishes. Cells that depend on other facts cannot be checked and count as never fitting.
    """
    pieces = [atoms(compiled, place) for place in range(len(compiled.table.inputs))]
    fitting = [_fitting(compiled, place, values) for place, values in enumerate(pieces)]
    return tuple(islice(_walk(compiled, pieces, fitting, (1 << len(compiled.cells)) - 1, ()), MOST))


def _fitting(compiled: Compiled, column: int, values: Sequence[Value]) -> list[int]:
    """For every piece of a column the rows whose cell holds it, as bits; a cell that several rows write alike is asked once."""
    rows: dict[str, int] = {}
    cells = {row[column].text.strip(): row[column] for row in compiled.cells}
    for place, row in enumerate(compiled.cells):
        rows[row[column].text.strip()] = rows.get(row[column].text.strip(), 0) | 1 << place
    return [sum(rows[text] for text, cell in cells.items() if _fits(cell, value)) for value in values]


def _walk(compiled: Compiled, pieces: Sequence[Sequence[Value]], fitting: Sequence[Sequence[int]], rows: int, at: tuple[Value, ...]) -> Iterator[Problem]:  # fmt: skip
    if not rows:
        if not any(compiled.defaults):
            yield _problem(compiled, "gap", (), at)
        return
    if len(at) == len(pieces):
        if rows & (rows - 1) and compiled.table.policy is Policy.UNIQUE:
            yield _problem(
                compiled, "overlap", tuple(one + 1 for one in range(len(compiled.cells)) if rows >> one & 1), at
            )
        return
    seen: set[int] = set()
    for value, held in zip(pieces[len(at)], fitting[len(at)], strict=True):
        left = rows & held
        if left not in seen:  # the same rows stay: the same follows
            seen.add(left)
            yield from _walk(compiled, pieces, fitting, left, (*at, value))


def _fits(cell: Tests, value: Value) -> bool:
    if not all(part.fixed for part in cell.parts):
        return False
    return bool(cell.verdict(value, {}))


def _problem(compiled: Compiled, kind: str, rows: tuple[int, ...], at: Sequence[Value]) -> Problem:
    names = [column.name for column in compiled.table.inputs]
    told = tuple((name, "其他" if value == OTHER else shown(value)) for name, value in zip(names, at, strict=False))
    return Problem(kind, rows, told)


def atoms(compiled: Compiled, column: int) -> tuple[Value, ...]:
    """One value for every piece of a column that its cells tell apart, within what the column may hold."""
    cells = [row[column] for row in compiled.cells]
    held = [one for cell in (*cells, compiled.allowed[column]) for part in cell.parts for one in _named(part)]
    kind, allowed = compiled.table.inputs[column].kind, compiled.allowed[column]
    found: list[Value]
    if kind == "boolean" or any(isinstance(one, bool) for one in held):
        found = [True, False]
    elif any(isinstance(one, Decimal) for one in held):
        named = sorted({one for one in held if isinstance(one, Decimal)})
        found = _counts(named) if compiled.table.inputs[column].whole else _numbers(named)
    elif any(isinstance(one, date) for one in held):
        found = _days(sorted({one for one in held if isinstance(one, date)}))
    else:
        found = [*dict.fromkeys(one for one in held if isinstance(one, str)), OTHER]
    return tuple(one for one in found if allowed.anything or _fits(allowed, one)) or (OTHER,)


def _named(part: Part) -> tuple[Value, ...]:
    return values_of(part) if part.fixed and part.sign != "null" else ()


def _numbers(named: Sequence[Decimal]) -> list[Value]:
    """Every named number, one between each two, one before and one behind them all."""
    between = [(low + high) / 2 for low, high in zip(named, named[1:], strict=False)]
    return sorted([named[0] - 1, *named, *between, named[-1] + 1])


def _counts(named: Sequence[Decimal]) -> list[Value]:
    """Every named number with those beside it, whole ones only: between two neighbours lies nothing."""
    whole = [one.to_integral_value(ROUND_FLOOR) for one in named]
    return sorted({each for one in whole for each in (one - 1, one, one + 1)})


def _days(named: Sequence[date]) -> list[Value]:
    """Every named day with the days beside it: between two neighbours lies nothing."""
    one = timedelta(days=1)
    return sorted({day for each in named for day in (each - one, each, each + one)})
