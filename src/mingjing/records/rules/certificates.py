"""Signatures with one's own certificate: a certificate is one living person's, good at the moment, and signs before the seal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.records.terms import DocumentFacts
from mingjing.records.terms.certificates import CertificateKind, SignerCertificate
from mingjing.records.terms.seals import SEALING_STAGES, SealingStage

_SIGN = "电子签名法第十三条"
SHORTEST = 4


@rule("REC-90", cites=(_SIGN, "电子签名法第二十条"), acts=("register_certificate",))
def certificate_is_somebodys(until: datetime, at: datetime, taken: str, fits: bool) -> tuple[Finding, ...]:
    """登记的签名证书是本机关在岗办案人员本人的，没有到期，没有登记过；只登记证书，不收私钥。"""
    found = []
    if not fits:
        step = "请从本机关在岗的办案人员中选择；系统管理员、安全管理员、审计管理员不用证书签文书"
        found.append(certificate_is_somebodys.finding("没有选定持有人，或者他不签文书", field="person", next_step=step))
    if until < at:
        step = "请持有人向发证机构换发新证书，再来登记"
        found.append(certificate_is_somebodys.finding(f"证书已于 {until:%Y-%m-%d} 到期", field="file", next_step=step))
    if taken:
        step = "一张证书只登记一次，请核对是不是选错了文件"
        found.append(certificate_is_somebodys.finding(f"这张证书已经登记为{taken}的", field="file", next_step=step))
    return tuple(found)


@rule("REC-91", cites=(_SIGN, "电子签名法第十五条"), acts=("revoke_certificate",))
def revoking_is_explained(one: SignerCertificate, reason: str) -> tuple[Finding, ...]:
    """吊销签名证书写明理由；吊销以后不能恢复，以前的签名仍然有效。"""
    found = []
    if one.revoked_at is not None:
        fact = f"这张证书已于 {one.revoked_at:%Y-%m-%d} 吊销"
        found.append(revoking_is_explained.finding(fact, next_step="不用再办；换发的新证书请另行登记"))
    if len(reason.strip()) < SHORTEST:
        step = f"写明为什么吊销，例如私钥丢失、调离（不少于 {SHORTEST} 个字）"
        found.append(revoking_is_explained.finding("没有写明理由", field="reason", next_step=step))
    return tuple(found)


@rule("REC-92", cites=_SIGN, acts=("sign_with_certificate",))
def certificate_may_sign(
    one: SignerCertificate | None, person_id: UUID, at: datetime, production: bool
) -> tuple[Finding, ...]:
    """用证书签名，证书须是签名人本人登记的，没有到期、没有吊销；正式运行时不用试点证书。"""
    again = "请向电子认证机构换发证书，由本机关负责人在“签名证书”里登记后再签；也可以在屏幕上手写签名"
    if one is None:
        return (certificate_may_sign.finding("这张证书没有登记", field="file", next_step=again),)
    found = []
    if one.person_id != person_id:
        step = "请用您本人的证书签名；别人的证书由他本人保管和使用"
        found.append(certificate_may_sign.finding(f"这是{one.person}的证书", field="file", next_step=step))
    if why := one.problem_at(at):
        found.append(certificate_may_sign.finding(why, field="file", next_step=again))
    if production and one.kind == CertificateKind.PILOT:
        fact = "试点证书只能试用，正式运行时不能签文书"
        found.append(certificate_may_sign.finding(fact, field="file", next_step=again))
    return tuple(found)


@rule("REC-93", cites=_SIGN, acts=("sign_with_certificate",))
def document_may_be_signed(
    one: DocumentFacts, person_id: UUID, signed: Sequence[UUID], stage: str, closed: bool
) -> tuple[Finding, ...]:
    """先由个人签名，后盖机关印章；一份文书一人只签一次，已作废、已盖章、已归档的不再签。"""

    def no(fact: str, step: str) -> Finding:
        return document_may_be_signed.finding(fact, next_step=step)

    found = []
    if closed:
        found.append(no("案卷已经归档", "归档以前签名；已归档的不再改动"))
    if one.void_reason:
        found.append(no("这份文书已经作废", "请签新的文书"))
    if stage in (SealingStage.SEALED, SealingStage.WORKING):
        found.append(
            no(f"这份文书{SEALING_STAGES[stage]}，盖章以后不再签名", "请在盖章以前签名；确需补签的，重新制作文书")
        )
    if person_id in signed:
        found.append(no("您已经签过这份文书", "不用再签；核验报告里可以看到您的签名"))
    return tuple(found)


@rule("REC-94", cites=_SIGN)
def signature_holds(told: str) -> tuple[Finding, ...]:
    """证书文件打不开、签名没有通过核验的，不留下任何东西，写明原因。"""
    step = "核对证书文件和口令后再签；文书没有变化"
    return (signature_holds.finding(told.rstrip("。"), field="file", next_step=step),) if told else ()
