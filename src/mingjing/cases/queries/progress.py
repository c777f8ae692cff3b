"""A case as the party may ask about it from outside: stage, days and running rights, nothing of its content."""

from datetime import datetime
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.cases.queries.applying import applicable
from mingjing.cases.queries.facts import context, load
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.terms import Deadline, Procedure, StageSpec
from mingjing.cases.terms.deadlines import State
from mingjing.publicity.terms import ProgressClock, ProgressFacts

# What the party itself took part in, or was told of by a document: the day it happened is no secret to it.
TOLD = {
    "file_case": "立案", "notify": "事先告知", "arrange_hearing": "通知听证", "hold_hearing": "听证", "decide": "作出处罚决定",
    "decide_no_penalty": "作出不予处罚决定", "decide_not_established": "认定违法事实不成立", "change_decision": "变更或者撤销决定",
    "seize": "查封、扣押", "extend_measure": "延长查封、扣押期限", "release_measure": "解除查封、扣押",
    "dispose_measure": "处理查封、扣押的物品", "urge_duty": "催告履行义务", "decide_substitute": "决定代履行",
    "decide_enforcement": "决定强制执行", "close": "结案",
    "apply": "收到许可申请", "supplement": "告知补正", "receive_supplement": "收到补正材料", "accept": "受理", "deem_accepted": "视为受理（逾期没有告知）",
    "refuse_acceptance": "不予受理", "exclude_time": "告知不计入期限的时间", "grant": "准予许可", "deny": "不予许可",
    "change_licence": "变更许可", "apply_renewal": "申请延续", "renew": "决定是否延续", "deem_renewed": "视为准予延续（逾期没有决定）",
    "revoke_licence": "撤销许可", "cancel_licence": "注销许可",
}  # fmt: skip
OFF_THE_LINE = "本程序已经终结，以送达的文书为准"
"""Whether a case was handed to the police or not filed is told by a document, not here."""
RIGHTS = {"statement", "hearing_request", "reconsideration", "lawsuit", "pay"}
"""The party's own periods that are told outside: what it may still do, or must pay by."""


def progress(case_id: UUID, now: datetime) -> ProgressFacts | None:
    """What the portal may know of a case at a moment; None where there is no such case. Facts only, no names."""
    case = Case.objects.prefetch_related("deadlines", "acts").filter(pk=case_id).first()
    if case is None:
        return None
    facts = load(case, related=False)
    running = deadlines(facts, context(facts.organ, now))
    table, stage = facts.procedure, facts.procedure.stages[case.stage]
    entered = next((act.on for act in facts.acts if act.stage_after == case.stage), facts.acts[0].on)
    return ProgressFacts(
        source_ref=str(case.dossier_id),
        organ_name=facts.organ.name,
        numbers=tuple(filter(None, (case.lead_number, case.number, case.decision_number))),
        stage=OFF_THE_LINE if stage.kind == "exit" else stage.name,
        since=entered,
        next_stage=following(table, stage),
        chart=table.id.replace("_", "-"),
        dates=tuple((TOLD[act.code], act.on) for act in facts.acts if act.code in TOLD),
        clocks=_rights(running, now),
        ended=stage.kind != "work" or stage.code == "closed",
        noted_at=now,
        organ_id=facts.organ.id,
        applicable=applicable(facts, running),
    )


def following(table: Procedure, stage: StageSpec) -> str:
    """The next stage on the published chart's main line; nothing after its end, or off the line."""
    ahead = [one for one in table.stages.values() if one.kind != "exit" and one.order > stage.order]
    return min(ahead, key=lambda one: one.order).name if ahead and stage.kind == "work" else ""


def _rights(running: tuple[Deadline, ...], now: datetime) -> tuple[ProgressClock, ...]:
    return tuple(
        ProgressClock(one.name, one.due_on, one.provisional)
        for one in running
        if one.code in RIGHTS and one.kind == "party_right" and one.state(now) == State.OPEN
    )
