"""Sealing and seizure end: extended in time, released, given back, dealt with by the decision (行政强制法第二十五条至第二十八条)."""

from collections.abc import Callable, Iterator

from mingjing.cases.rules.measures import (
    GOODS,
    Measure,
    decided_goods,
    expiry,
    goods,
    measure_of,
    measures,
    open_measures,
    over,
    unapproved,
)
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

EXITS = (
    "not_file", "withdraw_filing", "terminate", "transfer", "decide_no_penalty", "decide_not_established", "close", "archive",
)  # fmt: skip


@rule("COE-08", cites="行政强制法第二十五条", acts=["extend_measure"], veto=25)
def extended_before_it_ends(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """情况复杂的，在查封、扣押期限届满以前经负责人批准可以延长一次，延长不超过三十日；届满以后不得延长，应当解除。"""
    one = measure_of(case, act.data.get("seizure_seq"))
    if one is None or not one.open:
        yield extended_before_it_ends.finding("没有正在执行的查封（扣押）", field="seizure_seq")
        return
    if one.extensions:
        yield extended_before_it_ends.finding(
            f"{one.name}已经延长过一次", next_step="请在届满以前解除或者作出处理决定", field="seizure_seq"
        )
    last = expiry(case, one, ctx).due_on
    if act.on > last:
        yield extended_before_it_ends.finding(
            f"{one.name}的期限已于 {last} 届满，不得延长", next_step="请立即解除并退还财物", field="seizure_seq"
        )
    most = int(ctx.figure("seize.extension", act.on).value)
    if int(act.data.get("days", 0)) > most:
        yield extended_before_it_ends.finding(
            f"延长 {act.data['days']} 日超过 {most} 日", next_step="请改为不超过规定的天数", field="days"
        )


@rule("COE-09", cites=("行政强制法第二十七条", "行政强制法第二十八条"), acts=["dispose_measure"], veto=25)
def dealt_with_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """查封、扣押的物品在期限内作出处理决定；没收须有处罚决定；期限届满没有处理的，只能解除退还。"""
    one = measure_of(case, act.data.get("seizure_seq"))
    if one is None or not one.open:
        yield dealt_with_in_time.finding("这次查封（扣押）已经解除或者处理", field="seizure_seq")
        return
    if over(case, one, act.on, ctx):
        yield dealt_with_in_time.finding(
            f"{one.name}的期限已于 {expiry(case, one, ctx).due_on} 届满", next_step="请解除并退还财物", field="outcome"
        )
    if act.data.get("outcome") == "confiscate" and decided_goods(case) is None:
        yield dealt_with_in_time.finding(
            "没有没收非法财物的处罚决定", next_step="请先作出处罚决定；不没收的请解除退还", field="outcome"
        )
    yield from _accounted(one, act, dealt_with_in_time.finding)


@rule("COE-10", cites="行政强制法第二十八条", acts=["release_measure"])
def released_whole(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """有法定情形之一的及时解除；解除的清单与查封、扣押清单一致，不一致的写明去向；理由与案件的事实相符，一次措施只解除一次。"""
    one = measure_of(case, act.data.get("seizure_seq"))
    if one is None or not one.open:
        yield released_whole.finding("这次查封（扣押）已经解除或者处理", field="seizure_seq")
        return
    ground = act.data.get("ground")
    if ground == "expired" and act.on <= expiry(case, one, ctx).due_on:
        yield released_whole.finding(
            f"期限 {expiry(case, one, ctx).due_on} 才届满", next_step="请选实际的解除理由", field="ground"
        )
    if ground == "unapproved" and (not one.urgent or one.approval):
        yield released_whole.finding(f"{one.name}已经批准", next_step="请选实际的解除理由", field="ground")
    if ground == "decided" and case.decision is None:
        yield released_whole.finding("还没有作出处理决定", next_step="请选实际的解除理由", field="ground")
    yield from _accounted(one, act, released_whole.finding)


def _accounted(one: Measure, act: Proposed, finding: Callable[..., Finding]) -> Iterator[Finding]:
    """Everything that was taken is on the list, or it is said where it is."""
    if goods(act.data.get("items")) != goods(one.act.data.get("items")) and not act.data.get("difference"):
        yield finding(
            f"清单与{one.name}的清单不一致，没有说明",
            next_step="请补齐清单；有损毁、变卖、短少的，在说明栏写明去向、价款和赔偿",
            field="items",
        )


@rule("COE-11", cites="行政强制法第二十八条第二款", acts=["return_goods"])
def returned_whole(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """解除查封、扣押应当立即退还财物，由领取人核对清单签名；退还的与解除的清单一致，不一致、拒绝签名的写明原因。"""
    one = next(
        (each for each in measures(case) if each.released and each.released.seq == act.data.get("release_seq")), None
    )
    if one is None or one.released is None:
        yield returned_whole.finding("没有对应的解除决定", field="release_seq")
        return
    if one.returned:
        yield returned_whole.finding(f"{one.released.number}的财物已经退还", field="release_seq")
    if str(act.data.get("returned_at", "")) < one.released.at.isoformat(timespec="minutes"):
        yield returned_whole.finding("退还时间早于解除决定", next_step="请核对时间", field="returned_at")
    same = goods(act.data.get("items")) == goods(one.released.data.get("items"))
    if (not same or act.data.get("signed") == "refused") and not act.data.get("note"):
        yield returned_whole.finding(
            "退还的清单与解除的清单不一致，或者领取人没有签名，没有说明",
            next_step="请在说明栏写明原因和处理",
            field="note",
        )


@rule("COE-12", cites=("行政强制法第二十七条", "行政强制法第二十八条"), acts=EXITS, ready=True, veto=25)
def no_case_ends_over_a_measure(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """查封、扣押没有解除也没有处理，或者解除后没有退还财物的，案件不得撤销、终止、移送、不予处罚、结案、归档。"""
    for one in measures(case):
        if one.open:
            yield no_case_ends_over_a_measure.finding(
                f"{one.name}还没有解除，也没有处理", next_step="请先办理解除或者物品处理"
            )
        elif one.unreturned:
            yield no_case_ends_over_a_measure.finding(f"{one.name}解除后还没有退还财物", next_step="请先办理退还")


@rule("COE-12", cites=("行政强制法第二十七条", "行政强制法第二十八条"), acts=["decide"], veto=25)
def decision_settles_what_was_taken(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """查封、扣押的期限届满或者没有获得批准的，先解除退还再作出决定；决定不没收非法财物的，作出决定后不再需要查封、扣押，应当及时解除。"""
    taken = GOODS in act.data.get("kinds", ())
    for one in open_measures(case):
        if over(case, one, act.on, ctx) or unapproved(one, act.at, ctx):
            yield decision_settles_what_was_taken.finding(
                f"{one.name}的期限已经届满或者没有获得批准", next_step="请先解除并退还财物，再作出决定"
            )
        elif not taken:
            yield decision_settles_what_was_taken.finding(
                f"{one.name}还没有解除，决定又不没收非法财物",
                weight=Weight.WARN,
                next_step="作出决定后请立即办理解除查封（扣押）",
                field="kinds",
            )
