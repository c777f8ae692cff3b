"""Asking a benchmark's table with the facts of a case: which row, why, what is still unknown, what would change it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from mingjing.kernel.tables import (
    Compiled,
    Decided,
    Faulty,
    NotDecidable,
    Output,
    Problem,
    Row,
    Table,
    Value,
    overlaps_and_gaps,
)
from mingjing.kernel.tables.checking import atoms
from mingjing.kernel.tables.values import shown
from mingjing.kernel.tables.words import NO, UNKNOWN, YES, Bounds, bounds
from mingjing.lawbook.rules.scoring import (
    Graded,
    Summed,
    compiled,
    facts_column,
    graded,
    read_cell,
    reckoned,
    spelled,
    summed,
    swayed,
    total_column,
)
from mingjing.lawbook.terms import (
    ADDRESSEE_NAMES,
    TIER_COLUMN,
    TIER_NAMES,
    Addressee,
    DiscretionRow,
    DiscretionTable,
    Factor,
    FactorKind,
    Measure,
    Range,
    RowSaid,
    Share,
    Weighed,
)
from mingjing.lawbook.terms.scoring import TOTAL, Scoring

NOT_KNOWN = UNKNOWN | {"", "-", "—"}
BASES = ("货值金额", "违法所得", "广告费用", "经营额", "营业额", "销售额", "工程合同价款", "合同价款")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rows for one kind of addressee, read: the table, and the fine of each row. Made by `prepared`."""

    rows: tuple[DiscretionRow, ...]
    places: tuple[int, ...]
    """The place of each in the whole table, from 0."""
    compiled: Compiled
    shares: tuple[Share, ...]
    scoring: Scoring | None = None
    lines: tuple[Graded, ...] = ()
    span: Share | None = None

    def ask(self, known: Mapping[str, Value]) -> tuple[Decided, Summed | None]:
        """What the rows say; of a table by points the facts are summed up first. Raises NotDecidable."""
        if self.scoring is None:
            return self.compiled.decide(known), None
        points = summed(self.lines, known)
        if points.missing:
            return Decided(None, (), points.missing, ()), points
        return self.compiled.decide({TOTAL: points.total}), points

    def asked(self, place: int) -> Compiled:
        """The table that holds what is asked of a factor, by the factor's place: its points, or the rows."""
        return self.lines[place].compiled if self.lines else self.compiled


def share(words: str) -> Share:
    """The fine that a row's words mean: 2万元以上4万元以下, 货值金额5倍以上10倍以下, 20%以上30%以下. Raises Faulty."""
    plain = words.strip()
    base = next((one for one in BASES if plain.startswith(one)), "")
    rest = plain.removeprefix(base).removeprefix("的").removesuffix("的罚款").removesuffix("罚款").strip()
    if "倍" in rest:
        return Share(Measure.TIMES, _from_nothing(bounds(rest, "倍")), base)
    if "%" in rest or "百分之" in rest:
        return Share(Measure.PERCENT, _from_nothing(bounds(rest.replace("百分之", ""), "%")), base)
    if base:
        raise Faulty(f"写了{base}，没有写倍数或者百分比", plain)
    return Share(Measure.YUAN, _from_nothing(bounds(rest, "元")))


def _from_nothing(found: Bounds) -> Bounds:
    """A fine without a low end begins at nothing."""
    return found if found.low is not None else Bounds(Decimal(0), found.high, (True, found.closed[1]))


def as_decision_table(table: DiscretionTable, addressee: Addressee, name: str = "裁量基准") -> Table:
    """The rows for one kind of addressee as a decision table: a row for a case and no second. Raises Faulty."""
    rows = table.rows_for(addressee)
    if not rows:
        raise Faulty("没有对这类当事人的行", addressee.value)
    return Table(
        name,
        (total_column(table.scoring),) if table.scoring else tuple(facts_column(one) for one in table.factors),
        (Output(TIER_COLUMN, "string", ",".join(f'"{one}"' for one in TIER_NAMES)),),
        tuple(
            Row(
                str(place),
                tuple(
                    read_cell(factor, text, f"第{place}行")
                    for factor, text in zip(table.columns, row.cells, strict=True)
                ),
                (f'"{row.tier}"',),
                row.source,
            )
            for place, row in enumerate(rows, start=1)
        ),
    )


