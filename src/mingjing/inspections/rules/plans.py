"""What a plan says, in which order it is carried out, and what may still be changed."""

from collections.abc import Mapping
from uuid import UUID

from mingjing.inspections.terms import (
    LEAST_TEAM,
    MOST_TEAM,
    MOST_WANTED,
    MOVE_NAMES,
    MOVES,
    PLAN_NAMES,
    Move,
    PlanDraft,
    PlanState,
)
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_G58 = "国办发〔2015〕58号"
_G18 = "国发〔2019〕18号（九）"
_I54 = "国办发〔2024〕54号"
_N118 = "国办发〔2018〕118号第二部分（四）"


@rule("DRW-01", cites=(_G58, _I54), acts=("make_plan", "amend_plan"))
def plan_says(draft: PlanDraft, published: frozenset[UUID]) -> tuple[Finding, ...]:
    """抽查计划写明名称、年度、本机关已经公开的抽查事项、抽取的数量或者比例和公布日期。"""
    say, found = plan_says.finding, []
    if len(draft.title.strip()) < 4:
        found.append(say("没有写计划名称", next_step="请填写，例如“2026 年危险化学品企业双随机抽查”", field="title"))
    if not 2000 <= draft.year <= 2100:
        found.append(say("年度写法不对", next_step="写成 2026 这样的四位数字", field="year"))
    if not draft.items:
        found.append(say("没有选抽查事项", next_step="至少选一项", field="items"))
    elif set(draft.items) - published:
        found.append(
            say("选了没有公开的事项", next_step="先在“事前公示”公开这个事项，没有公开的不能检查", field="items")
        )
    if bool(draft.wanted) == bool(draft.ratio):
        found.append(say("抽取数量和抽取比例要写一个，只写一个", next_step="写数量的不写比例", field="wanted"))
    elif not 0 <= draft.wanted <= MOST_WANTED or not 0 <= draft.ratio <= 100:
        found.append(
            say("抽取数量或者比例超出范围", next_step=f"数量 1 至 {MOST_WANTED}，比例 1 至 100", field="wanted")
        )
    if draft.announced_on is None:
        found.append(say("没有写公布日期", next_step="写计划向社会公布的日期", field="announced_on"))
    return tuple(found)


@rule("DRW-02", cites=("行政处罚法第四十二条", _G58), acts=("make_plan", "amend_plan"))
def two_to_each(team: int) -> tuple[Finding, ...]:
    """每个检查对象随机选派的执法人员不少于两人。"""
    if LEAST_TEAM <= team <= MOST_TEAM:
        return ()
    fact = f"每家选派 {team} 人"
    return (two_to_each.finding(fact, next_step=f"写 {LEAST_TEAM} 至 {MOST_TEAM} 人", field="team"),)


@rule("DRW-03", cites=(_G58, _I54), acts=tuple(MOVES))
def move_allowed(state: str, move: Move) -> tuple[Finding, ...]:
    """随机抽查按“拟定、批准、冻结名单、公开随机数、抽取、派发”依次办理；每一次冻结只抽取一次。"""
    if state in MOVES[move]:
        return ()
    fact = f"计划现在是“{PLAN_NAMES[PlanState(state)]}”，不能{MOVE_NAMES[move]}"
    return (move_allowed.finding(fact, next_step="刷新页面，看别人是否已经办过"),)


@rule("DRW-04", cites=_I54, acts=("approve_plan",))
def another_approves(made_by: object, approver: object) -> tuple[Finding, ...]:
    """抽查计划由本机关负责人批准，批准人不是拟定人。"""
    if made_by != approver:
        return ()
    return (another_approves.finding("这份计划是您自己拟定的", next_step="请另一位负责人批准"),)


@rule("DRW-05", cites=_N118, acts=("stop_plan", "freeze"))
def says_why(what: str, reason: str) -> tuple[Finding, ...]:
    """停止计划、重新冻结名单写明理由，理由随计划公开。"""
    if len(reason.strip()) >= 4:
        return ()
    return (says_why.finding(f"没有写明{what}的理由", next_step="请填写（不少于 4 个字）", field="reason"),)


@rule("DRW-06", cites=_G18, acts=("freeze",))
def nobody_is_out_of_reach(weights: Mapping[str, int]) -> tuple[Finding, ...]:
    """按风险、信用等级加权抽取：等级好的少查，但任何一级的权数都大于零。"""
    zero = [key for key, weight in weights.items() if weight < 1]
    if not zero:
        return ()
    fact = f"权数为零的等级：{'、'.join(zero)}"
    return (nobody_is_out_of_reach.finding(fact, next_step="请系统管理员改参数，任何一级都要抽得到"),)
