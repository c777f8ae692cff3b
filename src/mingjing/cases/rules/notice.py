"""Telling before deciding: notice, statement, waiver, never heavier, hearing offered and asked for."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mingjing.cases.rules.days import as_told, due_of, served_on
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

HEAVY = {"downgrade", "revoke_licence", "stop", "close", "ban"}
CONFISCATING = {"confiscate_gains", "confiscate_goods"}
NOTICE_CITES = ("行政处罚法第四十四条", "行政处罚法第四十五条", "行政处罚法第六十二条")


def money(data: Mapping[str, Any], key: str) -> Decimal:
    """An amount of a form in yuan; 0 where it is empty."""
    return Decimal(str(data.get(key) or 0))


def waived(case: CaseFacts, right: str, notice: ActFacts) -> bool:
    """Whether the party gave up a right in writing after this notice."""
    return any(right in each.data.get("waived", ()) for each in case.all("waive_rights") if each.seq > notice.seq)


def statement_ends(case: CaseFacts, notice: ActFacts, ctx: Context) -> date | None:
    """The last day of the party's right to state and defend; None while the notice is not served."""
    served = served_on(case, notice, ctx)
    if served is None:
        return None
    return as_told(case, "statement", notice.seq, due_of(served, "statement", "party_right", ctx)).due_on


def hearing_ends(case: CaseFacts, notice: ActFacts, ctx: Context) -> date | None:
    """The last day to ask for a hearing; None while the notice is not served or offers none."""
    served = served_on(case, notice, ctx)
    if served is None or notice.data.get("hearing_offered") != "yes":
        return None
    return as_told(case, "hearing_request", notice.seq, due_of(served, "hearing.request", "party_right", ctx)).due_on


def hearing_is_owed(case: CaseFacts, data: Mapping[str, Any], ctx: Context, on: date) -> bool:
    """Whether the proposal gives the party a right to a hearing (行政处罚法第六十三条)."""
    kinds = set(data.get("kinds") or ())
    limit = ctx.figure("hearing.threshold.unit" if case.party_is_unit else "hearing.threshold.person", on).value
    large = max(money(data, "fine"), money(data, "confiscation")) >= Decimal(str(limit))
    return bool(kinds & HEAVY) or large


def live_request(case: CaseFacts, notice: ActFacts | None) -> ActFacts | None:
    """The hearing request that still stands."""
    request, withdrawn = case.last("request_hearing"), case.last("withdraw_hearing")
    if request is None or notice is None or not case.of_present_party(request):
        return None
    # A later notice does not take a request away: it ends by its hearing or by a written withdrawal only.
    if request.seq < notice.seq and any(held.seq > request.seq for held in case.all("hold_hearing")):
        return None
    return None if withdrawn and withdrawn.seq > request.seq else request