@lru_cache(maxsize=256)
def prepared(table: DiscretionTable, addressee: Addressee) -> Prepared:
    """The rows for one kind of addressee, read once. Raises Faulty where a cell or a fine cannot be read."""
    told = compiled(as_decision_table(table, addressee), [one.name for one in table.columns])
    places = tuple(place for place, row in enumerate(table.rows) if row.addressee is addressee)
    rows = tuple(table.rows[place] for place in places)
    shares = tuple(_share(row, place) for row, place in zip(rows, places, strict=True))
    return Prepared(rows, places, told, shares, table.scoring, graded(table), span_of(table, addressee))


def span_of(table: DiscretionTable, addressee: Addressee) -> Share | None:
    """The range that points are reckoned within; None of a table without points. Raises Faulty where it has no upper end."""
    if table.scoring is None:
        return None
    words, who = table.scoring.span(addressee), f"对{ADDRESSEE_NAMES[addressee]}的计算幅度"
    try:
        found = share(words)
    except Faulty as wrong:
        raise Faulty(f"{who}：{wrong.message}", wrong.text) from wrong
    if found.bounds.high is None:
        raise Faulty(f"{who}要写明上限", words)
    return found


def filled(table: DiscretionTable) -> DiscretionTable:
    """The same with the fine of every row that has none reckoned from its points. Raises Faulty."""
    if table.scoring is None:
        return table
    rows = tuple(row if row.fine else replace(row, fine=spelled(_by_points(table, row))) for row in table.rows)
    return replace(table, rows=rows)


def _by_points(table: DiscretionTable, row: DiscretionRow) -> Share:
    span = span_of(table, row.addressee)
    assert table.scoring is not None
    assert span is not None
    return replace(span, bounds=reckoned(table.scoring, span, row.cells[0]))


def not_as_reckoned(table: DiscretionTable) -> Iterator[tuple[int, str]]:
    """The rows, by their place from 0, whose fine is not what the formula gives, and what it gives. Raises Faulty."""
    if table.scoring is None:
        return
    for place, one in shares_of(table).items():
        told = _by_points(table, table.rows[place])
        if one != told:
            yield place, spelled(told)


def shares_of(table: DiscretionTable) -> dict[int, Share]:
    """The fine of every row by its place from 0, every cell read. Raises Faulty."""
    found: dict[int, Share] = {}
    for who in Addressee:
        if table.rows_for(who):
            ready = prepared(table, who)
            found |= dict(zip(ready.places, ready.shares, strict=True))
    return found


def fines(table: DiscretionTable) -> tuple[Share, ...]:
    """The fines of all rows in their order. Raises Faulty."""
    held = shares_of(table)
    return tuple(held[place] for place in sorted(held))


def _share(row: DiscretionRow, place: int) -> Share:
    try:
        return share(row.fine)
    except Faulty as wrong:
        raise Faulty(f"第{place + 1}行罚款幅度：{wrong.message}", wrong.text) from wrong


def holes(table: DiscretionTable, addressee: Addressee) -> tuple[Problem, ...]:
    """Where no row fits, or several do. Raises Faulty."""
    try:
        return overlaps_and_gaps(prepared(table, addressee).compiled)
    except NotDecidable as wrong:
        raise Faulty("有一格算不出来", wrong.message) from wrong


def taken_in(factor: Factor, text: str) -> Value:
    """A fact as it is typed: nothing is not known. Raises Faulty where it is of another kind than the column."""
    plain = text.strip()
    if plain in NOT_KNOWN:
        return None
    if factor.kind is FactorKind.YES_NO:
        if plain not in YES | NO:
            raise Faulty(f"“{factor.name}”只能写是或者否", plain)
        return plain in YES
    if factor.kind is FactorKind.CHOICE:
        if plain not in factor.choices:
            raise Faulty(f"“{factor.name}”没有这个选项，只有：{'、'.join(factor.choices)}", plain)
        return plain
    found = bounds(plain, factor.unit)
    if found.low is None or found.low != found.high:
        raise Faulty(f"“{factor.name}”应为一个数", plain)
    if factor.kind is FactorKind.COUNT and found.low % 1:
        raise Faulty(f"“{factor.name}”应为整数", plain)
    if factor.least is not None and found.low < factor.least:
        raise Faulty(f"“{factor.name}”不能小于{factor.least:f}", plain)
    return found.low


