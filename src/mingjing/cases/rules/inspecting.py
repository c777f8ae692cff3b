"""Inspections before and at the door: public item, one open check, cause, documents first, approval, notice, officers, points.

国办发〔2024〕54号; figures that no law sets are dated parameters marked unverified.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.cases.rules.days import due_of
from mingjing.cases.rules.lines import line
from mingjing.cases.rules.officers import moments
from mingjing.cases.terms import INSPECTION, ActFacts, CaseFacts, Context, Deadline, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

I54 = "国办发〔2024〕54号"
PLANNED = frozenset({"plan", "special"})
SHORTEST = 6
"""Letters of a reason: less says nothing."""


def is_check(case: CaseFacts) -> bool:
    """Whether the case is an inspection; inspections inside a penalty case go by that case's own rules."""
    return case.procedure.id == INSPECTION


def urgent(case: CaseFacts) -> bool:
    """Whether the task came from an emergency, where the approval may be made up afterwards."""
    return case.lead is not None and case.lead.data.get("source") == "urgent"


def check_item(case: CaseFacts) -> Mapping[str, Any]:
    """The published item as it stood when the task was registered; empty where there is none."""
    return dict((case.lead.data.get("check_item") if case.lead else None) or {})


def points_of(case: CaseFacts) -> tuple[str, ...]:
    """The points that the published item tells officers to look at."""
    return tuple(str(one) for one in check_item(case).get("content", ()))


def failed_points(case: CaseFacts) -> tuple[str, ...]:
    """What did not conform at the visits, each once; a later visit that found it in order takes it off."""
    found: dict[str, str] = {}
    for visit in case.all("inspect"):
        found |= {str(row["point"]): str(row["answer"]) for row in visit.data.get("checklist", ())}
    return tuple(point for point, answer in found.items() if answer == "no")


def says(text: object) -> bool:
    """Whether a reason was really written."""
    return len(str(text or "").strip()) >= SHORTEST


