"""How a due date explains itself: every day skipped, made up, taken out or rolled over, in Chinese sentences."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from mingjing.kernel.days import ONE, clock, full, local_day
from mingjing.kernel.period_terms import Kind, Step, StepKind, Unit, ahead

if TYPE_CHECKING:
    from mingjing.kernel.periods import Due

_LUNAR = "春节、清明节、端午节、中秋节的日期和调休安排尚不能确定"


def steps(answer: "Due") -> tuple[Step, ...]:
    """All steps of one reckoning, in the order in which the days pass."""
    if answer.question.period.unit is Unit.HOUR:
        return tuple(_hours(answer))
    return tuple(_days(answer))


def _hours(answer: "Due") -> Iterator[Step]:
    asked = answer.question
    assert isinstance(asked.start, datetime) and isinstance(answer.due, datetime)
    yield Step(StepKind.START, f"自{clock(asked.start)}起算", (local_day(asked.start),))
    yield Step(StepKind.RULE, f"期限{asked.period.words}，自该时刻起按小时连续计算，节假日照算，不顺延")
    if asked.pauses:
        yield Step(StepKind.NOT_PAUSED, "按小时的期限不因中止、鉴定等期间而停止计算")
    yield Step(StepKind.DUE, f"期限至{clock(answer.due)}届满", (local_day(answer.due),))


def _days(answer: "Due") -> Iterator[Step]:
    start = local_day(answer.question.start)
    last = local_day(answer.due)
    yield Step(StepKind.START, f"{full(start)}为起算事件发生之日，不计入，从{full(start + ONE)}起算", (start,))
    yield _rule(answer)
    yield from sorted((*_calendar(answer, start), *_paused(answer, start)), key=lambda step: step.days[0])
    if answer.question.pauses and answer.question.kind is Kind.PARTY_RIGHT:
        yield Step(StepKind.NOT_PAUSED, "扣除期间只适用于机关的办理期限，当事人的期限照常计算")
    yield from _month_end(answer, start)
    yield from _roll(answer, last)
    yield from _provisional(answer, start, last)
    yield Step(StepKind.DUE, f"期限至{full(last)}24时届满", (last,))


def _rule(answer: "Due") -> Step:
    period, kind = answer.question.period, answer.question.kind
    how = {
        Unit.WORKDAY: "只数工作日，节假日和周末不计，调休上班日计入",
        Unit.DAY: "按自然日连续计算",
        Unit.MONTH: "到期月的对应日为最后一日",
        Unit.YEAR: "到期年的对应日为最后一日",
    }[period.unit]
    roll = ""
    if period.unit is not Unit.WORKDAY:
        roll = "；最后一日遇休息日顺延" if kind is Kind.PARTY_RIGHT else "；机关的期限遇休息日不顺延"
    return Step(StepKind.RULE, f"期限{period.words}，{how}{roll}")


def _calendar(answer: "Due", start: date) -> Iterator[Step]:
    """Rest days passed over and make-up days counted; only working days ask for them."""
    if answer.question.period.unit is not Unit.WORKDAY:
        return
    calendar = answer.question.calendar
    paused = set(_paused_days(answer, start))
    days = [day for day in _between(start + ONE, answer.nominal) if day not in paused]
    for reason, run in groupby(days, key=lambda day: _why(calendar.reason(day))):
        if reason:
            yield _skipped(reason, tuple(run))
    for day in days:
        if name := calendar.made_up(day):
            yield Step(StepKind.MADE_UP, f"{full(day)}为{name}调休上班日，计入", (day,))


def _why(reason: str) -> str:
    return "周末" if reason.startswith("周") else reason


def _skipped(reason: str, run: tuple[date, ...]) -> Step:
    holiday = reason if reason == "周末" else f"{reason}放假"
    return Step(StepKind.SKIPPED, f"{_span(run[0], run[-1])}{holiday}，不计入", run)


def _span(first: date, last: date) -> str:
    return full(first) if first == last else f"{full(first)}至{full(last)}"


def _between(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _paused_days(answer: "Due", start: date) -> Iterator[date]:
    for pause in answer.question.pauses if answer.question.kind is Kind.AGENCY_DUTY else ():
        yield from _between(max(pause.first, start + ONE), min(pause.last, answer.nominal))


def _paused(answer: "Due", start: date) -> Iterator[Step]:
    if answer.question.kind is not Kind.AGENCY_DUTY:
        return
    seen: set[date] = set()
    for pause in sorted(answer.question.pauses, key=lambda pause: pause.first):
        days = tuple(_between(max(pause.first, start + ONE), min(pause.last, answer.nominal)))
        if not days:
            continue
        new = [day for day in days if day not in seen]
        seen.update(new)
        basis = f"（{pause.document}）" if pause.document else ""
        again = "，与前一期间重叠的日子不重复扣除" if len(new) < len(days) else ""
        text = f"{_span(days[0], days[-1])}不计入期限{basis}，扣除{_lost(answer, new)}{again}"
        yield Step(StepKind.PAUSED, text, days)


def _lost(answer: "Due", days: list[date]) -> str:
    if answer.question.period.unit is Unit.WORKDAY:
        return f"{sum(map(answer.question.calendar.is_workday, days))}个工作日"
    return f"{len(days)}日"


def _month_end(answer: "Due", start: date) -> Iterator[Step]:
    if answer.question.period.unit not in {Unit.MONTH, Unit.YEAR}:
        return
    base = ahead(start, answer.question.period)
    if base.day < start.day:
        text = f"到期月没有{start.day}日，以月末{full(base)}为到期日（民法典第二百零二条）"
        yield Step(StepKind.MONTH_END, text, (base,))


def _roll(answer: "Due", last: date) -> Iterator[Step]:
    calendar, nominal = answer.question.calendar, answer.nominal
    rest = _why(calendar.reason(nominal)).replace("周末", "休息日")
    if last != nominal:
        text = f"最后一日{full(nominal)}为{rest}，顺延至其后第一个工作日{full(last)}（民法典第二百零三条）"
        yield Step(StepKind.ROLLED, text, tuple(_between(nominal, last)))
    elif rest:
        act = answer.last_workday_before
        by = f"最迟应在{full(act)}办理" if act else "期间内没有工作日，应在该日届满前办理"
        yield Step(StepKind.NOT_ROLLED, f"最后一日{full(nominal)}为{rest}，机关的期限不顺延，{by}", (nominal,))


def _provisional(answer: "Due", start: date, last: date) -> Iterator[Step]:
    calendar = answer.question.calendar
    for year in range((start + ONE).year, last.year + 1):
        if not calendar.published(year):
            text = f"{year}年的放假安排尚未载入，{_LUNAR}，本结果为暂定，载入后应重新计算"
            yield Step(StepKind.PROVISIONAL, text)
