"""A deadline as a fact: what started it, by which rule, when it falls due, and how it stands on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a deadline stands."""

    OPEN = "open"
    MET = "met"
    LATE = "late"
    BREACHED = "breached"
    LAPSED = "lapsed"


STATE_NAMES = {
    State.OPEN: "进行中",
    State.MET: "按期完成",
    State.LATE: "逾期完成",
    State.BREACHED: "已逾期",
    State.LAPSED: "期限已届满",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One running or finished clock of a case."""

    code: str
    name: str
    rule: str
    cites: tuple[str, ...]
    kind: str
    period: str
    started: date | datetime
    start_text: str
    due: date | datetime
    provisional: bool
    steps: tuple[Any, ...]
    holder: str = ""
    act: str = ""
    met: date | datetime | None = None
    opens: bool = False
    ref: int = 0

    @property
    def due_on(self) -> date:
        """The last day."""
        return self.due.date() if isinstance(self.due, datetime) else self.due

    def state(self, now: datetime) -> State:
        """How it stands at a moment. A party's right that was not used lapses, and so does
        the day on which another organ was asked to answer; an organ's own duty is breached."""
        if self.met is not None:
            return State.MET if _day(self.met) <= self.due_on else State.LATE
        past = now > self.due if isinstance(self.due, datetime) else now.date() > self.due
        if not past:
            return State.OPEN
        return State.BREACHED if self.kind == "agency_duty" else State.LAPSED

    def days_left(self, on: date) -> int:
        """Calendar days to the last day; negative when past."""
        return (self.due_on - on).days


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
