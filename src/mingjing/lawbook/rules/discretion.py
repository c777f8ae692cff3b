"""What an executable benchmark must satisfy before it may be released: no hole, no overlap, inside the law, proved by examples."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.kernel.tables import Faulty, Span, Value
from mingjing.kernel.tables.unary import Tests
from mingjing.kernel.tables.words import Bounds, bounds, marks
from mingjing.lawbook.rules.points import points_are_whole
from mingjing.lawbook.rules.scoring import graded
from mingjing.lawbook.rules.weighing import Prepared, holes, prepared, taken_in, weigh
from mingjing.lawbook.terms import (
    ADDRESSEE_NAMES,
    MEASURE_NAMES,
    Addressee,
    BenchmarkFacts,
    DiscretionTable,
    Example,
    MatterSpec,
    Measure,
    Share,
)

CITES = ("行政处罚法第五条第二款", "行政处罚法第三十四条", "国办发〔2022〕27号")
_TIMES = re.compile(r"([一二三四五六七八九十百两\d]+|等值)倍?以上([一二三四五六七八九十百两\d]+)倍以下")
_UP_TO = re.compile(r"([一二三四五六七八九十百两\d]+)倍以下")


def _who(addressee: Addressee) -> str:
    return f"对{ADDRESSEE_NAMES[addressee]}的"


def addressees(table: DiscretionTable) -> tuple[Addressee, ...]:
    """For whom the table has rows."""
    return tuple(who for who in Addressee if table.rows_for(who))


@rule("LAW-10", cites=CITES)
def one_row_for_every_case(table: DiscretionTable) -> Iterator[Finding]:
    """裁量基准对每一种案情都应当有一行，并且只有一行：不得留空，不得重叠。"""
    for who in addressees(table):
        for one in holes(table, who):
            yield one_row_for_every_case.finding(
                f"{_who(who)}行：{one.text}", next_step="请补上一行，或者改相邻两行的范围使它们首尾相接", field="rows"
            )


@rule("LAW-11", cites=CITES)
def heavier_row_is_not_lighter(table: DiscretionTable) -> Iterator[Finding]:
    """同一计算方法的罚款，情节较重的阶次不得轻于情节较轻的阶次；同一阶次写同一幅度。"""
    for who in addressees(table):
        ready = prepared(table, who)
        alike: dict[tuple[Measure, str], list[int]] = {}
        for at in sorted(range(len(ready.rows)), key=lambda at, rows=ready.rows: rows[at].rank):  # type: ignore[misc]
            alike.setdefault((ready.shares[at].measure, ready.shares[at].base), []).append(at)
        for listed in alike.values():  # a row counted in another way between two must not hide them from each other
            for lower, upper in pairwise(listed):
                yield from _in_order(ready, lower, upper)


def _in_order(ready: Prepared, lower: int, upper: int) -> Iterator[Finding]:
    below, above = ready.shares[lower], ready.shares[upper]
    named = f"“{ready.rows[lower].tier}”{ready.rows[lower].fine}", f"“{ready.rows[upper].tier}”{ready.rows[upper].fine}"
    if ready.rows[lower].rank == ready.rows[upper].rank:
        if below.bounds != above.bounds:
            yield heavier_row_is_not_lighter.finding(f"同一阶次的两行幅度不同：{named[0]}、{named[1]}", next_step="请改成相同的幅度，或者改阶次", field="rows")  # fmt: skip
    elif _low(above) < _low(below) or _high(above) < _high(below):
        yield heavier_row_is_not_lighter.finding(f"{named[1]}轻于{named[0]}", next_step="请对调幅度，或者改正阶次名称", field="rows")  # fmt: skip


def _low(one: Share) -> Decimal:
    return one.bounds.low or Decimal(0)


def _high(one: Share) -> Decimal:
    return Decimal("Infinity") if one.bounds.high is None else one.bounds.high


@rule("LAW-12", cites=("行政处罚法第三十四条", "国办发〔2022〕27号"))
def counted_fines_within_statute(matter: MatterSpec, table: DiscretionTable) -> Iterator[Finding]:
    """按倍数、比例计算的罚款幅度，应当在法定的倍数、比例之内；按元计算的，应当写明上限。"""
    statute = statute_times(matter.multiple)
    for who in addressees(table):
        ready = prepared(table, who)
        for place, one in zip(ready.places, ready.shares, strict=True):
            told = f"第{place + 1}行罚款{table.rows[place].fine}"
            if one.measure is Measure.YUAN:
                if one.bounds.high is None:
                    yield counted_fines_within_statute.finding(f"{told}，没有上限，不能核对是否在法定幅度之内", next_step="请写明上限，例：8万元以上10万元以下", field="rows")  # fmt: skip
                continue
            if statute is None:
                yield counted_fines_within_statute.finding(f"{told}，事项里没有能够核对的法定倍数", next_step="请人工核对法条；倍数写在事项的“倍数罚款”里", field="rows").as_warning()  # fmt: skip
            elif not _times(one).within(statute):
                yield counted_fines_within_statute.finding(f"{told}，超出法定的“{matter.multiple}”", next_step="请修改这一行的幅度", field="rows")  # fmt: skip


def statute_times(words: str) -> Bounds | None:
    """The multiple that the law's words allow; None where they hold none or several."""
    if "百分之" in words:
        return None
    found = _TIMES.findall(words)
    if not found and len(only := _UP_TO.findall(words)) == 1:
        return bounds(f"0倍以上{only[0]}倍以下", "倍")
    if len(found) != 1:
        return None
    low, high = ("一" if one == "等值" else one for one in found[0])
    return bounds(f"{low}倍以上{high}倍以下", "倍")


