"""The sum of a region: what its children reported, added up cell by cell and held against what the cases say now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.supervision.terms import Annual, Cell, Child, Counting, ReceiptFacts, Table

_SX = "陕政办发〔2019〕13号（陕西省做法）"
_N118 = "国办发〔2018〕118号第二部分（六）"
MOST_NAMED = 3


def add_up(skeleton: Sequence[Table], children: Iterable[Annual]) -> tuple[Table, ...]:
    """Every cell of the skeleton as the sum of the children's; not known where no child knows it."""
    every = tuple(children)
    return tuple(
        replace(
            table,
            cells=tuple(_sum(one, every) for one in table.cells),
            total=_sum(table.total, every) if table.total else None,
        )
        for table in skeleton
    )


def _sum(one: Cell, children: Iterable[Annual]) -> Cell:
    cells = [found for child in children if (found := child.cell(one.key))]

    def known(value: Callable[[Cell], int | None]) -> int | None:
        held = [number for each in cells if (number := value(each)) is not None]
        return sum(held) if held else None

    def money(value: Callable[[Cell], Decimal | None]) -> Decimal | None:
        held = [amount for each in cells if (amount := value(each)) is not None]
        return sum(held, Decimal(0)) if held else None

    return replace(
        one, cases=(), count=known(lambda each: each.count), hand=known(lambda each: each.hand),
        amount=money(lambda each: each.amount), hand_amount=money(lambda each: each.hand_amount),
    )  # fmt: skip


def left_out(summed: Iterable[Table], children: Iterable[Child]) -> tuple[str, ...]:
    """Whose figures are not in a sum because they do not know them, while others do: not known is not none."""
    known = [one for table in summed for one in table.lines if one.number is not None]
    told = []
    for child in children:
        absent = [one.label for one in known if child.figures and child.figures.number(one.key) is None]
        if absent:
            more = f"等 {len(absent)} 项" if len(absent) > MOST_NAMED else ""
            told.append(f"{child.name}：“{'”“'.join(absent[:MOST_NAMED])}”{more}不掌握，没有计入合计")
    return tuple(told)


@rule("SUP-20", cites=(_SX, _N118), acts=("sign_rollup",))
def children_agree(pairs: Iterable[tuple[str, Annual, Annual]]) -> tuple[Finding, ...]:
    """汇总的每个数字应当等于各下级报告之和；定稿以后案件有变化的，下级先更正报告，再汇总。"""
    found = []
    for name, reported, counted in pairs:
        for table in counted.tables:
            for one in table.lines:
                told = reported.cell(one.key)
                before = (told.number, told.money) if told else (None, None)
                if before != (one.number, one.money):
                    found.append(_differs(name, table, one, before))
    return tuple(found)


def _differs(name: str, table: Table, one: Cell, before: tuple[int | None, Decimal | None]) -> Finding:
    def told(number: int | None, money: Decimal | None) -> str:
        return ("—" if number is None else str(number)) + (f"（{money} 元）" if money is not None else "")

    return children_agree.finding(
        f"{name}“{table.title}”的“{one.label}”：报告是 {told(*before)}，现在计算是 {told(one.number, one.money)}",
        next_step=f"请{name}写明理由，更正报告后重新定稿",
    )


@rule("SUP-21", cites=_N118, acts=("sign_rollup",))
def children_whole(children: Iterable[Child]) -> tuple[Finding, ...]:
    """下级报告定稿以后不得改动；内容与定稿时的摘要不一致的，不得汇总。"""
    return tuple(
        children_whole.finding(f"{one.name}的报告与定稿时的摘要不一致", next_step="请信息管理员核查数据库和台账")
        for one in children
        if one.figures and not one.whole
    )


@rule("SUP-22", cites=_N118, acts=("sign_rollup",))
def same_counting(children: Iterable[Child], rules: Counting) -> tuple[Finding, ...]:
    """下级报告的统计口径、处罚轻重次序应当与汇总相同，否则数字不能相加。"""
    return tuple(
        same_counting.finding(
            f"{one.name}用的是口径 {one.figures.counting}、{one.figures.severity}，汇总用的是 {rules.number}、{rules.severity}",
            next_step=f"请{one.name}按同一口径重新定稿",
        )
        for one in children
        if one.figures and (one.figures.counting, one.figures.severity) != (rules.number, rules.severity)
    )


@rule("SUP-19", cites=_SX, acts=("sign_rollup",))
def somebody_reported(children: Iterable[Child]) -> tuple[Finding, ...]:
    """没有一个下级报送的，不得汇总。"""
    if any(one.figures for one in children):
        return ()
    return (somebody_reported.finding("还没有下级报送", next_step="请各机关先定稿年报，平台外的机关先填报、核对"),)


@rule("SUP-23", cites=_N118, acts=("record_receipt",))
def receipt_fits(number: str, received_on: date, signed_on: date, today: date) -> tuple[Finding, ...]:
    """统计报告报送本级政府要登记回执：写明回执编号和日期，不早于定稿，不在将来。"""
    found = []
    if not number.strip():
        found.append(receipt_fits.finding("没有写回执编号", next_step="照回执填写编号或者收文号", field="number"))
    if not signed_on <= received_on <= today:
        found.append(
            receipt_fits.finding(
                f"回执日期 {received_on.isoformat()} 不在定稿（{signed_on.isoformat()}）和今天之间",
                next_step="请照回执核对日期",
                field="received_on",
            )
        )
    return tuple(found)


@rule("SUP-24", cites=_N118, acts=("record_receipt",))
def received_once(receipt: ReceiptFacts | None) -> tuple[Finding, ...]:
    """一份统计报告只登记一次回执。"""
    if receipt is None:
        return ()
    return (
        received_once.finding(f"已经登记过回执 {receipt.number}", next_step="报告有更正的，重新定稿后再登记新的回执"),
    )
