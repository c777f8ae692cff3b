"""The next step of an application. Advice only; the guards decide."""

from datetime import date

from mingjing.cases.rules.advising import Advice, review_owed
from mingjing.cases.rules.licence_days import (
    answer_limit,
    decision_limit,
    exclusions,
    hearing_began,
    hearing_is_owed,
    hearing_request_limit,
    lacking,
    open_renewal,
    valid_to,
    waits_for_applicant,
)
from mingjing.cases.rules.licence_decision import is_major
from mingjing.cases.rules.review import rounds
from mingjing.cases.terms import CaseFacts, Context

Next = tuple[str, str, date | None] | tuple[str, str]


def guide(case: CaseFacts, ctx: Context) -> Advice | None:
    """What to do next with an application."""
    found = next_step(case, ctx)
    return Advice(*found) if found else None


def next_step(case: CaseFacts, ctx: Context) -> Next | None:
    """The act, why, and until when one waits; an empty act where there is nothing to do but wait."""
    if case.stage == "applied":
        return _applied(case, ctx)
    if case.stage == "accepted":
        return _accepted(case, ctx)
    if case.stage == "decided":
        return "serve", "决定等待送达，准予的一并颁发许可证件"
    if case.stage == "served":
        return _after(case, ctx) or ("close", "已送达，可以办结")
    if case.stage == "not_accepted":
        return (
            ("close", "不予受理已送达，可以办结")
            if case.served(case.last("refuse_acceptance"))
            else ("serve", "不予受理通知等待送达")
        )
    if case.stage == "closed":
        return _after(case, ctx) or ("archive", "办结后归档")
    return _after(case, ctx)


def _applied(case: CaseFacts, ctx: Context) -> Next:
    limit = answer_limit(case, ctx)
    if waits_for_applicant(case):
        return "", "已告知补正，等待申请人提交材料"
    if limit and ctx.now.date() > limit.due_on:
        return "deem_accepted", f"{limit.due_on} 前没有告知，自收到材料之日起已经视为受理"
    if lack := lacking(case):
        if case.has("supplement"):
            return "refuse_acceptance", f"补正后仍缺{'、'.join(lack)[:60]}，不得再次要求补正"
        return "supplement", f"缺{'、'.join(lack)[:60]}，一次告知补正"
    return "accept", "材料齐全的受理，逾期不告知视为受理"


def _accepted(case: CaseFacts, ctx: Context) -> Next:
    for notice, _, end in exclusions(case):
        if not case.served(notice):
            return "serve", f"{notice.number}送达之后，所需时间才不计入期限"
        if end is None:
            return "end_exclusion", "检验、评审结束后登记，期限接着计算"
    last = case.last("check")
    if last is None:
        return "check", "已受理，等待审查"
    if hearing_is_owed(case):
        return _hearing(case)
    if last.data.get("public_interest") == "yes" and not case.has("announce_hearing"):
        return "announce_hearing", "涉及公共利益的重大许可，应当公告并听证"
    if last.data.get("third_party") == "yes":
        told, limit = case.last("ask_third_party"), hearing_request_limit(case, ctx)
        if told is None:
            return "ask_third_party", "直接关系他人重大利益，应当告知"
        if not case.served(told):
            return "serve", f"{told.number}等待送达"
        if limit and ctx.now.date() <= limit.due_on and not case.has("hold_hearing"):
            return "", "等待利害关系人要求听证", limit.due_on
    return _review(case) or _decide(last.data.get("conclusion"), case, ctx)


def _decide(conclusion: object, case: CaseFacts, ctx: Context) -> Next:
    limit = decision_limit(case, ctx)
    return "grant" if conclusion == "meets" else "deny", "审查结束，可以决定", limit.due_on if limit else None


def _hearing(case: CaseFacts) -> Next:
    begun, notice = hearing_began(case), case.last("arrange_hearing")
    if notice is None or (begun and notice.seq < begun.seq):
        return "arrange_hearing", "听证等待通知"
    if not case.served(notice):
        return "serve", f"{notice.number}等待送达"
    return "hold_hearing", f"听证定于 {notice.data['hearing_at'][:16].replace('T', ' ')}"


def _review(case: CaseFacts) -> Next | None:
    if not rounds(case) and not is_major(case):
        return None
    owed = review_owed(case)
    return (owed.act, owed.why) if owed else None


def _after(case: CaseFacts, ctx: Context) -> Next | None:
    last = valid_to(case)
    if open_renewal(case) is None or last is None:
        return None
    if ctx.now.date() > last:
        return "deem_renewed", f"有效期 {last} 届满前没有决定，已经视为准予延续"
    return "renew", "延续申请等待决定", last
