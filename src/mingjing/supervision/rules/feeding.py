"""Figures filled in by hand: which may be, whether they agree with themselves, and how they are laid beside the counted."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.supervision.rules.annual import STAFF
from mingjing.supervision.rules.counting import by_hand
from mingjing.supervision.terms import SHEET_NAMES, Cell, Fed, SheetState, Table

_N118 = "国办发〔2018〕118号第二部分（六）"
_TRUE = "国办发〔2018〕118号第二部分（二）"
BESIDE = frozenset({"simple", "crime-accepted"})
"""Lines of the counted tables that the platform cannot know."""


def feedable(tables: Iterable[Table], *, outside: bool) -> tuple[tuple[Table, tuple[Cell, ...]], ...]:
    """Table by table the lines that may be filled in; of an organ outside the platform all of them."""
    found = ((table, tuple(one for one in table.lines if outside or _open(table, one))) for table in tables)
    return tuple((table, lines) for table, lines in found if lines)


def _open(table: Table, one: Cell) -> bool:
    if table.key == "penalties":
        return table.total is None or one.key != table.total.key
    return one.key in BESIDE or (table.key in by_hand() and one.key != "court")


def feed(tables: Iterable[Table], values: Mapping[str, Fed]) -> tuple[Table, ...]:
    """The tables with what was filled in laid beside what was counted; a total is the sum of its lines."""
    return tuple(_fed(table, values) for table in tables)


def _fed(table: Table, values: Mapping[str, Fed]) -> Table:
    cells = tuple(_with(one, values.get(one.key)) for one in table.cells)
    total = table.total
    if total:
        counts = [one.hand for one in cells if one.hand is not None and not one.part]
        amounts = [one.hand_amount for one in cells if one.hand_amount is not None and not one.part]
        total = replace(
            total,
            hand=sum(counts) if counts else None,
            hand_amount=sum(amounts, Decimal(0)) if amounts else None,
        )
    return replace(table, cells=cells, total=total)


def _with(one: Cell, fed: Fed | None) -> Cell:
    return replace(one, hand=fed.count, hand_amount=fed.amount) if fed else one


@rule("SUP-10", cites=_TRUE, acts=("enter_sheet",))
def names_its_source(source: str) -> tuple[Finding, ...]:
    """手工填报的数据要写明来源文件，可以查对。"""
    if len(source.strip()) >= 4:
        return ()
    return (names_its_source.finding("没有写明来源", next_step="写明来源文件的名称、文号或者日期", field="source"),)


@rule("SUP-11", cites=_N118, acts=("enter_sheet",))
def agrees_with_itself(tables: Iterable[Table], values: Mapping[str, Fed]) -> tuple[Finding, ...]:
    """手工填报的分项之和应当等于合计，“其中”不得大于它所属的项目；有金额的要有件数。"""
    found: list[Finding] = []
    for table in tables:
        found += _total_fits(table, values)
        found += _parts_fit(table, values)
        found += [
            agrees_with_itself.finding(
                f"“{one.label}”有金额，没有件数", next_step="请补充件数，没有的填 0", field=one.key
            )
            for one in table.lines
            if (fed := values.get(one.key)) and fed.amount and not fed.count
        ]
    return tuple(found)


def _total_fits(table: Table, values: Mapping[str, Fed]) -> list[Finding]:
    told = values.get(table.total.key) if table.total else None
    if told is None or table.total is None:
        return []
    parts = [values[one.key] for one in table.cells if one.key in values and not one.part]
    count = sum(one.count or 0 for one in parts)
    amount = sum((one.amount or Decimal(0) for one in parts), Decimal(0))
    if count == (told.count or 0) and amount == (told.amount or Decimal(0)):
        return []
    return [
        agrees_with_itself.finding(
            f"“{table.title}”分项合计 {count} 件、{amount} 元，填的合计是 {told.count or 0} 件、{told.amount or 0} 元",
            next_step="请核对来源文件，补全分项或者改正合计",
            field=table.total.key,
        )
    ]


def _parts_fit(table: Table, values: Mapping[str, Fed]) -> list[Finding]:
    found, whole = [], None
    for one in table.cells:
        if not one.part:
            whole = one
            continue
        part, over = values.get(one.key), values.get(whole.key) if whole else None
        if part and over and (part.count or 0) > (over.count or 0) and whole:
            found.append(
                agrees_with_itself.finding(
                    f"“{one.label}”{part.count} 大于“{whole.label}”{over.count or 0}",
                    next_step="请核对来源文件",
                    field=one.key,
                )
            )
    return found


@rule("SUP-12", cites=_TRUE, acts=("check_sheet", "return_sheet"))
def another_person(entered_by: object, by: object) -> tuple[Finding, ...]:
    """手工填报的数据要经另一人与来源文件核对；填报人不得核对自己填报的数据。"""
    if entered_by != by:
        return ()
    return (another_person.finding("填报和核对是同一个人", next_step="请另一名有职责的人核对"),)


@rule("SUP-13", cites=_TRUE, acts=("check_sheet", "return_sheet"))
def waits_for_check(state: str) -> tuple[Finding, ...]:
    """手工填报的数据只核对一次；核对过的要改，重新填报一份。"""
    if state == SheetState.ENTERED:
        return ()
    return (
        waits_for_check.finding(
            f"这份填报现在是“{SHEET_NAMES[SheetState(state)]}”", next_step="刷新页面，看别人是否已经办过"
        ),
    )


@rule("SUP-14", cites=_TRUE, acts=("enter_sheet", "return_sheet", "sign_quarter", "sign_rollup"))
def says_why(reason: str) -> tuple[Finding, ...]:
    """修改已经核对的填报、退回填报、更正已经定稿的统计报告，要写明理由。"""
    if len(reason.strip()) >= 4:
        return ()
    return (says_why.finding("没有写明理由", next_step="写明依据什么、为什么（不少于 4 个字）", field="reason"),)


@rule("SUP-15", cites=_N118, acts=("sign_annual", "sign_quarter", "sign_rollup"))
def nothing_unchecked(waiting: Iterable[str]) -> tuple[Finding, ...]:
    """有手工填报没有核对的，统计报告不得定稿。"""
    return tuple(
        nothing_unchecked.finding(f"{name}的手工填报还没有核对", next_step="请另一人核对，或者退回后重新填报")
        for name in waiting
    )


def staffless(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The tables without the people: a quarter does not count them."""
    return tuple(one for one in tables if one.key != STAFF)
