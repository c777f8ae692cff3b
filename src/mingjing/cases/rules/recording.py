"""Audio-video owed: from one duty per act come the guard, the clock, the alert, the score and the stage matrix."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mingjing.cases.rules.days import Reckoned, due_of, reckon
from mingjing.cases.rules.lines import line
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Deadline, Proposed
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.recording import (
    KEPT,
    LEVEL_NAMES,
    WHY_NAMES,
    Duty,
    Film,
    Level,
    Owed,
    Reason,
    Stand,
    Why,
    mapping,
)
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.periods import Period, Unit
from mingjing.kernel.rulebook import rule

_N118 = "国办发〔2018〕118号第三部分（八）"
STOPPED = (
    "report", "report_hearing", "decide", "decide_no_penalty", "decide_not_established", "close", "close_check", "archive",
)  # fmt: skip
"""Steps that wait for what is owed: the act itself cannot, its recording is filed under it only once it is entered."""


def told_of(code: str, data: Mapping[str, Any], decided: Sequence[str] = ()) -> Mapping[str, Any] | None:
    """The line of the mapping that fits an act; None where no recording is ever owed of it."""
    for each in mapping()["acts"].get(code, ()):
        if any(data.get(name) not in values for name, values in each.get("when", {}).items()):
            continue
        if "decided" in each and not set(each["decided"]) & set(decided):
            continue
        return dict(each)
    return None


def duty_of(code: str, data: Mapping[str, Any], decided: Sequence[str] = ()) -> Duty | None:
    """What an act owes: as kept with it on its day; for one that kept nothing, the national minimum."""
    kept = data.get(KEPT)
    if isinstance(kept, Mapping):
        return Duty(**{**kept, "level": Level(kept["level"])})
    told = told_of(code, data, decided)
    if told is None:
        return None
    return Duty(Level(told["least"]), told["rows"][0], instead=str(told.get("instead", "")), source="国家的最低要求")


def decided_kinds(case: CaseFacts) -> tuple[str, ...]:
    """The kinds of the penalty decided on, if any."""
    made = case.last("decide")
    return tuple(made.data.get("kinds", ())) if made else ()


def owed(case: CaseFacts) -> tuple[Owed, ...]:
    """Every act of which a recording is owed in some degree, in order, each with how it stands."""
    kinds = decided_kinds(case)
    found = ((act, duty_of(act.code, act.data, kinds)) for act in case.acts)
    return tuple(_stands(case, act, duty) for act, duty in found if duty is not None)


def _stands(case: CaseFacts, act: ActFacts, duty: Duty) -> Owed:
    spec = case.procedure.acts[act.code]
    films = tuple(one for one in case.films if one.act_seq == act.seq and one.counts)
    reasons = tuple(one for one in case.reasons if one.act_seq == act.seq)
    span = span_of(act, spec.span)
    gaps: tuple[tuple[datetime, datetime], ...] = ()
    if films and duty.level is Level.FULL and span:
        gaps = tuple(each for each in unrecorded(*span, films, duty.gap) if not explained(each, reasons))
    stand = _stand(act.data, duty, films, reasons, gaps)
    since, until = span or (None, None)
    return Owed(
        act.seq,
        act.code,
        spec.name,
        act.at,
        duty,
        stand,
        films,
        reasons,
        since,
        until,
        gaps,
        str(act.data.get("av_reason") or ""),
    )


def _stand(
    data: Mapping[str, Any], duty: Duty, films: Sequence[Film], reasons: Sequence[Reason], gaps: Sequence[object]
) -> Stand:
    if films:
        return Stand.GAPS if gaps else Stand.FILMED
    if any(one.since is None for one in reasons):
        return Stand.SAID
    if duty.instead and data.get(duty.instead):
        return Stand.WITNESS
    claimed = data.get("av") in {"recorded", "failed"}
    if duty.level is not Level.SOME or claimed:
        return Stand.OPEN
    if data.get("av") == "text_only" and len(str(data.get("av_reason", "")).strip()) >= duty.letters:
        return Stand.SAID
    return Stand.SILENT


def span_of(act: ActFacts, names: Sequence[str]) -> tuple[datetime, datetime] | None:
    """From when to when an act took, where its form asks for both."""
    told = [act.data.get(name) for name in names]
    if len(told) != 2 or not all(told):
        return None
    since, until = (datetime.fromisoformat(str(text)) for text in told)
    since, until = (each if each.tzinfo else each.replace(tzinfo=CHINA) for each in (since, until))
    return (since, until) if since < until else None


def unrecorded(
    since: datetime, until: datetime, films: Sequence[Film], longest: int
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of an act longer than so many seconds that no film covers."""
    here, allowed = since, timedelta(seconds=longest)
    for one in sorted(films, key=lambda each: each.since):
        begun = min(max(one.since, since), until)
        if begun - here > allowed:
            yield here, begun
        here = max(here, min(one.until, until))
    if until - here > allowed:
        yield here, until


def explained(gap: tuple[datetime, datetime], reasons: Sequence[Reason]) -> bool:
    """Whether one reason speaks of this stretch, or of the whole act."""
    return any(
        one.since is None or one.until is None or (one.since <= gap[0] and gap[1] <= one.until) for one in reasons
    )


def say(one: Owed) -> str:
    """What is missing of an act, in Chinese."""
    what = f"第 {one.act_seq} 步“{one.name}”（{one.duty.row}，{LEVEL_NAMES[one.duty.level]}音像记录）"
    if one.stand is Stand.GAPS:
        longest = max(int((until - since).total_seconds()) for since, until in one.gaps)
        return f"{what}有 {len(one.gaps)} 段没有录，最长 {longest} 秒，没有说明"
    return f"{what}没有登记音像，也没有说明原因"


