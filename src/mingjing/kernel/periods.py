"""When a time limit ends, and why: `due(start, period, kind, calendar, pauses)`.

The day of the event is not counted; hours run from the moment. Working days are stepped through the calendar; natural
days, months and years run through, and roll past a rest day only where they are a party's right (民法典第二百条至
第二百零四条；行政处罚法第八十五条). Suspended days are taken out of an organ's clock only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from mingjing.kernel import explanations
from mingjing.kernel.days import CHINA, ONE, iso, local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.period_terms import Kind, Pause, Period, Step, StepKind, Unit, ahead, parse
from mingjing.kernel.workdays import Workdays

__all__ = ["Due", "Kind", "Pause", "Period", "Question", "Step", "StepKind", "Unit", "due", "earliest_after", "parse"]

_FIRST_YEAR, _LAST_YEAR = 1949, 2999


@dataclass(frozen=True, slots=True)
class Question:
    """Everything a due date depends on, so that it can explain itself and be reckoned again with another calendar."""

    start: date
    period: Period
    kind: Kind
    calendar: Workdays
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Due:
    """The answer. `due` is the last day (until 24:00), or for hours the moment.

    `provisional`: a year between start and due has no holiday notice yet. `nominal`: the last day before any roll-over.
    `last_workday_before`: set where an organ's last day is a rest day, so that it must act earlier.
    """

    due: date | datetime
    provisional: bool
    nominal: date
    question: Question = field(repr=False)
    last_workday_before: date | None = None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """How the date was reckoned, in order. Made only when asked for."""
        return explanations.steps(self)

    def explain(self) -> tuple[str, ...]:
        """The steps as Chinese sentences."""
        return tuple(step.text for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """The answer for machines."""
        return {"due": iso(self.due), "provisional": self.provisional, "steps": [step.as_json() for step in self.steps]}

    def with_calendar(self, calendar: Workdays) -> "Due":
        """The same question asked of another calendar, as when a year's notice is loaded."""
        asked = self.question
        return due(asked.start, asked.period, asked.kind, calendar, asked.pauses)


def due(start: date, period: Period, kind: Kind, calendar: Workdays, pauses: Iterable[Pause] = ()) -> Due:
    """When `period` ends that began with the event of `start`.

    Hours need a datetime and give one back. Raises Invalid (field `start`) for a bare date with hours, and for a
    start outside 1949–2999.
    """
    asked = Question(start, period, kind, calendar, tuple(pauses))
    day = local_day(start)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Invalid({"start": [f"起算日应在{_FIRST_YEAR}年至{_LAST_YEAR}年之间，现为 {iso(start)}，请改正"]})
    if period.unit is Unit.HOUR:
        moment = _moment(start) + timedelta(hours=period.n)
        return Due(moment, provisional=False, nominal=local_day(moment), question=asked)
    nominal = _last_day(day, asked)
    rolls = kind is Kind.PARTY_RIGHT and period.unit is not Unit.WORKDAY
    last = calendar.on_or_after(nominal) if rolls else nominal
    provisional = not all(map(calendar.published, range((day + ONE).year, last.year + 1)))
    return Due(last, provisional, nominal, asked, _act_by(day, last, calendar))


def earliest_after(start: date, period: Period, calendar: Workdays) -> date:
    """The first day such that the whole period lies between `start` and it, neither day counted.

    For 举行听证的七日前 (行政处罚法第六十四条第（二）项): served 2026-10-10, seven working days, hearing from 2026-10-21.
    Raises Invalid for hours.
    """
    if period.unit is Unit.HOUR:
        raise Invalid({"period": ["“之前若干日”应按日、月、年计算，不能按小时，请改正"]})
    return local_day(due(start, period, Kind.AGENCY_DUTY, calendar).due) + ONE


def _moment(start: date) -> datetime:
    if not isinstance(start, datetime):
        raise Invalid({"start": [f"按小时的期限从某一时刻起算，请把起算时刻写到分，例如 {start}T17:00"]})
    return start if start.tzinfo is None else start.astimezone(CHINA)


def _act_by(start: date, last: date, calendar: Workdays) -> date | None:
    """The last working day on which something can still be done, where the last day is a rest day."""
    if calendar.is_workday(last):
        return None
    found = calendar.before(last)
    return found if found >= start else None


def _last_day(start: date, asked: Question) -> date:
    period, calendar = asked.period, asked.calendar
    pauses = merged(asked.pauses) if asked.kind is Kind.AGENCY_DUTY else ()
    if period.unit is Unit.WORKDAY:
        return _stretch(
            period.n,
            lambda n: calendar.after(start, n),
            lambda last: sum(calendar.count(a, b) for a, b in _within(pauses, start, last)),
        )
    return _stretch(
        (ahead(start, period) - start).days,
        lambda n: start + timedelta(days=n),
        lambda last: sum((b - a).days for a, b in _within(pauses, start, last)),
    )


def _stretch(n: int, step: Callable[[int], date], lost: Callable[[date], int]) -> date:
    """The day on which n countable days are over, where more pauses may be met the further it reaches."""
    extra = 0
    while True:
        last = step(n + extra)
        found = lost(last)
        if found == extra:
            return last
        extra = found


def _within(pauses: Iterable[tuple[date, date]], start: date, last: date) -> Iterable[tuple[date, date]]:
    """The parts of the pauses that lie after `start` and up to `last`, as (day before the first, last)."""
    for first, end in pauses:
        lower, upper = max(first - ONE, start), min(end, last)
        if lower < upper:
            yield lower, upper


def merged(pauses: Iterable[Pause]) -> tuple[tuple[date, date], ...]:
    """The pauses as disjoint intervals, first day and last day, oldest first; overlaps are counted once."""
    found: list[tuple[date, date]] = []
    for pause in sorted(pauses, key=lambda pause: pause.first):
        if found and pause.first <= found[-1][1] + ONE:
            found[-1] = (found[-1][0], max(found[-1][1], pause.last))
        else:
            found.append((pause.first, pause.last))
    return tuple(found)
