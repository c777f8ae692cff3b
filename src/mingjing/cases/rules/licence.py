"""Applications for a licence: received, supplemented once, accepted — or accepted by silence — or not accepted."""

from collections.abc import Iterator
from decimal import Decimal

from mingjing.cases.rules.licence_days import (
    ACCEPTS,
    answer_limit,
    item_materials,
    lacking,
    received,
    waits_for_applicant,
)
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

REFUSES = ("refuse_acceptance", "deny")


@rule("LIC-01", cites=("行政许可法第二十二条", "行政许可法第二十四条"), acts=["apply"])
def item_is_ours(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """许可申请向有权的机关提出：事项在本机关的行政许可事项清单内，机关当日具有执法主体资格。"""
    matter = act.data.get("matter") or case.matter
    if matter and matter.get("act_kind") != "licence":
        yield item_is_ours.finding(
            f"“{matter.get('name')}”不是行政许可事项",
            next_step="请选取行政许可事项，没有的先在“执法事项”里登记",
            field="matter",
        )
    if matter and str(matter.get("organ_id")) != str(case.organ.id):
        yield item_is_ours.finding(
            f"“{matter.get('name')}”不在{case.organ.name}的事项清单内",
            next_step="请告知申请人向有权的机关申请",
            field="matter",
        )
    if not case.organ.effective_on(act.on):
        yield item_is_ours.finding(
            f"{case.organ.name}在 {act.on} 不具有执法主体资格", next_step="请先核对执法主体名录的有效期"
        )


@rule("LIC-02", cites="行政许可法第三十二条第一款第（四）项", acts=["supplement"])
def everything_is_told(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """需要补正的，一次告知全部内容：事项清单里的必交材料没有收到的，都要列入。"""
    named = {str(row["name"]).strip() for row in act.data.get("missing", ())}
    if left := [name for name in lacking(case) if name not in named]:
        yield everything_is_told.finding(
            f"没有收到{'、'.join(left)}，补正告知里没有写", next_step="请一次写全，以后不得再要求补正", field="missing"
        )


@rule("LIC-03", cites="行政许可法第三十二条第一款第（四）项", acts=["supplement"], ready=True)
def told_only_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """补正只能告知一次，不得再次要求补正。"""
    if before := case.last("supplement"):
        yield told_only_once.finding(
            f"{before.on} 已经以{before.number}告知补正",
            next_step="材料齐全的请受理；仍未提交全部材料的，可以不予受理并说明理由",
        )


@rule("LIC-04", cites="行政许可法第三十二条第一款第（四）项", acts=["supplement", "refuse_acceptance"], ready=True)
def told_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """补正、不予受理在收到申请材料之日起五个工作日内告知；逾期不告知的，自收到申请材料之日起即为受理。"""
    limit = answer_limit(case, ctx)
    if limit and not waits_for_applicant(case) and act.on > limit.due_on:
        yield told_in_time.finding(
            f"告知期限已于 {limit.due_on} 届满，自收到材料之日起已经视为受理", next_step="请办理“登记逾期视为受理”"
        )


@rule("LIC-04", cites="行政许可法第三十二条第一款第（四）项", acts=["receive_supplement"])
def silence_is_not_undone(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """逾期已经视为受理的，不因再登记一次补正材料而重新起算；补正材料不早于补正告知。"""
    limit, asked = answer_limit(case, ctx), case.last("supplement")
    if limit and not waits_for_applicant(case) and act.on > limit.due_on:
        yield silence_is_not_undone.finding(
            f"告知期限已于 {limit.due_on} 届满，自收到材料之日起已经视为受理", next_step="请办理“登记逾期视为受理”"
        )
    if asked and str(act.data.get("received_on") or act.on) < asked.on.isoformat():
        yield silence_is_not_undone.finding(
            f"收到日期早于补正告知（{asked.on}）", next_step="请核对日期", field="received_on"
        )


@rule("LIC-05", cites=("行政许可法第三十条", "行政许可法第三十一条"), acts=["supplement"])
def only_listed_materials(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不得要求申请人提交事项清单以外、与申请事项无关的材料。"""
    listed = {name for name, _ in item_materials(case)}
    alien = [str(row["name"]).strip() for row in act.data.get("missing", ())]
    if alien := [name for name in alien if name not in listed]:
        yield only_listed_materials.finding(
            f"{'、'.join(alien)}不在这一事项的申请材料清单里",
            next_step="请照清单的名称写；清单有误的，先修订事项",
            field="missing",
        )


@rule("LIC-06", cites="行政许可法第三十二条第一款第（五）项", acts=["accept"])
def accepted_when_complete(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """材料齐全、符合法定形式，或者按照要求提交全部补正材料的，才受理。"""
    rows = {str(row["name"]).strip(): row for row in act.data.get("materials", ())}
    needed = [name for name, must in item_materials(case) if must]
    if left := [name for name in needed if name not in rows or rows[name].get("held") == "no"]:
        yield accepted_when_complete.finding(
            f"{'、'.join(left)}缺少、不符合或者没有核对",
            next_step="没有告知过补正的，请一次告知；告知过仍不齐的，可以不予受理",
            field="materials",
        )
    if vague := [
        name for name, row in rows.items() if row.get("held") == "na" and name in needed and not row.get("note")
    ]:
        yield accepted_when_complete.finding(
            f"{'、'.join(vague)}写明本件不适用，没有说明理由", next_step="请在说明里写明", field="materials"
        )
    if not case.matter.get("materials") or not act.data.get("materials"):
        yield accepted_when_complete.finding(
            "没有逐项核对申请材料", next_step="请照事项的申请材料清单核对", field="materials"
        )


@rule("LIC-07", cites="行政许可法第三十二条", acts=["refuse_acceptance"])
def refused_on_a_ground(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不予受理须有法定情形：不属于本机关职权的告知向哪个机关申请；材料不全的，先一次告知补正。"""
    ground, came, asked = act.data.get("ground"), received(case), case.last("supplement")
    if ground == "not_ours" and not str(act.data.get("competent") or "").strip():
        yield refused_on_a_ground.finding("没有写明应当向哪个机关申请", next_step="请告知有权的机关", field="competent")
    if ground != "incomplete":
        return
    if asked is None:
        yield refused_on_a_ground.finding(
            "材料不全，没有告知过补正", next_step="请先一次告知需要补正的全部内容", field="ground"
        )
    elif came and came.seq > asked.seq:
        if not lacking(case):
            yield refused_on_a_ground.finding(
                "必交材料已经全部收到", next_step="材料齐全、符合法定形式的应当受理", field="ground"
            )
    elif not case.served(asked):
        yield refused_on_a_ground.finding(
            f"{asked.number}还没有送达，申请人不知道要补正什么", next_step="请先送达补正告知书", field="ground"
        )


@rule("LIC-08", cites="行政许可法第三十二条第一款第（四）项", acts=ACCEPTS, ready=True)
def silence_is_acceptance(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """收到材料五个工作日内没有告知补正、受理或者不予受理的，自收到之日起即为受理；期限之内不得以视为受理代替受理。"""
    limit = answer_limit(case, ctx)
    if limit is None:
        return
    if waits_for_applicant(case):
        yield silence_is_acceptance.finding("已经告知补正，申请人还没有提交补正材料", next_step="请先登记补正材料")
    elif act.code == "accept" and act.on > limit.due_on:
        yield silence_is_acceptance.finding(
            f"告知期限已于 {limit.due_on} 届满，自收到材料之日起已经视为受理", next_step="请办理“登记逾期视为受理”"
        )
    elif act.code == "deem_accepted" and act.on <= limit.due_on:
        yield silence_is_acceptance.finding(f"告知期限 {limit.due_on} 才届满", next_step="请受理、告知补正或者不予受理")


@rule("LIC-09", cites="行政许可法第五十八条", acts=["accept", "grant"])
def free_of_charge(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """实施行政许可和监督检查不收取任何费用，法律、行政法规另有规定的除外；收费的写明依据。"""
    if Decimal(str(act.data.get("fee") or 0)) > 0 and not act.data.get("fee_basis"):
        yield free_of_charge.finding(
            "行政许可不收费，没有写明法律、行政法规的收费依据", next_step="请不要收费，已收的退还", field="fee"
        )


@rule("LIC-41", cites="行政许可法第三十八条第二款", acts=REFUSES)
def refusal_tells_remedies(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不予受理、不予许可说明理由，并告知申请行政复议和提起行政诉讼的权利。"""
    told = str(act.data.get("remedies") or "")
    if "复议" not in told or "诉讼" not in told:
        yield refusal_tells_remedies.finding(
            "没有同时告知行政复议和行政诉讼的权利", next_step="请写明机关、法院和期限", field="remedies"
        )
