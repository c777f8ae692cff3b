"""When a certificate authorises, and how it may change."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.organs.terms import CertificateFacts


@rule("ORG-02", cites="行政处罚法第四十二条")
def certificate_findings(
    name: str, certificates: Sequence[CertificateFacts], moment: datetime, organ_id: UUID
) -> tuple[Finding, ...]:
    """执法人员在执法当时应当持有本机关的、在有效期内且未被暂扣或者吊销的执法证件。"""
    if any(certificate.valid_at(moment, organ_id) for certificate in certificates):
        return ()
    problems = [certificate.problem_at(moment, organ_id) for certificate in certificates]
    reason = "；".join(problems) or "没有登记执法证件"
    finding = certificate_findings.finding(
        f"{name}当时不具备执法资格：{reason}", next_step="请换由持有效执法证件的人员办理，或先登记其证件"
    )
    return (finding,)


@rule("ORG-03", cites="国办发〔2018〕118号（二十三）")
def change_findings(certificate: CertificateFacts, change: str, moment: datetime) -> tuple[Finding, ...]:
    """已经吊销或者注销的执法证件不再变动；已经暂扣的不得重复暂扣，未被暂扣的不得恢复，恢复不得早于暂扣，暂扣期间不得延续。"""
    withheld = next((pause for pause in certificate.suspensions if pause.until is None), None)
    latest = max((pause.until or pause.since for pause in certificate.suspensions), default=None)
    message = ""
    if certificate.revoked_at is not None:
        message = f"执法证{certificate.number}已经吊销或者注销，不能再{change}"
    elif change == "暂扣" and withheld is not None:
        message = f"执法证{certificate.number}已经暂扣，不能重复暂扣"
    elif change == "恢复" and withheld is None:
        message = f"执法证{certificate.number}没有被暂扣，无须恢复"
    elif change == "延续" and withheld is not None:
        message = f"执法证{certificate.number}正被暂扣，先恢复才能延续"
    elif latest is not None and moment < latest:
        message = f"{change}的时间早于该证件上一次变动的时间"
    return (change_findings.finding(message, next_step="请核对证件编号和现状"),) if message else ()
