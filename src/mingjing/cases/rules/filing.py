"""Filing, inspection, suspension."""

from collections.abc import Iterator

from mingjing.cases.rules.days import due_of
from mingjing.cases.rules.limits import discovered_on
from mingjing.cases.rules.subject import same_act
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule("G-18", cites="行政处罚法第五十四条第二款", acts=["file_case"])
def four_filing_conditions(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """符合立案标准的及时立案：有违法事实、应当处罚、属于本机关管辖、在追责时效内。"""
    names = {
        "has_facts": "有违法事实",
        "should_punish": "应当或者可以处罚",
        "has_jurisdiction": "属于本机关管辖",
        "in_time": "在追责时效内",
    }
    for field, text in names.items():
        if not act.data.get(field):
            yield four_filing_conditions.finding(
                f"没有确认“{text}”", next_step="不符合立案条件的，请办理不予立案", field=field
            )


@rule(
    "G-18",
    cites=("行政处罚法第五十四条第二款", "市场监督管理行政处罚程序规定第十八条"),
    acts=["file_case", "not_file"],
    points=2,
)
def filed_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """自发现线索之日起十五个工作日内核查并决定是否立案（各领域另有规定的从其规定）。"""
    found = discovered_on(case)
    if found is None:
        return
    limit = due_of(found, "prefile.limit", "agency_duty", ctx)
    if act.on > limit.due_on:
        yield filed_in_time.finding(
            f"应于 {limit.due_on} 前决定是否立案，已逾期", weight=Weight.WARN, next_step="请在审批意见中说明延期理由"
        )


@rule("FIL-01", cites=("行政处罚法第四十五条第二款", "行政处罚法第六十条"), acts=["file_case"])
def filed_anew_with_reason(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """对同一违法行为立过案的，再次立案须有新的事实或者依据；不得借撤案、终止之后再立案，重算办案期限、避开告知和申辩。"""
    for other in case.related:
        if other.organ_id == case.organ.id and other.filed_on and same_act(case, act.data, other):
            yield filed_anew_with_reason.finding(
                f"本机关已于 {other.filed_on} 对同一违法行为立案（{other.number}）",
                weight=Weight.WARN,
                next_step="请核对是否同一违法行为，并写明再次立案的新的事实或者依据",
                field="facts",
            )


@rule("INS-01", cites="国办发〔2024〕54号", acts=["approve_inspection"])
def inspection_cap(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """日常检查不得超过公布的年度频次上限；投诉举报、上级交办、紧急情况除外。"""
    data = act.data
    if data.get("task_source") in {"plan", "special"} and int(data.get("count_this_year", 0)) >= int(
        data.get("cap", 0)
    ):
        yield inspection_cap.finding(
            f"本年度已检查 {data.get('count_this_year')} 次，达到上限 {data.get('cap')} 次",
            next_step="没有例外情形的，不得再实施检查",
            field="cap",
        )


@rule("SUS-01", cites="行政处罚法第六十条", acts=["suspend", "resume"])
def suspension_in_turn(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """中止调查须有法定理由；中止和恢复成对出现，期间不重复扣除。"""
    suspended = len(case.all("suspend")) > len(case.all("resume"))
    if act.code == "suspend" and suspended:
        yield suspension_in_turn.finding("本案已经中止，尚未恢复", next_step="请先办理恢复调查")
    if act.code == "resume" and not suspended:
        yield suspension_in_turn.finding("本案没有处于中止状态")


SUSPENDED_OK = {
    "resume",
    "serve",
    "confirm_address",
    "request_recusal",
    "decide_recusal",
    "change_handlers",
    "change_party",
    "transfer",
    "terminate",
    "withdraw_filing",
    "order_correction",
    "recheck",
    "handle_preserved",
    "tell_appraisal",
    "record_assistance",
    "reply_assistance",
    "approve_crime_transfer",
    "approve_measure",
    "extend_measure",
    "release_measure",
    "return_goods",
    "dispose_measure",
    "urge_duty",
    "hear_urged",
    "decide_substitute",
    "perform_substitute",
    "record_substitute_cost",
    "end_execution",
}


@rule("SUS-02", cites="行政处罚法第六十条", ready=True)
def nothing_while_suspended(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """中止调查期间，恢复之前不得终结调查、告知或者作出决定。"""
    if len(case.all("suspend")) > len(case.all("resume")) and act.code not in SUSPENDED_OK:
        yield nothing_while_suspended.finding("本案处于中止调查状态", next_step="请先办理恢复调查")