def _times(one: Share) -> Bounds:
    if one.measure is Measure.TIMES:
        return one.bounds
    low, high = (None if end is None else end / 100 for end in (one.bounds.low, one.bounds.high))
    return Bounds(low, high, one.bounds.closed)


@rule("LAW-13", cites=("民法典第一千二百五十九条", "国办发〔2022〕27号"))
def words_and_cells_agree(table: DiscretionTable) -> Iterator[Finding]:
    """“以上”“以下”“以内”包括本数，“不满”“超过”不包括本数；适用情形的原文与逐格的范围应当一致。"""
    for who in addressees(table):
        ready = prepared(table, who)
        for place, row, cells in zip(ready.places, ready.rows, ready.compiled.cells, strict=True):
            for factor, text, read in zip(table.columns, row.cells, cells, strict=True):
                yield from _against(f"第{place + 1}行“{factor.name}”", text, read, row.source)
    for line in graded(table):
        for score, cells in zip(line.scores, line.compiled.cells, strict=True):
            yield from _against(f"赋分“{line.factor.name}”", score.cell, cells[0], score.source)


def _against(where: str, text: str, read: Tests, source: str) -> Iterator[Finding]:
    """What a cell says of its ends against what the source's words say of the same numbers."""
    found = marks(source)
    told = {(number, held) for number, held, _ in found}
    named = {number: words for number, _, words in found}
    for number, held in _ends(read):
        if number in named and (number, held) not in told:
            yield words_and_cells_agree.finding(
                f"{where}写“{text}”，原文是“{named[number]}”，{number:f}{'包括' if held else '不包括'}在内与原文相反",
                next_step="请按原文改这一格",
                field="rows",
            )


def _ends(read: Tests) -> Iterator[tuple[Decimal, bool]]:
    """The ends of what a cell asks, however it is written, and whether they belong to it."""
    for part in () if read.negated else read.parts:
        if not part.fixed:
            continue
        held = part.value
        if isinstance(held, Span):
            yield from zip((held.low, held.high), held.closed, strict=True)
        elif part.sign in {"<", "<=", ">", ">="} and isinstance(held, Decimal):
            yield held, part.sign.endswith("=")


