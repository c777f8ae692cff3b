"""Rules of every act: the order of steps, no future and no back-dated acts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule


@rule("STEP-01", cites="行政处罚法第五章", ready=True)
def step_is_in_turn(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """法定步骤依次进行，不得跳过、倒置；归档之后不得修改案卷。"""
    spec = case.procedure.acts[act.code]
    if case.stage not in spec.sources and (case.acts or spec.sources):
        here = case.procedure.stages[case.stage].name if case.stage else "尚未登记"
        wanted = "、".join(case.procedure.stages[code].name for code in spec.sources) or "新案件"
        found = step_is_in_turn.finding(
            f"案件处于“{here}”，“{spec.name}”只能在“{wanted}”阶段办理", next_step="请先完成前面的步骤"
        )
        yield replace(found, cites=spec.cites or found.cites)
    for needed in spec.needs:
        if not case.has(needed):
            found = step_is_in_turn.finding(f"还没有“{case.procedure.acts[needed].name}”", next_step="请先办理")
            # A licence or a check stands on its own law: the source is that of the step, not of penalties.
            yield replace(found, cites=spec.cites or found.cites)


@rule("REC-01", cites=("行政处罚法第四十七条", "国办发〔2018〕118号第三部分"))
def dated_truly(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """记录客观、及时：办理时间不得晚于现在，不得早于前一步骤。"""
    if act.at > ctx.now + timedelta(minutes=1):
        yield dated_truly.finding(f"办理时间 {act.at:%Y-%m-%d %H:%M} 晚于现在", next_step="请填写实际时间", field="at")
    moved = [each for each in case.acts if each.stage_after]
    if moved and act.at < moved[-1].at and moved[-1].at <= ctx.now:
        yield dated_truly.finding(
            f"办理时间早于上一步骤（{moved[-1].at:%Y-%m-%d %H:%M}），不得倒填日期",
            next_step="请填写实际时间",
            field="at",
        )


@rule("REC-01", cites="行政处罚法第四十七条")
def dates_inside_are_true(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """表单中已经发生的日期和时刻不得晚于办理时间。"""
    spec = case.procedure.acts[act.code]
    future_ok = {
        "planned_on", "correct_by", "hearing_at", "reply_by", "due_on", "planned_at", "interview_at", "sampling_at", "pay_by",
        "began_on", "valid_from", "valid_to",
    }  # fmt: skip
    for field in spec.fields:
        value = act.data.get(field.name)
        if not value or field.type not in {"date", "datetime"} or field.name in future_ok:
            continue
        late = str(value)[:10] > act.on.isoformat()
        if not late and field.type == "datetime":
            late = datetime.fromisoformat(str(value)) > act.at + timedelta(minutes=1)
        if late:
            shown = str(value)[:10] if field.type == "date" else str(value)[:16].replace("T", " ")
            limit = "办理日期" if field.type == "date" else f"办理时间 {act.at:%m-%d %H:%M}"
            yield dates_inside_are_true.finding(
                f"“{field.label}”{shown} 晚于{limit}", next_step="请核对，事情还没有发生的不能先记", field=field.name
            )


LAG = timedelta(hours=24)


@rule("REC-01", cites=("行政处罚法第四十七条", "国办发〔2018〕118号第三部分"))
def entered_at_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """审批、审核、审查和决定在作出时记录，不得补录；其他步骤超过二十四小时录入的，记入监督。"""
    late = act.now - act.at
    spec = case.procedure.acts[act.code]
    if late <= LAG:
        return
    approves = bool(spec.drafter) or spec.by in {"examiner", "reviewer"} or act.code == "report"
    yield entered_at_once.finding(
        f"办理时间 {act.at:%Y-%m-%d %H:%M} 距录入已超过二十四小时",
        next_step="请填写实际作出的时间" if approves else "请说明补录原因",
        weight=Weight.BLOCK if approves else Weight.WARN,
        field="at",
    )


@rule("REC-02", cites="国办发〔2018〕118号第三部分", points=1)
def record_has_its_span(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """笔录写明起止时间，结束晚于开始，当场制作；同一执法人员在本案中不得同时在两处。"""
    start, end = act.data.get("started_at"), act.data.get("ended_at")
    if not (start and end):
        return
    begin, finish = datetime.fromisoformat(start), datetime.fromisoformat(end)
    if finish <= begin:
        yield record_has_its_span.finding("结束时间不晚于开始时间", next_step="请核对", field="ended_at")
    if finish - begin > timedelta(hours=24):
        yield record_has_its_span.finding("笔录超过二十四小时", next_step="请分次记录", field="ended_at")
    mine = {person["id"] for person in act.data.get("officers", ())}
    for other in case.acts:
        if mine & {person["id"] for person in other.data.get("officers", ())} and _overlaps(other.data, begin, finish):
            yield record_has_its_span.finding(
                f"与“{case.procedure.acts[other.code].name}”（{_span(other.data)}）的时间重叠，同一人员不能同时在两处",
                next_step="请核对时间",
                field="started_at",
            )


def _span(data: Mapping[str, Any]) -> str:
    begin, finish = datetime.fromisoformat(data["started_at"]), datetime.fromisoformat(data["ended_at"])
    return f"{begin:%Y-%m-%d %H:%M} 至 {finish:%H:%M}"


def _overlaps(data: Mapping[str, Any], begin: datetime, finish: datetime) -> bool:
    start, end = data.get("started_at"), data.get("ended_at")
    return (
        bool(start and end) and datetime.fromisoformat(str(start)) < finish and begin < datetime.fromisoformat(str(end))
    )
