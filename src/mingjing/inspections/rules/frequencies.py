"""Yearly caps: what a table of frequencies says, and the guard at the door of an enterprise."""

from collections.abc import Mapping, Sequence
from datetime import date

from mingjing.inspections.terms import CAUSE_NAMES, CREDITS, RISKS, Cause
from mingjing.inspections.terms.frequencies import (
    CAP_NAMES,
    CELLS,
    DANGEROUS,
    MOST_VISITS,
    TRUST,
    CapDraft,
    CapState,
    Frequency,
    cell,
)
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_G18 = "国发〔2019〕18号（九）"
_I54 = "国办发〔2024〕54号"
SHORTEST, SHOWN = 4, 12


@rule("INS-50", cites=_I54, acts=("draw_up_caps",))
def caps_say(draft: CapDraft, today: date) -> tuple[Finding, ...]:
    """年度检查频次上限按风险、信用等级逐级写明次数，写明依据和施行日期；施行日期不早于登记之日。"""
    say, found = caps_say.finding, []
    if len(draft.basis.strip()) < SHORTEST:
        found.append(say("没有写明依据", next_step="写公布上限的文件和文号", field="basis"))
    if draft.since is None:
        found.append(say("没有写施行日期", next_step="写从哪一天起按这张表", field="since"))
    elif draft.since < today:
        found.append(say("施行日期已经过去", next_step=f"写 {today.isoformat()} 或者以后", field="since"))
    bad = [key for key in CELLS if not 0 <= draft.figures.get(key, -1) <= MOST_VISITS]
    found.extend(
        say(f"“{CELLS[key]}”没有写次数，或者超出范围", next_step=f"写 0 至 {MOST_VISITS} 的整数", field=key)
        for key in bad
    )
    return tuple(found)


@rule("INS-51", cites=(_G18, _I54), acts=("draw_up_caps",))
def fewer_for_the_trustworthy(figures: Mapping[str, int]) -> tuple[Finding, ...]:
    """等级好的少查、等级差的多查；高风险、较高风险的企业，再守信的也至少可以查一次。"""
    say, found = fewer_for_the_trustworthy.finding, []
    for risk in RISKS:
        for better, worse in zip(TRUST, TRUST[1:], strict=False):
            if figures.get(cell(risk, better), 0) > figures.get(cell(risk, worse), 0):
                fact = f"{RISKS[risk]}企业里，{CREDITS[better]}的上限比{CREDITS[worse]}的还高"
                found.append(say(fact, next_step="守信的不高于失信的", field=cell(risk, better)))
    risks = tuple(RISKS)
    for credit in CREDITS:
        for worse, better in zip(risks, risks[1:], strict=False):
            if figures.get(cell(better, credit), 0) > figures.get(cell(worse, credit), 0):
                fact = f"{CREDITS[credit]}的企业里，{RISKS[better]}的上限比{RISKS[worse]}的还高"
                found.append(say(fact, next_step="风险低的不高于风险高的", field=cell(better, credit)))
    zero = [cell(risk, credit) for risk in DANGEROUS for credit in CREDITS if figures.get(cell(risk, credit), 0) < 1]
    found.extend(say(f"“{CELLS[key]}”的上限是 0", next_step="写 1 以上", field=key) for key in zero)
    return tuple(found)


@rule("INS-52", cites=_I54, acts=("settle_caps",))
def caps_are_settled_once(state: str, made_by: object, by: object) -> tuple[Finding, ...]:
    """频次上限由本机关负责人批准公布，批准人不是拟定人；每张表只批准一次，公布以后不改，要改的另拟一张。"""
    say = caps_are_settled_once.finding
    if state != CapState.DRAFT:
        return (say(f"这张表现在是“{CAP_NAMES[CapState(state)]}”", next_step="要改的，另拟一张，写新的施行日期"),)
    if made_by == by:
        return (say("这张表是您自己拟定的", next_step="请另一位负责人批准"),)
    return ()


@rule("INS-53", cites=_I54, acts=("begin_visit",))
def within_the_frequency(enterprise: str, before: Frequency, apart: bool) -> tuple[Finding, ...]:
    """同一机关对同一企业的检查到了公布的年度频次上限的，不再检查；依规定不计入上限的起因除外，另行计数。"""
    if apart or before.counted < before.cap.most:
        return ()
    listed = [one for one in before.held if not one.apart]
    told = "；".join(f"{one.number}（{one.on.isoformat()}）" for one in listed[-SHOWN:]) or "无"
    basis = before.cap.basis if before.cap.published else "本机关还没有公布上限，按本产品的默认值"
    fact = (
        f"{enterprise}（{before.cap.class_name}）{before.year} 年已检查 {before.counted} 次，上限 {before.cap.most} 次（{basis}）："
        f"{told}"
    )
    step = "与其他检查合并，或者用书面、数据核查代替；确因投诉举报、上级部署、移送转办、监测预警、事故或者企业申请的，按起因登记并写来源"
    return (within_the_frequency.finding(fact, next_step=step, field="enterprise_code"),)


@rule("INS-54", cites=_I54, acts=("begin_visit",))
def beyond_the_cap_says_source(before: Frequency, cause: str, source: str) -> tuple[Finding, ...]:
    """到了上限以后，因不计入上限的起因检查的，写明来源编号，以备监督。"""
    if before.counted < before.cap.most or len(source.strip()) >= SHORTEST:
        return ()
    fact = f"已到上限 {before.cap.most} 次，起因是{CAUSE_NAMES[Cause(cause)]}，没有写来源编号"
    step = "写投诉、部署文件、移送函、预警、事故报告或者企业申请的编号"
    return (beyond_the_cap_says_source.finding(fact, next_step=step, field="cause_source"),)


@rule("INS-55", cites="行政处罚法第四十三条", acts=("begin_visit",))
def nobody_must_avoid(names: Sequence[str]) -> tuple[Finding, ...]:
    """登记过与企业有利害关系、应当回避的执法人员，不得到这家企业检查，怎样选定的企业都一样。"""
    if not names:
        return ()
    fact = f"{'、'.join(names)}登记过与这家企业有利害关系，应当回避"
    return (nobody_must_avoid.finding(fact, next_step="请换一名持有效执法证件的人员", field="officers"),)