def weigh(
    table: DiscretionTable, addressee: Addressee, facts: Mapping[str, Value], *, base: Decimal | None = None, statute: Range | None = None, others: bool = True
) -> Weighed:  # fmt: skip
    """What the table says to these facts, wholly traced. `base`: yuan that multiples and percents count by; `statute`: the law's range.
    `others`: whether to say which single fact would change it, which asks the table once for every value it tells apart.

    An unknown fact is not taken for a No: what has to be found out is named, and there is no answer. 行政处罚法第五条、第三十四条.
    """
    try:
        ready = prepared(table, addressee)
    except Faulty as wrong:
        return Weighed(None, -1, (), (), wrong=str(wrong))
    known = {one.name: facts.get(one.name) for one in table.factors}
    try:
        found, points = ready.ask(known)
    except NotDecidable as wrong:
        return Weighed(None, -1, (), (), wrong=wrong.message)
    scored = points.scored if points else ()
    trace = (
        tuple(
            RowSaid(ready.places[place], row.tier, said.fits, tuple(one.text for one in said.cells))
            for place, (row, said) in enumerate(zip(ready.rows, found.trace, strict=True))
        )
        if found.trace
        else ()
    )  # points that are not whole ask no row
    if found.missing:
        return Weighed(None, -1, found.missing, trace, scored=scored)
    place = int(found.rows[0]) - 1
    part = _part(ready, place, points)
    fine = part.of(base)
    needs = (part.base or "计算罚款的基数") if fine is None else ""
    inside = None if fine is None or statute is None else _meet(fine, statute)
    otherwise = tuple(_otherwise(ready, table.factors, known, found)) if others else ()
    total = points.total if points else None
    return Weighed(ready.rows[place], ready.places[place], (), trace, fine, inside, needs, "", otherwise, scored, total)


def _part(ready: Prepared, place: int, points: Summed | None) -> Share:
    """The fine that answers: of the row, or what the formula gives for these very points."""
    if points is None or ready.scoring is None or ready.span is None:
        return ready.shares[place]
    return replace(ready.span, bounds=swayed(ready.scoring, ready.span, points.total))


def decided(table: DiscretionTable, addressee: Addressee, facts: Mapping[str, Value]) -> Decided:
    """The answer with its whole trace. Raises Faulty, NotDecidable."""
    return prepared(table, addressee).ask({one.name: facts.get(one.name) for one in table.factors})[0]


def tier_of(table: DiscretionTable, addressee: Addressee, facts: Mapping[str, Value]) -> str:
    """Only the tier, or nothing where there is no answer: for asking very often."""
    try:
        found = decided(table, addressee, facts)
    except (Faulty, NotDecidable):
        return ""
    return "" if found.missing else str(found.answer)


def _meet(fine: Bounds, statute: Range) -> Bounds | None:
    """The part of a row's range that lies within the statute's; None where none does.

    A multiple of a large base lies above the fixed range that the law has for small ones (货值金额不足一万元的).
    """
    low, high = fine.low or Decimal(0), fine.high
    left = (max(low, statute.low), fine.closed[0] if low >= statute.low else True)
    right = (statute.high, True) if high is None or high > statute.high else (high, fine.closed[1])
    return Bounds(left[0], right[0], (left[1], right[1])) if left[0] <= right[0] else None


def _otherwise(ready: Prepared, factors: Sequence[Factor], known: Mapping[str, Value], found: Decided) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    """Every single fact that would lead to another tier, computed by asking again; the first value that does for each tier."""
    for place, factor in enumerate(factors):
        seen = {found.answer}
        for value in atoms(ready.asked(place), 0 if ready.lines else place):
            if value == known[factor.name]:
                continue
            try:
                other, _ = ready.ask({**known, factor.name: value})
            except NotDecidable:
                continue
            if not other.missing and other.answer not in seen:
                seen.add(other.answer)
                yield factor.name, _told(value, factor), str(other.answer)


def _told(value: Value, factor: Factor) -> str:
    text = value if isinstance(value, str) else shown(value)
    return text + (factor.unit if factor.kind.column == "number" else "")
