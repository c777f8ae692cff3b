"""The annual inspection plan: what it says, what it may not say, how special inspections are kept few, what a visit names."""

import re
from collections.abc import Collection, Sequence
from uuid import UUID

from mingjing.inspections.terms.yearly import (
    MODE_NAMES,
    MOST_LINES,
    MOST_SUBJECTS,
    LineDraft,
    LineFacts,
    Mode,
    VersionState,
)
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_I54 = "国办发〔2024〕54号"
_N118 = "国办发〔2018〕118号第二部分（四）"
SHORTEST = 4
# What a quota looks like: of fines, of cases, of inspections a head. A sentence that forbids one is no quota.
_QUOTAS = (
    r"(?:罚款|罚没|罚没款|罚没收入|罚金|处罚)[^，。；、\s]{0,6}?(?:任务|指标|目标|定额|收入|创收|排名)",
    r"(?:立案|办案|结案|查处|案件)[^，。；、\s]{0,4}?(?:任务|指标|定额|排名|不少于|不低于)",
    r"(?:每人|人均|每名(?:执法)?人员|每个(?:执法)?人员|每位(?:执法)?人员)[^，。；]{0,14}?\d+\s*(?:次|件|家|户|起|万?元)",
    r"(?:检查|执法)(?:任务)?(?:指标|定额)",
)
_QUOTA = re.compile("|".join(_QUOTAS))
_FORBIDDEN = re.compile(r"(?:不得|严禁|禁止|不以|不下达|不设|没有)[^，。；]{0,12}$")


@rule("INS-60", cites=(_I54, _N118), acts=("make_year_plan",))
def year_plan_says(title: str, year: int, this_year: int, standing: str) -> tuple[Finding, ...]:
    """年度行政检查计划写明名称和年度，每个机关每年一份；要改的按调整办理。"""
    say, found = year_plan_says.finding, []
    if len(title.strip()) < SHORTEST:
        found.append(say("没有写计划名称", next_step="例如“2026 年度行政检查计划”", field="title"))
    if not this_year <= year <= this_year + 1:
        found.append(say("年度不对", next_step=f"写 {this_year} 或者 {this_year + 1}", field="year"))
    elif standing:
        found.append(say(f"{year} 年度已经有 {standing}", next_step="从列表进入，按“调整”修改", field="year"))
    return tuple(found)


@rule("INS-61", cites=(_I54, _N118), acts=("keep_year_line",))
def line_says(draft: LineDraft, published: Collection[UUID], so_many: int) -> tuple[Finding, ...]:
    """计划的每一项写明公开的检查事项、检查对象或者类别、数量、月份和方式；联合检查写明参加的机关。"""
    say, found = line_says.finding, []
    if so_many >= MOST_LINES:
        found.append(say(f"一份计划最多 {MOST_LINES} 项", next_step="把相近的合并成一项"))
    if draft.entry_id is None or draft.entry_id not in published:
        step = "从本机关公开的检查事项里选；没有公开的不能检查"
        found.append(say("没有选公开的检查事项", next_step=step, field="item"))
    if len(draft.subjects.strip()) < 2:
        found.append(say("没有写检查对象", next_step="写企业或者类别，例如“加油站”", field="subjects"))
    if not 1 <= draft.wanted <= MOST_SUBJECTS:
        found.append(say("数量不对", next_step=f"写 1 至 {MOST_SUBJECTS} 的整数", field="wanted"))
    if not 1 <= draft.month_from <= draft.month_to <= 12:
        found.append(say("月份不对", next_step="起止月份写 1 至 12，先早后晚", field="month_from"))
    if draft.mode not in set(Mode):
        step = f"从{'、'.join(MODE_NAMES.values())}里选"
        found.append(say("没有选检查方式", next_step=step, field="mode"))
    if draft.mode == Mode.JOINT and len(draft.partners.strip()) < 2:
        found.append(say("联合检查没有写参加的机关", next_step="写全称，几个机关用“、”隔开", field="partners"))
    return tuple(found)


