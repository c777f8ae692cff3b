"""Penalties on the spot (简易程序), and fines that officers collect themselves."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingjing.cases.rules.days import Reckoned, due_of
from mingjing.cases.rules.limits import effective_fine
from mingjing.cases.rules.lines import line
from mingjing.cases.rules.notice import money
from mingjing.cases.terms import SUMMARY, ActFacts, CaseFacts, Context, Deadline, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

SPOT_ONLY = frozenset({"small", "hard"})


@rule("G-16", cites="行政处罚法第五十一条", acts=["decide"], veto=14)
def within_the_limits_of_the_spot(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当场处罚只能是警告，或者对公民二百元以下、对法人和其他组织三千元以下的罚款；超过限额的适用普通程序。"""
    if case.procedure.id != SUMMARY:
        return
    key, who = ("simple.max.unit", "法人或者其他组织") if case.party_is_unit else ("simple.max.person", "公民")
    most = Decimal(str(ctx.figure(key, act.on).value))
    fine, kinds = money(act.data, "fine"), set(act.data.get("kinds", ()))
    if fine > most:
        yield within_the_limits_of_the_spot.finding(
            f"罚款 {fine} 元超过当场处罚对{who}的限额 {most} 元",
            next_step="请办理“不当场处罚”，转为普通程序",
            field="fine",
        )
    if not kinds or kinds - {"warning", "fine"}:
        yield within_the_limits_of_the_spot.finding(
            "当场处罚只能给予警告、罚款", next_step="其他处罚适用普通程序", field="kinds"
        )
    if ("fine" in kinds) != (fine > 0):
        yield within_the_limits_of_the_spot.finding(
            "处罚种类与罚款数额对不上", next_step="罚款的写明数额；没有罚款的，数额留空", field="fine"
        )
    yield from _inside_the_statute(case, fine)


def _inside_the_statute(case: CaseFacts, fine: Decimal) -> Iterator[Finding]:
    side = "unit" if case.party_is_unit else "person"
    low, high = (case.matter.get(f"fine_{side}_{end}") for end in ("min", "max"))
    if fine and high and fine > Decimal(str(high)):
        yield within_the_limits_of_the_spot.finding(f"罚款 {fine} 元高于法定上限 {high} 元", field="fine")
    if fine and low and fine < Decimal(str(low)):
        yield within_the_limits_of_the_spot.finding(
            f"罚款 {fine} 元低于法定下限 {low} 元，减轻处罚不能当场决定",
            next_step="请适用普通程序，写明减轻的情形和依据",
            field="fine",
        )


