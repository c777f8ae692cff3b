"""Days and moments as the law sees them: Beijing time, and how they are written in Chinese."""

from datetime import date, datetime, timedelta, timezone
from uuid import UUID

CHINA = timezone(timedelta(hours=8), "北京时间")
ONE = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"


def local_day(moment: date) -> date:
    """The calendar day in Beijing of a day or a moment. A moment without zone is taken as Beijing time."""
    if not isinstance(moment, datetime):
        return moment
    return (moment if moment.tzinfo is None else moment.astimezone(CHINA)).date()


def weekday(day: date) -> str:
    """周四."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def plain(day: date) -> str:
    """2026年9月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def full(day: date) -> str:
    """2026年9月24日（周四）."""
    return f"{plain(day)}（{weekday(day)}）"


def clock(moment: datetime) -> str:
    """2026年9月30日（周三）17时00分, in Beijing time."""
    seconds = f"{moment.second:02d}秒" if moment.second else ""
    return f"{full(local_day(moment))}{_at_home(moment):%H时%M分}{seconds}"


def iso(moment: date) -> str:
    """2026-10-01 or 2026-10-01T17:00, with seconds only where there are any."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _at_home(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(CHINA)


def as_moment(token: str, mark: str = "_") -> tuple[datetime, UUID] | None:
    """Where a page of a list by moment ended, written as moment and id with `mark` between; nothing where it was changed by hand."""
    at, _, key = token.partition(mark)
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(key)) if moment.tzinfo and 2000 <= moment.year <= 2100 else None
    except ValueError:
        return None
