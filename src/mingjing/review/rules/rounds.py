"""When a dossier may be submitted once more."""

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import Result, RoundFacts


@rule("REV-08", cites="国办发〔2018〕118号（十三）")
def resubmission_findings(last: RoundFacts | None, digest: str) -> tuple[Finding, ...]:
    """同一案卷同时只有一轮审核；退回或者不同意的，承办机构处理并作出说明、案卷有改动后，方可再次送审；分歧未处理的不得送审。"""
    if last is None:
        return ()
    found = _problem(last, digest)
    return (resubmission_findings.finding(found[0], next_step=found[1]),) if found else ()


def _problem(last: RoundFacts, digest: str) -> tuple[str, str] | None:
    if last.opinion is None:
        return f"第{last.round}轮法制审核还没有出具意见，不能重复送审", "请等待审核意见，或者补齐退回的材料"
    same = last.digest == digest
    if last.opinion.result == Result.AGREE:
        return (f"第{last.round}轮法制审核已经同意，案卷没有变化，无须再次送审", "可以进入下一步") if same else None
    if last.dispute is not None and last.dispute.open:
        return f"对第{last.round}轮审核意见的分歧还没有处理", "请先完成协商或者报请负责人决定"
    if not last.response:
        return f"承办机构还没有对第{last.round}轮审核意见作出处理说明", "请先填写处理说明"
    if same and last.dispute is None:
        return f"案卷与第{last.round}轮送审时完全相同，没有按审核意见改动", "请改正后送审；不同意审核意见的，请提出分歧"
    return None
