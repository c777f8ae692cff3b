"""The figures of a report: acts in, cells out, each with the cases behind it; and whether they add up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.terms import PENALTY_NAMES, PenaltyKind
from mingjing.supervision.rules.counting import by_hand
from mingjing.supervision.terms import Annual, Cell, Counting, Table, Told

_N118 = "国办发〔2018〕118号第二部分（六）"
STAFF = "staff"


@rule("SUP-02", cites=_N118, acts=("sign_annual",))
def adds_up(annual: Annual) -> tuple[Finding, ...]:
    """年度统计的分项之和应当等于合计。"""
    return tuple(
        adds_up.finding(f"“{table.title}”的分项之和与合计不等", next_step="请报告信息管理员核对统计口径")
        for table in annual.tables
        if table.total and any(_sum(table, value) != (value(table.total) or 0) for value in _VALUES)
    )


_VALUES: tuple[Callable[[Cell], int | Decimal | None], ...] = (
    lambda one: one.count, lambda one: one.hand, lambda one: one.amount, lambda one: one.hand_amount,
)  # fmt: skip


def _sum(table: Table, value: Callable[[Cell], int | Decimal | None]) -> int | Decimal:
    return sum((value(one) or 0 for one in table.cells if not one.part), 0)


@rule("SUP-03", cites=_N118, acts=("sign_annual",))
def year_is_over(year: int, today: date) -> tuple[Finding, ...]:
    """年度没有结束的，年度统计不得定稿；已经过去的数据先看预览。"""
    if today > date(year, 12, 31):
        return ()
    return (year_is_over.finding(f"{year} 年还没有结束", next_step=f"请在 {year + 1} 年 1 月定稿"),)


def tables(acts: Sequence[Told], rules: Counting, staff: tuple[int, int] | None = None) -> tuple[Table, ...]:
    """Every table of the report, from the acts of the year in order of time.

    A decision that was quashed later stays counted in its year: what was changed shows under remedies. `staff`: how
    many people enforce, and how many of them hold a valid certificate on the last day.
    """
    court = _cell("court", "申请法院强制执行（件）", [one for one in acts if one.code == "apply_court"])
    told = {key: _by_hand(key, (court,) if key == "coercion" else ()) for key in ("licences", "coercion", "others")}
    return (
        _penalties(acts, rules), _work(acts), _review(acts), _rights(acts), told["licences"], told["coercion"],
        told["others"], _remedies(acts, rules), _staff(staff),
    )  # fmt: skip


def bare(every: Iterable[Table]) -> tuple[Table, ...]:
    """The same tables of whom nothing is counted: not known, which is not the same as none."""
    return tuple(
        replace(table, cells=tuple(map(_unknown, table.cells)), total=_unknown(table.total) if table.total else None)
        for table in every
    )


def _unknown(one: Cell) -> Cell:
    return replace(one, count=None, amount=None, cases=())


def _by_hand(key: str, more: tuple[Cell, ...]) -> Table:
    spec = by_hand()[key]
    cells = (Cell(one["key"], one["label"], None, part=one.get("part", False)) for one in spec["cells"])
    return Table(key, spec["title"], (*cells, *more), money=spec.get("money", False))


def _staff(staff: tuple[int, int] | None) -> Table:
    every, holding = staff or (None, None)
    return Table(STAFF, "执法人员（年末）", (
        Cell("staff-all", "在岗执法人员（人）", every), Cell("staff-certified", "其中：持有效执法证件（人）", holding, part=True),
    ))  # fmt: skip


def _penalties(acts: Sequence[Told], rules: Counting) -> Table:
    decided = _last_of(acts, "decide")
    names = {kind: PENALTY_NAMES[PenaltyKind(kind)] for kind in rules.order} | {"other": "其他行政处罚"}
    held: dict[str, list[Told]] = {kind: [] for kind in names}
    for one in decided:
        held[heaviest(one, rules) or "other"].append(one)
    cells = (_cell(f"kind-{kind}", names[kind], mine, _amounts(mine)) for kind, mine in held.items())
    return Table(
        "penalties", "行政处罚（按最重的一种处罚计件）", tuple(cells), _cell("penalties", "合计", decided, _amounts(decided)),
        money=True,
    )  # fmt: skip


def heaviest(one: Told, rules: Counting) -> str:
    """The heaviest kind of a decision; a kind named in the law goes before “other”, which is no kind of the order."""
    held = [kind for kind in one.data.get("kinds", ()) if kind in rules.order]
    return max(held, key=rules.order.index) if held else ""


def months(acts: Iterable[Told]) -> tuple[int, ...]:
    """Decisions month by month: the same that the table of penalties counts."""
    decided = [one.on.month for one in _last_of(acts, "decide")]
    return tuple(decided.count(month) for month in range(1, 13))


def _amounts(decided: Iterable[Told]) -> Decimal:
    return sum((_yuan(one.data.get(key)) for one in decided for key in ("fine", "confiscation")), Decimal(0))


def _yuan(text: object) -> Decimal:
    return Decimal(str(text)) if text not in {None, ""} else Decimal(0)


def _work(acts: Sequence[Told]) -> Table:
    crimes = [one for one in acts if one.code == "transfer" and one.data.get("kind") == "crime"]
    lines = (
        ("file_case", "立案"), ("not_file", "不予立案"), ("withdraw_filing", "撤销立案"), ("terminate", "终止调查"),
        ("transfer", "移送其他机关"), ("decide", "作出行政处罚决定（普通程序）"), ("simple", "作出行政处罚决定（简易程序）"), ("decide_no_penalty", "不予行政处罚"),
        ("decide_not_established", "违法事实不成立"), ("close", "结案"), ("archive", "归档"),
    )  # fmt: skip
    cells = []
    for code, label in lines:
        if code in {"simple", "decide"}:
            decided = [one for one in _last_of(acts, "decide") if one.simple is (code == "simple")]
            cells.append(_cell(code, label, decided))
        else:
            cells.append(_cell(code, label, _last_of(acts, code)))
        if code == "transfer":
            cells.append(_cell("crime", "其中：移送涉嫌犯罪案件", crimes, part=True))
            cells.append(Cell("crime-accepted", "其中：移送后被受理的", None, part=True))
    return Table("work", "案件办理", tuple(cells))


def _review(acts: Sequence[Told]) -> Table:
    opinions = [one for one in acts if one.code == "give_opinion"]
    faults = [one for one in opinions if one.data.get("result") not in {"agree", None}]
    passed = {one.case_id for one in opinions if one.data.get("result") == "agree"}
    mended = [one for one in _once(faults) if one.case_id in passed]
    return Table("review", "重大执法决定法制审核", (
        _cell("reviewed", "送法制审核的案件", _once(one for one in acts if one.code == "submit_review")),
        _cell("opinions", "出具审核意见（次）", opinions),
        _cell("returned", "其中：提出问题的（次）", faults, part=True),
        _cell("mended", "经审核后纠正的案件", mended),
    ))  # fmt: skip


def _rights(acts: Sequence[Told]) -> Table:
    return Table("rights", "当事人权利", (
        _cell("defences", "陈述申辩的案件", _once(one for one in acts if one.code == "state_defence")),
        _cell("hearings", "举行听证的案件", _once(one for one in acts if one.code == "hold_hearing")),
    ))  # fmt: skip


def _remedies(acts: Sequence[Told], rules: Counting) -> Table:
    cells = []
    for kind, word, verb in (("reconsideration", "行政复议", "被申请"), ("lawsuit", "行政诉讼", "被起诉")):
        asked = [one for one in acts if one.code == "receive_remedy" and one.data.get("kind") == kind]
        ended = [one for one in acts if one.code == "end_remedy" and one.data.get("remedy_kind") == kind]
        wrong = [one for one in ended if one.data.get("result") in rules.corrected]
        cells += [
            _cell(f"{kind}-asked", f"{verb}{word}", asked), _cell(f"{kind}-ended", f"{word}审结", ended),
            _cell(f"{kind}-wrong", "其中：决定被纠正的", wrong, part=True),
        ]  # fmt: skip
    return Table("remedies", "行政复议和行政诉讼", tuple(cells))


def _once(acts: Iterable[Told]) -> list[Told]:
    """One act a case, the first."""
    held: dict[UUID, Told] = {}
    for one in acts:
        held.setdefault(one.case_id, one)
    return list(held.values())


def _last_of(acts: Iterable[Told], code: str) -> list[Told]:
    """One act of a code a case, the last: what was returned and done again counts once."""
    return list({one.case_id: one for one in acts if one.code == code}.values())


def _cell(key: str, label: str, acts: Sequence[Told], amount: Decimal | None = None, *, part: bool = False) -> Cell:
    cases = tuple(dict.fromkeys((one.case_id, one.case_no) for one in acts))
    return Cell(key, label, len(acts), cases, amount, part)
