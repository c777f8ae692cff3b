"""Time limits: the vectors of rulebook §6, an oracle that shares nothing with the code, and pauses."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.findings import Invalid
from mingjing.kernel.periods import Kind, Pause, Period, StepKind, Unit, due, earliest_after, parse
from mingjing.kernel.workdays import national, parse_notice

CALENDAR = national()
PARTY, AGENCY = Kind.PARTY_RIGHT, Kind.AGENCY_DUTY


def day(text: str) -> date:
    return date.fromisoformat(text)


VECTORS = [
    ("notice served Thu", "2026-09-24", "5wd", PARTY, "2026-10-09", False),
    ("a Sunday that is worked counts", "2026-09-18", "5wd", PARTY, "2026-09-24", False),
    ("notice before Labour Day", "2026-04-28", "5wd", PARTY, "2026-05-08", False),
    ("publish a decision of Mon", "2026-09-28", "7wd", AGENCY, "2026-10-13", False),
    ("publish a decision of Wed", "2026-09-30", "7wd", AGENCY, "2026-10-15", False),
    ("publish over Spring Festival, due on a Saturday", "2026-02-12", "7wd", AGENCY, "2026-02-28", False),
    ("publish another decision", "2026-09-30", "20wd", AGENCY, "2026-11-03", False),
    ("withdraw, due on a Saturday that is worked", "2026-09-30", "3wd", AGENCY, "2026-10-10", False),
    ("preserved evidence", "2026-09-24", "7wd", AGENCY, "2026-10-12", False),
    ("pay a fine", "2026-09-18", "15d", PARTY, "2026-10-08", False),
    ("seizure never rolls", "2026-09-02", "30d", AGENCY, "2026-10-02", False),
    ("ninety days", "2026-09-04", "90d", AGENCY, "2026-12-03", False),
    ("licence", "2026-09-15", "20wd", AGENCY, "2026-10-19", False),
    ("reconsideration", "2026-11-09", "60d", PARTY, "2027-01-08", True),
    ("suit, last day a Sunday", "2026-11-09", "6m", PARTY, "2027-05-10", True),
    ("suit, month end on a Sunday", "2026-08-31", "6m", PARTY, "2027-03-01", True),
]


@pytest.mark.parametrize(("title", "start", "period", "kind", "last", "provisional"), VECTORS)
def test_vector(title, start, period, kind, last, provisional):
    found = due(day(start), parse(period), kind, CALENDAR)
    assert (found.due, found.provisional) == (day(last), provisional), title


def test_vector_seven_full_days_before_a_hearing():
    assert earliest_after(day("2026-10-10"), parse("7wd"), CALENDAR) == day("2026-10-21")


@pytest.mark.parametrize("kind", Kind)
def test_vector_hours_run_through_a_holiday(kind):
    found = due(datetime(2026, 9, 30, 17), parse("24h"), kind, CALENDAR)
    assert (found.due, found.provisional) == (datetime(2026, 10, 1, 17), False)


@pytest.mark.parametrize(
    ("start", "period", "kind", "last"),
    [
        ("2024-01-31", "1m", AGENCY, "2024-02-29"),
        ("2025-01-31", "1m", AGENCY, "2025-02-28"),
        ("2024-02-29", "1y", AGENCY, "2025-02-28"),
        ("2024-02-29", "2y", AGENCY, "2026-02-28"),
        ("2025-02-28", "1m", AGENCY, "2025-03-28"),
        ("2025-10-31", "3m", AGENCY, "2026-01-31"),
        ("2025-10-31", "3m", PARTY, "2026-02-02"),
        ("2025-12-15", "1m", AGENCY, "2026-01-15"),
        ("2024-12-31", "12m", AGENCY, "2025-12-31"),
        ("2025-09-20", "1y", PARTY, "2026-09-20"),
        ("2024-11-22", "2y", PARTY, "2026-11-23"),
        ("2026-12-30", "1d", PARTY, "2026-12-31"),
        ("2026-12-31", "31d", AGENCY, "2027-01-31"),
    ],
)
def test_months_years_and_days(start, period, kind, last):
    assert due(day(start), parse(period), kind, CALENDAR).due == day(last)


@pytest.mark.parametrize(
    ("start", "period", "kind", "provisional"),
    [
        ("2026-12-30", "1d", AGENCY, False),
        ("2026-12-31", "1wd", AGENCY, True),
        ("2026-12-31", "30d", AGENCY, True),
        ("2023-12-31", "2wd", PARTY, False),
        ("2023-12-30", "2wd", PARTY, True),
        ("2026-12-20", "6d", PARTY, False),
        ("2023-06-01", "2y", AGENCY, True),
    ],
)
def test_a_date_is_provisional_where_a_touched_year_is_unpublished(start, period, kind, provisional):
    found = due(day(start), parse(period), kind, CALENDAR)
    assert found.provisional is provisional
    assert any(step.kind is StepKind.PROVISIONAL for step in found.steps) is provisional


def test_rolling_into_an_unpublished_year_is_provisional():
    last_days_off = parse_notice(
        "{year: 2026, source: {document: 甲, number: 乙, issued: 2025-11-04}, checked: 2026-01-01, holidays: ["
        "{name: 元旦, from: 2026-01-01}, {name: 劳动节, from: 2026-05-01, to: 2026-05-02},"
        "{name: 国庆节, from: 2026-10-01, to: 2026-10-03}, {name: 另放, from: 2026-12-30, to: 2026-12-31}]}"
    )
    found = due(day("2026-12-20"), parse("10d"), PARTY, CALENDAR.with_year(last_days_off))
    assert (found.due, found.provisional, found.nominal) == (day("2027-01-04"), True, day("2026-12-30"))


def test_loading_a_notice_moves_an_open_date():
    text = (
        "{year: 2027, source: {document: 甲, number: 乙, issued: 2026-11-04}, checked: 2026-11-22, holidays: ["
        "{name: 元旦, from: 2027-01-01, to: 2027-01-03}, {name: 劳动节, from: 2027-05-01, to: 2027-05-05,"
        " make_up: [2027-05-09]}, {name: 国庆节, from: 2027-10-01, to: 2027-10-07}]}"
    )
    before = due(day("2026-11-09"), parse("6m"), PARTY, CALENDAR)
    after = before.with_calendar(CALENDAR.with_year(parse_notice(text)))
    assert (before.due, after.due, after.provisional) == (day("2027-05-10"), day("2027-05-09"), False)


def test_an_organ_must_act_on_the_last_working_day_before():
    found = due(day("2026-09-02"), parse("30d"), AGENCY, CALENDAR)
    assert found.last_workday_before == day("2026-09-30")
    assert due(day("2026-09-04"), parse("90d"), AGENCY, CALENDAR).last_workday_before is None


def test_a_period_without_any_working_day_has_no_day_to_act_by():
    assert due(day("2026-09-30"), parse("1d"), AGENCY, CALENDAR).last_workday_before == day("2026-09-30")
    found = due(day("2026-10-01"), parse("2d"), AGENCY, CALENDAR)
    assert found.last_workday_before is None
    assert "期间内没有工作日" in " ".join(found.explain())


def test_hours_keep_the_moment_in_beijing_time():
    found = due(datetime(2026, 9, 30, 9, 0, tzinfo=UTC), parse("24h"), AGENCY, CALENDAR)
    assert found.due == datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    assert found.as_json()["due"] == "2026-10-01T17:00+08:00"
    assert "自2026年9月30日（周三）17时00分起算" in found.explain()[0]


def test_a_moment_late_in_the_evening_utc_starts_the_next_day_in_beijing():
    assert due(datetime(2026, 11, 9, 18, tzinfo=UTC), parse("1d"), AGENCY, CALENDAR).due == day("2026-11-11")


# -- against an oracle ------------------------------------------------------------------------------------------------

STARTS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
KINDS = st.sampled_from(Kind)
ONE = timedelta(days=1)


def months_ahead(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    while True:
        try:
            return date(year, month + 1, start.day)
        except ValueError:
            start = start - ONE


def roll(last: date) -> date:
    while not chinese_calendar.is_workday(last):
        last += ONE
    return last


@given(STARTS, st.integers(1, 100), KINDS)
def test_working_days_agree_with_the_oracle(start, n, kind):
    last, left = start, n
    while left:
        last += ONE
        left -= chinese_calendar.is_workday(last)
    found = due(start, Period(n, Unit.WORKDAY), kind, CALENDAR)
    assert (found.due, found.provisional, found.last_workday_before) == (last, False, None)


@given(STARTS, st.integers(1, 180), KINDS)
def test_natural_days_agree_with_the_oracle(start, n, kind):
    last = start + timedelta(days=n)
    found = due(start, Period(n, Unit.DAY), kind, CALENDAR)
    assert found.due == (roll(last) if kind is PARTY else last)


@given(STARTS, st.integers(1, 5), KINDS)
def test_months_agree_with_the_oracle(start, n, kind):
    last = months_ahead(start, n)
    assert due(start, Period(n, Unit.MONTH), kind, CALENDAR).due == (roll(last) if kind is PARTY else last)


@given(st.dates(date(2024, 1, 1), date(2025, 12, 20)), KINDS)
def test_a_year_is_twelve_months(start, kind):
    assert due(start, parse("1y"), kind, CALENDAR).due == due(start, parse("12m"), kind, CALENDAR).due


@given(st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 30)), st.integers(1, 999), KINDS)
def test_hours_only_add_up(start, n, kind):
    assert due(start, Period(n, Unit.HOUR), kind, CALENDAR).due == start + n * timedelta(hours=1)


PAUSES = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(0, 40)).map(
        lambda pair: Pause(pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=4,
)
EARLY = st.dates(date(2024, 1, 1), date(2025, 10, 1))


@given(EARLY, st.integers(1, 60), PAUSES)
def test_natural_days_with_pauses_agree_with_the_oracle(start, n, pauses):
    paused = {p.first + timedelta(days=k) for p in pauses for k in range((p.last - p.first).days + 1)}
    last, left = start, n
    while left:
        last += ONE
        left -= last not in paused
    assert due(start, Period(n, Unit.DAY), AGENCY, CALENDAR, pauses).due == last


@given(EARLY, st.integers(1, 40), PAUSES)
def test_working_days_with_pauses_agree_with_the_oracle(start, n, pauses):
    paused = {p.first + timedelta(days=k) for p in pauses for k in range((p.last - p.first).days + 1)}
    last, left = start, n
    while left:
        last += ONE
        left -= last not in paused and chinese_calendar.is_workday(last)
    found = due(start, Period(n, Unit.WORKDAY), AGENCY, CALENDAR, pauses)
    assert found.due == last
    assert found.steps[-1].days == (last,)


@given(EARLY, st.integers(1, 6), PAUSES)
def test_paused_months_are_longer_by_the_paused_days(start, n, pauses):
    paused = {p.first + timedelta(days=k) for p in pauses for k in range((p.last - p.first).days + 1)}
    found = due(start, Period(n, Unit.MONTH), AGENCY, CALENDAR, pauses).due
    lost = sum(start < day <= found for day in paused)
    assert found == months_ahead(start, n) + timedelta(days=lost)


@given(EARLY, st.integers(1, 60), st.sampled_from([Unit.WORKDAY, Unit.DAY, Unit.MONTH]), PAUSES)
def test_pauses_never_touch_a_party(start, n, unit, pauses):
    period = Period(min(n, 6), unit)
    assert due(start, period, PARTY, CALENDAR, pauses).due == due(start, period, PARTY, CALENDAR).due


@given(STARTS, st.integers(1, 30))
def test_the_earliest_day_leaves_the_full_period_between(start, n):
    found = earliest_after(start, Period(n, Unit.WORKDAY), CALENDAR)
    assert CALENDAR.between(start, found) == n
    assert CALENDAR.between(start, found - ONE) == n - 1


@given(STARTS, st.integers(1, 40), KINDS)
def test_the_steps_account_for_every_day(start, n, kind):
    found = due(start, Period(n, Unit.WORKDAY), kind, CALENDAR)
    skipped = [d for step in found.steps if step.kind is StepKind.SKIPPED for d in step.days]
    assert len(skipped) == len(set(skipped))
    assert (found.due - start).days == n + len(skipped)
    assert not any(map(chinese_calendar.is_workday, skipped))


def test_month_lengths_of_the_oracle_are_right():
    assert months_ahead(date(2024, 1, 31), 1).day == monthrange(2024, 2)[1]


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["5wd", " 90d ", "6m", "2y", "24h", "100y"])
def test_periods_are_read_and_written(text):
    assert str(parse(text)) == text.strip()


@pytest.mark.parametrize("text", ["", "5", "wd", "五日", "5 wd", "-5d", "5.5d", "5w", "5WD", "５d", "123456d", "5wd;"])
def test_other_texts_are_no_period(text):
    with pytest.raises(Invalid, match="不是期限.*5wd、90d、6m"):
        parse(text)


@pytest.mark.parametrize("text", ["0wd", "0h", "10000wd", "36501d", "1201m", "101y"])
def test_a_period_has_limits(text):
    with pytest.raises(Invalid, match="期限应为 1 至"):
        parse(text)


def test_hours_need_a_moment():
    with pytest.raises(Invalid, match="起算时刻写到分，例如 2026-09-30T17:00"):
        due(day("2026-09-30"), parse("24h"), AGENCY, CALENDAR)


@pytest.mark.parametrize("start", ["1948-12-31", "3000-01-01"])
def test_a_start_far_away_is_refused(start):
    with pytest.raises(Invalid, match="1949年至2999年"):
        due(day(start), parse("1d"), AGENCY, CALENDAR)


def test_the_furthest_question_is_answered():
    assert due(day("2999-12-31"), parse("100y"), PARTY, CALENDAR).due.year == 3100
    assert due(day("2999-12-31"), parse("9999wd"), PARTY, CALENDAR).provisional


def test_a_hearing_is_not_counted_in_hours():
    with pytest.raises(Invalid, match="不能按小时"):
        earliest_after(day("2026-10-10"), parse("7h"), CALENDAR)


def test_a_pause_has_an_order_and_an_end():
    with pytest.raises(Invalid, match="早于开始日"):
        Pause(day("2026-10-10"), day("2026-10-09"))
    with pytest.raises(Invalid, match="超出可计算的范围"):
        Pause(day("2026-10-10"), day("9999-12-31"))


def test_a_unit_has_a_chinese_word():
    assert [parse(f"3{unit}").words for unit in Unit] == ["3个工作日", "3日", "3个月", "3年", "3小时"]
