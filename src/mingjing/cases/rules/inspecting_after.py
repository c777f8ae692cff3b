"""Inspections after the visit: the result told, refusal, leaving without a visit, handing over, closing with the must-nots."""

from collections.abc import Iterator, Mapping
from typing import Any

from mingjing.cases.rules.days import due_of
from mingjing.cases.rules.inspecting import (
    I54,
    SHORTEST,
    enough_on_paper,
    failed_points,
    is_check,
    local_minute,
    says,
)
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

OUTCOMES_OF_FAULTS = frozenset({"correct", "further"})
WITHOUT = {"enough": "documents", "refused": "refused", "merged": "other", "gone": "other"}
"""How a check ends that never came to a visit, by why nobody went."""


@rule("INS-22", cites=I54, acts=["tell_result"], points=3)
def result_fits_the_record(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """告知的检查结论与逐项检查的记录一致；发现问题的依法责令改正或者进一步处理。"""
    outcome, faults = act.data.get("outcome"), failed_points(case)
    if outcome == "clear" and (faults or case.has("order_correction")):
        yield result_fits_the_record.finding(
            f"检查记录有不符合的（{'；'.join(faults) or '已经责令改正'}），结论不能是没有发现违法行为",
            next_step="请核对结论",
            field="outcome",
        )
    if outcome in OUTCOMES_OF_FAULTS and not faults and not case.has("order_correction"):
        yield result_fits_the_record.finding(
            "检查记录没有不符合的项目，结论与记录不一致", next_step="请核对结论", field="outcome"
        )
    if outcome == "correct" and not case.has("order_correction"):
        yield result_fits_the_record.finding("没有责令改正", next_step="请先办理“责令改正”", field="outcome")


@rule("INS-23", cites=I54, acts=["tell_result"], ready=True, points=5)
def approval_is_made_up_first(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """没有批准手续的检查，补办以前不告知结果、不移送、不办结。"""
    if is_check(case) and not case.has("approve_inspection"):
        yield approval_is_made_up_first.finding("检查还没有批准手续", next_step="请先补办“审批行政检查”")


@rule("INS-24", cites="安全生产法第六十八条", acts=["record_refusal"], points=2)
def refusal_is_noted_and_reported(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """企业拒绝检查的，记录在案，向负责人报告；因没有公开、没有亮证而拒绝的，是企业的权利，不得据此处罚。"""
    refused, reported = local_minute(act.data.get("refused_at")), local_minute(act.data.get("reported_at"))
    if refused and reported and reported < refused:
        yield refusal_is_noted_and_reported.finding("报告的时间早于拒绝的时间", next_step="请核对", field="reported_at")
    if act.data.get("ground") == "unlawful":
        yield refusal_is_noted_and_reported.finding(
            "企业认为检查不合法",
            weight=Weight.WARN,
            next_step="请先核对事项公开、批准、亮证和通知，有问题的改正",
            field="ground",
        )


@rule("INS-25", cites=I54, acts=["tell_result"], points=2)
def result_is_told_in_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """检查结果在规定的期限内书面告知企业。"""
    visit = case.last("inspect")
    if visit is None:
        return
    limit = due_of(visit.on, "check.tell", "agency_duty", ctx).due_on
    if act.on > limit:
        yield result_is_told_in_time.finding(f"应当在 {limit} 前告知，已经逾期", weight=Weight.WARN, field="at")


@rule("INS-26", cites=(I54, "安全生产法第六十八条"), acts=["end_without_visit"], points=2)
def leaving_has_its_ground(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不再入企须有事实：书面检查已经查清，拒绝检查已经记录并报告，并入的写明编号。"""
    ground = act.data.get("ground")
    if ground == "enough" and not enough_on_paper(case):
        yield leaving_has_its_ground.finding(
            "没有结论为“能够查清”的书面检查", next_step="请先办理书面检查", field="ground"
        )
    if ground == "refused" and not case.has("record_refusal"):
        yield leaving_has_its_ground.finding("没有拒绝检查的记录", next_step="请先办理“登记拒绝检查”", field="ground")
    if ground == "merged" and not act.data.get("merged_into"):
        yield leaving_has_its_ground.finding("没有写明并入哪一次检查", next_step="请填写编号", field="merged_into")


@rule("INS-27", cites=(I54, "行政处罚法第五十四条"), acts=["hand_over"], ready=True, points=3)
def handed_over_whole(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """发现涉嫌违法的移送立案，不得以责令改正、告知代替；移送的检查有批准手续、有检查记录。"""
    if not case.has("approve_inspection"):
        yield handed_over_whole.finding("检查还没有批准手续", next_step="请先补办“审批行政检查”")
    if not failed_points(case) and not case.has("order_correction"):
        yield handed_over_whole.finding("检查记录没有不符合的项目", next_step="没有发现违法行为的，请告知结果后办结")


@rule("INS-28", cites="行政处罚法第五十四条", acts=["hand_over"])
def found_at_the_visit(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """发现违法行为的日期不早于检查登记、不晚于移送；立案期限从发现之日起算。"""
    found, lead = str(act.data.get("found_on", "")), case.lead
    if lead and found and found < lead.on.isoformat():
        yield found_at_the_visit.finding(
            f"发现日期早于检查登记（{lead.on}）", next_step="请填写检查发现的日期", field="found_on"
        )


def _answered_yes(data: Mapping[str, Any], start: str) -> tuple[str, ...]:
    return tuple(name for name, value in data.items() if name.startswith(start) and value == "yes")


def _unanswered(case: CaseFacts, act: Proposed, start: str) -> tuple[str, ...]:
    return tuple(
        one.label
        for one in case.procedure.acts[act.code].fields
        if one.name.startswith(start) and not act.data.get(one.name)
    )


@rule("INS-30", cites=I54, acts=["close_check"], points=5)
def five_bans_are_answered(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """办结前对五个严禁逐项如实回答；有的，写明报告和纠正的情况。"""
    yield from _honest(case, act, "ban_", "五个严禁")


@rule("INS-31", cites=I54, acts=["close_check"], points=5)
def eight_must_nots_are_answered(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """办结前对八个不得逐项如实回答；有的，写明报告和纠正的情况。"""
    yield from _honest(case, act, "not_", "八个不得")


def _honest(case: CaseFacts, act: Proposed, start: str, called: str) -> Iterator[Finding]:
    """Unanswered refuses; a yes without what was done about it refuses; a yes with it goes to supervision."""
    ask = five_bans_are_answered if start == "ban_" else eight_must_nots_are_answered
    if left := _unanswered(case, act, start):
        yield ask.finding(f"{called}没有回答：{'、'.join(left)}", next_step="请逐项回答")
    if broken := _answered_yes(act.data, start):
        handled = says(act.data.get("misconduct"))
        names = (spec.label for name in broken if (spec := case.procedure.acts[act.code].field(name)))
        yield ask.finding(
            f"{called}有：{'、'.join(names)}",
            weight=Weight.WARN if handled else Weight.BLOCK,
            next_step=f"请报告负责人并纠正，写明处理情况（不少于 {SHORTEST} 个字）",
            field="misconduct",
        )


@rule("INS-32", cites=(I54, "行政处罚法第二十八条"), acts=["close_check"], points=3)
def check_is_finished(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """办结须有相应事实：责令改正的已经复查，结论与复查、书面检查、拒绝的记录一致。"""
    ended = case.last("end_without_visit")
    told = act.data.get("conclusion")
    if ended is not None:
        if told != (wanted := WITHOUT[ended.data["ground"]]):
            yield check_is_finished.finding(
                "没有入企的检查，办结情况要与不再入企的理由一致",
                next_step=f"请选“{_named(case, act, wanted)}”",
                field="conclusion",
            )
        return
    if told not in {"clear", "corrected", "uncorrected"}:
        yield check_is_finished.finding("已经入企检查，办结情况与记录不一致", next_step="请核对", field="conclusion")
    ordered, again = case.last("order_correction"), case.last("recheck")
    if ordered and (again is None or again.seq < ordered.seq):
        yield check_is_finished.finding("责令改正之后没有复查", next_step="请先办理整改复查")
    elif ordered and again and (again.data.get("corrected") == "corrected") != (told == "corrected"):
        yield check_is_finished.finding("办结情况与复查结果不一致", next_step="请核对", field="conclusion")
    if told in {"corrected", "uncorrected"} and not ordered and not failed_points(case) and not _ever_failed(case):
        yield check_is_finished.finding(
            "检查没有发现过问题，没有改正可言", next_step="请选“没有发现问题”", field="conclusion"
        )
    if told == "corrected" and not ordered and failed_points(case):
        yield check_is_finished.finding(
            f"没有改正的记录：{'；'.join(failed_points(case))}",
            next_step="请先责令改正并复查，或者再次检查确认已经改正",
            field="conclusion",
        )
    if (ordered or failed_points(case)) and told == "clear":
        yield check_is_finished.finding("检查发现过问题，不能按没有发现问题办结", field="conclusion")
    if told == "uncorrected" and not says(act.data.get("further")):
        yield check_is_finished.finding(
            "没有写明后续措施", next_step="没有全部改正的，应当移送立案或者写明后续措施", field="further"
        )


def _ever_failed(case: CaseFacts) -> bool:
    """Whether any visit found something that did not conform, also where a later one found it in order."""
    return any(row.get("answer") == "no" for visit in case.all("inspect") for row in visit.data.get("checklist", ()))


def _named(case: CaseFacts, act: Proposed, option: str) -> str:
    spec = case.procedure.acts[act.code].field("conclusion")
    return spec.options[option] if spec else option
