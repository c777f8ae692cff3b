"""When a disagreement may be settled."""

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import DisputeFacts


@rule("REV-09", cites=("国办发〔2018〕118号（十三）", "内蒙古自治区人民政府令第244号第三十二条"))
def settlement_findings(dispute: DisputeFacts, consultation: str) -> tuple[Finding, ...]:
    """审核意见有分歧的，双方应当写明意见、理由和依据并先行协商；报请负责人决定或者集体讨论时须附双方意见和协商记录。"""
    found = []
    if not dispute.open:
        found.append(settlement_findings.finding("这一分歧已经处理", next_step="请查看处理结果"))
    if dispute.reviewing is None:
        found.append(settlement_findings.finding("还没有审核机构的意见、理由和依据", next_step="请审核机构先填写"))
    if not consultation.strip():
        found.append(settlement_findings.finding("没有协商记录", next_step="请先协商并记录", field="consultation"))
    return tuple(found)
