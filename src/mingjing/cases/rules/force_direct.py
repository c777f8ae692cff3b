"""Force by the organ itself: only by law, after urging, by day, never by cutting off residents (行政强制法第十三条、第三十七条、第四十三条至第四十六条)."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from mingjing.cases.rules.days import due_of, served_on
from mingjing.cases.rules.force import (
    MONEY,
    Execution,
    accepted,
    execution_of,
    force_wait,
    fulfilled,
    open_executions,
    ordered_until,
    source_of,
    when,
)
from mingjing.cases.rules.limits import pending_remedy, remedy_expiry
from mingjing.cases.rules.measures import open_measures
from mingjing.cases.rules.money import surcharge
from mingjing.cases.rules.presence import on_the_spot
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

NO_LAW = re.compile(r"(条例|办法|规定|规则|细则|决定|通知|意见)(（[^）]*）)?第?")
AFTER_REMEDIES = {"demolish", MONEY}


@rule("ENF-21", cites=("行政强制法第十三条", "行政强制法第四十六条第三款"), acts=["decide_enforcement"], veto=1)
def force_has_its_law(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """行政强制执行由法律设定；法律没有规定行政机关强制执行的，申请人民法院强制执行；已经查封、扣押的财物可以依法拍卖抵缴罚款。"""
    if act.data.get("mode") == MONEY:
        if not open_measures(case):
            yield force_has_its_law.finding(
                "没有已经查封、扣押的财物可以拍卖", next_step="请申请人民法院强制执行", field="mode"
            )
        return
    if act.data.get("power") != "law":
        yield force_has_its_law.finding(
            "法律没有规定由本机关强制执行", next_step="请申请人民法院强制执行", field="power"
        )
        return
    laws = act.data.get("power_law", ())
    if not laws:
        yield force_has_its_law.finding(
            "没有写明规定由本机关强制执行的法律", next_step="请写明法律名称和条款", field="power_law"
        )
    for text in laws:
        if NO_LAW.search(str(text).split("第")[0]):
            yield force_has_its_law.finding(
                f"“{text}”不是法律，行政强制执行只能由法律设定",
                next_step="请写明法律；没有的，请申请人民法院强制执行",
                field="power_law",
            )


@rule(
    "ENF-22", cites=("行政强制法第三十五条至第三十七条", "行政强制法第四十六条"), acts=["decide_enforcement"], veto=16
)
def force_after_urging(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """作出强制执行决定前催告，经催告逾期仍不履行且无正当理由的才能决定；加处罚款超过三十日仍不缴的才能就罚款强制执行；催告期间转移、隐匿财物的可以立即决定。"""
    source = source_of(case, act.data.get("duty_seq"))
    if source is None:
        yield force_after_urging.finding("没有据以执行的有效决定", next_step="请选择", field="duty_seq")
        return
    if act.data.get("mode") == MONEY:
        yield from _fine_overdue(case, act, ctx)
    elif fulfilled(case, source):
        yield force_after_urging.finding("义务已经履行，不能强制执行", field="duty_seq")
    yield from _urged(case, act, ctx)
    if act.data.get("mode") in AFTER_REMEDIES:
        yield from _remedies_over(case, act, source, ctx)
    same = (act.data.get("duty_seq"), act.data.get("mode"))
    for one in open_executions(case, "decide_enforcement"):
        if (one.act.data.get("duty_seq"), one.act.data.get("mode")) == same:
            yield force_after_urging.finding(f"同一义务已有没有办完的{one.name}", field="duty_seq")
    if when(act, "planned_at") <= act.at:
        yield force_after_urging.finding("强制执行的时间不晚于决定", next_step="请核对", field="planned_at")


def _fine_overdue(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    owed, least = surcharge(case, act.on, ctx), int(ctx.figure("force.surcharge", act.on).value)
    if owed is None or not owed.owed:
        yield force_after_urging.finding("没有欠缴的罚款", field="duty_seq")
    elif owed.days <= least:
        yield force_after_urging.finding(
            f"加处罚款 {owed.days} 日，没有超过 {least} 日", next_step="请在超过之后决定", field="mode"
        )


def _urged(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    letter, end = force_wait(case, act, ctx)
    if letter is None or end is None:
        yield force_after_urging.finding("没有送达催告书", next_step="请先催告并送达")
        return
    if said := accepted(case, letter):
        yield force_after_urging.finding(
            f"{said.number}采纳了当事人的陈述申辩", next_step="不再强制执行；情况变化的请重新催告"
        )
    if act.data.get("immediate") == "yes":
        if not act.data.get("immediate_reason"):
            yield force_after_urging.finding(
                "立即执行没有写明转移、隐匿财物的证据", next_step="请写明；没有的，等催告期满", field="immediate_reason"
            )
        if act.on > end.due_on:
            yield force_after_urging.finding("催告期已满，不是立即执行", next_step="请改选", field="immediate")
    elif act.on <= end.due_on:
        yield force_after_urging.finding(
            f"催告的履行期限 {end.due_on} 还没有届满", next_step="请在届满之后决定", field="immediate"
        )


def _remedies_over(case: CaseFacts, act: Proposed, source: ActFacts, ctx: Context) -> Iterator[Finding]:
    """The months to sue of the decision; of an order to correct the same months from its own service."""
    if pending_remedy(case):
        yield force_after_urging.finding("行政复议或者行政诉讼还没有结果", next_step="请在结果生效之后决定")
        return
    expiry = remedy_expiry(case, ctx) if source.code == "decide" else None
    last = expiry.due_on if expiry else remedies_of(case, source, ctx)
    if last is None or act.on <= last:
        yield force_after_urging.finding(
            f"复议、诉讼期限还没有届满（{last or '决定还没有送达'}）", next_step="请在届满之后决定", field="mode"
        )


def remedies_of(case: CaseFacts, source: ActFacts, ctx: Context) -> date | None:
    """The last day on which an order can still be contested; None while it is not served."""
    served = served_on(case, source, ctx)
    return None if served is None else due_of(served, "sue", "party_right", ctx).due_on


@rule("ENF-23", cites="行政强制法第四十四条", acts=["announce_demolition"])
def announced_with_a_term(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """对违法的建筑物、构筑物、设施等需要强制拆除的，予以公告，限期当事人自行拆除。"""
    source = source_of(case, act.data.get("duty_seq"))
    if source is None or served_on(case, source, ctx) is None:
        yield announced_with_a_term.finding("没有已经送达的要求拆除的决定", next_step="请选择", field="duty_seq")
        return
    if act.on <= ordered_until(source):
        yield announced_with_a_term.finding(
            f"{source.number}的期限 {ordered_until(source)} 还没有届满", next_step="请在届满之后公告", field="duty_seq"
        )
    posted, due = str(act.data.get("posted_on", "")), str(act.data.get("due_on", ""))
    if due <= posted:
        yield announced_with_a_term.finding("自行拆除的期限不晚于公告日期", next_step="请核对", field="due_on")
    elif due <= act.on.isoformat():
        yield announced_with_a_term.finding(
            "自行拆除的期限在批准公告时已经届满", next_step="请写明以后的日期", field="due_on"
        )
    if posted and posted <= (last := ordered_until(source).isoformat()):
        yield announced_with_a_term.finding(
            f"公告日期不晚于{source.number}的期限 {last}", next_step="请在期限届满之后公告", field="posted_on"
        )
    if any(
        each.data.get("duty_seq") == source.seq and each.data["due_on"] >= act.on.isoformat()
        for each in case.all("announce_demolition")
    ):
        yield announced_with_a_term.finding("同一决定的公告还没有到期", field="duty_seq")


@rule("ENF-23", cites="行政强制法第四十四条", acts=["decide_enforcement"], veto=16)
def demolished_after_the_announcement(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """强制拆除以前应当公告限期自行拆除；当事人在法定期限内不申请复议、不起诉，又不拆除的，才能强制拆除。"""
    if act.data.get("mode") != "demolish":
        return
    posted = [each for each in case.all("announce_demolition") if each.data.get("duty_seq") == act.data.get("duty_seq")]
    if not posted:
        yield demolished_after_the_announcement.finding("没有公告限期自行拆除", next_step="请先公告", field="mode")
    elif act.on.isoformat() <= (last := posted[-1].data["due_on"]):
        yield demolished_after_the_announcement.finding(
            f"公告的自行拆除期限 {last} 还没有届满", next_step="请在届满之后决定", field="mode"
        )


@rule("ENF-24", cites=("行政强制法第三十七条", "行政强制法第三十八条"), acts=["execute_force"], veto=16)
def carried_out_as_decided(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """强制执行决定书送达以后，按决定的时间、方式实施；通知当事人到场，不到场的邀请见证人；制作现场笔录。"""
    one = execution_of(case, act.data.get("decision_seq"))
    if one is None or one.act.code != "decide_enforcement":
        yield carried_out_as_decided.finding("没有对应的强制执行决定", field="decision_seq")
        return
    begun, served = when(act, "started_at"), served_on(case, one.act, ctx)
    if served is None or served > begun.date():
        yield carried_out_as_decided.finding(f"{one.name}还没有送达", next_step="请先送达强制执行决定书")
    if begun < when(one.act, "planned_at"):
        yield carried_out_as_decided.finding(
            f"早于决定书写明的时间 {when(one.act, 'planned_at'):%Y-%m-%d %H:%M}",
            next_step="请按决定的时间实施",
            field="started_at",
        )
    if act.data.get("mode") != one.act.data.get("mode"):
        yield carried_out_as_decided.finding("方式与决定的不同", next_step="请按决定的方式实施", field="mode")
    yield from _still_owed(case, act, one, ctx)
    yield from on_the_spot(act, carried_out_as_decided.finding)


def _still_owed(case: CaseFacts, act: Proposed, one: Execution, ctx: Context) -> Iterator[Finding]:
    """What the party did after the decision, or what it said and the organ found right, stops the force."""
    source, letter = source_of(case, one.act.data.get("duty_seq")), force_wait(case, one.act, ctx)[0]
    if one.act.data.get("mode") == MONEY:
        owed = surcharge(case, act.on, ctx)
        performed = owed is not None and not owed.owed
    else:
        performed = source is not None and fulfilled(case, source)
    if performed:
        yield carried_out_as_decided.finding("当事人已经履行，不得再强制执行", next_step="请办理终结执行")
    if letter and (said := accepted(case, letter)):
        yield carried_out_as_decided.finding(
            f"{said.number}采纳了当事人的陈述申辩", next_step="不再强制执行，请办理终结执行"
        )


@rule("ENF-25", cites="行政强制法第四十三条第一款", acts=["execute_force"], veto=16)
def not_by_night_nor_on_a_holiday(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不得在夜间或者法定节假日实施行政强制执行，情况紧急的除外，写明理由；夜间的起止是参数，周六周日按参数提醒或者拒绝。"""
    begun, ended = when(act, "started_at"), when(act, "ended_at")
    urgent = act.data.get("urgent") == "yes"
    if urgent:
        if not act.data.get("urgent_reason"):
            yield not_by_night_nor_on_a_holiday.finding(
                "情况紧急没有写明理由", next_step="请写明为什么不能等到工作日的白天", field="urgent_reason"
            )
        return
    if by_night(begun, ended, ctx):
        yield not_by_night_nor_on_a_holiday.finding(
            f"{begun:%m-%d %H:%M} 至 {ended:%m-%d %H:%M} 在夜间（{_clock('force.night.from', begun, ctx)} 至次日 {_clock('force.night.to', begun, ctx)}）",
            next_step="请改在白天实施；情况紧急的写明理由",
            field="started_at",
        )
    # A span over more than two days is no span of one record (REC-02).
    for day in sorted({begun.date(), ended.date()}):
        if why := ctx.calendar.reason(day):
            weekend = why in {"周六", "周日"} and not int(ctx.figure("force.weekend", day).value)
            yield not_by_night_nor_on_a_holiday.finding(
                f"{day} 是{why}",
                weight=Weight.WARN if weekend else Weight.BLOCK,
                next_step="请改在工作日实施；情况紧急的写明理由",
                field="started_at",
            )


def _clock(key: str, moment: datetime, ctx: Context) -> str:
    return str(ctx.figure(key, moment.date()).value)


def by_night(begun: datetime, ended: datetime, ctx: Context) -> bool:
    """Whether any part of a span lies between the hour the night begins and the hour it ends."""
    if is_night(begun, ctx):
        return True
    hour, minute = map(int, _clock("force.night.from", begun, ctx).split(":"))
    falls = begun.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return falls < ended


def is_night(moment: datetime, ctx: Context) -> bool:
    """Whether a minute lies in the night; the last minute before it begins and the first after it ends do not."""
    told = f"{moment:%H:%M}"
    return told >= _clock("force.night.from", moment, ctx) or told < _clock("force.night.to", moment, ctx)


@rule("ENF-26", cites="行政强制法第四十三条第二款", acts=["execute_force"], veto=16)
def residents_are_not_cut_off(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不得对居民生活采取停止供水、供电、供热、供燃气等方式迫使当事人履行行政决定。"""
    if act.data.get("utilities") == "resident":
        yield residents_are_not_cut_off.finding(
            "对居民生活停止了供水、供电、供热或者供燃气", next_step="请立即恢复，改用其他合法方式", field="utilities"
        )
