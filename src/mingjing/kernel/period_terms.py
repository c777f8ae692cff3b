"""The words of time limits: units, kinds, periods, pauses, and the steps by which a due date explains itself."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mingjing.kernel.findings import Invalid

_LIMITS = {"wd": 9999, "d": 36500, "m": 1200, "y": 100, "h": 9999}
_WRITTEN = re.compile(r"([0-9]{1,5})(wd|d|m|y|h)")


class Unit(StrEnum):
    """In what a period is counted. The law mixes all five inside one case."""

    WORKDAY = "wd"
    DAY = "d"
    MONTH = "m"
    YEAR = "y"
    HOUR = "h"

    @property
    def word(self) -> str:
        """个工作日, 日, 个月, 年, 小时."""
        return {"wd": "个工作日", "d": "日", "m": "个月", "y": "年", "h": "小时"}[self.value]


class Kind(StrEnum):
    """Whose period it is. A party's right rolls past rest days; an organ's duty never does."""

    PARTY_RIGHT = "party_right"
    AGENCY_DUTY = "agency_duty"


@dataclass(frozen=True, slots=True)
class Period:
    """So many units of time. Raises Invalid for a number below 1 or beyond a century."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        limit = _LIMITS[self.unit.value]
        if not 1 <= self.n <= limit:
            raise Invalid({"period": [f"期限应为 1 至 {limit}{self.unit.word}，现为 {self.n}，请改正"]})

    def __str__(self) -> str:
        """5wd, as it is written in data and commands."""
        return f"{self.n}{self.unit.value}"

    @property
    def words(self) -> str:
        """5个工作日."""
        return f"{self.n}{self.unit.word}"


def parse(text: str) -> Period:
    """Read 5wd, 90d, 6m, 2y or 24h. Raises Invalid (field `period`) for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        message = "期限应写成数字加单位：wd 工作日、d 自然日、m 月、y 年、h 小时，例如 5wd、90d、6m"
        raise Invalid({"period": [f"“{text[:20]}”不是期限。{message}"]})
    return Period(int(found[1]), Unit(found[2]))


def ahead(start: date, period: Period) -> date:
    """Natural days, months or years ahead: the same day of the month, or its last day (民法典第二百零二条)."""
    if period.unit is Unit.DAY:
        return start + timedelta(days=period.n)
    months = start.month - 1 + period.n * (12 if period.unit is Unit.YEAR else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count for the organ, both ends included, with the document that says so.

    Raises Invalid where the last day lies before the first, or beyond the year 2999.
    """

    first: date
    last: date
    document: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Invalid({"pause": [f"扣除期间的结束日 {self.last} 早于开始日 {self.first}，请改正"]})
        if self.last.year > 2999:
            raise Invalid({"pause": [f"扣除期间的结束日 {self.last} 超出可计算的范围，请改正"]})


class StepKind(StrEnum):
    """What a step of the reckoning says."""

    START = "start"
    RULE = "rule"
    SKIPPED = "skipped"
    MADE_UP = "made_up"
    PAUSED = "paused"
    NOT_PAUSED = "not_paused"
    MONTH_END = "month_end"
    ROLLED = "rolled"
    NOT_ROLLED = "not_rolled"
    PROVISIONAL = "provisional"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reckoning: what happened, to which days, and a Chinese sentence."""

    kind: StepKind
    text: str
    days: tuple[date, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The step for machines: `{"step": …, "days": [ISO dates], "text": …}`."""
        return {"step": self.kind.value, "days": [day.isoformat() for day in self.days], "text": self.text}
