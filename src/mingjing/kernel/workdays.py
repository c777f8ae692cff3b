"""Working days: Monday to Friday, less the State Council's holidays, plus its make-up days.

A year whose notice is not loaded knows only the festivals with a fixed date; `published` says so, and whatever is
reckoned across such a year is provisional.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from mingjing.kernel.days import ONE, local_day, weekday
from mingjing.kernel.notices import NamedDay, YearNotice, parse_notice, statutory

__all__ = ["NamedDay", "Workdays", "YearNotice", "national", "parse_notice"]


class Workdays:
    """A calendar of working days. Immutable; `with_year` gives another one. Moments count as their day in Beijing."""

    __slots__ = ("_notices", "_off", "_on", "_years")

    def __init__(self, notices: Iterable[YearNotice] = ()) -> None:
        self._notices = {notice.year: notice for notice in sorted(notices, key=lambda notice: notice.year)}
        self._off: dict[date, str] = {}
        self._on: dict[date, str] = {}
        self._years: dict[int, tuple[date, ...]] = {}
        for notice in self._notices.values():
            for day, name in notice.holidays:
                self._off[day] = name
                self._on.pop(day, None)
            for day, name in notice.make_up:
                self._on[day] = name
                self._off.pop(day, None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Workdays) and self._notices == other._notices

    def __hash__(self) -> int:
        return hash(tuple(self._notices.values()))

    def __repr__(self) -> str:
        return f"Workdays({', '.join(map(str, self._notices))})"

    @property
    def notices(self) -> tuple[YearNotice, ...]:
        """The notices loaded, oldest first."""
        return tuple(self._notices.values())

    def with_year(self, notice: YearNotice) -> "Workdays":
        """This calendar with a notice added, or put in the place of the one for the same year."""
        return Workdays((self._notices | {notice.year: notice}).values())

    def published(self, year: int) -> bool:
        """Whether the notice of this year is loaded."""
        return year in self._notices

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day."""
        return not self.reason(day)

    def is_rest(self, day: date) -> bool:
        """Whether the day is a holiday, or a weekend day that is not worked instead of one."""
        return bool(self.reason(day))

    def reason(self, day: date) -> str:
        """Why nobody works on this day: the festival, 周六 or 周日; empty for a working day."""
        here = local_day(day)
        if here in self._on:
            return ""
        return self._off.get(here) or self._fixed(here) or (weekday(here) if here.weekday() >= 5 else "")

    def made_up(self, day: date) -> str:
        """The festival for which this weekend day is worked, or empty."""
        return self._on.get(local_day(day), "")

    def after(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which itself is not counted. Raises ValueError for n below 1."""
        if n < 1:
            raise ValueError(f"working days are counted from 1, not from {n}")
        day = local_day(start)
        year = day.year
        days = self._index(year)
        place = bisect_right(days, day) + n - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._index(year)
        return days[place]

    def on_or_after(self, day: date) -> date:
        """The day itself where it is worked, else the next working day."""
        return self.after(local_day(day) - ONE, 1)

    def before(self, day: date) -> date:
        """The last working day before `day`."""
        here = local_day(day)
        days = self._index(here.year)
        place = bisect_left(days, here)
        return days[place - 1] if place else self._index(here.year - 1)[-1]

    def count(self, after: date, until: date) -> int:
        """How many working days lie after `after`, up to and including `until`; 0 where they are the wrong way round."""
        first, last = local_day(after), local_day(until)
        if last <= first:
            return 0
        whole = sum(len(self._index(year)) for year in range(first.year, last.year))
        return whole - bisect_right(self._index(first.year), first) + bisect_right(self._index(last.year), last)

    def between(self, first: date, second: date) -> int:
        """How many full working days lie between two days, neither of them counted."""
        return self.count(first, local_day(second) - ONE)

    def _fixed(self, day: date) -> str:
        if day.year in self._notices:
            return ""
        return dict(statutory(day.year)).get(day, "")

    def _index(self, year: int) -> tuple[date, ...]:
        """All working days of a year; computed once."""
        found = self._years.get(year)
        if found is None:
            first = date(year, 1, 1)
            length = (date(year, 12, 31) - first).days + 1
            days = (first + timedelta(days=offset) for offset in range(length))
            found = self._years[year] = tuple(day for day in days if self.is_workday(day))
        return found


@cache
def national() -> Workdays:
    """The calendar of the notices shipped with this package (2024 to 2026)."""
    folder = files("mingjing.kernel") / "calendars"
    texts = [path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".yaml")]
    return Workdays(map(parse_notice, texts))