@rule("G-20", cites=NOTICE_CITES, acts=["decide"], veto=14, ready=True)
def right_has_lapsed(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """作出决定前须送达事先告知书，等到陈述申辩期限届满；当事人书面明确放弃的除外。"""
    notice = case.last("notify")
    if notice is None:
        yield right_has_lapsed.finding("没有事先告知当事人", next_step="请先办理行政处罚事先告知")
        return
    ends = statement_ends(case, notice, ctx)
    if ends is None:
        yield right_has_lapsed.finding(f"告知书{notice.number}尚未送达", next_step="请先送达告知书")
    elif act.on <= ends and not waived(case, "statement", notice):
        yield right_has_lapsed.finding(
            f"陈述申辩期限 {ends} 届满，现在不能作出决定",
            next_step=f"请在 {ends} 之后办理，或者取得当事人的书面放弃声明",
        )
    unanswered = [
        each for each in case.all("state_defence") if not any(r.seq > each.seq for r in case.all("recheck_defence"))
    ]
    if unanswered:
        yield right_has_lapsed.finding("当事人的陈述申辩还没有复核", next_step="请先逐项复核并记录是否采纳")


@rule("G-20", cites="行政处罚法第四十五条第二款", acts=["decide"], veto=12)
def never_heavier(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不得因当事人陈述、申辩而给予更重的处罚；比告知更重的，须有新的事实并重新告知。"""
    notice = case.last("notify")
    if notice is None:
        return
    extra = set(act.data.get("kinds", ())) - set(notice.data.get("kinds", ()))
    if untold_other(act.data, notice.data):
        yield never_heavier.finding(
            "其他处罚内容没有告知过，或者与告知的不同",
            next_step="请按告知的内容填写，或者依据新的事实重新告知",
            field="other_content",
        )
    for key, label in (("fine", "罚款"), ("confiscation", "没收")):
        if money(act.data, key) > money(notice.data, key):
            yield never_heavier.finding(
                f"{label} {act.data[key]} 元重于告知的 {notice.data.get(key, 0)} 元",
                next_step="请降至告知的数额，或者依据新的事实重新告知",
                field=key,
            )
    if extra:
        yield never_heavier.finding(
            "增加了没有告知过的处罚种类", next_step="请取消，或者依据新的事实重新告知", field="kinds"
        )
    for key, label in (("basis", "处罚依据"), ("breached", "违反的条款")):
        if untold := set(act.data.get(key, ())) - set(notice.data.get(key, ())):
            yield never_heavier.finding(
                f"{label}{'、'.join(sorted(untold))}没有告知过", next_step="请按告知的条款填写，或者重新告知", field=key
            )


@rule("G-20", cites="行政处罚法第四十四条", acts=["decide"], points=3)
def decided_on_what_was_told(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """决定认定的事实以告知的事实为限；文字有改动的须核对，没有告知过的事实不得作为处罚的根据。"""
    notice = case.last("notify")
    if notice and plain(notice.data.get("facts")) not in plain(act.data.get("facts")):
        yield decided_on_what_was_told.finding(
            "决定的事实与告知的事实文字不同",
            weight=Weight.WARN,
            next_step="请核对没有增加未告知的事实；增加了的，须重新告知",
            field="facts",
        )


def plain(text: object) -> str:
    """A text without blanks and punctuation: a comma more makes no other facts."""
    return "".join(sign for sign in str(text or "") if sign.isalnum())


def untold_other(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the freely written part of a penalty (how long, how much of what) is not word for word that of another."""
    return bool(one.get("other_content")) and one.get("other_content") != other.get("other_content")


def heavier(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The field in which one proposal is heavier than another; empty where in none."""
    for key in ("fine", "confiscation"):
        if money(one, key) > money(other, key):
            return key
    if set(one.get("kinds", ())) - set(other.get("kinds", ())):
        return "kinds"
    return "other_content" if untold_other(one, other) else ""


@rule("G-20", cites="行政处罚法第四十四条、第四十五条", acts=["notify"], veto=12)
def notice_fits_the_report(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """告知的内容与调查终结报告一致；重新告知更重的处罚，须写明新的事实。"""
    report, before = case.last("report"), case.last("notify")
    if report and report.data.get("conclusion") != "penalty":
        yield notice_fits_the_report.finding("调查终结报告没有建议处罚", next_step="请按报告的结论办理")
    if report and (field := heavier(act.data, report.data)):
        yield notice_fits_the_report.finding(
            "拟处罚重于调查终结报告的建议", next_step="请先补充调查并重新提交报告", field=field
        )
    if before and heavier(act.data, before.data):
        fresh = any(taken.seq > before.seq for taken in case.all("collect_evidence"))
        if len(act.data.get("new_facts", "")) < 10 or not fresh:
            yield notice_fits_the_report.finding(
                "比上一次告知更重，没有新的事实和证据",
                next_step="不得因申辩加重；确有新事实的，请先登记证据并写明",
                field="new_facts",
            )


@rule("G-20", cites="行政处罚法第四十五条", acts=["recheck_defence"])
def every_point_has_a_reason(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人的意见逐项复核，不采纳的写明理由。"""
    for place, row in enumerate(act.data.get("points", ()), start=1):
        if len(row.get("reason", "")) < 4:
            yield every_point_has_a_reason.finding(f"第 {place} 项没有写明理由", field="points")


@rule("G-20", cites="行政处罚法第六十二条", acts=["waive_rights"], veto=14)
def waiver_comes_after_service(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """放弃权利须在告知书送达之后由当事人书面明确表示。"""
    notice = case.last("notify")
    served = served_on(case, notice, ctx)
    if served is None or date.fromisoformat(act.data["signed_on"]) < served:
        yield waiver_comes_after_service.finding(
            "告知书送达之前不能放弃权利", next_step="请先送达告知书", field="signed_on"
        )
    if act.data.get("relation") == "agent" and not act.data.get("authorisation"):
        yield waiver_comes_after_service.finding(
            "受托人签署的，没有授权委托书", next_step="请上传授权委托书", field="authorisation"
        )


@rule("G-21", cites="行政处罚法第六十三条", acts=["notify"], veto=15)
def hearing_is_offered(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """拟作出较大数额罚款、没收，降低资质、吊销许可、责令停产停业、关闭、限制从业等处罚的，应当告知听证权利。"""
    if hearing_is_owed(case, act.data, ctx, act.on) and act.data.get("hearing_offered") != "yes":
        yield hearing_is_offered.finding(
            "拟处罚达到听证标准，没有告知听证权利", next_step="请选择“告知”", field="hearing_offered"
        )


@rule("G-22", cites="行政处罚法第六十四条第（一）项", acts=["request_hearing"], veto=15)
def hearing_asked_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人要求听证的，在告知后五个工作日内提出；网上提出的至当日二十四时，邮寄的以邮戳为准，当面提出的至下班时间。"""
    notice = case.last("notify")
    served = served_on(case, notice, ctx)
    if notice is None or served is None:
        yield hearing_asked_in_time.finding("听证告知书尚未送达", next_step="请先送达告知书")
        return
    if notice.data.get("hearing_offered") != "yes":
        yield hearing_asked_in_time.finding("本案没有告知听证权利，不适用听证", next_step="请按陈述申辩记录")
        return
    if live_request(case, notice):
        yield hearing_asked_in_time.finding("当事人的听证申请已经登记")
    asked, ends = datetime.fromisoformat(act.data["requested_at"]), hearing_ends(case, notice, ctx)
    closing = str(ctx.figure("counter.closing", act.on).value)
    late = act.data.get("channel") == "counter" and f"{asked:%H:%M}" > closing
    if ends and (asked.date() > ends or (asked.date() == ends and late)):
        yield hearing_asked_in_time.finding(
            f"申请听证的期限 {ends} 已届满", next_step="请书面答复当事人不予受理并说明理由", field="requested_at"
        )


@rule("G-22", cites="行政处罚法第六十三条、第六十四条", acts=["decide"], veto=15, ready=True)
def hearing_right_has_lapsed(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """告知了听证权利的，申请期限届满、书面放弃或者听证完毕之后才能作出决定。"""
    notice = case.last("notify")
    ends = hearing_ends(case, notice, ctx) if notice else None
    if notice is None or ends is None or live_request(case, notice):
        return
    if act.on <= ends and not waived(case, "hearing", notice):
        yield hearing_right_has_lapsed.finding(
            f"申请听证的期限 {ends} 届满，现在不能作出决定", next_step=f"请在 {ends} 之后办理，或者取得书面放弃声明"
        )
