"""Deciding a licence: two officers on the spot, those concerned are heard, hearings, time, review, reasons."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from mingjing.cases.rules.days import due_of, served_on
from mingjing.cases.rules.hearing import earliest_hearing
from mingjing.cases.rules.licence_days import (
    DECIDES,
    accepted_on,
    decision_limit,
    exclusions,
    hearing_began,
    hearing_is_owed,
    hearing_request_limit,
    is_joint,
)
from mingjing.cases.rules.review import pass_lacks, rounds
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule("LIC-10", cites="行政许可法第三十四条第三款", acts=["check"])
def two_on_the_spot(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """需要对申请材料的实质内容进行核实的，指派两名以上工作人员实地核查。"""
    if act.data.get("mode") != "on_site":
        return
    if len({person["id"] for person in act.data.get("officers", ())}) < 2:
        yield two_on_the_spot.finding("实地核查的人员不足两名", next_step="请补选一同核查的人员", field="officers")
    if not str(act.data.get("place") or "").strip():
        yield two_on_the_spot.finding("没有写明核查地点", next_step="请补充", field="place")


@rule("LIC-11", cites=("行政许可法第三十四条", "行政许可法第三十八条"), acts=DECIDES, ready=True)
def decided_after_examination(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """审查之后决定：符合法定条件、标准的准予，不符合的不予，决定与最后一次审查的结论一致。"""
    last = case.last("check")
    if last is None:
        yield decided_after_examination.finding("还没有审查", next_step="请先办理审查")
    elif last.data.get("conclusion") != ("meets" if act.code == "grant" else "fails"):
        found = "符合" if last.data.get("conclusion") == "meets" else "不符合"
        yield decided_after_examination.finding(
            f"最后一次审查认为{found}法定条件、标准，与决定不一致", next_step="请按审查结论决定，或者重新审查并写明理由"
        )


@rule("LIC-12", cites=("行政许可法第三十六条", "行政许可法第四十七条"), acts=DECIDES, ready=True)
def those_concerned_are_heard(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """许可直接关系他人重大利益的，决定之前告知利害关系人、听取申请人和利害关系人的意见，要求听证的期限届满后才决定。"""
    last = case.last("check")
    if last is None or last.data.get("third_party") != "yes":
        return
    told, limit = case.all("ask_third_party"), hearing_request_limit(case, ctx)
    # Every one of those concerned has the right of his own: one notice served does not stand for the others.
    unserved = [each.number for each in told if not case.served(each)]
    held = case.last("hold_hearing")
    if not told:
        yield those_concerned_are_heard.finding(
            "审查认为直接关系他人重大利益，没有告知利害关系人", next_step="请先告知利害关系人并送达"
        )
    elif limit is None or unserved:
        yield those_concerned_are_heard.finding(
            f"{'、'.join(unserved) or told[-1].number}还没有送达利害关系人", next_step="请先送达"
        )
    elif act.on <= limit.due_on and (held is None or held.seq < told[-1].seq):
        yield those_concerned_are_heard.finding(
            f"利害关系人可以要求听证到 {limit.due_on}，现在不能决定", next_step="请等期限届满"
        )


@rule("LIC-14", cites=("行政许可法第四十八条", "国办发〔2018〕118号第四部分"), acts=DECIDES)
def decider_has_no_other_part(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """作出决定的负责人没有审查、法制审核或者主持过听证。"""
    if act.by in examiners(case) | case.reviewers | case.chairs:
        yield decider_has_no_other_part.finding(
            "决定人在本件中审查、审核或者主持过听证", next_step="请由其他负责人决定"
        )


def examiners(case: CaseFacts) -> frozenset[UUID]:
    """Everybody who examined the application."""
    named = (UUID(person["id"]) for act in case.all("check") for person in act.data.get("officers", ()))
    return frozenset([*named, *(act.by for act in case.all("check"))])


@rule("LIC-20", cites="行政许可法第四十七条", acts=["request_hearing"])
def asked_within_five_days(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """申请人、利害关系人在被告知听证权利之日起五个工作日内要求听证；同一次听证不重复登记。"""
    limit = hearing_request_limit(case, ctx)
    if limit is None:
        yield asked_within_five_days.finding("还没有送达告知听证权利的文书", next_step="请先告知利害关系人并送达")
    elif date.fromisoformat(str(act.data["requested_at"])[:10]) > limit.due_on:
        yield asked_within_five_days.finding(f"要求听证的期限已于 {limit.due_on} 届满", field="requested_at")
    if hearing_is_owed(case):
        yield asked_within_five_days.finding("已经有待举行的听证", next_step="请通知听证")


@rule("LIC-21", cites=("行政许可法第四十七条", "行政许可法第四十八条第一款第（一）项"), acts=["arrange_hearing"])
def hearing_is_set_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """要求听证的，二十个工作日内组织听证；举行听证的七个工作日前通知时间、地点。"""
    begun = hearing_began(case)
    if begun is None or not hearing_is_owed(case):
        yield hearing_is_set_in_time.finding("没有待举行的听证", next_step="请先公告听证或者登记听证申请")
        return
    day = datetime.fromisoformat(act.data["hearing_at"]).date()
    first, last = _first_day(act.on, ctx), due_of(begun.on, "licence.hearing.hold", "agency_duty", ctx).due_on
    if day < first:
        yield hearing_is_set_in_time.finding(
            f"即使今天送达，最早也只能在 {first} 举行听证", next_step="请改定听证时间", field="hearing_at"
        )
    if begun.code == "request_hearing" and day > last:
        yield hearing_is_set_in_time.finding(
            f"应当在 {last} 前组织听证", weight=Weight.WARN, next_step="逾期记入监督", field="hearing_at"
        )


def _first_day(told_on: date, ctx: Context) -> date:
    return earliest_hearing(told_on, ctx, "licence.hearing.notice")


@rule("LIC-22", cites="行政许可法第四十八条第一款第（三）项", acts=["arrange_hearing", "hold_hearing"])
def chair_did_not_examine(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """听证由审查该许可申请的工作人员以外的人员主持，由通知书载明的人主持。"""
    chair = UUID(act.data["chair"]["id"]) if act.code == "arrange_hearing" else act.by
    if chair in examiners(case):
        yield chair_did_not_examine.finding(
            "听证主持人审查过这件申请", next_step="请换由没有参加审查的人员主持", field="chair"
        )
    notice = case.last("arrange_hearing")
    if act.code == "hold_hearing" and notice and str(act.by) != notice.data["chair"]["id"]:
        yield chair_did_not_examine.finding(
            f"听证通知书载明的主持人是{notice.data['chair']['name']}", next_step="请由该主持人办理，或者重新通知"
        )


@rule("LIC-23", cites="行政许可法第四十八条第一款第（一）项", acts=["hold_hearing"])
def held_as_notified(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """听证通知送达满七个工作日、按通知的时间举行，同一次听证只举行一次。"""
    notice = case.last("arrange_hearing")
    told, start = served_on(case, notice, ctx), datetime.fromisoformat(act.data["started_at"])
    if not hearing_is_owed(case):
        yield held_as_notified.finding("没有待举行的听证")
    if notice is None or told is None:
        yield held_as_notified.finding("听证通知书尚未送达", next_step="请先送达听证通知书")
        return
    if start.date() < (first := _first_day(told, ctx)):
        yield held_as_notified.finding(
            f"听证通知书 {told} 送达，最早 {first} 才能举行听证", next_step="请改期并重新通知", field="started_at"
        )
    wanted = datetime.fromisoformat(notice.data["hearing_at"])
    if start.date() != wanted.date() or start < wanted:
        yield held_as_notified.finding(
            f"通知的听证时间是 {wanted:%Y-%m-%d %H:%M}", next_step="请按通知举行；改期的重新通知", field="started_at"
        )


@rule("LIC-24", cites=("行政许可法第四十六条", "行政许可法第四十七条"), acts=DECIDES, ready=True)
def hearing_comes_first(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """涉及公共利益的重大许可公告并举行听证；申请人、利害关系人要求听证的，听证之后才决定。"""
    last = case.last("check")
    if last and last.data.get("public_interest") == "yes" and not case.has("announce_hearing"):
        yield hearing_comes_first.finding("涉及公共利益的重大许可，没有公告听证", next_step="请先公告听证")
    if hearing_is_owed(case):
        yield hearing_comes_first.finding("听证还没有举行", next_step="请先通知并举行听证")


@rule("LIC-25", cites="行政许可法第四十八条第二款", acts=DECIDES)
def decided_on_the_record(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """举行听证的，根据听证笔录作出决定，在决定中说明。"""
    if case.has("hold_hearing") and not str(act.data.get("hearing_basis") or "").strip():
        yield decided_on_the_record.finding(
            "没有说明怎样根据听证笔录作出决定", next_step="请写明听证笔录认定的内容", field="hearing_basis"
        )


@rule("LIC-30", cites="行政许可法第四十五条", acts=["exclude_time", "end_exclusion"])
def one_exclusion_at_a_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """检验、检测、检疫、鉴定、专家评审等所需时间不计入期限，书面告知申请人；一次结束之后才有下一次。"""
    running = [first for _, first, end in exclusions(case) if end is None]
    if act.code == "exclude_time":
        yield from _not_afterwards(case, act, ctx)
    if act.code == "exclude_time" and running:
        yield one_exclusion_at_a_time.finding(f"{running[0]} 开始的还没有结束", next_step="请先登记结束")
    if act.code == "end_exclusion" and not running:
        yield one_exclusion_at_a_time.finding("没有正在进行的检验、评审", next_step="请刷新页面查看最新情况")
    if act.code == "end_exclusion" and running and date.fromisoformat(act.data["ended_on"]) < running[0]:
        yield one_exclusion_at_a_time.finding(f"结束日期早于开始日期 {running[0]}", field="ended_on")


def _not_afterwards(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """What lies before the acceptance was never counted, and a period that has ended cannot be opened again."""
    accepted, limit = accepted_on(case), decision_limit(case, ctx)
    began = str(act.data.get("began_on") or act.on)
    if accepted and began < accepted.isoformat():
        yield one_exclusion_at_a_time.finding(
            f"开始日期早于受理（{accepted}）", next_step="受理以前的时间不在决定期限内，请核对", field="began_on"
        )
    if limit and act.on > limit.due_on:
        yield one_exclusion_at_a_time.finding(
            f"决定期限已于 {limit.due_on} 届满，届满以后告知的时间不再扣除", next_step="请尽快决定"
        )


@rule("LIC-31", cites="行政许可法第四十二条", acts=["extend"], ready=True)
def extended_once_and_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """期限届满之前经负责人批准可以延长一次，最多十个工作日（联合办理十五个），并将理由告知申请人。"""
    limit = decision_limit(case, ctx)
    if limit and act.on > limit.due_on:
        yield extended_once_and_in_time.finding(f"决定期限已于 {limit.due_on} 届满，不能再延长", next_step="请尽快决定")
    if case.has("extend"):
        yield extended_once_and_in_time.finding("决定期限已经延长过一次", next_step="不得再次延长，请尽快决定")
    most = int(ctx.figure("licence.joint.extension" if is_joint(case) else "licence.decide.extension", act.on).value)
    if int(act.data.get("days") or 0) > most:
        yield extended_once_and_in_time.finding(f"最多延长 {most} 个工作日", next_step="请改正", field="days")


@rule("LIC-32", cites="行政许可法第四十二条", acts=DECIDES)
def decided_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """受理之日起二十个工作日内决定，联合办理四十五个工作日；听证、检验、评审等不计入。"""
    limit = decision_limit(case, ctx)
    if limit and act.on > limit.due_on:
        yield decided_in_time.finding(
            f"决定期限已于 {limit.due_on} 届满", weight=Weight.WARN, next_step="逾期已记入监督，请尽快决定"
        )


@rule("LIC-33", cites="国办发〔2018〕118号第四部分", acts=DECIDES, ready=True)
def major_licence_is_reviewed(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """经过听证、涉及重大公共利益、直接关系他人重大权益或者疑难复杂的许可，法制审核通过才决定；审核之后案卷有变化的重新送审。"""
    if not rounds(case) and not is_major(case):
        return
    if lacking := pass_lacks(case):
        fact, step = lacking
        yield major_licence_is_reviewed.finding(fact, next_step=step)


def is_major(case: CaseFacts) -> bool:
    """Whether the legal review comes before the decision."""
    last, asked = case.last("check"), ("public_interest", "third_party", "complex")
    return case.has("hold_hearing") or bool(last and any(last.data.get(name) == "yes" for name in asked))


@rule("LIC-40", cites=("行政许可法第三十九条", "行政许可法第四十条"), acts=["grant"])
def grant_is_whole(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """准予许可写明证件编号、内容和有效期，有效期不早于决定之日，届满日在起始日之后。"""
    start, end = act.data.get("valid_from"), act.data.get("valid_to")
    if start and str(start) < act.on.isoformat():
        yield grant_is_whole.finding("有效期早于作出决定之日", next_step="请核对", field="valid_from")
    if start and end and str(end) <= str(start):
        yield grant_is_whole.finding("有效期届满日不在起始日之后", next_step="请核对", field="valid_to")


@rule("LIC-43", cites="行政许可法第四十四条", acts=["close"], ready=True)
def closed_after_delivery(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """决定或者不予受理通知送达、准予许可的决定公开之后才办结。"""
    made = case.last(*DECIDES, "refuse_acceptance")
    served = served_on(case, made, ctx)
    if made is None or served is None or served > act.on:
        yield closed_after_delivery.finding("决定、通知还没有送达", next_step="请先送达")
    if case.has("grant") and not case.publication_is_settled:
        yield closed_after_delivery.finding("准予许可的决定还没有公开", next_step="请公示员完成核对和发布")