@rule("INS-62", cites=_I54, acts=("keep_year_line",))
def special_is_controlled(draft: LineDraft, year: int) -> tuple[Finding, ...]:
    """专项检查从严控制：写明由谁批准、批准的文号和截止日期，截止日期在当年以内。"""
    if draft.mode != Mode.SPECIAL:
        return ()
    say, found = special_is_controlled.finding, []
    if len(draft.ordered.strip()) < SHORTEST:
        step = "写批准的机关和文号，例如“示范县人民政府 示政办〔2026〕9号”"
        found.append(say("专项检查没有写由谁批准", next_step=step, field="ordered"))
    if draft.until is None or draft.until.year != year or draft.until.month < draft.month_to:
        fact = "专项检查没有写截止日期，或者截止日期不在计划的月份以后、当年以内"
        found.append(say(fact, next_step=f"写 {year} 年 {draft.month_to} 月以后的一天", field="until"))
    return tuple(found)


def quota_in(text: str) -> str:
    """The first words that set a quota; empty where there are none, or where they are only forbidden."""
    found = (one for one in _QUOTA.finditer(text) if not _FORBIDDEN.search(text[: one.start()]))
    first = next(found, None)
    return first[0] if first else ""


@rule("INS-63", cites=_I54, acts=("make_year_plan", "keep_year_line", "amend_year_plan"))
def no_quota(texts: Sequence[tuple[str, str]]) -> tuple[Finding, ...]:
    """计划不得下达罚款、办案、检查的指标，不得给执法人员定任务数（五个严禁）。"""
    step = "删去指标；数量写的是检查多少家企业，不是罚多少、每人办多少"
    return tuple(
        no_quota.finding(f"“{words}”是任务指标", next_step=step, field=field)
        for field, text in texts
        if (words := quota_in(text))
    )


@rule("INS-64", cites=_I54, acts=("approve_year_plan",))
def year_plan_is_approved(lines: int, made_by: object, by: object, late: Sequence[str]) -> tuple[Finding, ...]:
    """年度检查计划由本机关负责人批准公布，批准人不是拟定人；空的计划、事项已经停止公开的计划不批准。"""
    say, found = year_plan_is_approved.finding, []
    if made_by == by:
        found.append(say("这一版是您自己拟定的", next_step="请另一位负责人批准"))
    if not lines:
        found.append(say("计划里一项也没有", next_step="至少登记一项"))
    found.extend(say(f"“{name}”已经停止公开", next_step="改为公开的事项，或者先在“事前公示”公开") for name in late)
    return tuple(found)


@rule("INS-65", cites=(_I54, _N118), acts=("amend_year_plan",))
def amended_for_a_reason(reason: str, open_draft: bool, standing: bool) -> tuple[Finding, ...]:
    """公布以后的调整写明理由，重新批准公布；以前的版本一直看得到。同时只办一次调整。"""
    say = amended_for_a_reason.finding
    if open_draft or not standing:
        return (say("已经有一版在拟定", next_step="在拟定的这一版里改"),)
    if len(reason.strip()) >= SHORTEST:
        return ()
    return (say("没有写明调整的理由", next_step=f"请填写（不少于 {SHORTEST} 个字），随计划公开", field="reason"),)


@rule("INS-66", cites=_I54, acts=("begin_visit",))
def visit_names_a_line(number: str, line: LineFacts | None, year: int, entry_id: UUID) -> tuple[Finding, ...]:
    """按年度检查计划进行的检查，写明本机关当年公布的计划里的条目编号，检查事项与条目相同。"""
    say = visit_names_a_line.finding
    if line is None:
        fact = (
            f"“{number.strip()[:40]}”不是本机关 {year} 年公布的计划里的条目"
            if number.strip()
            else "没有写计划的条目编号"
        )
        step = "照年度检查计划填写，例如“示应急检计〔2026〕1号-2”；计划以外的，按起因登记"
        return (say(fact, next_step=step, field="cause_source"),)
    if line.entry_id != entry_id:
        fact = f"{line.number} 的检查事项是“{line.item_name}”"
        return (say(fact, next_step="选条目里的事项，或者选对应的条目", field="item"),)
    return ()


@rule("INS-67", cites=_I54, acts=("keep_year_line", "drop_year_line", "approve_year_plan", "drop_year_draft"))
def version_is_open(state: str) -> tuple[Finding, ...]:
    """公布了的计划不改；增减、修改条目先开始调整。"""
    if state == VersionState.DRAFT:
        return ()
    return (version_is_open.finding("没有正在拟定的版本", next_step="要改的，先按“调整”，写明理由"),)
