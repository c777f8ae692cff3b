"""Urging a duty, hearing the party, substitute performance and its cost (行政强制法第三十五条、第三十六条、第五十条至第五十二条)."""

from collections.abc import Iterator

from mingjing.cases.rules.days import served_on
from mingjing.cases.rules.force import (
    Execution,
    accepted,
    again,
    cost_left,
    execution_of,
    executions,
    fulfilled,
    open_executions,
    ordered_until,
    source_of,
    urging,
    urging_end,
    when,
)
from mingjing.cases.rules.notice import money
from mingjing.cases.rules.presence import on_the_spot
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

DECIDES = {"substitute": "decide_substitute", "force": "decide_enforcement"}
"""The decision that a letter of urging comes before, by its purpose."""


@rule("ENF-10", cites=("行政强制法第三十五条", "行政强制法第五十一条第一款第二项"), acts=["urge_duty"])
def urged_about_a_duty(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人在行政决定的期限内不履行义务的，书面催告，写明履行的期限、方式、金额；代履行的写明代履行人和费用预算。"""
    source, data = source_of(case, act.data.get("duty_seq")), act.data
    if source is None:
        yield urged_about_a_duty.finding(
            "选择的不是有效的责令改正通知书或者处罚决定书", next_step="请选择要求履行义务的决定", field="duty_seq"
        )
        return
    yield from _overdue(case, act, source, ctx)
    if str(data.get("due_on", "")) <= act.on.isoformat():
        yield urged_about_a_duty.finding("履行期限不晚于催告当日", next_step="请写明送达以后的日期", field="due_on")
    for name, label in (("performer", "拟代履行人"), ("budget", "费用预算")):
        if data.get("purpose") != "force" and not data.get(name):
            yield urged_about_a_duty.finding(f"代履行的催告没有写明{label}", next_step="请填写", field=name)
    waiting = [one for one in open_executions(case, "decide_substitute") if not one.at_once]
    if data.get("purpose") == "again" and not any(one.act.data.get("duty_seq") == source.seq for one in waiting):
        yield urged_about_a_duty.finding(
            "没有等待实施的代履行决定，不需要再次催告", next_step="请先作出代履行决定并送达", field="purpose"
        )


def _overdue(case: CaseFacts, act: Proposed, source: ActFacts, ctx: Context) -> Iterator[Finding]:
    served = served_on(case, source, ctx)
    if served is None or served > act.on:
        yield urged_about_a_duty.finding(f"{source.number}还没有送达", next_step="请先送达", field="duty_seq")
    elif act.on <= (last := ordered_until(source)):
        yield urged_about_a_duty.finding(
            f"{source.number}的期限 {last} 还没有届满", next_step="请在届满之后催告", field="duty_seq"
        )
    elif fulfilled(case, source):
        yield urged_about_a_duty.finding(f"{source.number}的义务已经履行，不需要催告", field="duty_seq")


@rule("ENF-11", cites="行政强制法第三十六条", acts=["hear_urged"])
def heard_after_urging(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人收到催告书后有权陈述和申辩，应当记录、复核；同一份陈述只复核一次，强制执行决定作出以后不得补记。"""
    letter = next((each for each in case.all("urge_duty") if each.seq == act.data.get("urging_seq")), None)
    if letter is None:
        yield heard_after_urging.finding("没有对应的催告书", next_step="请选择催告书", field="urging_seq")
        return
    if when(act, "stated_at") < letter.at.replace(second=0, microsecond=0):
        yield heard_after_urging.finding("陈述申辩早于催告书", next_step="请核对时间", field="stated_at")
    same = (act.data.get("content"), act.data.get("urging_seq"))
    if any((each.data.get("content"), each.data.get("urging_seq")) == same for each in case.all("hear_urged")):
        yield heard_after_urging.finding("这份陈述申辩已经登记并复核", field="content")
    decided = next((one for one in executions(case) if _answers(one, letter)), None)
    if decided and when(act, "stated_at") < decided.act.at:
        yield heard_after_urging.finding(
            f"{decided.name}作出以前的陈述申辩，没有在决定以前复核，不得补记",
            next_step="请向负责人报告；理由成立的，办理终结执行",
            field="stated_at",
        )


def _answers(one: Execution, letter: ActFacts) -> bool:
    """Whether a decision to execute was made upon a letter of urging."""
    same = one.act.data.get("duty_seq") == letter.data.get("duty_seq")
    return same and one.act.seq > letter.seq and one.act.code == DECIDES.get(str(letter.data.get("purpose")))


@rule("ENF-12", cites=("行政强制法第五十条", "行政强制法第三十六条"), acts=["decide_substitute"], veto=16)
def substitute_after_urging(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """逾期不履行，经催告仍不履行，后果已经或者将危害交通安全、造成环境污染、破坏自然资源的，才能代履行；陈述申辩成立的应当采纳。"""
    if act.data.get("urgent") == "yes":
        return
    source = source_of(case, act.data.get("duty_seq"))
    if source is None:
        yield substitute_after_urging.finding("没有要求履行义务的决定", next_step="请选择", field="duty_seq")
        return
    yield from _lapsed(case, act, urging(case, "substitute", source.seq), ctx)
    if fulfilled(case, source):
        yield substitute_after_urging.finding("义务已经履行，停止代履行", field="duty_seq")
    if act.data.get("harm") == "none":
        yield substitute_after_urging.finding(
            "不履行没有危害交通安全、造成环境污染或者破坏自然资源，不能代履行",
            next_step="请申请人民法院强制执行",
            field="harm",
        )
    if any(one.act.data.get("duty_seq") == source.seq for one in open_executions(case, "decide_substitute")):
        yield substitute_after_urging.finding("同一义务已有没有办完的代履行决定", field="duty_seq")


def _lapsed(case: CaseFacts, act: Proposed, letter: ActFacts | None, ctx: Context) -> Iterator[Finding]:
    end = urging_end(case, letter, ctx)
    if letter is None or end is None:
        yield substitute_after_urging.finding("没有送达催告书", next_step="请先催告履行义务并送达")
    elif act.on <= end.due_on:
        yield substitute_after_urging.finding(
            f"催告的履行期限 {end.due_on} 还没有届满", next_step="请在届满之后作出决定"
        )
    elif said := accepted(case, letter):
        yield substitute_after_urging.finding(
            f"{said.number}采纳了当事人的陈述申辩", next_step="不再代履行；情况变化的请重新催告"
        )


@rule("ENF-13", cites="行政强制法第五十条", acts=["decide_substitute"])
def substitute_is_fit(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """由行政机关代履行，或者委托没有利害关系的第三人代履行；代履行的时间晚于决定。"""
    if act.data.get("unrelated") == "no":
        yield substitute_is_fit.finding(
            "代履行人有利害关系", next_step="请改由本机关或者没有利害关系的第三人代履行", field="unrelated"
        )
    if act.data.get("performer_kind") == "third" and act.data.get("performer") == case.party.get("name"):
        yield substitute_is_fit.finding("代履行人就是当事人", next_step="请另选代履行人", field="performer")
    if act.data.get("urgent") != "yes" and when(act, "planned_at") <= act.at:
        yield substitute_is_fit.finding("代履行的时间不晚于作出决定的时间", next_step="请核对", field="planned_at")


@rule("ENF-14", cites="行政强制法第五十二条", acts=["decide_substitute"])
def at_once_only_to_clear(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """需要立即清除道路、河道、航道或者公共场所的遗洒物、障碍物、污染物，当事人不能清除的，可以立即代履行，事后立即通知当事人。"""
    if act.data.get("urgent") != "yes":
        return
    for name, label in (("scene", "是道路、河道、航道还是公共场所"), ("unable", "当事人不能清除的情况")):
        if not act.data.get(name):
            yield at_once_only_to_clear.finding(
                f"立即代履行没有写明{label}", next_step="请填写；不是立即清除的，请先催告", field=name
            )
    if any(one.at_once and one.act.data.get("object") == act.data.get("object") for one in open_executions(case)):
        yield at_once_only_to_clear.finding("同一标的已有没有办完的立即代履行决定", field="object")


@rule("ENF-15", cites="行政强制法第五十一条第一款", acts=["perform_substitute"], veto=16)
def performed_after_the_third_day(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """代履行前送达决定书；代履行三日前再次催告，当事人履行的停止代履行。三日是工作日，自催告书送达的次日起算。"""
    one = execution_of(case, act.data.get("decision_seq"))
    if one is None or one.act.code != "decide_substitute":
        yield performed_after_the_third_day.finding("没有对应的代履行决定", field="decision_seq")
        return
    begun = when(act, "started_at")
    if begun < one.act.at.replace(second=0, microsecond=0):
        yield performed_after_the_third_day.finding("开始时间早于代履行决定", next_step="请核对", field="started_at")
    if not one.at_once:
        yield from _announced(case, act, one, ctx)


def _announced(case: CaseFacts, act: Proposed, one: Execution, ctx: Context) -> Iterator[Finding]:
    begun, served = when(act, "started_at"), served_on(case, one.act, ctx)
    if served is None or served > begun.date():
        yield performed_after_the_third_day.finding(f"{one.name}还没有送达", next_step="请先送达代履行决定书")
    if begun < when(one.act, "planned_at"):
        yield performed_after_the_third_day.finding(
            f"早于决定书写明的时间 {when(one.act, 'planned_at'):%Y-%m-%d %H:%M}",
            next_step="请按决定的时间实施",
            field="started_at",
        )
    end = urging_end(case, again(case, one), ctx)
    if end is None:
        yield performed_after_the_third_day.finding(
            "代履行前没有再次催告并送达", next_step="请在代履行三个工作日以前催告"
        )
    elif begun.date() <= end.due_on:
        yield performed_after_the_third_day.finding(
            f"再次催告的期限 {end.due_on} 还没有届满", next_step="请在届满之后实施", field="started_at"
        )
    source = source_of(case, one.act.data.get("duty_seq"))
    if source is not None and fulfilled(case, source):
        yield performed_after_the_third_day.finding("当事人已经履行，停止代履行", next_step="请办理终结执行")
    letters = (again(case, one), urging(case, "substitute", one.act.data.get("duty_seq")))
    if said := next((found for each in letters if each and (found := accepted(case, each))), None):
        yield performed_after_the_third_day.finding(
            f"{said.number}采纳了当事人的陈述申辩", next_step="不再代履行，请办理终结执行"
        )


@rule("ENF-16", cites="行政强制法第五十一条", acts=["perform_substitute"])
def performed_under_eyes(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """代履行时派员到场监督；监督人员、代履行人和当事人或者见证人在执行文书上签名；费用按照成本合理确定，超出预算的写明理由。"""
    data = act.data
    yield from on_the_spot(act, performed_under_eyes.finding)
    one = execution_of(case, data.get("decision_seq"))
    budget = money(one.act.data, "budget") if one else money(data, "cost")
    spent = sum((money(each.data, "cost") for each in one.carried), money(data, "cost")) if one else budget
    if spent > budget and not data.get("over_reason"):
        yield performed_under_eyes.finding(
            f"费用合计 {spent} 元，超过预算 {budget} 元，没有写明理由", next_step="请写明理由", field="over_reason"
        )
    if data.get("bearer") == "party" and money(data, "cost") and not data.get("pay_by"):
        yield performed_under_eyes.finding("没有写明费用缴纳期限", next_step="请填写", field="pay_by")


@rule("ENF-17", cites="行政强制法第五十一条第二款", acts=["record_substitute_cost"])
def cost_is_not_overpaid(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """代履行的费用由当事人承担，不得多收；缴款不早于代履行。"""
    done = next((each for each in case.all("perform_substitute") if each.seq == act.data.get("perform_seq")), None)
    if done is None:
        yield cost_is_not_overpaid.finding("没有对应的代履行记录", next_step="请选择", field="perform_seq")
        return
    left = cost_left(case, done)
    if money(act.data, "amount") > left:
        yield cost_is_not_overpaid.finding(f"还应缴代履行费用 {left} 元", next_step="请核对票据", field="amount")
    if not money(act.data, "amount"):
        yield cost_is_not_overpaid.finding("没有缴纳的金额", next_step="请按票据填写", field="amount")
    if str(act.data.get("paid_on", "")) < done.on.isoformat():
        yield cost_is_not_overpaid.finding("缴款日期早于代履行", next_step="请核对", field="paid_on")
