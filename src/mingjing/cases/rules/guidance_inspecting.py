"""What comes next in an inspection."""

from mingjing.cases.rules.advising import Advice, recheck_owed, unserved
from mingjing.cases.rules.inspecting import approvals_left, enough_on_paper, failed_points, urgent
from mingjing.cases.terms import CaseFacts, Context


def guide(case: CaseFacts, ctx: Context) -> Advice | None:
    """Documents first, then approval, notice, visit; correction looked after, result told, closed and archived."""
    waiting = unserved(case)
    if waiting is not None and case.stage in {"visited", "decided"}:
        return Advice("serve", f"{waiting.number}等待送达")
    return {
        "prepared": _prepared,
        "visited": _visited,
        "decided": lambda c, x: Advice("serve", "检查结果告知书等待送达"),
        "served": lambda c, x: recheck_owed(c) or Advice("close_check", "结果已经告知，可以办结"),
        "no_visit": lambda c, x: Advice("close_check", "不再入企，可以办结"),
        "closed": lambda c, x: Advice("archive", "办结后归档"),
        "handed_over": lambda c, x: (
            recheck_owed(c, "责令改正仍然有效，") or Advice("archive", "已经移送立案，检查材料归档")
        ),
    }.get(case.stage, lambda c, x: None)(case, ctx)


def _prepared(case: CaseFacts, ctx: Context) -> Advice:
    if enough_on_paper(case):
        return Advice("end_without_visit", "书面检查已经查清，不需要入企")
    if case.has("record_refusal"):
        return Advice("end_without_visit", "企业拒绝检查，已经报告")
    if not urgent(case):
        if not case.has("check_documents"):
            return Advice("check_documents", "先做书面、数据、智慧检查，能查清的不入企")
        if approvals_left(case) < 1:
            return Advice("approve_inspection", "书面检查不能查清，入企检查须经负责人批准")
    if not case.has("notify_check"):
        return Advice("notify_check", "入企时出示证件、送达检查通知书")
    return Advice("inspect", "已经送达通知，逐项检查并记录")


def _visited(case: CaseFacts, ctx: Context) -> Advice:
    if not case.has("approve_inspection"):
        return Advice("approve_inspection", "紧急检查须在期限内补办审批")
    if failed_points(case) and not case.has("order_correction"):
        return Advice("order_correction", "发现不符合的项目，责令改正或者移送立案")
    return Advice("tell_result", "检查结果应当书面告知")
