"""Payment, instalments, urging, the court."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingjing.cases.rules.limits import (
    court_window,
    effective_confiscation,
    effective_fine,
    in_force,
    pay_deadline,
    pending_remedy,
    remedy_expiry,
    urge_wait,
)
from mingjing.cases.rules.money import surcharge, surcharge_paid
from mingjing.cases.rules.notice import money
from mingjing.cases.rules.remedy_words import ended_remedies
from mingjing.cases.terms import ORDINARY, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule("G-34", cites="行政处罚法第六十七条", acts=["record_payment"])
def paid_to_the_bank(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人自收到决定书之日起十五日内到指定银行或者通过电子支付系统缴款，作出决定的机关与收缴机构分离。"""
    if act.data.get("mode") == "officer" and case.procedure.id == ORDINARY and act.data.get("ground") != "remote":
        yield paid_to_the_bank.finding(
            "普通程序的罚款，不是边远、水上、交通不便地区由当事人提出的，不得由执法人员当场收缴",
            next_step="请当事人到指定银行或者电子支付系统缴纳",
            field="mode",
        )
    decision = case.last("decide")
    if decision and act.data["paid_on"] < decision.on.isoformat():
        yield paid_to_the_bank.finding("缴款日期早于处罚决定", next_step="请按票据核对日期", field="paid_on")
    taken = sum((money(each.data, "confiscation_paid") for each in case.all("record_payment")), Decimal(0))
    if taken + money(act.data, "confiscation_paid") > effective_confiscation(case):
        yield paid_to_the_bank.finding(
            f"超过决定没收的 {effective_confiscation(case)} 元", next_step="请核对票据", field="confiscation_paid"
        )
    owed = surcharge(case, date.fromisoformat(act.data["paid_on"]), ctx)
    if owed is None:
        if money(act.data, "fine_paid"):
            yield paid_to_the_bank.finding("本案没有已送达的罚款决定", field="fine_paid")
    elif owed.paid + money(act.data, "fine_paid") > owed.fine:
        yield paid_to_the_bank.finding(
            f"超过应缴的罚款，还应缴 {owed.owed} 元", next_step="请核对票据", field="fine_paid"
        )


