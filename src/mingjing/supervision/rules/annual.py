"""The annual report: acts in, figures out, each with the cases behind it; and when it is due."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.terms import PENALTY_NAMES, PenaltyKind
from mingjing.supervision.terms import Annual, Cell, Table, Told

_N118 = "国办发〔2018〕118号第二部分（六）"


@cache
def counting() -> dict[str, Any]:
    """The counting rules in force: their number, the order of penalties, what counts as corrected."""
    told: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parents[1] / "parameters" / "annual.yaml").read_text(encoding="utf-8")
    )
    return told


@rule("SUP-01", cites=_N118, acts=("clock",))
def annual_by(year: int) -> date:
    """上一年度行政执法数据和总体情况报告于每年一月三十一日前公布；这是机关的义务，遇休息日不顺延。"""
    return date(year + 1, 1, 31)


@rule("SUP-02", cites=_N118, acts=("sign_annual",))
def adds_up(annual: Annual) -> tuple[Finding, ...]:
    """年度统计的分项之和应当等于合计。"""
    return tuple(
        adds_up.finding(f"“{table.title}”的分项之和与合计不等", next_step="请报告信息管理员核对统计口径")
        for table in annual.tables
        if table.total
        and (_sum(table, lambda one: one.count) != table.total.count or _money(table) != (table.total.amount or 0))
    )


def _sum(table: Table, value: Callable[[Cell], int]) -> int:
    return sum(value(one) for one in table.cells if not one.part)


def _money(table: Table) -> Decimal:
    return sum(((one.amount or Decimal(0)) for one in table.cells if not one.part), Decimal(0))


@rule("SUP-03", cites=_N118, acts=("sign_annual",))
def year_is_over(year: int, today: date) -> tuple[Finding, ...]:
    """年度没有结束的，年度统计不得定稿；已经过去的数据先看预览。"""
    if today > date(year, 12, 31):
        return ()
    return (year_is_over.finding(f"{year} 年还没有结束", next_step=f"请在 {year + 1} 年 1 月定稿"),)


def tables(acts: Sequence[Told]) -> tuple[Table, ...]:
    """Every table of the report, from the acts of the year in order of time.

    A decision that was quashed later stays counted in its year: what was changed shows under remedies.
    """
    return (_penalties(acts), _work(acts), _review(acts), _rights(acts), _remedies(acts))


def _penalties(acts: Sequence[Told]) -> Table:
    decided = _last_of(acts, "decide")
    cells = []
    for kind in counting()["order"]:
        mine = [one for one in decided if _heaviest(one) == kind]
        cells.append(_cell(f"kind-{kind}", PENALTY_NAMES[PenaltyKind(kind)], mine, _amounts(mine)))
    other = [one for one in decided if not _heaviest(one)]
    if other:
        cells.append(_cell("kind-other", "其他行政处罚", other, _amounts(other)))
    return Table(
        "penalties",
        "行政处罚（按最重的一种处罚计件）",
        tuple(cells),
        _cell("penalties", "合计", decided, _amounts(decided)),
    )


def _heaviest(one: Told) -> str:
    order = counting()["order"]
    held = [kind for kind in one.data.get("kinds", ()) if kind in order]
    return max(held, key=order.index) if held else ""


def _amounts(decided: Iterable[Told]) -> Decimal:
    return sum((_yuan(one.data.get(key)) for one in decided for key in ("fine", "confiscation")), Decimal(0))


def _yuan(text: object) -> Decimal:
    return Decimal(str(text)) if text not in {None, ""} else Decimal(0)


def _work(acts: Sequence[Told]) -> Table:
    crimes = [one for one in acts if one.code == "transfer" and one.data.get("kind") == "crime"]
    lines = (
        ("file_case", "立案"), ("not_file", "不予立案"), ("withdraw_filing", "撤销立案"), ("terminate", "终止调查"),
        ("transfer", "移送其他机关"), ("decide", "作出行政处罚决定（普通程序）"), ("decide_no_penalty", "不予行政处罚"),
        ("decide_not_established", "违法事实不成立"), ("close", "结案"), ("archive", "归档"),
    )  # fmt: skip
    cells = []
    for code, label in lines:
        cells.append(_cell(code, label, _last_of(acts, code)))
        if code == "transfer":
            cells.append(_cell("crime", "其中：移送涉嫌犯罪案件", crimes, part=True))
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
        _cell("court", "申请法院强制执行", [one for one in acts if one.code == "apply_court"]),
    ))  # fmt: skip


def _remedies(acts: Sequence[Told]) -> Table:
    cells = []
    for kind, word, verb in (("reconsideration", "行政复议", "被申请"), ("lawsuit", "行政诉讼", "被起诉")):
        asked = [one for one in acts if one.code == "receive_remedy" and one.data.get("kind") == kind]
        ended = [one for one in acts if one.code == "end_remedy" and one.data.get("remedy_kind") == kind]
        wrong = [one for one in ended if one.data.get("result") in counting()["corrected"]]
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
