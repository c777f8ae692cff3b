"""Execution is suspended, taken up again, ended; nothing is left half done; the approver stands apart (行政强制法第三十九条、第四十条)."""

from collections.abc import Iterator

from mingjing.cases.rules.force import execution_of, fulfilled, open_executions, source_of, unpaid_costs
from mingjing.cases.rules.force_agreed import standing, unkept
from mingjing.cases.rules.limits import in_force
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule


@rule("ENF-27", cites="行政强制法第三十九条", acts=["suspend_execution", "resume_execution"])
def suspended_and_taken_up(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """有法定情形的中止执行，情形消失后恢复；没有办完的执行才能中止，一次中止只恢复一次。"""
    if act.code == "resume_execution":
        stopped = [one.suspended.seq for one in open_executions(case) if one.suspended]
        if act.data.get("suspension_seq") not in stopped:
            yield suspended_and_taken_up.finding(
                "没有对应的中止，或者已经恢复、终结", next_step="请刷新页面查看", field="suspension_seq"
            )
        return
    one = execution_of(case, act.data.get("target_seq"))
    if one is None or not one.open:
        yield suspended_and_taken_up.finding("没有等待执行的决定", next_step="请选择执行决定", field="target_seq")
    elif one.suspended:
        yield suspended_and_taken_up.finding(f"{one.name}已经中止", next_step="请先恢复执行", field="target_seq")


@rule("ENF-27", cites="行政强制法第四十条", acts=["end_execution"])
def ended_on_a_true_ground(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """有法定情形的终结执行，理由与案件的事实相符，一项执行只终结一次；当事人已经履行的停止代履行。"""
    one = execution_of(case, act.data.get("target_seq"))
    if one is None or not one.open:
        yield ended_on_a_true_ground.finding("没有等待执行的决定", next_step="请选择执行决定", field="target_seq")
        return
    ground, source = act.data.get("ground"), source_of(case, one.act.data.get("duty_seq"))
    if ground == "revoked" and in_force(case):
        yield ended_on_a_true_ground.finding("决定没有被撤销", next_step="请选实际的情形", field="ground")
    if ground == "performed" and source is not None and not fulfilled(case, source):
        yield ended_on_a_true_ground.finding(
            "没有当事人已经履行的记录", next_step="请先登记复查或者执行情况", field="ground"
        )
    if ground == "dead" and case.party_is_unit:
        yield ended_on_a_true_ground.finding("当事人不是公民", next_step="请选实际的情形", field="ground")
    if ground == "dissolved" and not case.party_is_unit:
        yield ended_on_a_true_ground.finding("当事人不是法人或者其他组织", next_step="请选实际的情形", field="ground")


@rule(
    "ENF-28",
    cites=("行政强制法第三十九条", "行政强制法第四十条"),
    acts=["perform_substitute", "execute_force"],
    veto=16,
)
def not_while_suspended_nor_after_the_end(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """中止执行期间、终结执行以后、已经执行完毕的，不得再实施；据以执行的决定被撤销的不得实施。"""
    one = execution_of(case, act.data.get("decision_seq"))
    if one is None:
        return
    if one.done or one.ended:
        yield not_while_suspended_nor_after_the_end.finding(
            f"{one.name}已经{'执行完毕' if one.done else '终结'}", field="decision_seq"
        )
    elif one.suspended:
        yield not_while_suspended_nor_after_the_end.finding(
            f"{one.name}处于中止", next_step="请先恢复执行", field="decision_seq"
        )
    if one.act.data.get("duty_seq") and source_of(case, one.act.data["duty_seq"]) is None:
        yield not_while_suspended_nor_after_the_end.finding("据以执行的决定已经被撤销", next_step="请办理终结执行")


@rule(
    "ENF-29", cites=("行政强制法第四十条", "行政强制法第四十二条", "行政强制法第五十一条"), acts=["close"], ready=True
)
def no_case_closes_over_an_execution(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """代履行、强制执行没有办完也没有终结，代履行费用没有缴清，执行协议没有履行完的，不得结案；法院已经受理的除外。"""
    for one in open_executions(case):
        yield no_case_closes_over_an_execution.finding(
            f"{one.name}没有办完，也没有终结", next_step="请先实施，或者办理终结执行"
        )
    if act.data.get("ground") in {"court", "revoked"}:
        return
    if unpaid_costs(case):
        yield no_case_closes_over_an_execution.finding("代履行费用没有缴清", next_step="请先登记代履行费用")
    agreed = standing(case)
    if agreed and unkept(case, agreed):
        yield no_case_closes_over_an_execution.finding(
            f"{agreed.name}没有履行完", next_step="请登记履行情况；不履行的，办理恢复强制执行"
        )


@rule("ENF-30", cites=("行政强制法第三十七条", "行政强制法第五十条"), acts=["decide_substitute", "decide_enforcement"])
def decider_stands_apart(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """代履行、强制执行由行政机关负责人决定，承办人和填报人不得自己决定。"""
    if act.by in case.handlers | {act.drafted_by}:
        yield decider_stands_apart.finding("决定人是本案的承办人或者填报人", next_step="请由没有承办本案的负责人审批")
