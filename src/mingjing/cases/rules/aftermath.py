"""Reconsideration, lawsuit, changed and revoked decisions."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from mingjing.cases.rules.limits import answer_deadline, effective_confiscation, effective_fine
from mingjing.cases.rules.notice import money, plain
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule("G-33", cites="行政处罚法第四十八条第二款", acts=["change_decision"])
def change_is_explained(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """公开的决定被变更、撤销、确认违法或者确认无效的，三个工作日内撤回决定信息并公开说明理由。"""
    if case.decision is None:
        yield change_is_explained.finding("本案没有可以变更、撤销的决定")
    if len(act.data.get("reason", "")) < 10:
        yield change_is_explained.finding(
            "没有写明向社会公开的理由", next_step="请写明（不少于 10 字）", field="reason"
        )
    if act.data.get("kind") == "changed" and act.data.get("new_fine") is None:
        yield change_is_explained.finding(
            "变更决定没有写明变更后的罚款数额", next_step="请填写，没有罚款的填 0", field="new_fine"
        )
    taken = effective_confiscation(case)
    if money(act.data, "new_fine") > effective_fine(case) or money(act.data, "new_confiscation") > taken:
        yield change_is_explained.finding("变更后的处罚不得重于原决定", next_step="请核对数额", field="new_fine")
    gone = case.last("change_decision")
    if gone and gone.data.get("kind") in {"revoked", "void"}:
        yield change_is_explained.finding("决定已经被撤销或者确认无效")


RESULT_KINDS = {"changed": "changed", "revoked": "revoked", "redo": "revoked", "unlawful": "unlawful", "void": "void"}


def unregistered(case: CaseFacts) -> ActFacts | None:
    """The result of a remedy that undid the decision and is not registered as a change yet."""
    ended, change = case.last("end_remedy"), case.last("change_decision")
    if ended is None or ended.data.get("result") not in RESULT_KINDS or (change and change.seq > ended.seq):
        return None
    return ended


@rule(
    "G-33", cites=("行政处罚法第四十八条第二款", "行政复议法第六十四条", "行政诉讼法第七十条"), acts=["change_decision"]
)
def change_fits_the_remedy(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """登记的变更、撤销与复议决定、裁判的结果一致；知悉日期不晚于登记结果之日；只有撤销或者确认无效的，才重新作出决定。"""
    ended, kind = unregistered(case), act.data.get("kind")
    if act.data.get("redo") == "yes" and kind not in {"revoked", "void"}:
        yield change_fits_the_remedy.finding(
            "原决定仍然有效，不能责令重新作出决定", next_step="撤销或者确认无效的才能重作，请核对类别", field="redo"
        )
    if ended is None:
        return
    result = str(ended.data["result"])
    if kind != RESULT_KINDS[result]:
        yield change_fits_the_remedy.finding(
            f"与{ended.data['document_no']}的结果不一致", next_step="请按复议决定、裁判的结果登记", field="kind"
        )
    if result == "redo" and act.data.get("redo") != "yes":
        yield change_fits_the_remedy.finding(
            f"{ended.data['document_no']}责令重新作出决定", next_step="请照实选择“是”", field="redo"
        )
    if str(act.data.get("known_on", "")) > ended.on.isoformat():
        yield change_fits_the_remedy.finding(
            f"复议、诉讼结果已于 {ended.on} 登记，知悉日期不能更晚",
            next_step="请填写实际知悉的日期，撤下的三个工作日自该日起算",
            field="known_on",
        )


PAID = ("fine_paid", "surcharge_paid", "confiscation_paid")


def paid(case: CaseFacts) -> Decimal:
    """Everything the party paid: fine, surcharge, confiscated money."""
    return sum((money(each.data, key) for each in case.all("record_payment") for key in PAID), Decimal(0))


def refunded(case: CaseFacts) -> Decimal:
    """Everything paid back so far."""
    return sum((money(each.data, "amount") for each in case.all("record_refund")), Decimal(0))


@rule("REF-01", cites=("行政处罚法第七十四条", "行政处罚法第七十五条"), acts=["record_refund"], ready=True)
def refund_is_owed(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """退还的款项合计不得超过当事人已经缴纳的款项；超过决定载明应退数额的，或者退后不足变更后的罚款的，须核对。"""
    left = paid(case) - refunded(case)
    if left <= 0:
        yield refund_is_owed.finding(
            "没有可以退还的款项：当事人没有缴款，或者已经全部退还", next_step="请先核对缴款记录"
        )
        return
    if not act.data:
        return
    amount = money(act.data, "amount")
    if amount <= 0:
        yield refund_is_owed.finding("退还金额应大于零", next_step="请按凭证填写", field="amount")
    if amount > left:
        yield refund_is_owed.finding(
            f"当事人已缴且未退的款项只有 {left} 元，不得多退", next_step="请按凭证核对退还金额", field="amount"
        )
        return
    ordered = sum((money(each.data, "refund") for each in case.all("change_decision")), Decimal(0))
    if refunded(case) + amount > ordered:
        yield refund_is_owed.finding(
            f"变更、撤销决定载明应退 {ordered} 元，累计退还将达 {refunded(case) + amount} 元",
            weight=Weight.WARN,
            next_step="请核对决定载明的应退款项",
            field="amount",
        )
    if left - amount < effective_fine(case):
        yield refund_is_owed.finding(
            f"退还之后已缴款少于变更后的罚款 {effective_fine(case)} 元",
            weight=Weight.WARN,
            next_step="请核对数额",
            field="amount",
        )


@rule("REF-01", cites=("行政处罚法第七十四条", "行政处罚法第七十五条"), acts=["change_decision"])
def refund_was_paid(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """变更、撤销决定载明的应退款项，不得超过当事人已经缴纳的款项。"""
    left = paid(case) - refunded(case)
    if money(act.data, "refund") > left:
        yield refund_was_paid.finding(
            f"当事人已缴且未退的款项为 {left} 元，应退款项不得超过该数", next_step="请核对缴款记录", field="refund"
        )


def _alike(one: str, other: str) -> bool:
    found = SequenceMatcher(None, one, other, autojunk=False)
    return found.quick_ratio() >= 0.9 and found.ratio() >= 0.9


@rule("REDO-01", cites=("行政复议法第六十四条第二款", "行政诉讼法第七十一条"), acts=["decide"])
def not_the_same_again(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """重新作出决定，不得以同一事实和理由作出与原决定相同或者基本相同的决定；因违反法定程序被撤销的除外。"""
    old = case.replaced
    if old is None or old.procedural:
        return
    facts, reason = plain(act.data.get("facts")), plain(act.data.get("discretion_reason"))
    if (facts, reason) != (plain(old.facts), plain(old.reason)):
        if _alike(facts, plain(old.facts)) and _alike(reason, plain(old.reason)):
            yield not_the_same_again.finding(
                f"事实和理由与被撤销的{old.number}只有个别字不同",
                weight=Weight.WARN,
                next_step="请核对是否实质上以同一事实和理由重作",
                field="facts",
            )
        return
    same = set(act.data.get("kinds", ())) == old.kinds and money(act.data, "fine") == money({"fine": old.fine}, "fine")
    yield not_the_same_again.finding(
        f"事实和理由与被撤销的{old.number}相同{'，处罚也相同' if same else ''}",
        weight=Weight.BLOCK if same else Weight.WARN,
        next_step="请写明重新查明的事实和新的理由",
        field="facts",
    )


@rule("REM-01", cites=("行政复议法第二十九条", "行政诉讼法第四十四条"), acts=["receive_remedy", "end_remedy"])
def remedies_in_turn(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """复议和诉讼不同时进行；一个结束之后才登记另一个，一个案件登记一个结果。"""
    ended = {each.data["remedy_seq"] for each in case.all("end_remedy")}
    running = [each for each in case.all("receive_remedy") if each.seq not in ended]
    if act.code == "receive_remedy":
        if case.decision is None:
            yield remedies_in_turn.finding("本案还没有作出决定")
        if running:
            yield remedies_in_turn.finding("已有正在进行的复议或者诉讼", next_step="请先登记其结果")
        if act.data.get("filed_on", "") > act.data.get("received_on", ""):
            yield remedies_in_turn.finding("收到副本的日期早于申请日期", field="received_on")
        if case.decision and act.data.get("filed_on", "9999") < case.decision.on.isoformat():
            yield remedies_in_turn.finding("申请（起诉）日期早于决定", next_step="请核对日期", field="filed_on")
        return
    if act.data.get("remedy_seq") in ended:
        yield remedies_in_turn.finding("这个案件的结果已经登记", field="remedy_seq")
    asked = case.act(act.data.get("remedy_seq", 0))
    if asked and act.data.get("result_on", "9999") < asked.data.get("filed_on", ""):
        yield remedies_in_turn.finding("结果的生效日期早于申请（起诉）日期", next_step="请核对日期", field="result_on")


ANSWERS = {"answer_remedy": "reconsideration", "answer_lawsuit": "lawsuit"}


@rule("REM-02", cites=("行政复议法第四十八条", "行政诉讼法第六十七条"), acts=list(ANSWERS), points=2)
def answered_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """复议自收到副本之日起十个工作日（简易程序五个工作日）内、诉讼十五日内，提出答复并提交全部证据、依据。"""
    limit = answer_deadline(case, act.data.get("remedy_seq", 0), ctx)
    if limit and date.fromisoformat(act.data["submitted_on"]) > limit.due_on:
        yield answered_in_time.finding(
            f"应于 {limit.due_on} 前答复，逾期视为没有证据", weight=Weight.WARN, field="submitted_on"
        )
    if any(each.data.get("remedy_seq") == act.data.get("remedy_seq") for each in case.all(*ANSWERS)):
        yield answered_in_time.finding("已经答复", field="remedy_seq")


@rule("REM-02", cites=("行政复议法第四十八条", "行政诉讼法第六十七条"), acts=list(ANSWERS))
def answered_in_its_form(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """对行政复议提出书面答复，对行政诉讼提出答辩状，文书不得混用。"""
    remedy = case.act(act.data.get("remedy_seq", 0))
    if remedy and remedy.data.get("kind") and remedy.data["kind"] != ANSWERS[act.code]:
        sued = remedy.data["kind"] == "lawsuit"
        yield answered_in_its_form.finding(
            f"这一件是行政{'诉讼' if sued else '复议'}，应当提交{'答辩状' if sued else '答复书'}",
            next_step=f"请改办“{'诉讼答辩' if sued else '复议答复'}并提交证据”",
            field="remedy_seq",
        )
