"""Sealing and seizure begin: who may, approved by whom, within which hours, of what, how on the spot (行政强制法第十六条至第二十四条)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from mingjing.cases.rules.measures import begun, makeup_due, measure_of, measures, unapproved
from mingjing.cases.rules.presence import on_the_spot
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

BEGIN = ("approve_measure", "seize")


@rule("COE-01", cites=("行政强制法第十七条", "行政强制法第七十条"), acts=BEGIN, veto=1, ready=True)
def never_entrusted(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """行政强制措施由法律、法规规定的行政机关在法定职权范围内实施，行政强制措施权不得委托。"""
    if case.organ.kind == "entrusted":
        yield never_entrusted.finding(
            f"{case.organ.name}是受委托组织，行政强制措施权不得委托",
            next_step="请移交委托机关，由委托机关的执法人员实施",
        )


@rule("COE-02", cites="行政强制法第十八条第一项", acts=["seize"], veto=25)
def approved_before(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """实施查封、扣押前须向行政机关负责人报告并经批准；一次审批只用一次，种类、期限不得超出批准；情况紧急当场实施的写明理由。"""
    if act.data.get("urgent") == "yes":
        if not act.data.get("urgent_reason"):
            yield approved_before.finding(
                "情况紧急当场实施，没有写明理由", next_step="请写明为什么来不及事前批准", field="urgent_reason"
            )
        if act.data.get("approval_seq"):
            yield approved_before.finding(
                "已经事前批准的，不是当场实施", next_step="请把“批准情况”改为已经事前批准", field="urgent"
            )
        return
    approval = case.act(act.data.get("approval_seq", 0))
    if approval is None or approval.code != "approve_measure" or approval.data.get("urgency") != "prior":
        yield approved_before.finding(
            "没有负责人的事前批准",
            next_step="请先办理“审批查封（扣押）”；情况紧急的选当场实施，二十四小时内补办批准",
            field="approval_seq",
        )
        return
    yield from _fits(case, act, approval)


def _fits(case: CaseFacts, act: Proposed, approval: ActFacts) -> Iterator[Finding]:
    """Whether the measure is the one that was approved."""
    if begun(act) < approval.at:
        yield approved_before.finding(
            f"实施开始时间早于批准时间（{approval.at:%Y-%m-%d %H:%M}）", next_step="请核对实施时间", field="started_at"
        )
    if any(one.act.data.get("approval_seq") == approval.seq for one in measures(case)):
        yield approved_before.finding(
            f"{approval.number}已经用过，不能再次据以实施", next_step="请另行审批", field="approval_seq"
        )
    if act.data.get("kind") != approval.data.get("kind"):
        yield approved_before.finding(
            "措施种类与批准的不同", next_step="请按批准的种类实施，或者另行审批", field="kind"
        )
    if int(act.data.get("days", 0)) > int(approval.data["days"]):
        yield approved_before.finding(
            f"期限超过批准的 {approval.data['days']} 日", next_step="请按批准的期限填写", field="days"
        )


@rule("COE-02", cites=("行政强制法第十八条第一项", "行政强制法第十九条"), acts=["approve_measure"])
def approval_names_what_it_approves(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """事前审批不得指向已经实施的措施；补办批准只对情况紧急当场实施、还没有批准也没有解除的措施，一次一项。"""
    named = act.data.get("seizure_seq")
    if act.data.get("urgency") == "prior":
        if named:
            yield approval_names_what_it_approves.finding(
                "事前审批不能指向已经实施的查封（扣押）", next_step="请选补办批准，或者清空这一栏", field="seizure_seq"
            )
        return
    one = measure_of(case, named)
    if one is None or not one.urgent:
        yield approval_names_what_it_approves.finding(
            "没有选定情况紧急当场实施的查封（扣押）", next_step="请选择要补办批准的那一次", field="seizure_seq"
        )
    elif one.approval:
        yield approval_names_what_it_approves.finding(f"{one.name}已经补办批准", field="seizure_seq")
    elif not one.open:
        yield approval_names_what_it_approves.finding(f"{one.name}已经解除，不能再补办批准", field="seizure_seq")
    elif act.data.get("kind") != one.act.data.get("kind") or int(act.data.get("days", 0)) < int(one.act.data["days"]):
        yield approval_names_what_it_approves.finding(
            f"{one.name}的种类或者期限超出这份批准",
            next_step="同意的，种类与决定书一致、期限不短于决定书；不同意的，立即解除",
            field="kind",
        )


@rule("COE-02", cites="行政强制法第十八条第一项", acts=["approve_measure"])
def approver_stands_apart(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """查封、扣押由行政机关负责人批准，承办人、实施人员和填报人不得自己批准。"""
    own = {UUID(one["id"]) for one in act.data.get("officers", ())} | case.handlers | {act.drafted_by}
    if act.by in own:
        yield approver_stands_apart.finding(
            "批准人是本案的承办人、实施人员或者填报人", next_step="请由没有承办本案的负责人审批", field="officers"
        )


@rule("COE-03", cites="行政强制法第十九条", acts=["approve_measure"], veto=25)
def made_up_within_the_hours(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """情况紧急当场实施查封、扣押的，自实施起二十四小时内报告并补办批准手续，节假日照算；没有补办的应当立即解除。"""
    one = measure_of(case, act.data.get("seizure_seq")) if act.data.get("urgency") == "makeup" else None
    if one and unapproved(one, act.at, ctx):
        due = makeup_due(one.act, ctx).due
        yield made_up_within_the_hours.finding(
            f"{one.name}应在 {due:%Y-%m-%d %H:%M} 前补办批准，已逾期",
            next_step="请立即解除并退还财物",
            field="seizure_seq",
        )


@rule("COE-03", cites="行政强制法第十九条", acts=["extend_measure", "dispose_measure"], veto=25)
def unapproved_is_only_released(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当场实施后没有补办批准的查封、扣押，不得延长期限，不得据以处理物品，只能解除。"""
    one = measure_of(case, act.data.get("seizure_seq"))
    if one and one.urgent and one.approval is None:
        yield unapproved_is_only_released.finding(
            f"{one.name}还没有补办批准", next_step="请先补办批准；超过二十四小时的请解除", field="seizure_seq"
        )


