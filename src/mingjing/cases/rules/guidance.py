"""The one thing to do next: which act, why, or what is being waited for. Advice only; the guards decide."""

from collections.abc import Callable

from mingjing.cases.rules import guidance_inspecting, guidance_licence, guidance_spot
from mingjing.cases.rules.advising import Advice, after_the_decision, recheck_owed, review_owed, unserved
from mingjing.cases.rules.decision import discussion_is_owed
from mingjing.cases.rules.hearing import current_notice
from mingjing.cases.rules.measures import next_of
from mingjing.cases.rules.notice import hearing_ends, live_request, statement_ends, waived
from mingjing.cases.terms import INSPECTION, LICENCE, ORDINARY, SUMMARY, ActFacts, CaseFacts, Context, Proposed

DECIDES = {
    "penalty": "decide",
    "no_penalty": "decide_no_penalty",
    "not_established": "decide_not_established",
    "transfer": "transfer",
}


Guide = Callable[[CaseFacts, Context], Advice | None]


def advice(case: CaseFacts, ctx: Context) -> Advice | None:
    """What to do next in a case, by its procedure; None where it has ended."""
    guide = GUIDES.get(case.procedure.id)
    return guide(case, ctx) if guide else None


def _ordinary(case: CaseFacts, ctx: Context) -> Advice | None:
    if pressing := next_of(case, ctx):
        return Advice(*pressing)
    if len(case.all("suspend")) > len(case.all("resume")):
        return Advice("resume", "中止调查的原因消除后恢复")
    answered = {each.data.get("request_seq") for each in case.all("decide_recusal")}
    if asked := [each for each in case.all("request_recusal") if each.seq not in answered]:
        return Advice("decide_recusal", f"{asked[0].data['person']['name']}的回避申请等待负责人决定")
    waiting = unserved(case)
    if waiting is not None:
        return Advice("serve", f"{waiting.number}等待送达")
    return {
        "lead": _lead,
        "filed": _filed,
        "investigated": lambda c, x: Advice("examine", "调查终结报告等待审查"),
        "examined": _examined,
        "noticed": _noticed,
        "decided": lambda c, x: Advice("serve", "决定书等待送达"),
        "served": after_the_decision,
        "closed": lambda c, x: Advice("archive", "结案后归档"),
        "not_filed": _ended("archive", "不予立案的材料归档"),
        "filing_withdrawn": _ended("close", "撤销立案后结案"),
        "terminated": _ended("close", "终止调查后结案"),
        "transferred": lambda c, x: Advice("close", "移送后结案"),
    }.get(case.stage, lambda c, x: None)(case, ctx)


def _lead(case: CaseFacts, ctx: Context) -> Advice:
    return Advice("file_case", "核查清楚后决定是否立案")


def _ended(act: str, why: str) -> Callable[[CaseFacts, Context], Advice]:
    """What is left to do in a case that ended before a decision."""
    return lambda case, ctx: recheck_owed(case, "责令改正仍然有效，") or Advice(act, why)


def _filed(case: CaseFacts, ctx: Context) -> Advice:
    """The investigation goes on while the party still has time to correct; from the last day on the order is looked after."""
    told = recheck_owed(case)
    if told and told.until and ctx.now.date() >= told.until:
        return told
    if not any(counts for _, _, counts in case.evidence):
        return Advice("collect_evidence", "还没有登记证据")
    return Advice("report", "证据齐全后提交调查终结报告")


def _examined(case: CaseFacts, ctx: Context) -> Advice:
    report = case.last("report")
    conclusion = report.data.get("conclusion", "penalty") if report else "penalty"
    return review_owed(case) or Advice("notify" if conclusion == "penalty" else DECIDES[conclusion], "法制审核已经通过")


def _noticed(case: CaseFacts, ctx: Context) -> Advice:
    notice = case.last("notify")
    request = live_request(case, notice)
    if any(not any(r.seq > each.seq for r in case.all("recheck_defence")) for each in case.all("state_defence")):
        return Advice("recheck_defence", "当事人的陈述申辩等待复核")
    if request:
        found = _hearing(case, request)
        if found:
            return found
    if notice and not request:
        ends = [day for day in (statement_ends(case, notice, ctx), hearing_ends(case, notice, ctx)) if day]
        free = waived(case, "statement", notice)
        if ends and ctx.now.date() <= max(ends) and not free:
            return Advice("", f"等待当事人陈述申辩{'或者申请听证' if len(ends) > 1 else ''}", max(ends))
    return review_owed(case) or _discussion(case, ctx) or Advice("decide", "期限届满、审核通过，可以作出决定")


def _hearing(case: CaseFacts, request: ActFacts) -> Advice | None:
    notice, held, report = current_notice(case), case.last("hold_hearing"), case.last("report_hearing")
    if notice is None:
        return Advice("arrange_hearing", "当事人已申请听证")
    if held is None or held.seq < request.seq:
        return Advice("hold_hearing", f"听证定于 {notice.data['hearing_at'][:16].replace('T', ' ')}")
    if report is None or report.seq < held.seq:
        return Advice("report_hearing", "等待听证主持人的报告")
    return None


def _discussion(case: CaseFacts, ctx: Context) -> Advice | None:
    asked = Proposed("decide", ctx.now, case.id, None, {}, ctx.now)
    talk, after = (
        case.last("discuss"),
        case.last("notify", "state_defence", "hold_hearing", "report_hearing", "recheck_defence"),
    )
    if discussion_is_owed(case, ctx, asked) and (talk is None or (after is not None and after.seq > talk.seq)):
        return Advice("discuss", "情节复杂或者重大，须集体讨论")
    return None


GUIDES: dict[str, Guide] = {
    ORDINARY: _ordinary,
    SUMMARY: guidance_spot.guide,
    LICENCE: guidance_licence.guide,
    INSPECTION: guidance_inspecting.guide,
}
"""How each procedure goes on; a procedure without a guide offers what its table allows."""
