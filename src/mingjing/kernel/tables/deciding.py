"""Asking a table: every cell is told, an unknown fact leaves a row open instead of passing it over, an overlap is an error."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mingjing.kernel.tables.expressions import Expr, Facts, expression
from mingjing.kernel.tables.model import AGGREGATIONS, SEVERAL, Input, Output, Policy, Row, Table
from mingjing.kernel.tables.parsing import Faulty
from mingjing.kernel.tables.unary import Tests, said, tests
from mingjing.kernel.tables.values import NotDecidable, Value, every, shown, taken, type_of

_VERDICTS = {True: "符合", False: "不符合", None: "还不知道"}


@dataclass(frozen=True, slots=True)
class CellTrace:
    """One cell: what it asked, what stood there, whether it fitted."""

    name: str
    cell: Tests
    unit: str
    value: Value
    fits: bool | None

    @property
    def asks(self) -> str:
        """What it asked, in words; said only when somebody reads it, as a table is asked very often."""
        return said(self.cell, self.unit)

    @property
    def text(self) -> str:
        """The cell as a sentence."""
        return f"{self.name}：要求{self.asks}，本案{shown(self.value)}，{_VERDICTS[self.fits]}"


@dataclass(frozen=True, slots=True)
class RowTrace:
    """One row with its cells; it fits where all do, and is open where one is not known and none fails."""

    row: Row
    cells: tuple[CellTrace, ...]
    fits: bool | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The answer: a value, a mapping of several columns, or a list of these; the rows it rests on; the whole trace.

    `missing`: the columns that have to be known before anything can be said; then there is no answer.
    """

    answer: Value
    rows: tuple[str, ...]
    missing: tuple[str, ...]
    trace: tuple[RowTrace, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A table whose cells were read once. Made by `compile_table`."""

    table: Table
    asks: tuple[Expr, ...]
    allowed: tuple[Tests, ...]
    cells: tuple[tuple[Tests, ...], ...]
    answers: tuple[tuple[Expr, ...], ...]
    defaults: tuple[Expr | None, ...]
    order: tuple[tuple[Value, ...], ...]

    def decide(self, facts: Mapping[str, Any]) -> Decided:
        """Ask the table. Raises NotDecidable: an overlap, a value that is not allowed, types that do not fit, no row at all."""
        known: Facts = {name: taken(value) for name, value in facts.items()}
        values = [ask(known) for ask in self.asks]
        for column, tests_, value in zip(self.table.inputs, self.allowed, values, strict=True):
            if tests_.verdict(value, known) is False:
                raise NotDecidable(f"“{column.name}”是{shown(value)}，只能是{said(tests_)}")
        trace = tuple(self._row(place, values, known) for place in range(len(self.table.rows)))
        if missing := self._missing(trace):
            return Decided(None, (), missing, trace)
        fitting = [place for place, one in enumerate(trace) if one.fits]
        answer, used = self._answer(fitting, known)
        return Decided(answer, tuple(self.table.rows[place].id for place in used), (), trace)

    def _row(self, place: int, values: Sequence[Value], facts: Facts) -> RowTrace:
        cells = tuple(
            CellTrace(column.name, cell, column.unit, value, cell.verdict(value, facts))
            for column, cell, value in zip(self.table.inputs, self.cells[place], values, strict=True)
        )
        return RowTrace(self.table.rows[place], cells, every(one.fits for one in cells))

    def _missing(self, trace: Sequence[RowTrace]) -> tuple[str, ...]:
        """What is not known and matters: of the rows still open, unless one before them settles the matter (FIRST)."""
        upto = len(trace)
        if self.table.policy is Policy.FIRST:
            upto = next((place for place, one in enumerate(trace) if one.fits), upto)
        names = [cell.name for one in trace[:upto] if one.fits is None for cell in one.cells if cell.fits is None]
        return tuple(dict.fromkeys(names))

    def _answer(self, fitting: Sequence[int], facts: Facts) -> tuple[Value, Sequence[int]]:
        if not fitting:
            return self._default(facts), ()
        policy, found = self.table.policy, [self._reply(place, facts) for place in fitting]
        if policy in SEVERAL:
            return self._several(fitting, found)
        if policy is Policy.UNIQUE and len(fitting) > 1:
            raise NotDecidable(f"第{self._rows(fitting)}行同时符合，这张表只能有一行符合")
        if policy is Policy.ANY and any(one != found[0] for one in found):
            raise NotDecidable(f"第{self._rows(fitting)}行同时符合，结果却不相同")
        best = min(range(len(found)), key=lambda at: self._place(found[at])) if policy is Policy.PRIORITY else 0
        return self._told(found[best]), fitting if policy is Policy.ANY else fitting[best : best + 1]

    def _reply(self, place: int, facts: Facts) -> list[Value]:
        """What a row answers; an answer that depends on a fact is held against what the column allows when it is known."""
        found = [one(facts) for one in self.answers[place]]
        for column, order, value in zip(self.table.outputs, self.order, found, strict=True):
            if order and value not in order:
                raise NotDecidable(f"第{place + 1}行“{column.name}”的结果{shown(value)}不在允许的范围内")
        return found

    def _several(self, fitting: Sequence[int], found: Sequence[Sequence[Value]]) -> tuple[Value, Sequence[int]]:
        order = list(range(len(found)))
        if self.table.policy is Policy.OUTPUT_ORDER:
            order.sort(key=lambda at: self._place(found[at]))
        told = [self._told(found[at]) for at in order]
        return _gathered(self.table.aggregation, told), [fitting[at] for at in order]

    def _default(self, facts: Facts) -> Value:
        """What the table says where no row fits: its default, nothing of a collecting table, else an error."""
        if any(self.defaults):
            return self._told([one(facts) if one else None for one in self.defaults])
        if self.table.policy in SEVERAL:
            return _gathered(self.table.aggregation, [])
        raise NotDecidable("没有一行符合，这张表有空缺")

    def _told(self, values: Sequence[Value]) -> Value:
        if len(values) == 1:
            return values[0]
        return {column.name: value for column, value in zip(self.table.outputs, values, strict=True)}

    def _place(self, values: Sequence[Value]) -> tuple[int, ...]:
        """The rank of an answer in the order of the allowed values, column by column."""
        return tuple(order.index(value) if order else 0 for order, value in zip(self.order, values, strict=True))

    def _rows(self, places: Sequence[int]) -> str:
        return "、".join(str(place + 1) for place in places)


def _gathered(aggregation: str, told: list[Value]) -> Value:
    if not aggregation:
        return told
    if aggregation == "COUNT":
        return Decimal(len(told))
    if not told:
        return None
    if any(type_of(one) != "number" for one in told):
        raise NotDecidable(f"{shown(told)}不都是数字，不能汇总")
    return sum(told, Decimal(0)) if aggregation == "SUM" else (min if aggregation == "MIN" else max)(told)


def compile_table(table: Table, names: Collection[str], known_types: Mapping[str, str] | None = None) -> Compiled:
    """Read every cell of a table over these facts. Raises Faulty at the first that cannot be read or does not fit its column.

    `known_types`: allowed values of named types, as `"甲","乙"`, by the column's `kind`.
    """
    _shape(table)
    named = known_types or {}
    outputs = [_spelled(column, named) for column in table.outputs]
    compiled = Compiled(
        table,
        asks=tuple(expression(column.text, names) for column in table.inputs),
        allowed=tuple(tests(column.allowed, column.kind, names) for column in table.inputs),
        cells=tuple(
            tuple(_cell(place, column, text, names) for column, text in zip(table.inputs, row.tests, strict=True))
            for place, row in enumerate(table.rows, start=1)
        ),
        answers=tuple(
            tuple(_reply(place, column, text, names) for column, text in zip(table.outputs, row.answers, strict=True))
            for place, row in enumerate(table.rows, start=1)
        ),
        defaults=tuple(expression(column.default, names) if column.default.strip() else None for column in table.outputs),
        order=tuple(outputs),
    )  # fmt: skip
    _answers_allowed(compiled)
    return compiled


def _shape(table: Table) -> None:
    for place, row in enumerate(table.rows, start=1):
        if len(row.tests) != len(table.inputs) or len(row.answers) != len(table.outputs):
            raise Faulty(f"第{place}行的格数与列数不同", table.name)
    if not table.inputs or not table.outputs or not table.rows:
        raise Faulty("一张表至少要有一个条件列、一个结果列和一行", table.name)
    if table.aggregation and (table.policy is not Policy.COLLECT or table.aggregation not in AGGREGATIONS or len(table.outputs) > 1):  # fmt: skip
        raise Faulty(f"“{table.aggregation}”只能用于取全部、只有一个结果列的表", table.name)


def _cell(place: int, column: Input, text: str, names: Collection[str]) -> Tests:
    try:
        return tests(text, column.kind, names)
    except Faulty as wrong:
        raise _standing(wrong, place, column.name) from wrong


def _reply(place: int, column: Output, text: str, names: Collection[str]) -> Expr:
    try:
        return expression(text, names)
    except Faulty as wrong:
        raise _standing(wrong, place, column.name) from wrong


def _standing(wrong: Faulty, place: int, column: str) -> Faulty:
    """What is wrong with a cell, and where it stands."""
    return Faulty(f"第{place}行“{column}”：{wrong.message}", wrong.text)


def _spelled(column: Output, named: Mapping[str, str]) -> tuple[Value, ...]:
    """The allowed answers of a column in their order; empty where nothing is prescribed."""
    told = column.allowed or named.get(column.kind, "")
    return tuple(part.value for part in tests(told).parts) if told else ()


def _answers_allowed(compiled: Compiled) -> None:
    """An answer that is written down must be among the allowed ones, or no order could be found for it."""
    for place, answers in enumerate(compiled.answers, start=1):
        for column, order, answer in zip(compiled.table.outputs, compiled.order, answers, strict=True):
            if not order:
                continue
            try:
                value = answer({})
            except KeyError:
                continue
            if value not in order:
                raise Faulty(f"第{place}行“{column.name}”的结果{shown(value)}不在允许的范围内", column.allowed)
