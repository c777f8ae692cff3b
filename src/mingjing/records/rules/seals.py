"""Seals and signatures on documents: asked once, put on once, what is sent back must be what was sent; a signature has a name."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.records.terms import DocumentFacts
from mingjing.records.terms.seals import SEALING_STAGES, SIGNER_ROLES, SealingFacts, SealingStage, SignatureDraft

_N33, _SIGN = "国办发〔2025〕33号", "电子签名法第十三条"
STALE = timedelta(minutes=10)
"""A claim older than this belongs to a process that died: the next one may go on."""
PAUSE = timedelta(minutes=10)
"""How long the worker waits after a failure; it doubles with each, up to a day."""
SHORTEST, MOST_STROKES, MOST_POINTS, EDGE = 4, 400, 8000, 10_000


@rule("REC-40", cites=_N33, acts=("ask_seal",))
def seal_may_be_asked(document: DocumentFacts, stage: str, closed: bool) -> tuple[Finding, ...]:
    """一份文书只盖一次章；已作废的文书、已归档案卷里的文书不再盖章。"""
    found = []
    if stage in (SealingStage.WAITING, SealingStage.WORKING, SealingStage.SEALED):
        step = "在文书页看印章和核验报告" if stage == SealingStage.SEALED else "到“待盖章”看进展"
        found.append(seal_may_be_asked.finding(f"这份文书{SEALING_STAGES[stage]}，不能重复申请", next_step=step))
    if document.void_reason:
        found.append(seal_may_be_asked.finding("这份文书已经作废", next_step="请对新的文书申请盖章"))
    if closed:
        found.append(seal_may_be_asked.finding("案卷已经归档", next_step="归档以前盖章；已归档的不再改动"))
    return tuple(found)


@rule("REC-41", cites=(_N33, _SIGN), acts=("put_seal",))
def seal_may_be_put(one: SealingFacts, claimed_at: datetime | None, now: datetime, closed: bool) -> tuple[Finding, ...]:
    """待盖章的文书才能盖章，同一时刻只由一人盖；盖过的不重复盖。"""
    if closed:
        return (seal_may_be_put.finding("案卷已经归档", next_step="归档以前盖章；已归档的不再改动"),)
    if one.stage == SealingStage.WAITING:
        return ()
    if one.stage == SealingStage.WORKING and claimed_at is not None and claimed_at + STALE <= now:
        return ()
    told = {
        SealingStage.WORKING: "正在由别人盖章", SealingStage.SEALED: "已经盖章", SealingStage.DROPPED: "盖章申请已经撤回",
    }[SealingStage(one.stage)]  # fmt: skip
    return (seal_may_be_put.finding(f"这份文书{told}", next_step="刷新“待盖章”，看现在的状态"),)


@rule("REC-42", cites=_N33, acts=("drop_sealing",))
def dropping_is_explained(one: SealingFacts, reason: str) -> tuple[Finding, ...]:
    """撤回盖章申请应当写明理由；已经盖章的不能撤回。"""
    found = []
    if one.stage != SealingStage.WAITING:
        fact = f"这份文书{SEALING_STAGES[one.stage]}，不能撤回"
        found.append(dropping_is_explained.finding(fact, next_step="刷新页面，看现在的状态"))
    if len(reason.strip()) < SHORTEST:
        step = f"写明为什么不盖（不少于 {SHORTEST} 个字）"
        found.append(dropping_is_explained.finding("没有写明理由", field="reason", next_step=step))
    return tuple(found)


@rule("REC-43", cites=(_SIGN, "国办发〔2018〕118号第三部分（七）"), acts=("sign_by_hand",))
def signature_is_plain(draft: SignatureDraft, now: Sequence[str], closed: bool) -> tuple[Finding, ...]:
    """屏幕手写签名写明签名人和身份，有笔迹，签在当前这一版文书上；已归档案卷的文书不再签名。"""
    found = []

    def wrong(field: str, fact: str, step: str) -> None:
        found.append(signature_is_plain.finding(fact, field=field, next_step=step))

    if closed:
        wrong("", "案卷已经归档", "归档以前签名；已归档的不再改动")
    if draft.role not in SIGNER_ROLES:
        wrong("role", "没有选定签名人的身份", "请从列表中选择")
    if not 1 <= len(draft.name.strip()) <= 60:
        wrong("name", "没有写明签名人姓名", "写身份证件上的姓名，不超过 60 个字")
    if draft.shown not in now:
        wrong("", "签名时看到的不是现在这一版文书", "刷新页面，请签名人看过现在的文书再签")
    if not draft.refused and not _drawn(draft):
        wrong("strokes", "没有笔迹，或者笔迹太多", "请签名人在框里写下姓名；写错了先清除再写")
    return tuple(found)


def _drawn(draft: SignatureDraft) -> bool:
    points = [point for stroke in draft.strokes for point in stroke]
    inside = all(0 <= x <= EDGE and 0 <= y <= EDGE and 0 <= p <= 1000 and 0 <= t < 10**9 for x, y, p, t in points)
    return inside and 5 <= len(points) <= MOST_POINTS and len(draft.strokes) <= MOST_STROKES


@rule("REC-44", cites="国办发〔2018〕118号第三部分（七）", acts=("sign_by_hand",))
def refusal_is_witnessed(draft: SignatureDraft) -> tuple[Finding, ...]:
    """拒绝签名的，写明理由和见证人。"""
    if not draft.refused:
        return ()
    found = []
    if len(draft.reason.strip()) < SHORTEST:
        step = f"写明为什么没有签（不少于 {SHORTEST} 个字）"
        found.append(refusal_is_witnessed.finding("没有写明拒绝签名的理由", field="reason", next_step=step))
    if not draft.witness.strip():
        found.append(refusal_is_witnessed.finding("没有写明见证人", field="witness", next_step="写在场见证的人的姓名"))
    return tuple(found)


@rule("REC-45", cites=(_N33, _SIGN))
def seal_came_back_whole(told: str) -> tuple[Finding, ...]:
    """印章服务没有盖成的，文书仍然待盖章，写明原因；交回的文件须是送去的文书加上印章，并且核验得过。"""
    return (seal_came_back_whole.finding(told, next_step="文书留在“待盖章”，可以重试"),) if told else ()


def try_again_at(failed_at: datetime, tries: int) -> datetime:
    """When the worker may try once more."""
    pause: timedelta = min(PAUSE * 2 ** min(max(tries - 1, 0), 10), timedelta(days=1))
    return failed_at + pause


@rule("REC-47", cites=_N33, acts=("archive",))
def seals_are_settled(waiting: Sequence[str]) -> tuple[Finding, ...]:
    """归档以前，待盖章的文书应当盖章，或者写明理由撤回盖章申请。"""
    if not waiting:
        return ()
    told = "、".join(f"《{title}》" for title in waiting[:5]) + ("等" if len(waiting) > 5 else "")
    step = "到“待盖章”盖章；不盖的写明理由撤回申请，再归档"
    return (seals_are_settled.finding(f"还有 {len(waiting)} 份文书待盖章：{told}", next_step=step),)


@rule("REC-46", cites=(_N33, _SIGN), acts=("view_document",))
def unsealed_is_not_handed_out(title: str, owed: bool) -> tuple[Finding, ...]:
    """要求盖章的文书，盖章以前每一页标明“未盖电子印章”；正式运行时不能下载送达。"""
    if not owed:
        return ()
    step = "请印章保管人、使用人在“待盖章”里盖章，再下载送达；现在可以打开看"
    return (unsealed_is_not_handed_out.finding(f"《{title}》应当盖章，还没有盖", next_step=step),)