@rule("AV-02", cites=_N118, acts=STOPPED, ready=True, points=2)
def owed_before_going_on(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """应当音像记录的行为，登记的音像应当覆盖行为的起止时间，中断超过规定秒数的逐段说明；没有登记也没有说明的，不得终结调查、作出决定、结案、归档。"""
    for one in owed(case):
        if one.stops:
            yield owed_before_going_on.finding(
                say(one), next_step="请在案件的“音像”里登记这一步的音像，或者说明没有记录的原因"
            )


@rule(
    "AV-03",
    cites=_N118,
    acts=(
        "inspect",
        "recheck",
        "interview",
        "seize",
        "hold_hearing",
        "serve",
        "record_execution",
        "perform_substitute",
        "execute_force",
    ),
)
def full_is_not_replaced_by_text(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """清单规定全程音像记录的，不能只用文字记录；因故没有录上的，写明原因类别、责任人和补救。"""
    duty = duty_of(act.code, act.data, decided_kinds(case))
    if duty is None or duty.level is not Level.FULL or act.data.get("av") != "text_only":
        return
    if duty.instead and act.data.get(duty.instead):
        return
    yield full_is_not_replaced_by_text.finding(
        f"“{duty.row}”应当全程音像记录（{duty.source}），不能只用文字记录",
        field="av",
        next_step="录了的选“已录”；因故没有录上的选“应当记录，因故没有录上”，再到“音像”里写明原因、责任人和补救",
    )


@rule("AV-08", cites=_N118, acts=("preserve",))
def full_has_its_span(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """清单规定全程音像记录的，写明实施的起止时间，音像按起止时间核对。"""
    duty = duty_of(act.code, act.data, decided_kinds(case))
    if duty and duty.level is Level.FULL and not (act.data.get("started_at") and act.data.get("ended_at")):
        yield full_has_its_span.finding(
            f"“{duty.row}”应当全程音像记录（{duty.source}），没有写明起止时间",
            field="started_at",
            next_step="请填写开始和结束时间",
        )


@rule("AV-05", cites=_N118, acts=("report", "close"))
def some_or_a_reason(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """现场检查、调查取证、抽样、先行登记保存、听证按情形音像记录；没有录的，写明文字记录足以全面有效记录等理由。"""
    for one in owed(case):
        if one.stand is Stand.SILENT:
            message = f"第 {one.act_seq} 步“{one.name}”没有音像，也没有写明不录的理由"
            yield some_or_a_reason.finding(message, weight=Weight.WARN, next_step="请登记音像，或者在“音像”里写明理由")


@rule("AV-04", cites=_N118)
def reason_is_whole(
    duty: Duty, why: str, text: str, person: str, remedy: str, stretch: bool = False
) -> tuple[Finding, ...]:
    """没有音像记录的，写明原因类别和经过；应当全程或者必须记录而因故没有录上的，还要写明责任人和补救，文字记录足够不是理由。"""
    found = []

    def wrong(message: str, field: str, step: str) -> None:
        found.append(reason_is_whole.finding(message, field=field, next_step=step))

    if why not in WHY_NAMES:
        wrong("没有选定原因类别", "why", "请从列表中选择")
    if len(text.strip()) < duty.letters:
        wrong("没有写明原因", "text", f"写明经过，不少于 {duty.letters} 个字")
    if duty.level is Level.SOME and not stretch:
        return tuple(found)
    if why == Why.TEXT:
        wrong(f"“{duty.row}”应当音像记录，文字记录足够不是理由", "why", "请选择实际的原因")
    if len(person.strip()) < 2:
        wrong("没有写明责任人", "person", "写明当时负责记录的人员姓名")
    if len(remedy.strip()) < duty.letters:
        wrong("没有写明补救", "remedy", f"写明怎样补救，例如补录说明、见证人、笔录注明（不少于 {duty.letters} 个字）")
    return tuple(found)


@rule("AV-07", cites=(_N118, "承德县实施方案、宝坻区实施方案"))
def list_is_whole(lacking: Sequence[str] | None) -> tuple[Finding, ...]:
    """机关应当有施行的音像记录事项清单，执法程序里应当音像记录的事项在清单里各有一行；没有的按国家的最低要求核对。"""
    if lacking is None:
        message = "没有施行的音像记录事项清单，现在按国家的最低要求核对"
        return (list_is_whole.finding(message, weight=Weight.WARN, next_step="请在“事前公示”编制音像记录事项清单"),)
    if not lacking:
        return ()
    message = f"音像记录事项清单里没有：{'、'.join(lacking)}，现在按国家的最低要求核对"
    return (list_is_whole.finding(message, weight=Weight.WARN, next_step="请修改清单，每个事项写明环节、方式、起止点"),)


def clocks(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """A date for every recording that must come: as many hours after the act as for its content."""
    for one in owed(case):
        claimed = one.duty.level is not Level.SOME or one.stand is Stand.OPEN
        if not claimed or one.stand is Stand.WITNESS:
            continue
        began = (one.until or one.at).astimezone(CHINA)
        if one.duty.hours:
            told = reckon(began, Period(one.duty.hours, Unit.HOUR), "agency_duty", ctx, cites=(_N118,))
        else:
            told = due_of(began, "av.upload", "agency_duty", ctx)
        found = Reckoned(told.due_on, told.provisional, told.steps, told.period, told.cites)
        yield line(
            "recording", f"{one.name}的音像", "AV-02", "agency_duty", began, one.name, found,
            holder="handler", act="", met=_met(one), ref=one.act_seq,
        )  # fmt: skip


def _met(one: Owed) -> Any:
    if one.stops:
        return None
    done = [*(each.committed_at for each in one.films), *(each.at for each in one.reasons)]
    return max(done).astimezone(CHINA).date() if done else one.at.date()