@rule("COE-04", cites="行政强制法第二十三条", acts=BEGIN, veto=13)
def only_what_may_be_taken(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """查封、扣押限于涉案的场所、设施或者财物；不得查封、扣押公民个人及其所扶养家属的生活必需品；已被其他国家机关查封的不得重复查封。"""
    wrong = {
        "related": ("no", "所列场所、设施或者财物与违法行为无关"),
        "necessities": ("yes", "所列财物是公民个人及其所扶养家属的生活必需品"),
        "sealed_elsewhere": ("yes", "所列场所、设施或者财物已被其他国家机关依法查封"),
    }
    for field, (answer, text) in wrong.items():
        if act.data.get(field) == answer:
            yield only_what_may_be_taken.finding(text, next_step="请从清单中去掉，不得查封、扣押", field=field)


@rule("COE-05", cites=("行政强制法第十八条", "行政强制法第二十四条第一款"), acts=["seize"], veto=16)
def done_on_the_spot(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """通知当事人到场，当事人不到场的邀请见证人；制作现场笔录，拒绝签名的注明；决定书和清单当场制作、当场交付。"""
    yield from on_the_spot(act, done_on_the_spot.finding)
    yield from _delivered(act)


def _delivered(act: Proposed) -> Iterator[Finding]:
    """Handed over between beginning and end: on the spot, not afterwards."""
    times = [act.data.get(name) for name in ("started_at", "delivered_at", "ended_at")]
    if not all(times):
        return
    start, handed, end = (datetime.fromisoformat(str(each)) for each in times)
    if not start <= handed <= end:
        yield done_on_the_spot.finding(
            "决定书和清单的交付时间不在实施的起止时间之内，不是当场交付",
            next_step="请核对时间；没有当场交付的，请重新依法实施",
            field="delivered_at",
        )


@rule("COE-06", cites="行政强制法第二十四条第二款", acts=["seize"], points=2)
def list_is_shown(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """查封、扣押清单逐项写明名称、规格、数量、状态，同一物品不重复列；物品拍照或者录像存证。"""
    rows = [tuple(str(row.get(key, "")) for key in ("name", "spec", "condition")) for row in act.data.get("items", ())]
    twice = sorted({row[0] for row in rows if rows.count(row) > 1})
    if twice:
        yield list_is_shown.finding(
            f"清单中{'、'.join(twice)}列了两次", next_step="同一物品合并为一行，写总数量", field="items"
        )
    if not act.data.get("photos") and act.data.get("av") != "recorded":
        yield list_is_shown.finding(
            "物品既没有照片，也没有录像", weight=Weight.WARN, next_step="请补拍照片，附在这一步", field="photos"
        )


@rule("COE-07", cites="行政强制法第二十五条第一款", acts=BEGIN, veto=25)
def term_is_lawful(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """查封、扣押的期限不得超过三十日；法律、行政法规另有规定的除外。"""
    most = int(ctx.figure("seize", act.on).value)
    if int(act.data.get("days", 0)) > most:
        yield term_is_lawful.finding(
            f"期限 {act.data['days']} 日超过 {most} 日", next_step="情况复杂的，在届满以前办理延长", field="days"
        )
