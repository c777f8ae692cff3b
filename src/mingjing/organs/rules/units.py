"""Units of an organ: which are counted by themselves, how many reviewers each needs, from when somebody is in one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.organs.rules.roles import required_reviewers
from mingjing.organs.terms.units import StayFacts

_LOCAL = "天津市宝坻区实施方案（执法机构也按百分之五，地方做法）"


@rule("REV-60", cites=_LOCAL)
def counted_by_itself(unit: str, officers: int, least: int) -> bool:
    """机关内的机构，持有效执法证的人员达到本地规定人数的，按执法机构另行计算法制审核人员；本地不另算的除外。"""
    return bool(unit) and least > 0 and officers >= least


@rule("REV-61", cites=("国办发〔2018〕118号（十一）", _LOCAL))
def required_in_unit(officers: int, share: Decimal) -> int:
    """执法机构的法制审核人员不少于本机构执法人员总数的百分之五，不足一人的按一人计；各算各的，不相互抵。"""
    needed: int = required_reviewers(officers, share)
    return needed


@rule("REV-63", cites=_LOCAL, acts=("register_person", "amend_person"))
def stay_begins(since: date, today: date, before: date | None) -> tuple[Finding, ...]:
    """所在机构从何日起写明，不晚于登记当日，不早于上一次变更的日期。"""
    if since > today:
        return (stay_begins.finding("自何日起在今天之后", next_step="请到那一天再变更", field="unit_since"),)
    if before is not None and since < before:
        told = f"自何日起早于上一次变更的 {before}"
        return (stay_begins.finding(told, next_step="请核对日期", field="unit_since"),)
    return ()


def unit_on(stays: Sequence[StayFacts], day: date) -> str:
    """The unit somebody was in on a day; empty for none."""
    return next((one.unit for one in reversed(stays) if one.since <= day), "")