@rule("G-17", cites="行政处罚法第五十二条", acts=["decide"], veto=14)
def handed_over_on_the_spot(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当场处罚决定在现场作出、当场交付；当事人拒绝签收的，在决定书上注明；决定书写明救济途径。"""
    if case.procedure.id != SUMMARY:
        return
    found = case.lead
    if found is not None and act.on != found.on:
        yield handed_over_on_the_spot.finding(
            f"违法行为在 {found.on} 的现场查处，今天才作出决定，不是当场处罚",
            next_step="请办理“不当场处罚”，转为普通程序",
            field="at",
        )
    if act.data.get("received") == "refused" and len(str(act.data.get("refusal_note") or "")) < 4:
        yield handed_over_on_the_spot.finding(
            "没有写明当事人拒绝签收的情况", next_step="请写明时间、在场人员和拒签的说法", field="refusal_note"
        )
    if not act.data.get("publication_told"):
        yield handed_over_on_the_spot.finding(
            "没有书面告知当事人决定将依法公开", weight=Weight.WARN, field="publication_told"
        )
    yield from _remedies(case, act, ctx)


def _remedies(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """What the document must say of the remedies: reconsideration comes first (行政复议法第二十三条第二款)."""
    text = str(act.data.get("remedies", ""))
    wanted = [case.organ.reconsideration_body, case.organ.court, "六十日"]
    if bool(ctx.figure("review.first.spot", act.on).value):
        wanted += ["先", "十五日"]
    if missing := [word for word in wanted if word and word not in text]:
        yield handed_over_on_the_spot.finding(
            f"救济途径没有写明：{'、'.join(missing)}",
            next_step="写明应当先申请行政复议，不服复议决定的再提起行政诉讼，以及机关、法院和期限",
            field="remedies",
        )


@rule("G-17", cites="行政处罚法第五十二条第三款", acts=["file_with_organ"], points=2)
def filed_with_the_organ(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """执法人员当场作出的处罚决定，在规定的期限内报所属行政机关备案，只备案一次。"""
    decision = case.last("decide")
    if decision is None:
        yield filed_with_the_organ.finding("还没有当场处罚决定", next_step="请先作出决定")
        return
    if case.has("file_with_organ"):
        yield filed_with_the_organ.finding("已经备案", next_step="刷新页面，看备案表")
    limit = due_of(decision.on, "simple.file", "agency_duty", ctx).due_on
    if act.on > limit:
        yield filed_with_the_organ.finding(f"应当在 {limit} 前备案，已经逾期", weight=Weight.WARN, field="at")


@rule("G-12", cites="行政处罚法第三十三条", acts=["end_spot"])
def educated_where_let_off(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """轻微违法当场改正、不予处罚的，对当事人进行教育，写明教育的内容。"""
    if act.data.get("ground") == "educated" and len(str(act.data.get("education") or "")) < 10:
        yield educated_where_let_off.finding(
            "没有教育当事人的记录", next_step="请写明教育内容（不少于 10 个字）", field="education"
        )


def collected(case: CaseFacts) -> tuple[ActFacts, ...]:
    """The payments that officers took on the spot."""
    return tuple(each for each in case.all("record_payment") if each.data.get("mode") == "officer")


def _sum(acts: tuple[ActFacts, ...], *names: str) -> Decimal:
    return sum((money(each.data, name) for each in acts for name in names), Decimal(0))


def in_officers_hands(case: CaseFacts) -> Decimal:
    """What officers collected and have not handed in, in yuan."""
    return _sum(collected(case), "fine_paid", "surcharge_paid") - _sum(case.all("hand_in_fine"), "amount")


def in_organs_hands(case: CaseFacts) -> Decimal:
    """What was handed in and has not reached the bank, in yuan."""
    return _sum(case.all("hand_in_fine"), "amount") - _sum(case.all("bank_fine"), "amount")


@rule("G-35", cites=("行政处罚法第六十八条", "行政处罚法第六十九条", "行政处罚法第七十条"), acts=["record_payment"])
def collected_only_where_allowed(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当场收缴限于当场处罚一百元以下、不当场收缴事后难以执行，或者边远、水上、交通不便地区经当事人提出；必须出具专用票据。"""
    if act.data.get("mode") != "officer":
        return
    ground, note = act.data.get("ground"), str(act.data.get("ground_note") or "")
    most = Decimal(str(ctx.figure("spot.collect.max", act.on).value))
    if not ground:
        yield collected_only_where_allowed.finding(
            "没有写明当场收缴的理由",
            next_step="请选择；不符合的，请当事人到指定银行或者电子支付系统缴纳",
            field="ground",
        )
    if ground in SPOT_ONLY and case.procedure.id != SUMMARY:
        yield collected_only_where_allowed.finding(
            "这个理由只适用于当场处罚", next_step="请当事人到指定银行或者电子支付系统缴纳", field="ground"
        )
    if ground == "small" and effective_fine(case) > most:
        yield collected_only_where_allowed.finding(
            f"罚款 {effective_fine(case)} 元，超过 {most} 元，不能以此当场收缴", next_step="请核对理由", field="ground"
        )
    if ground in {"hard", "remote"} and len(note) < 4:
        yield collected_only_where_allowed.finding(
            "没有写明事后难以执行、缴款困难的情况", next_step="请写明（不少于 4 个字）", field="ground_note"
        )
    if not act.data.get("official_receipt"):
        yield collected_only_where_allowed.finding(
            "没有出具财政部门统一制发的专用票据，当事人有权拒绝缴纳",
            next_step="请出具专用票据后登记",
            field="official_receipt",
        )


@rule("G-35", cites="行政处罚法第七十一条", acts=["hand_in_fine", "bank_fine"])
def collected_goes_to_the_bank(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当场收缴的罚款二日内交至行政机关，行政机关二日内缴付指定银行，不得多交、少交、截留。"""
    handing = act.code == "hand_in_fine"
    left, amount = (in_officers_hands(case) if handing else in_organs_hands(case)), money(act.data, "amount")
    if not 0 < amount <= left:
        what = "执法人员手里还没有交回的" if handing else "机关还没有缴付银行的"
        yield collected_goes_to_the_bank.finding(f"{what}是 {left} 元", next_step="请核对票据", field="amount")
    day = str(act.data.get("handed_on" if handing else "banked_on", ""))
    due = _hand_in_due(case, act, ctx) if handing else _bank_due(case, ctx)
    if due and day > due.due_on.isoformat():
        yield collected_goes_to_the_bank.finding(
            f"应当在 {due.due_on} 前{'交回' if handing else '缴付银行'}，已经逾期", weight=Weight.WARN
        )
    started = collected(case) if handing else case.all("hand_in_fine")
    first = str(started[-1].data["paid_on" if handing else "handed_on"]) if started else ""
    if first and day < first:
        yield collected_goes_to_the_bank.finding(
            f"日期早于{'收缴' if handing else '交回'}的日期 {first}", next_step="请核对日期"
        )


def _hand_in_due(case: CaseFacts, act: Proposed | None, ctx: Context) -> Reckoned | None:
    taken = collected(case)
    if not taken:
        return None
    ashore = str((act.data.get("ashore_on") if act else "") or "")
    return due_of(date.fromisoformat(max(str(taken[-1].data["paid_on"]), ashore)), "spot.handover", "agency_duty", ctx)


def _bank_due(case: CaseFacts, ctx: Context) -> Reckoned | None:
    handed = case.last("hand_in_fine")
    return due_of(date.fromisoformat(handed.data["handed_on"]), "spot.bank", "agency_duty", ctx) if handed else None


def clocks(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """Filing with the organ; handing in and banking what was collected."""
    decision = case.last("decide")
    if decision is not None and case.procedure.id == SUMMARY:
        filed = case.last("file_with_organ")
        yield line(
            "spot_filing", "当场处罚备案期限", "G-17", "agency_duty", decision.on, f"{decision.number}作出",
            due_of(decision.on, "simple.file", "agency_duty", ctx), holder="handler", act="file_with_organ",
            met=filed.on if filed else None, ref=decision.seq,
        )  # fmt: skip
    if (taken := collected(case)) and (found := _hand_in_due(case, None, ctx)):
        handed = case.last("hand_in_fine")
        yield line(
            "hand_in", "交回罚款期限", "G-35", "agency_duty", date.fromisoformat(taken[-1].data["paid_on"]), "当场收缴", found,
            holder="handler", act="hand_in_fine", met=handed.on if handed and not in_officers_hands(case) else None,
            ref=taken[-1].seq,
        )  # fmt: skip
    if (handed := case.last("hand_in_fine")) and (found := _bank_due(case, ctx)):
        banked = case.last("bank_fine")
        yield line(
            "bank_fine", "缴付银行期限", "G-35", "agency_duty", date.fromisoformat(handed.data["handed_on"]), "交回罚款", found,
            holder="handler", act="bank_fine", met=banked.on if banked and not in_organs_hands(case) else None,
            ref=handed.seq,
        )  # fmt: skip


def remedies_words(case: CaseFacts, ctx: Context) -> str:
    """Where and how long the party of a penalty on the spot may seek remedies, by the law of the day."""
    body, court = case.organ.reconsideration_body, case.organ.court
    if not bool(ctx.figure("review.first.spot", ctx.now.date()).value):
        return f"如不服本决定，可以自收到本决定书之日起六十日内向{body}申请行政复议，也可以在六个月内向{court}提起行政诉讼。"
    return (
        f"如不服本决定，应当先自收到本决定书之日起六十日内向{body}申请行政复议，也可以通过本机关提交行政复议申请；"
        f"对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内向{court}提起行政诉讼。"
    )
