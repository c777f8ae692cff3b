"""Rules inside a round: what is asked is answered before the opinion, and a view that differs is answered in it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import RequestKind, Result, RoundRequestFacts, Verdict, dissents

_N118 = "国办发〔2018〕118号第四部分"
ASK, SAY = 6, 10
"""Signs that a question, and an answer, have at least: ours, no law names a figure."""


@rule("REV-70", cites=_N118, acts=("ask_in_round",))
def request_findings(
    kind: str, question: str, held: Sequence[RoundRequestFacts], *, to: UUID | None, asker: UUID, known: bool
) -> Iterator[Finding]:
    """审核人可以请承办机构说明、请本机关其他法制审核人联合审核：写明问题；同一问题、同一人没有答复的，不重复请求；不能请自己。"""
    if len(question.strip()) < ASK:
        yield request_findings.finding("没有写明要说明、要看的问题", next_step=f"请写明问题，至少 {ASK} 个字", field="question")  # fmt: skip
    waiting = [one for one in held if one.waits and one.kind == kind]
    if kind == RequestKind.EXPLAIN:
        if any(one.question.strip() == question.strip() for one in waiting):
            yield request_findings.finding("同样的问题已经问过，还没有答复", next_step="请等待答复，或者撤回原来的", field="question")  # fmt: skip
        return
    if not known or to is None:
        yield request_findings.finding("没有选本机关的法制审核人", next_step="请从列表中选择", field="to")
    elif to == asker:
        yield request_findings.finding("不能请自己联合审核", next_step="请选择其他法制审核人", field="to")
    elif any(one.to_id == to for one in held if one.kind == kind and one.state != "off"):
        yield request_findings.finding("这一轮已经请过这位审核人", next_step="请改选他人，或者先撤回", field="to")


@rule("REV-71", cites=_N118, acts=("answer_in_round",))
def reply_findings(one: RoundRequestFacts, answer: str, verdict: str, by: UUID) -> Iterator[Finding]:
    """说明、联合审核意见写明内容；联合审核意见由受请的审核人本人出具，写明同意通过还是有不同意见；每个请求只答复一次。"""
    if not one.waits:
        yield reply_findings.finding(f"这个请求现在是“{one.state_name}”，不能再答复", next_step="请刷新后查看")
    if len(answer.strip()) < SAY:
        yield reply_findings.finding("没有写明内容", next_step=f"请写明，至少 {SAY} 个字", field="answer")
    if one.kind != RequestKind.JOINT:
        return
    if one.to_id != by:
        yield reply_findings.finding(f"联合审核意见应由{one.to_name}本人出具", next_step="请由本人登录办理")
    if verdict not in set(Verdict):
        yield reply_findings.finding("没有选择结论", next_step="请选择同意通过，或者有不同意见", field="verdict")


@rule("REV-72", cites=(_N118, "行政处罚法第五十八条"), acts=("give_opinion",))
def before_opinion_findings(held: Sequence[RoundRequestFacts], problems: str, result: str) -> Iterator[Finding]:
    """出具审核意见以前，本轮的说明请求、联合审核请求都已答复或者撤回；联合审核有不同意见而同意通过的，写明没有采纳的理由。"""
    for one in held:
        if one.waits:
            whom = one.to_name or "承办机构"
            yield before_opinion_findings.finding(
                f"{whom}还没有答复“{one.question[:40]}”", next_step="请等待答复，或者写明原因撤回这个请求"
            )
    different = dissents(held)
    if different and result == Result.AGREE and len(problems.strip()) < SAY:
        names = "、".join(one.to_name for one in different)
        yield before_opinion_findings.finding(
            f"{names}在联合审核中有不同意见，没有写明不采纳的理由",
            next_step=f"请在“问题和意见”里写明理由，至少 {SAY} 个字",
            field="problems",
        )
