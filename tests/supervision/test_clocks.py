"""When reports are due, against the calendar on the wall: a table written by hand, not the code's own reckoning."""

from datetime import date

import pytest

from mingjing.kernel.workdays import national
from mingjing.supervision import queries
from mingjing.supervision.rules import clocks

# Year of the figures → the last day of the following February, as printed in a calendar (leap: 2020, 2024, 2028).
FEBRUARY = {2019: 29, 2020: 28, 2022: 28, 2023: 29, 2024: 28, 2026: 28, 2027: 29, 2098: 28, 2099: 28}
QUARTERS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
DUE = {1: date(2026, 4, 15), 2: date(2026, 7, 15), 3: date(2026, 10, 15), 4: date(2027, 1, 15)}


@pytest.mark.parametrize(("year", "day"), FEBRUARY.items())
def test_the_regions_sum_is_due_on_the_last_of_february(year: int, day: int) -> None:
    assert queries.rollup_due(year) == date(year + 1, 2, day)


@pytest.mark.parametrize("year", [2019, 2020, 2026, 2030])
def test_the_years_report_is_due_on_the_last_of_january_and_never_rolls(year: int) -> None:
    assert queries.due_of(year) == date(year + 1, 1, 31)


@pytest.mark.parametrize("quarter", DUE)
def test_a_quarter_is_due_fifteen_days_after_its_end(quarter: int) -> None:
    assert queries.quarter_due(2026, quarter) == DUE[quarter]
    month, day = QUARTERS[quarter]
    assert clocks.quarter_ends(2026, quarter) == date(2026, month, day)
    assert clocks.quarter_begins(2026, quarter) == date(2026, month - 2, 1)


def test_how_many_days_a_quarter_has_is_not_verified() -> None:
    from mingjing.cases.queries.calendar import figures

    assert figures("general", "quarterly.days", date(2026, 9, 30)).verified is False
    assert figures("general", "annual_report", date(2026, 12, 31)).verified is True


@pytest.mark.parametrize(("today", "over"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_a_quarter_is_signed_when_it_is_over(today: date, over: bool) -> None:
    assert (not clocks.quarter_is_over(2026, 3, today)) == over


@pytest.mark.parametrize(
    ("today", "newest"), [(date(2026, 1, 1), (2025, 4)), (date(2026, 3, 31), (2025, 4)), (date(2026, 4, 1), (2026, 1)), (date(2026, 12, 31), (2026, 3))],
)  # fmt: skip
def test_the_quarters_that_are_over(today: date, newest: tuple[int, int]) -> None:
    found = clocks.quarters_before(today, 4)
    assert found[0] == newest
    assert len(set(found)) == 4
    assert all(clocks.quarter_ends(*one) < today for one in found)


def test_a_rest_day_says_until_when_something_can_be_done() -> None:
    """2026-01-31 is a Saturday that is no made-up working day; 2025-01-31 lies in the spring festival."""
    told = clocks.derivation(date(2026, 1, 31), "每年一月三十一日前", national())
    assert "2026年1月30日（周五）" in told[-1]
    assert "不顺延" in told[1]
    festival = clocks.derivation(date(2025, 1, 31), "每年一月三十一日前", national())
    assert "2025年1月27日（周一）" in festival[-1]
    assert len(clocks.derivation(date(2024, 1, 31), "每年一月三十一日前", national())) == 2