@rule("G-37", cites="行政处罚法第七十二条第一款第（一）项、第七十三条第三款", acts=["record_payment"])
def surcharge_is_collected(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，总额不超过罚款本数；复议诉讼期间不计算。"""
    owed = surcharge(case, date.fromisoformat(act.data["paid_on"]), ctx)
    paid = surcharge_paid(case)
    new = money(act.data, "surcharge_paid")
    if owed is None:
        return
    if paid + new > owed.amount:
        yield surcharge_is_collected.finding(
            f"加处罚款至该日为 {owed.amount} 元，不得多收", next_step="请核对", field="surcharge_paid"
        )
    elif paid + new < owed.amount:
        yield surcharge_is_collected.finding(
            f"至该日应缴加处罚款 {owed.amount} 元，尚有 {owed.amount - paid - new} 元未缴",
            weight=Weight.WARN,
            field="surcharge_paid",
        )


@rule("G-37", cites="行政处罚法第七十二条第一款第（一）项", acts=["urge", "apply_court", "remind_payment"])
def amounts_are_reckoned(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """催缴、催告和申请执行的数额，与应缴罚款和截至当日的加处罚款一致。"""
    owed = surcharge(case, act.on, ctx)
    if owed is None:
        return
    if money(act.data, "fine_due") != owed.owed:
        yield amounts_are_reckoned.finding(f"尚欠罚款 {owed.owed} 元", next_step="请按此填写", field="fine_due")
    paid = surcharge_paid(case)
    if money(act.data, "surcharge_due") > owed.amount - paid:
        yield amounts_are_reckoned.finding(
            f"尚欠加处罚款 {owed.amount - paid} 元", next_step="请按此填写", field="surcharge_due"
        )


@rule("G-36", cites="行政处罚法第六十六条第二款", acts=["grant_instalments"])
def instalments_fit(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """确有经济困难的，当事人在缴款期限届满前申请，经批准可以暂缓或者分期缴纳；各期合计等于应缴罚款。"""
    limit, decision = pay_deadline(case, ctx), case.last("decide")
    if limit is None or decision is None:
        yield instalments_fit.finding("没有已送达的罚款决定")
        return
    if date.fromisoformat(act.data["applied_on"]) > limit.due_on:
        yield instalments_fit.finding(f"缴款期限 {limit.due_on} 已过，申请不在期限内", field="applied_on")
    if act.on > limit.due_on:
        yield instalments_fit.finding(
            f"缴款期限 {limit.due_on} 已过才批准，其间的加处罚款随之不再计算",
            weight=Weight.WARN,
            next_step="请在审批意见中写明申请何时收到、为何迟批",
        )
    rows = act.data.get("instalments", ())
    paid = sum((money(each.data, "fine_paid") for each in case.all("record_payment")), Decimal(0))
    if sum((Decimal(row["amount"]) for row in rows), Decimal(0)) != effective_fine(case) - paid:
        yield instalments_fit.finding("各期金额合计与应缴罚款不一致", field="instalments")
    if any(row["due_on"] < act.on.isoformat() for row in rows):
        yield instalments_fit.finding("缴款期限早于批准之日", field="instalments")


def nothing_owed(case: CaseFacts, on: date, ctx: Context) -> bool:
    """Whether fine and surcharge are paid (or never were due) and nothing else is left to perform."""
    owed = surcharge(case, on, ctx)
    kept = surcharge_paid(case)
    return (owed is None or (owed.owed == 0 and owed.amount <= kept)) and not unperformed(case)


def unperformed(case: CaseFacts) -> bool:
    """Whether something other than money was ordered and no act records that it was done."""
    decision = case.last("decide")
    others = set(decision.data.get("kinds", ())) - {"fine", "warning", "criticism"} if decision else set()
    forced = any(each.data.get("completed") == "yes" for each in case.all("execute_force"))
    return bool(others) and not forced and not case.has("record_execution")


@rule("ENF-01", cites="行政强制法第五十四条", acts=["urge"])
def urged_after_remedies(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人在法定期限内不申请复议、不起诉又不履行的，申请强制执行前先书面催告。"""
    expiry = remedy_expiry(case, ctx)
    if not in_force(case) or nothing_owed(case, act.on, ctx):
        yield urged_after_remedies.finding("没有需要履行的处罚内容，不需要催告")
    if pending_remedy(case):
        yield urged_after_remedies.finding("行政复议或者行政诉讼还没有结果", next_step="请在结果生效、期限届满之后催告")
    elif expiry is None or act.on <= expiry.due_on:
        yield urged_after_remedies.finding(
            f"复议、诉讼期限尚未届满（{expiry.due_on if expiry else '决定尚未送达'}）", next_step="请在届满之后催告"
        )


@rule("ENF-02", cites="行政强制法第五十三条至第五十五条", acts=["apply_court"])
def court_after_urging(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """催告书送达十个工作日后仍未履行的，自法定期限届满之日起三个月内申请法院强制执行，附五项材料。"""
    waited = urge_wait(case, ctx)
    if not in_force(case):
        yield court_after_urging.finding("决定已经被撤销或者确认无效，不能申请强制执行")
    elif nothing_owed(case, act.on, ctx):
        yield court_after_urging.finding("罚款、加处罚款和其他处罚内容都已履行，没有可以申请执行的")
    if waited is None:
        yield court_after_urging.finding("没有送达催告书", next_step="请先催告并送达")
    elif act.on <= waited.due_on:
        yield court_after_urging.finding(f"催告的履行期限 {waited.due_on} 尚未届满", next_step="请在届满之后申请")
    if len(act.data.get("annexes", ())) < 5:
        yield court_after_urging.finding("附送材料不足五项", next_step="请补齐后勾选", field="annexes")


@rule("ENF-03", cites=("行政复议法第七十八条", "行政诉讼法第九十五条"), acts=["apply_court"])
def right_applicant_and_court(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """复议决定维持的由原机关、变更的由复议机关申请强制执行；经诉讼驳回请求的，向第一审人民法院申请。"""
    for asked, end in ended_remedies(case):
        kind, result = asked.data["kind"], end.data["result"]
        if kind == "reconsideration" and result == "changed":
            yield right_applicant_and_court.finding(
                f"原决定经{end.data['document_no']}变更，依法由行政复议机关强制执行或者申请人民法院强制执行",
                weight=Weight.WARN,
                next_step=f"请先与{asked.data['body']}核对由谁申请",
            )
        if kind == "lawsuit" and result == "upheld" and act.data.get("court") != asked.data["body"]:
            yield right_applicant_and_court.finding(
                f"本案经{asked.data['body']}审理，拟向{act.data.get('court', '')}申请",
                weight=Weight.WARN,
                next_step="请核对是否第一审人民法院",
                field="court",
            )


@rule("G-38", cites="行政处罚法第七十二条第二款", acts=["apply_court"])
def court_window_is_open(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """批准延期、分期缴纳的，申请强制执行的期限自暂缓或者分期缴纳期限结束之日起计算。"""
    window = court_window(case, ctx)
    if window is None or act.on > window.due_on:
        yield court_window_is_open.finding(
            f"申请法院强制执行的期限{f'已于 {window.due_on} 届满' if window else '尚未开始'}"
        )
