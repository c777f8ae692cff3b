"""After a licence was granted: changed, renewed — or renewed by silence — revoked, cancelled."""

from collections.abc import Iterator
from datetime import date, timedelta

from mingjing.cases.rules.licence_days import binds, open_renewal, undone_by_remedy, valid_to
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule(
    "LIC-44",
    cites=("行政许可法第四十九条", "行政许可法第五十条", "行政许可法第六十九条"),
    acts=["change_licence", "apply_renewal", "renew", "deem_renewed", "revoke_licence"],
)
def licence_binds(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """变更、延续、撤销的是仍然有效的许可；已经撤销、注销的不再办理。"""
    if not binds(case):
        yield licence_binds.finding(
            "许可没有准予，或者已经撤销、注销，或者被复议、诉讼撤销", next_step="请核对许可的现状"
        )
    last = valid_to(case)
    if act.code == "change_licence" and last and act.on > last:
        yield licence_binds.finding(f"许可有效期已于 {last} 届满", next_step="请办理延续或者注销")


@rule("LIC-45", cites="行政许可法第五十条第一款", acts=["apply_renewal"])
def renewal_is_asked_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """延续在有效期届满三十日前申请；届满之后不能延续；一次申请答复之后才有下一次。"""
    last = valid_to(case)
    if last is None:
        yield renewal_is_asked_in_time.finding("这项许可长期有效，不需要延续")
        return
    applied = date.fromisoformat(act.data["applied_on"])
    wanted = last - timedelta(days=int(ctx.figure("licence.renew.apply", applied).value))
    if applied > last:
        yield renewal_is_asked_in_time.finding(
            f"有效期已于 {last} 届满", next_step="请告知重新申请许可", field="applied_on"
        )
    elif applied > wanted:
        yield renewal_is_asked_in_time.finding(
            f"应当在 {wanted} 前申请延续", weight=Weight.WARN, next_step="逾期申请的照常审查", field="applied_on"
        )
    if open_renewal(case):
        yield renewal_is_asked_in_time.finding("已有延续申请没有答复", next_step="请先决定是否延续")


@rule("LIC-46", cites="行政许可法第五十条第二款", acts=["renew", "deem_renewed"], ready=True)
def silence_is_renewal(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """在有效期届满前决定是否准予延续；逾期未作决定的，视为准予延续。"""
    last = valid_to(case)
    if open_renewal(case) is None or last is None:
        yield silence_is_renewal.finding("没有待决定的延续申请", next_step="请先登记延续申请")
    elif act.code == "renew" and act.on > last:
        yield silence_is_renewal.finding(
            f"有效期已于 {last} 届满，没有决定，已经视为准予延续", next_step="请办理“登记逾期视为准予延续”"
        )
    elif act.code == "deem_renewed" and act.on <= last:
        yield silence_is_renewal.finding(f"有效期 {last} 才届满", next_step="请在届满前决定是否延续")


@rule("LIC-47", cites="行政许可法第五十条", acts=["renew", "deem_renewed"])
def renewed_to_a_later_day(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """延续后的有效期晚于原有效期；不予延续的说明理由，告知复议和诉讼的权利。"""
    last, new = valid_to(case), act.data.get("valid_to")
    granted = act.code == "deem_renewed" or act.data.get("result") == "yes"
    if granted and (not new or (last and str(new) <= last.isoformat())):
        yield renewed_to_a_later_day.finding(
            f"延续后的有效期应当晚于 {last or '原有效期'}", next_step="请填写", field="valid_to"
        )
    told = str(act.data.get("remedies") or "")
    if not granted and ("复议" not in told or "诉讼" not in told):
        yield renewed_to_a_later_day.finding("没有告知行政复议和行政诉讼的权利", field="remedies")


@rule("LIC-48", cites="行政许可法第六十九条", acts=["revoke_licence"])
def revoked_with_care(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """有法定情形才撤销；可能对公共利益造成重大损害的不予撤销；不是因欺骗、贿赂撤销的，对受损害的被许可人给予赔偿。"""
    if act.data.get("harm") == "yes":
        yield revoked_with_care.finding("撤销可能对公共利益造成重大损害，不予撤销", field="harm")
    if act.data.get("ground") != "fraud" and not str(act.data.get("compensation") or "").strip():
        yield revoked_with_care.finding(
            "没有写明对被许可人合法权益的赔偿", next_step="请写明；没有损害的写明没有", field="compensation"
        )


@rule("LIC-49", cites="行政许可法第七十条", acts=["cancel_licence"])
def cancelled_on_a_ground(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """有效期届满未延续、许可已被撤销等法定情形发生之后才注销，一项许可注销一次。"""
    if case.has("cancel_licence"):
        yield cancelled_on_a_ground.finding("许可已经注销")
    last, ground = valid_to(case), act.data.get("ground")
    if ground == "expired" and (last is None or act.on <= last):
        yield cancelled_on_a_ground.finding("有效期还没有届满", next_step="请核对注销的情形", field="ground")
    if ground == "expired" and open_renewal(case):
        yield cancelled_on_a_ground.finding(
            "延续申请在有效期内提出而没有答复，已经视为准予延续", next_step="请登记视为准予延续", field="ground"
        )
    if ground == "undone" and not case.has("revoke_licence") and not undone_by_remedy(case):
        yield cancelled_on_a_ground.finding(
            "没有撤销许可的记录", next_step="请先办理撤销，或者登记复议、诉讼的结果", field="ground"
        )
