"""Working days against the notices, two independent packages, and counting by hand."""

import timeit
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.workdays import NamedDay, Workdays, YearNotice, national, parse_notice

CALENDAR = national()
YEARS = (2024, 2025, 2026)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def every_day(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_chinesecalendar(year):
    assert [d for d in every_day(year) if CALENDAR.is_workday(d) != chinese_calendar.is_workday(d)] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_holidays(year):
    other = holidays.country_holidays("CN", years=year)
    assert [d for d in every_day(year) if CALENDAR.is_workday(d) != other.is_working_day(d)] == []


def test_2026_has_248_working_days():
    assert CALENDAR.count(date(2025, 12, 31), date(2026, 12, 31)) == 248


@pytest.mark.parametrize(
    ("year", "number"),
    [(2024, "国办发明电〔2023〕7号"), (2025, "国办发明电〔2024〕12号"), (2026, "国办发明电〔2025〕7号")],
)
def test_each_notice_names_its_document(year, number):
    (notice,) = [notice for notice in CALENDAR.notices if notice.year == year]
    assert notice.number == number
    assert notice.document == f"国务院办公厅关于{year}年部分节假日安排的通知"
    assert notice.issued.year == year - 1


def test_reasons_name_the_festival_or_the_weekday():
    assert CALENDAR.reason(date(2026, 9, 25)) == "中秋节"
    assert CALENDAR.reason(date(2026, 11, 21)) == "周六"
    assert CALENDAR.reason(date(2026, 11, 22)) == "周日"
    assert CALENDAR.reason(date(2026, 11, 23)) == ""
    assert CALENDAR.reason(date(2026, 10, 10)) == ""
    assert CALENDAR.made_up(date(2026, 10, 10)) == "国庆节"
    assert CALENDAR.made_up(date(2026, 10, 9)) == ""


def test_rest_is_the_opposite_of_work():
    assert CALENDAR.is_rest(date(2026, 10, 1)) and not CALENDAR.is_workday(date(2026, 10, 1))
    assert not CALENDAR.is_rest(date(2026, 9, 20)) and CALENDAR.is_workday(date(2026, 9, 20))


def test_a_moment_counts_as_its_day_in_beijing():
    evening_in_london = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)
    assert CALENDAR.is_rest(evening_in_london)
    assert CALENDAR.is_workday(datetime(2026, 9, 30, 18, 0))
    assert CALENDAR.after(evening_in_london, 1) == date(2026, 10, 8)


@pytest.mark.parametrize("n", [0, -1])
def test_working_days_are_counted_from_one(n):
    with pytest.raises(ValueError, match="from 1"):
        CALENDAR.after(date(2026, 1, 5), n)


@given(DAYS, st.integers(1, 260))
def test_after_agrees_with_stepping_through_another_package(start, n):
    day, left = start, n
    while left and day < date(2026, 12, 31):
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    if not left:
        assert CALENDAR.after(start, n) == day


@given(DAYS, DAYS)
def test_count_agrees_with_counting_by_hand(first, second):
    span = (first + timedelta(days=n) for n in range(1, (second - first).days + 1))
    assert CALENDAR.count(first, second) == sum(map(chinese_calendar.is_workday, span))


@given(DAYS)
def test_before_and_on_or_after_are_neighbours(day):
    before, after = CALENDAR.before(day), CALENDAR.on_or_after(day)
    assert before < day <= after
    assert CALENDAR.is_workday(before) and CALENDAR.is_workday(after)
    assert CALENDAR.count(before, after) == 1


def test_full_days_between_two_days():
    assert CALENDAR.between(date(2026, 10, 10), date(2026, 10, 21)) == 7
    assert CALENDAR.between(date(2026, 10, 10), date(2026, 10, 20)) == 6
    assert CALENDAR.between(date(2026, 10, 10), date(2026, 10, 10)) == 0


def test_before_reaches_into_the_year_before():
    assert CALENDAR.before(date(2026, 1, 1)) == date(2025, 12, 31)


@pytest.mark.parametrize(("year", "known"), [(2023, False), (2024, True), (2026, True), (2027, False)])
def test_only_loaded_years_are_published(year, known):
    assert CALENDAR.published(year) is known