@rule("LAW-14", cites="国办发〔2022〕27号")
def every_row_has_its_example(table: DiscretionTable) -> Iterator[Finding]:
    """每一行至少有一个样例，样例按表查出的阶次应当与写明的一致；样例随基准一起公布。"""
    used: set[int] = set()
    for place, one in enumerate(table.examples, start=1):
        try:
            found = weigh(table, one.addressee, facts_of(table, one), others=False)
        except Faulty as wrong:
            yield _example(f"样例{place}：{wrong}")
            continue
        used.add(found.place)
        if found.tier != one.tier:
            why = found.wrong or (f"还要查明{'、'.join(found.missing)}" if found.missing else f"查出的是“{found.tier}”")
            yield _example(f"样例{place}写明“{one.tier}”，{why}")
    for place in range(len(table.rows)):
        if place not in used:
            yield _example(f"第{place + 1}行（“{table.rows[place].tier}”）没有样例")


def _example(message: str) -> Finding:
    return every_row_has_its_example.finding(message, next_step="请补上或者改正样例", field="examples")


def facts_of(table: DiscretionTable, one: Example) -> dict[str, Value]:
    """The facts of an example by factor. Raises Faulty."""
    return {factor.name: taken_in(factor, text) for factor, text in zip(table.factors, one.facts, strict=True)}


@rule("LAW-15", cites="国办发〔2022〕27号")
def within_the_superiors(table: DiscretionTable, upper: BenchmarkFacts | None) -> Iterator[Finding]:
    """下级机关细化上级的裁量基准，只能在上级规定的阶次和幅度之内。"""
    if upper is None:
        return
    theirs = _upper_shares(upper)
    for who in addressees(table):
        ready = prepared(table, who)
        for row, one in zip(ready.rows, ready.shares, strict=True):
            allowed = theirs.get((who, row.tier), ())
            same = [each for each in allowed if (each.measure, each.base) == (one.measure, one.base)]
            if not any(one.bounds.within(each.bounds) for each in same):
                said = "、".join(_spoken(each) for each in allowed) or "没有这个阶次"
                yield within_the_superiors.finding(
                    f"{_who(who)}“{row.tier}”{row.fine}，上级{upper.issuer}{upper.document_number}的“{row.tier}”：{said}",
                    next_step="请把幅度改到上级规定之内",
                    field="rows",
                )


def _upper_shares(upper: BenchmarkFacts) -> dict[tuple[Addressee, str], tuple[Share, ...]]:
    found: dict[tuple[Addressee, str], tuple[Share, ...]] = {}
    if upper.table is None:
        for tier in upper.tiers:
            if tier.fine is not None:
                one = Share(Measure.YUAN, Bounds(tier.fine.low, tier.fine.high))
                found[tier.addressee, tier.name] = (*found.get((tier.addressee, tier.name), ()), one)
        return found
    for who in addressees(upper.table):
        ready = prepared(upper.table, who)
        for row, one in zip(ready.rows, ready.shares, strict=True):
            found[who, row.tier] = (*found.get((who, row.tier), ()), one)
    return found


def _spoken(one: Share) -> str:
    low, high, unit = one.bounds.low, one.bounds.high, MEASURE_NAMES[one.measure]
    return f"{one.base}{'' if low is None else f'{low:f}{unit}以上'}{'' if high is None else f'{high:f}{unit}以下'}"


@rule("LAW-16", cites="国办发〔2022〕27号")
def superiors_do_not_form_a_ring(own: str, chain: Sequence[str]) -> Iterator[Finding]:
    """裁量基准不得互相以对方为上级：继承关系不得成环。"""
    if own in chain or len(set(chain)) != len(chain):
        yield superiors_do_not_form_a_ring.finding(
            "所选的上级基准又以这一份为上级，成了环", next_step="请改选上级机关的基准", field="upper"
        )


def row_checks(table: DiscretionTable) -> tuple[Finding, ...]:
    """What is wrong with the rows by themselves: holes, overlaps, order, words. Raises Faulty where a cell cannot be read."""
    return (
        *points_are_whole(table),
        *one_row_for_every_case(table),
        *heavier_row_is_not_lighter(table),
        *words_and_cells_agree(table),
    )


def table_problems(
    matter: MatterSpec, table: DiscretionTable, upper: BenchmarkFacts | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with a table that can be read. Raises Faulty where a cell cannot."""
    return (
        *row_checks(table),
        *counted_fines_within_statute(matter, table),
        *every_row_has_its_example(table),
        *within_the_superiors(table, upper),
    )