@rule("INS-10", cites=I54, acts=["register_check"], points=5)
def item_is_public(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """没有公布的检查事项不得实施，企业有权拒绝：检查任务指向当日已经公开的事项。"""
    if not act.data.get("check_item"):
        offered = "、".join(act.data.get("check_offered", ()))
        yield item_is_public.finding(
            f"“{act.data.get('item') or act.data.get('matter', {}).get('name', '')}”不在本机关已经公开的检查事项里",
            next_step=f"请照公开的清单填写（例如{offered}）"
            if offered
            else "请先在公示清单里公开随机抽查事项或者权责事项",
            field="item",
        )


@rule("INS-11", cites=I54, acts=["register_check"], points=3)
def one_check_at_a_time(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """合并检查：同一机关对同一企业有没有办结的检查时，不得另起一次；其他机关正在检查的，实行联合检查。"""
    for number in act.data.get("open_checks", ()):
        yield one_check_at_a_time.finding(
            f"本机关对这一对象的检查 {number} 还没有办结",
            next_step="请并入那一次检查，能一次查完的不分次查",
            field="party",
        )
    others = "、".join(act.data.get("open_elsewhere", ()))
    if others and not act.data.get("joint"):
        yield one_check_at_a_time.finding(
            f"其他机关正在检查同一对象（{others}）",
            weight=Weight.WARN,
            next_step="请商量联合检查，写明机关",
            field="joint",
        )


@rule("INS-12", cites=I54, acts=["register_check"], points=2)
def not_again_without_cause(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """避免重复检查：本年度对同一企业查过的事项，没有新的理由不再检查。"""
    before = act.data.get("checked_before", ())
    if before and not says(act.data.get("again_cause")):
        yield not_again_without_cause.finding(
            f"本年度已经查过这一事项（{'、'.join(before)}）",
            next_step=f"没有新的情况的不再检查；有的，写明再次检查的理由（不少于 {SHORTEST} 个字）",
            field="again_cause",
        )


@rule("INS-13", cites=(I54, "国办发〔2015〕58号"), acts=["register_check"], points=2)
def task_can_be_traced(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """检查有来由：计划、专项、交办、举报写明编号，随机抽取的写明抽取记录；观摩、督导等入企按行政检查办理。"""
    data = act.data
    if data.get("source") != "urgent" and not data.get("task_no"):
        yield task_can_be_traced.finding(
            "没有写明计划、任务或者举报的编号",
            next_step="请填写；没有来由的不得检查",
            field="task_no",
        )
    if data.get("drawn") == "yes" and not data.get("draw_number"):
        yield task_can_be_traced.finding(
            "随机抽取的检查对象没有抽取记录编号", next_step="请照抽取记录填写", field="draw_number"
        )
    if data.get("manner") == "observe":
        yield task_can_be_traced.finding(
            "观摩、督导等入企按行政检查办理，一样审批、亮证、计入次数", weight=Weight.WARN, field="manner"
        )


def enough_on_paper(case: CaseFacts) -> ActFacts | None:
    """The latest check of documents, where it said that nobody needs to go."""
    last = case.last("check_documents")
    return last if last and last.data.get("found") == "enough" else None


@rule("INS-14", cites=I54, acts=["approve_inspection", "notify_check", "inspect"], ready=True, points=3)
def documents_come_first(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """能通过书面核查、数据共享、智慧监管查清的，不入企检查；入企以前先做书面检查，紧急情况除外。"""
    if not is_check(case):
        return
    if told := enough_on_paper(case):
        yield documents_come_first.finding(
            f"书面检查（{told.number}）已经查清，不需要入企", next_step="请办理“不再入企”"
        )
    elif not case.has("check_documents") and not urgent(case):
        yield documents_come_first.finding("还没有做书面（数据、智慧）检查", next_step="请先办理，不能查清的再审批入企")


@rule("INS-15", cites=I54, acts=["approve_inspection"], points=5)
def approved_before_the_visit(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """入企检查事先经负责人批准；情况紧急、当场检查的，在规定的期限内补办。"""
    if not is_check(case):
        return
    visit, planned = next(iter(case.all("inspect")), None), str(act.data.get("planned_on") or act.on)
    if visit is None or case.has("approve_inspection"):
        # Only what is made up has a day that is past: the same approval again would let in a visit nobody approved.
        if planned < act.on.isoformat():
            yield approved_before_the_visit.finding(
                f"拟检查日期 {planned} 已经过去，不是事先批准", next_step="请填写以后的日期", field="planned_on"
            )
        return
    if not urgent(case):
        yield approved_before_the_visit.finding(
            f"{visit.on} 已经入企检查，任务来源不是紧急情况，不能事后审批",
            next_step="请向负责人报告，记录未经批准的情况",
        )
        return
    limit = due_of(visit.on, "check.makeup", "agency_duty", ctx).due_on
    if act.on > limit:
        late = says(act.data.get("late_reason"))
        yield approved_before_the_visit.finding(
            f"应当在 {limit} 前补办批准手续，已经逾期",
            weight=Weight.WARN if late else Weight.BLOCK,
            next_step=f"请写明超期的原因（不少于 {SHORTEST} 个字），记入监督",
            field="late_reason",
        )


@rule("INS-16", cites=I54, acts=["approve_inspection"], ready=True)
def approved_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """一次入企批准一次：批准以后还没有检查的，不重复审批。"""
    last = case.last("approve_inspection")
    if is_check(case) and last and approvals_left(case) > 0:
        yield approved_once.finding(f"已经批准（{last.number}），还没有检查", next_step="请送达检查通知，入企检查")


def approvals_left(case: CaseFacts) -> int:
    """Approvals not used by a visit yet; below nothing where a visit waits for its approval to be made up."""
    return len(case.all("approve_inspection")) - len(case.all("inspect"))


@rule("INS-17", cites=I54, acts=["approve_inspection"], points=3)
def count_is_true(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """年度频次如实计算：日常、个案、专项检查都计入，不少于本系统记录的次数。"""
    recorded = act.data.get("inspections_recorded")
    if recorded is not None and int(act.data.get("count_this_year", 0)) < int(recorded):
        yield count_is_true.finding(
            f"本系统记录本年度已经检查 {recorded} 次，填写的是 {act.data.get('count_this_year')} 次",
            next_step="请如实填写",
            field="count_this_year",
        )


@rule("INS-18", cites=I54, acts=["notify_check", "inspect"], points=3)
def officers_are_the_approved(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """没有执法证件的人员不得检查：到场的每一名检查人员都在行为当时持有效证件，并且是批准的人员。"""
    if not is_check(case):
        return
    approved = case.last("approve_inspection")
    named = {person["id"] for person in approved.data["officers"]} if approved else None
    for person in act.data.get("officers", ()):
        held = case.certificates.get(UUID(person["id"]), ())
        if not all(any(one.valid_at(moment, case.organ.id) for one in held) for moment in moments(act)):
            yield officers_are_the_approved.finding(
                f"{person['name']}当时没有有效的执法证件，不得参加检查",
                next_step="请由持证人员检查；辅助人员只记人数",
                field="officers",
            )
        elif named is not None and person["id"] not in named:
            yield officers_are_the_approved.finding(
                f"{person['name']}不在批准的检查人员里（{approved.number if approved else ''}）",
                next_step="请由批准的人员检查，或者重新审批",
                field="officers",
            )


@rule("INS-19", cites=I54, acts=["notify_check", "inspect"], points=5)
def nothing_is_put_on_the_party(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不得要求法定代表人到场、不得转嫁检查费用、不得指定中介机构；检查以前已经批准，紧急情况事后补办。"""
    if not is_check(case):
        return
    if approvals_left(case) < 1 and (case.has("inspect") or not urgent(case)):
        yield nothing_is_put_on_the_party.finding(
            "这一次入企还没有批准", next_step="请先办理“审批行政检查”，紧急情况登记为紧急任务"
        )
    wrong = {
        "rep_required": ("yes", "不得要求法定代表人到场"),
        "costs": ("party", "检查、检测费用不得转嫁给企业"),
        "intermediary": ("yes", "不得指定中介机构"),
    }
    for field, (value, told) in wrong.items():
        if act.data.get(field) == value:
            yield nothing_is_put_on_the_party.finding(told, next_step="请撤回要求，改正后再送达通知", field=field)


@rule("INS-20", cites=I54, acts=["inspect"], ready=True, points=2)
def notice_comes_with_the_officers(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """入企检查当场出示证件、送达行政检查通知书。"""
    last = case.last("inspect")
    told = [each for each in case.all("notify_check") if last is None or each.seq > last.seq]
    if is_check(case) and not told:
        yield notice_comes_with_the_officers.finding(
            "这一次入企还没有送达检查通知书", next_step="请先办理“送达检查通知”"
        )


@rule("INS-21", cites=(I54, "安全生产法第六十八条"), acts=["inspect"], points=2)
def every_point_is_answered(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """按公开的检查内容逐项检查、逐项回答，不符合的写明情况；检查记录写明时间、地点、内容、问题和处理。"""
    if not is_check(case):
        return
    rows = {str(row.get("point", "")): row for row in act.data.get("checklist", ())}
    if missing := [point for point in points_of(case) if point not in rows]:
        yield every_point_is_answered.finding(
            f"公开的检查内容没有回答：{'；'.join(missing)}",
            next_step="请逐项回答，不涉及的选“不适用”",
            field="checklist",
        )
    for point, row in rows.items():
        if row.get("answer") == "no" and not row.get("remark"):
            yield every_point_is_answered.finding(
                f"“{point}”不符合，没有写明情况", next_step="请在说明里写明", field="checklist"
            )
    if any(row.get("answer") == "no" for row in rows.values()) and not act.data.get("plan"):
        yield every_point_is_answered.finding("发现问题，没有写处理意见", next_step="请写明怎么处理", field="plan")
    if act.data.get("signed") == "refused" and not act.data.get("refusal_note"):
        yield every_point_is_answered.finding("没有写明拒签的原因", next_step="请注明", field="refusal_note")


def clocks(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """The approval that is to be made up, and the result that is to be told."""
    visits = case.all("inspect")
    if not is_check(case) or not visits:
        return
    approved = case.last("approve_inspection")
    if urgent(case) and (approved is None or approved.seq > visits[0].seq):
        yield line(
            "check_makeup", "补办检查审批期限", "INS-15", "agency_duty", visits[0].on, "紧急检查",
            due_of(visits[0].on, "check.makeup", "agency_duty", ctx), holder="head", act="approve_inspection",
            met=approved.on if approved else None, ref=visits[0].seq,
        )  # fmt: skip
    told = case.last("tell_result", "hand_over")
    yield line(
        "check_result", "告知检查结果期限", "INS-25", "agency_duty", visits[-1].on, "现场检查",
        due_of(visits[-1].on, "check.tell", "agency_duty", ctx), holder="handler", act="tell_result",
        met=told.on if told else None, ref=visits[-1].seq,
    )  # fmt: skip


def local_minute(text: object) -> datetime | None:
    """A moment of a form; None where none was typed."""
    return datetime.fromisoformat(str(text)) if text else None
