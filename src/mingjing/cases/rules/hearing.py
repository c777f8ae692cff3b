"""Hearings: seven full working days' notice, open, an independent chair, a report, and a decision on the record."""

from collections.abc import Iterator
from datetime import date, datetime

from mingjing.cases.rules.days import served_on
from mingjing.cases.rules.notice import live_request
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.periods import Period, Unit, earliest_after
from mingjing.kernel.rulebook import rule


def earliest_hearing(told_on: date, ctx: Context, key: str = "hearing.notice") -> date:
    """The first day a hearing may be held: full working days lie between the notice and it, as many as the figure `key`."""
    figure = ctx.figure(key, told_on)
    return earliest_after(told_on, Period(int(figure.value), Unit(figure.unit)), ctx.calendar)


def current_notice(case: CaseFacts) -> ActFacts | None:
    """The hearing notice that belongs to the live request."""
    request, notice = case.last("request_hearing"), case.last("arrange_hearing")
    return notice if notice and request and notice.seq > request.seq else None


@rule("G-23", cites="行政处罚法第六十四条第（二）项", acts=["arrange_hearing"], veto=15)
def seven_days_before(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """举行听证的七个工作日前，通知当事人和有关人员听证的时间、地点。"""
    first = earliest_hearing(act.on, ctx)
    if datetime.fromisoformat(act.data["hearing_at"]).date() < first:
        yield seven_days_before.finding(
            f"即使今天送达，最早也只能在 {first} 举行听证", next_step="请改定听证时间", field="hearing_at"
        )


@rule("G-23", cites="行政处罚法第六十四条第（二）项", acts=["hold_hearing"], veto=15)
def served_seven_days_before(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """听证通知书送达满七个工作日之后才能举行听证。"""
    notice = current_notice(case)
    told = served_on(case, notice, ctx)
    if notice is None or told is None:
        yield served_seven_days_before.finding("听证通知书尚未送达", next_step="请先送达听证通知书")
    elif datetime.fromisoformat(act.data["started_at"]).date() < (first := earliest_hearing(told, ctx)):
        yield served_seven_days_before.finding(
            f"听证通知书 {told} 送达，最早 {first} 才能举行听证", next_step="请改期并重新通知", field="started_at"
        )
    if notice is not None:
        begun, wanted = (
            datetime.fromisoformat(act.data["started_at"]),
            datetime.fromisoformat(notice.data["hearing_at"]),
        )
        if begun.date() != wanted.date() or begun < wanted or act.data.get("place") != notice.data["place"]:
            yield served_seven_days_before.finding(
                f"通知的听证时间、地点是 {wanted:%Y-%m-%d %H:%M} {notice.data['place']}",
                next_step="请按通知举行；改期、改地点的，请重新通知",
                field="started_at",
            )


@rule("G-24", cites="行政处罚法第六十四条第（三）项至第（八）项", acts=["arrange_hearing"], veto=15)
def hearing_is_open(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """除涉及国家秘密、商业秘密、个人隐私外，听证公开举行；申请仍然有效才安排听证。"""
    if act.data.get("open") == "no" and not act.data.get("closed_ground"):
        yield hearing_is_open.finding(
            "不公开听证没有法定理由", next_step="请选择理由或者改为公开", field="closed_ground"
        )
    if live_request(case, case.last("notify")) is None:
        yield hearing_is_open.finding("没有有效的听证申请", next_step="请先登记听证申请")


@rule("G-24", cites="行政处罚法第六十四条第（四）项", acts=["hold_hearing"], veto=15)
def named_chair_presides(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """听证由通知书载明的非本案调查人员主持；同一次听证只举行一次。"""
    notice, held = current_notice(case), case.last("hold_hearing")
    if notice and str(act.by) != notice.data["chair"]["id"]:
        yield named_chair_presides.finding(
            f"听证通知书载明的主持人是{notice.data['chair']['name']}", next_step="请由该主持人办理，或者重新通知"
        )
    if held and notice and held.seq > notice.seq:
        yield named_chair_presides.finding("这次听证已经举行", next_step="需要再次听证的，请重新通知")


@rule("G-24", cites="行政处罚法第六十四条第（一）项", acts=["withdraw_hearing"])
def something_to_withdraw(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """听证举行之前，当事人可以书面撤回听证申请。"""
    request, held = live_request(case, case.last("notify")), case.last("hold_hearing")
    if request is None or (held and held.seq > request.seq):
        yield something_to_withdraw.finding("没有可以撤回的听证申请")


@rule("G-25", cites="行政处罚法第六十五条", acts=["decide"], veto=15, ready=True)
def decided_on_the_record(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人要求听证的，听证结束并提交报告之后，根据听证笔录作出决定。"""
    request = live_request(case, case.last("notify"))
    if request is None:
        return
    held, report = case.last("hold_hearing"), case.last("report_hearing")
    if held is None or held.seq < request.seq:
        yield decided_on_the_record.finding("当事人已要求听证，听证还没有举行", next_step="请先通知并举行听证")
    elif report is None or report.seq < held.seq:
        yield decided_on_the_record.finding("听证主持人还没有提交听证报告", next_step="请主持人先提交听证报告")


@rule("G-25", cites="行政处罚法第六十五条", acts=["report_hearing"])
def report_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """一次听证由主持人提交一份报告。"""
    held, report = case.last("hold_hearing"), case.last("report_hearing")
    if held and report and report.seq > held.seq:
        yield report_once.finding("这次听证的报告已经提交")
    if held and held.by != act.by:
        yield report_once.finding("听证报告由主持听证的人提交")
