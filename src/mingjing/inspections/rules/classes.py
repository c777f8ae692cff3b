"""Classes of risk and credit: what a row says, that a second person checks it, that none vanishes without a reason."""

from collections.abc import Sequence

from mingjing.inspections.rules.pools import SHOWN
from mingjing.inspections.terms import CREDITS, MOST_ROWS, RISKS
from mingjing.inspections.terms.classes import LOT_NAMES, ClassRow, LotState
from mingjing.kernel.findings import Finding
from mingjing.kernel.identifiers import uscc_problem
from mingjing.kernel.rulebook import rule
from mingjing.kernel.text import clean

_G18 = "国发〔2019〕18号（九）"
_I54 = "国办发〔2024〕54号"
SHORTEST = 4


@rule("INS-40", cites=(_G18, _I54), acts=("enter_classes",))
def class_rows_are_good(rows: Sequence[ClassRow], source: str) -> tuple[Finding, ...]:
    """分级分类逐家写明名称、统一社会信用代码、风险等级或者信用等级、起止日期和评定的来源，同一家一次只写一行。"""
    say, seen = class_rows_are_good.finding, dict[str, int]()
    found: list[Finding] = []
    if len(source.strip()) < SHORTEST:
        step = "写评定的文件、名录或者系统，例如“示应急〔2026〕8号分级名录”"
        found.append(say("没有写明评定的来源", next_step=step, field="source"))
    if not rows or len(rows) > MOST_ROWS:
        fact = f"有 {len(rows)} 行，一次最多 {MOST_ROWS} 行" if rows else "没有一家企业"
        return (*found, say(fact, next_step="至少一家；太多的分成几份", field="file"))
    for one in rows:
        problems = _problems(one)
        if one.code in seen and not problems:
            problems = [f"{one.code} 与第 {seen[one.code]} 行重复"]
        seen.setdefault(one.code, one.row)
        if problems and len(found) < SHOWN:
            where = f"第 {one.row} 行：" if one.row else ""
            step = "请改正后再登记，这次一行也没有登记"
            found.append(say(where + "；".join(problems), next_step=step, field="file" if one.row else "code"))
    return tuple(found)


def _problems(one: ClassRow) -> list[str]:
    name = "名称里有看不见的字符" if clean(one.name)[1] else ""
    if not name and not 2 <= len(one.name.strip()) <= 120:
        name = "名称不足 2 个字或者超过 120 个字"
    risk = f"没有风险等级“{one.risk[:20]}”" if one.risk and one.risk not in RISKS else ""
    credit = f"没有信用等级“{one.credit[:20]}”" if one.credit and one.credit not in CREDITS else ""
    days = "没有写起始日期" if one.since is None else ""
    if one.since and one.until and one.until < one.since:
        days = "截止日期早于起始日期"
    return [text for text in (name, uscc_problem(one.code).rstrip("。"), risk, credit, days) if text]


@rule("INS-41", cites=_I54, acts=("check_classes",))
def another_checks(made_by: object, by: object) -> tuple[Finding, ...]:
    """登记的等级由另一个人复核，复核以后才施行。"""
    if made_by != by:
        return ()
    return (another_checks.finding("这一批是您自己登记的", next_step="请本机关另一位承办人、公示员或者负责人复核"),)


@rule("INS-42", cites=_I54, acts=("enter_classes", "check_classes"))
def emptied_for_a_reason(emptied: Sequence[str], reason: str) -> tuple[Finding, ...]:
    """已经评定的等级不得改为空白；确需撤销的，写明理由。"""
    if not emptied or len(reason.strip()) >= SHORTEST:
        return ()
    fact = f"{'、'.join(emptied[:5])} 等 {len(emptied)} 家已经评定的等级要改为空白"
    step = f"补上等级，或者写明撤销的理由（不少于 {SHORTEST} 个字）；已经登记的一批请退回，重新登记"
    return (emptied_for_a_reason.finding(fact, next_step=step, field="reason"),)


@rule("INS-43", cites=_I54, acts=("check_classes",))
def checked_once(state: str, agrees: bool, answer: str) -> tuple[Finding, ...]:
    """每一批等级只复核一次；退回的写明理由。"""
    if state != LotState.WAITING:
        fact = f"这一批现在是“{LOT_NAMES[LotState(state)]}”"
        return (checked_once.finding(fact, next_step="要改的，重新登记一批"),)
    if agrees or len(answer.strip()) >= SHORTEST:
        return ()
    return (checked_once.finding("没有写明为什么退回", next_step=f"请填写（不少于 {SHORTEST} 个字）", field="answer"),)
