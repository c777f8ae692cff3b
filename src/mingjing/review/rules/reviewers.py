"""Who may review."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.organs.terms import QualificationFacts


@rule("REV-02", cites="行政处罚法第五十八条第二款")
def qualification_findings(
    name: str, qualification: QualificationFacts | None, on: date, cut_off: date
) -> tuple[Finding, ...]:
    """初次从事行政处罚决定法制审核的人员，应当通过国家统一法律职业资格考试取得法律职业资格。"""
    obtained = qualification.obtained_on if qualification else None
    if obtained is not None and obtained <= on:
        return ()
    first = qualification.first_review_on if qualification else None
    if first is not None and first < cut_off:
        return ()
    began = f"初次从事法制审核的日期为{first.isoformat()}" if first else "没有登记初次从事法制审核的日期"
    finding = qualification_findings.finding(
        f"{name}没有登记法律职业资格，且{began}（{cut_off.isoformat()}起初次审核须有资格）",
        next_step="请换由具备资格的审核人员办理，或请系统管理员登记其法律职业资格",
    )
    return (finding,)


@rule("REV-06", cites=("行政处罚法第五十八条", "国办发〔2018〕118号（十一）"))
def independence_findings(
    name: str, reviewer_id: UUID, conflicted: Collection[UUID], submitted_by: UUID
) -> tuple[Finding, ...]:
    """本案的承办人、案件审查人、听证主持人和送审人，不得担任本案的法制审核人。"""
    if reviewer_id != submitted_by and reviewer_id not in conflicted:
        return ()
    part = "是本次送审人" if reviewer_id == submitted_by else "曾承办、审查本案或者主持本案听证"
    finding = independence_findings.finding(f"{name}{part}，不能审核本案", next_step="请换由未参与本案的法制审核人办理")
    return (finding,)
