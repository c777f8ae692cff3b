"""Agreements on execution: what may be agreed, what rests meanwhile, and when the organ goes back to force (行政强制法第四十二条)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingjing.cases.rules.force import MONEY, execution_of, fulfilled, source_of
from mingjing.cases.rules.force_agreed import last_day, standing, unkept
from mingjing.cases.rules.limits import court_window, in_force
from mingjing.cases.rules.money import surcharge, surcharge_paid
from mingjing.cases.rules.notice import money
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

RESTS = (
    "urge",
    "apply_court",
    "urge_duty",
    "decide_substitute",
    "perform_substitute",
    "decide_enforcement",
    "execute_force",
)


@rule("ENF-18", cites="行政强制法第四十二条", acts=RESTS)
def agreement_is_kept_by_the_organ(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """执行协议应当履行：协议没有恢复强制执行以前，不就协议的义务催告、代履行、强制执行或者申请法院；立即代履行除外。"""
    one = standing(case)
    if one and one.covers(_about(case, act)) and not _at_once(case, act):
        yield agreement_is_kept_by_the_organ.finding(
            f"{one.name}正在履行", next_step="当事人不履行协议的，请先办理恢复强制执行"
        )


def _about(case: CaseFacts, act: Proposed) -> str:
    """Whether an act is about money or about another duty."""
    return "money" if act.code in {"urge", "apply_court"} or act.data.get("mode") == MONEY else "duty"


def _at_once(case: CaseFacts, act: Proposed) -> bool:
    one = execution_of(case, act.data.get("decision_seq")) if act.code == "perform_substitute" else None
    return one.at_once if one else act.code == "decide_substitute" and act.data.get("urgent") == "yes"


@rule("ENF-19", cites="行政强制法第四十二条第一款", acts=["agree_execution"])
def agreement_is_lawful(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不损害公共利益和他人合法权益的，可以达成执行协议，约定分阶段履行；当事人采取补救措施的，可以减免加处的罚款，罚款本金不得减免。"""
    if one := standing(case):
        yield agreement_is_lawful.finding(
            f"{one.name}还有效，不能再达成协议", next_step="当事人不履行的，请先办理恢复强制执行"
        )
    if not in_force(case):
        yield agreement_is_lawful.finding("决定已经被撤销或者确认无效，没有可以约定履行的义务")
    if act.data.get("harmless") == "no":
        yield agreement_is_lawful.finding(
            "协议损害公共利益或者他人合法权益", next_step="请修改协议的内容", field="harmless"
        )
    yield from _something_to_agree(case, act, ctx)
    yield from _stages(act)
    if "money" in act.data.get("covers", ()):
        yield from _money(case, act, ctx)


def _something_to_agree(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    covers = act.data.get("covers", ())
    owed = surcharge(case, act.on, ctx)
    if "money" in covers and (owed is None or (owed.owed == 0 and owed.amount <= surcharge_paid(case))):
        yield agreement_is_lawful.finding("没有应缴的罚款和加处罚款", next_step="请核对协议的义务", field="covers")
    orders = [source_of(case, each.seq) for each in case.all("order_correction", "decide")]
    if "duty" in covers and not any(each and not fulfilled(case, each) for each in orders):
        yield agreement_is_lawful.finding("没有等待履行的其他义务", next_step="请核对协议的义务", field="covers")
    if "money" not in covers and act.data.get("waive") == "yes":
        yield agreement_is_lawful.finding("协议没有罚款，不能减免加处罚款", next_step="请核对", field="waive")


def _stages(act: Proposed) -> Iterator[Finding]:
    for row in act.data.get("stages", ()):
        if str(row.get("due_on", "")) < act.on.isoformat():
            yield agreement_is_lawful.finding(
                f"履行期限 {row['due_on']} 早于协议", next_step="请约定以后的日期", field="stages"
            )


def _money(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """The sums of the stages are what is owed; only the surcharge may be reduced, and only for remedies taken."""
    owed = surcharge(case, act.on, ctx)
    if owed is None:
        return
    paid = surcharge_paid(case)
    kept = owed.amount
    if act.data.get("waive") == "yes":
        kept = money(act.data, "surcharge_kept")
        yield from _waived(act, kept, owed.amount, paid)
    agreed = sum((money(row, "amount") for row in act.data.get("stages", ())), Decimal(0))
    wanted = owed.owed + max(kept - paid, Decimal(0))
    if agreed != wanted:
        yield agreement_is_lawful.finding(
            f"各阶段金额合计 {agreed} 元，应为尚欠的罚款 {owed.owed} 元加上加处罚款 {wanted - owed.owed} 元，共 {wanted} 元",
            next_step="请核对各阶段的金额",
            field="stages",
        )
    days = [date.fromisoformat(row["due_on"]) for row in act.data.get("stages", ())]
    window = court_window(case, ctx)
    if window and days and max(days) > window.due_on:
        yield agreement_is_lawful.finding(
            f"最后一期晚于申请法院强制执行的期限 {window.due_on}，届时不履行的，不能再申请法院",
            weight=Weight.WARN,
            next_step="请把最后一期约定在期限以前",
            field="stages",
        )


def _waived(act: Proposed, kept: Decimal, reckoned: Decimal, paid: Decimal) -> Iterator[Finding]:
    if not act.data.get("remedial"):
        yield agreement_is_lawful.finding(
            "当事人没有采取补救措施，不能减免加处罚款", next_step="请写明补救措施", field="remedial"
        )
    if act.data.get("surcharge_kept") is None:
        yield agreement_is_lawful.finding(
            "没有写明减免后应缴的加处罚款", next_step="全部免除的填 0", field="surcharge_kept"
        )
    elif not paid <= kept < reckoned:
        yield agreement_is_lawful.finding(
            f"减免后的加处罚款应当不少于已经缴纳的 {paid} 元、少于应缴的 {reckoned} 元",
            next_step="请核对",
            field="surcharge_kept",
        )


@rule("ENF-20", cites="行政强制法第四十二条第二款", acts=["breach_agreement"])
def given_up_when_unkept(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人不履行执行协议的，应当恢复强制执行；约定的期限没有届满、已经履行的不得恢复；减免的加处罚款不再减免。"""
    one = standing(case)
    if one is None or one.act.seq != act.data.get("agreement_seq"):
        yield given_up_when_unkept.finding("没有正在履行的执行协议", next_step="请刷新页面查看", field="agreement_seq")
        return
    row = unkept(case, one)
    if row is None:
        yield given_up_when_unkept.finding(f"{one.name}已经全部履行", field="agreement_seq")
    elif act.on <= date.fromisoformat(row["due_on"]):
        yield given_up_when_unkept.finding(
            f"{one.name}约定的期限 {row['due_on']} 还没有届满（最后一期 {last_day(one)}）",
            next_step="请在届满之后恢复",
            field="agreement_seq",
        )