def test_an_unpublished_year_knows_only_the_fixed_festivals():
    rest = [d for d in every_day(2027) if d.weekday() < 5 and CALENDAR.is_rest(d)]
    assert rest == [date(2027, 1, 1), date(2027, 10, 1)]
    assert CALENDAR.reason(date(2027, 5, 1)) == "劳动节"
    assert CALENDAR.is_workday(date(2027, 2, 8))


def test_the_second_of_may_is_a_festival_since_2025():
    empty = Workdays()
    assert empty.is_workday(date(2024, 5, 2))
    assert empty.reason(date(2025, 5, 2)) == "劳动节"


def notice(year: int, *, off: tuple[date, ...] = (), on: tuple[date, ...] = ()) -> YearNotice:
    return YearNotice(
        year,
        "通知",
        "号",
        date(year - 1, 11, 1),
        date(year, 1, 1),
        tuple(NamedDay(day, "春节") for day in off),
        tuple(NamedDay(day, "春节") for day in on),
    )


def test_with_year_adds_a_notice_and_leaves_the_old_calendar_alone():
    more = CALENDAR.with_year(notice(2027, off=(date(2027, 2, 8),), on=(date(2027, 2, 13),)))
    assert more.published(2027) and not CALENDAR.published(2027)
    assert more.is_rest(date(2027, 2, 8)) and CALENDAR.is_workday(date(2027, 2, 8))
    assert more.is_workday(date(2027, 2, 13)) and CALENDAR.is_rest(date(2027, 2, 13))
    assert more.after(date(2026, 12, 31), 1) == date(2027, 1, 1), "the notice alone decides about a published year"


def test_with_year_replaces_the_notice_of_the_same_year():
    corrected = CALENDAR.with_year(notice(2026))
    assert corrected.is_workday(date(2026, 10, 1))
    assert corrected.notices[-1].number == "号" and len(corrected.notices) == 3


def test_a_later_notice_moves_the_last_days_of_the_year_before():
    more = CALENDAR.with_year(notice(2027, off=(date(2026, 12, 31),), on=(date(2026, 12, 26),)))
    assert more.is_rest(date(2026, 12, 31)) and more.is_workday(date(2026, 12, 26))
    once_more = more.with_year(notice(2028, off=(date(2026, 12, 26),), on=(date(2026, 12, 31),)))
    assert once_more.is_rest(date(2026, 12, 26)) and once_more.is_workday(date(2026, 12, 31))


def test_calendars_with_the_same_notices_are_equal():
    assert Workdays(reversed(CALENDAR.notices)) == CALENDAR
    assert hash(Workdays(CALENDAR.notices)) == hash(CALENDAR)
    assert Workdays() != CALENDAR and CALENDAR != "calendar"
    assert repr(CALENDAR) == "Workdays(2024, 2025, 2026)"


def test_after_is_fast():
    start = date(2026, 9, 24)
    CALENDAR.after(start, 20)
    best = min(timeit.repeat(lambda: CALENDAR.after(start, 20), number=1000, repeat=5))
    assert best / 1000 < 20e-6


GOOD = """
year: 2027
source: {document: 国务院办公厅关于2027年部分节假日安排的通知, number: 国办发明电〔2026〕9号, issued: 2026-11-05}
checked: 2026-11-22
holidays:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03, make_up: [2026-12-26]}
  - {name: 劳动节, from: 2027-05-01, to: 2027-05-05, make_up: [2027-05-08]}
  - {name: 端午节, from: 2027-06-09}
  - {name: 国庆节, from: 2027-10-01, to: 2027-10-07}
"""


def test_a_notice_is_read():
    found = parse_notice(GOOD)
    assert (found.year, found.number, found.issued) == (2027, "国办发明电〔2026〕9号", date(2026, 11, 5))
    assert found.make_up == (NamedDay(date(2026, 12, 26), "元旦"), NamedDay(date(2027, 5, 8), "劳动节"))
    assert NamedDay(date(2027, 6, 9), "端午节") in found.holidays and len(found.holidays) == 16
    assert CALENDAR.with_year(found).published(2027)
