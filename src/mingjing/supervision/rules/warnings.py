"""预警: when a figure of an organ is too high, by dated thresholds, and what is said about it."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.supervision.terms.warnings import Reading, Threshold, WarningState, Watched

_FILE = Path(__file__).parents[1] / "parameters" / "warnings.yaml"
_N118 = "国办发〔2018〕118号第五部分（十七）"
SHORTEST = 4


@cache
def told() -> dict[str, Any]:
    """The file of the thresholds, as people read it."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def days() -> int:
    """How many days a figure over a period looks back."""
    return int(told()["days"]["value"])


def in_force(on: date) -> dict[str, Any]:
    """The thresholds in force on a day, as people read them. Raises LookupError before the first."""
    known: list[dict[str, Any]] = [one for one in told()["thresholds"] if one["since"] <= on]
    if not known:
        raise LookupError(f"{on} 没有预警阈值")
    return max(known, key=lambda one: one["since"])


def threshold(kind: Watched, on: date) -> Threshold:
    """One threshold in force on a day. Raises LookupError before the first."""
    return Threshold(**in_force(on)[kind])


@rule("SUP-100", cites=_N118, acts=("watch_organs",))
def warns(kind: Watched, now: Reading, limit: Threshold) -> tuple[Finding, ...]:
    """机关的逾期、未审核先决定、投诉、音像缺漏达到阈值的，预警；件数、比例、增长都达到才算。"""
    if now.count < limit.least or now.count * 100 < limit.share * now.whole or now.count < limit.times * now.before:
        return ()
    return (warns.finding(words(kind, now), next_step="监督员和机关负责人看预警，写明处理").as_warning(),)


def words(kind: Watched, now: Reading) -> str:
    """The fact behind a warning, in Chinese."""
    if kind is Watched.OVERDUE:
        share = now.count * 100 // now.whole if now.whole else 0
        return f"在办 {now.whole} 件，逾期 {now.count} 件，占 {share}%"
    if kind is Watched.REFUSED:
        return f"{days()} 天内有 {now.count} 次没有法制审核就要作决定，被规则拒绝"
    if kind is Watched.COMPLAINTS:
        return f"{days()} 天内投诉举报 {now.count} 件，此前 {days()} 天 {now.before} 件"
    return f"有 {now.count} 步应当音像记录，逾期没有记录，也没有说明"


@rule("SUP-101", cites=_N118, acts=("see_warning",))
def warning_is_answered(state: str, reason: str) -> tuple[Finding, ...]:
    """对预警写明原因和怎样处理；已经处理、已经回落的不再写。"""
    if state != WarningState.OPEN:
        return (warning_is_answered.finding("这条预警已经处理，或者已经回落", next_step="刷新页面"),)
    if len(reason.strip()) >= SHORTEST:
        return ()
    return (
        warning_is_answered.finding(
            "没有写明原因和处理", next_step=f"请填写（不少于 {SHORTEST} 个字）", field="reason"
        ),
    )


def limit_words(kind: Watched, limit: Threshold) -> str:
    """A threshold in Chinese."""
    parts = [f"达到 {limit.least} {told()['units'][kind]}"]
    if limit.share:
        parts.append(f"占在办的 {limit.share}% 以上")
    if limit.times:
        parts.append(f"是此前 {days()} 天的 {limit.times} 倍以上")
    return "，并且".join(parts)
