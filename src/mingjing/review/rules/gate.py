"""The gate before a decision: a pass that fits the file as it is now."""

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import RESULT_NAMES, ClearanceFacts, Requirement, Result


@rule("REV-03", cites=("行政处罚法第五十八条", "国办发〔2018〕118号（四）"), veto=19)
def clearance_findings(
    requirement: Requirement, clearance: ClearanceFacts | None, open_round: int = 0
) -> tuple[Finding, ...]:
    """应当法制审核而未经审核，或者审核未通过的，不得作出决定；没有任何岗位可以例外。"""
    if not requirement.required and clearance is None and not open_round:
        return ()
    if open_round:
        message, step = f"第{open_round}轮法制审核还没有出具意见", "请等待审核意见"
    elif clearance is None:
        reasons = "；".join(trigger.text for trigger in requirement.fired)
        message, step = f"本决定须法制审核而没有审核（{reasons}）", "请送法制审核"
    elif not clearance.passed:
        result = RESULT_NAMES[Result(clearance.result)]
        message, step = f"第{clearance.round}轮法制审核意见为“{result}”", "请处理审核意见、作出说明后重新送审"
    else:
        return ()
    return (clearance_findings.finding(f"不能作出决定：{message}", next_step=step),)


@rule("REV-04", cites=("行政处罚法第五十八条", "国办发〔2018〕118号（十三）"))
def stale_findings(clearance: ClearanceFacts | None, digest: str) -> tuple[Finding, ...]:
    """法制审核通过的是送审时的案卷；审核后证据、事实、拟作决定或者承办人有变化的，须重新送审。"""
    if clearance is None or not clearance.passed or clearance.digest == digest:
        return ()
    finding = stale_findings.finding(
        f"不能作出决定：第{clearance.round}轮法制审核通过后案卷内容又有变化", next_step="请重新送法制审核"
    )
    return (finding,)
