"""Closing and archiving."""

from collections.abc import Iterator
from decimal import Decimal

from mingjing.cases.rules.aftermath import refunded
from mingjing.cases.rules.clocks_after import UNDONE
from mingjing.cases.rules.days import served_on
from mingjing.cases.rules.execution import unperformed
from mingjing.cases.rules.limits import in_force
from mingjing.cases.rules.money import surcharge, surcharge_paid
from mingjing.cases.rules.notice import money
from mingjing.cases.rules.spot import in_officers_hands, in_organs_hands
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

MUST_REACH = {
    "notify", "decide", "decide_no_penalty", "decide_not_established", "arrange_hearing", "urge", "order_correction",
    "preserve", "handle_preserved", "tell_appraisal", "decide_recusal", "grant_instalments", "change_decision",
    "seize", "extend_measure", "release_measure", "dispose_measure", "refuse_acceptance", "grant", "deny", "urge_duty", "decide_substitute", "breach_agreement",
    "decide_enforcement", "suspend_execution", "resume_execution", "end_execution",
}  # fmt: skip
FITS = {"no_penalty": "decide_no_penalty", "not_established": "decide_not_established"}
TAKEN = {"accepted", "granted", "executed", "ended"}
GONE = {"revoked", "void"}
BY_STAGE = {"withdrawn": "filing_withdrawn", "terminated": "terminated", "transferred": "transferred"}


@rule("CLOSE-01", cites=("行政处罚法第六十六条", "环执法发〔2024〕4号"), acts=["close"])
def closing_ground_holds(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """结案须有相应事实：履行完毕有缴款和执行凭证，法院已受理或者执行终结，不予处罚等决定已送达，决定已被撤销；应退的款项已经退清。"""
    ground = act.data.get("ground", "")
    if ground in BY_STAGE and case.stage != BY_STAGE[ground]:
        yield closing_ground_holds.finding("结案理由与案件所处的阶段不符", field="ground")
    if case.stage in BY_STAGE.values() and ground not in BY_STAGE:
        yield closing_ground_holds.finding("案件没有作出决定，不能以此理由结案", field="ground")
    served = served_on(case, case.decision, ctx)
    if ground in FITS and not (case.has(FITS[ground]) and served and served <= act.on):
        yield closing_ground_holds.finding("没有相应的已送达决定", field="ground")
    undone = [e for e in case.all("end_remedy") if e.data["result"] in UNDONE and not _registered(case, e)]
    if undone and in_force(case):
        yield closing_ground_holds.finding(
            "复议或者诉讼改变了决定，还没有登记变更、撤销", next_step="请先办理变更、撤销决定"
        )
    ordered = sum((money(each.data, "refund") for each in case.all("change_decision")), Decimal(0))
    if refunded(case) < ordered:
        yield closing_ground_holds.finding(
            f"变更、撤销决定载明应退 {ordered} 元，还有 {ordered - refunded(case)} 元没有退还", next_step="请先登记退款"
        )
    if ground == "performed":
        yield from _performed(case, act, ctx)
    if ground == "court" and not any(each.data["result"] in TAKEN for each in case.all("record_court")):
        yield closing_ground_holds.finding(
            "没有法院受理或者执行终结的记录", next_step="请先申请法院强制执行并登记结果", field="ground"
        )
    if ground == "revoked" and not any(each.data["kind"] in GONE for each in case.all("change_decision")):
        yield closing_ground_holds.finding("决定没有被撤销", field="ground")


def _registered(case: CaseFacts, ended: ActFacts) -> bool:
    return any(each.seq > ended.seq for each in case.all("change_decision"))


def _performed(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    decision = case.last("decide")
    if decision is None:
        yield closing_ground_holds.finding("没有处罚决定", field="ground")
        return
    served = served_on(case, decision, ctx)
    if served is None or served > act.on:
        yield closing_ground_holds.finding("处罚决定还没有送达，不能以履行完毕结案", field="ground")
    if not in_force(case):
        yield closing_ground_holds.finding(
            "决定已经被撤销或者确认无效", next_step="请选择“决定已被撤销”", field="ground"
        )
    owed = surcharge(case, act.on, ctx)
    if owed and owed.owed:
        yield closing_ground_holds.finding(f"罚款还有 {owed.owed} 元没有缴纳", next_step="请登记缴款，或者申请强制执行")
    paid = surcharge_paid(case)
    if owed and paid < owed.amount:
        yield closing_ground_holds.finding(f"加处罚款还有 {owed.amount - paid} 元没有缴纳", next_step="请登记缴款")
    if left := in_officers_hands(case) + in_organs_hands(case):
        yield closing_ground_holds.finding(
            f"当场收缴的罚款还有 {left} 元没有缴付银行", next_step="请先登记交回、缴付银行"
        )
    if unperformed(case):
        yield closing_ground_holds.finding("罚款以外的处罚内容没有执行记录", next_step="请先登记其他处罚内容的执行")


@rule("CLOSE-01", cites="行政处罚法第二十八条", acts=["close"])
def correction_was_checked(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """责令改正的，结案前复查改正情况。"""
    ordered = case.last("order_correction")
    if ordered and not any(each.seq > ordered.seq for each in case.all("recheck")):
        yield correction_was_checked.finding("责令改正之后没有复查", next_step="请先办理整改复查")
    last = case.last("recheck")
    if ordered and last and last.data.get("corrected") in {"partly", "not"}:
        yield correction_was_checked.finding(
            "最后一次复查没有全部改正", weight=Weight.WARN, next_step="请在结案审批表中写明后续措施"
        )


@rule("PUB-20", cites=("国办发〔2018〕118号第二部分", "行政处罚法第四十八条"), acts=["close"], ready=True)
def published_before_closing(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """处罚决定依法公开，或者有法定理由不予公开之后才能结案。"""
    if case.has("decide") and not case.has("change_decision") and not case.publication_is_settled:
        yield published_before_closing.finding("处罚决定还没有公开", next_step="请公示员完成脱敏确认和发布")


@rule("ARCH-01", cites=("行政处罚法第四十七条", "档案法第三十七条", "DA/T 70-2018"), acts=["archive"])
def file_is_complete(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """归档前案卷齐全完整，应当送达的文书都有送达回证；归档之后任何人不得修改、增加、抽取。"""
    for each in case.acts:
        if case.procedure.acts[each.code].servable and not case.served(each) and each.code in MUST_REACH:
            yield file_is_complete.finding(f"{each.number}没有送达回证", next_step="请补齐送达回证")
    if "file_with_organ" in case.procedure.acts and case.has("decide") and not case.has("file_with_organ"):
        yield file_is_complete.finding("当场处罚决定没有报所属机关备案", next_step="请先办理当场处罚备案")
    if case.has("order_correction") and not case.has("recheck"):
        yield file_is_complete.finding("责令改正没有复查意见书", next_step="请补齐复查意见书")
