"""One year's holiday notice of the State Council (国务院办公厅关于某年部分节假日安排的通知), as checked data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import yaml

from mingjing.kernel.days import ONE, full, plain
from mingjing.kernel.findings import Invalid

_LONGEST = 65_536
_LONGEST_HOLIDAY = 15
_FIELDS = {"year", "source", "checked", "holidays"}
_SOURCE_FIELDS = {"document", "number", "issued", "url"}
_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,300}")
_HOLIDAY_FIELDS = {"name", "from", "to", "make_up"}


class NamedDay(NamedTuple):
    """A day and the festival it belongs to."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class YearNotice:
    """What one notice fixes: days off and weekend days that are worked. `checked`: the day a person compared it."""

    year: int
    document: str
    number: str
    issued: date
    checked: date
    holidays: tuple[NamedDay, ...]
    make_up: tuple[NamedDay, ...]
    url: str = ""


def statutory(year: int) -> tuple[NamedDay, ...]:
    """The festivals that always fall on the same date (全国年节及纪念日放假办法第二条; two days in May from 2025 on)."""
    labour = (1, 2) if year >= 2025 else (1,)
    return (
        NamedDay(date(year, 1, 1), "元旦"),
        *(NamedDay(date(year, 5, day), "劳动节") for day in labour),
        *(NamedDay(date(year, 10, day), "国庆节") for day in (1, 2, 3)),
    )


def parse_notice(text: str) -> YearNotice:
    """Read a notice written in YAML like the files in `kernel/calendars`.

    Raises Invalid (field `notice`) with one Chinese sentence for everything that is wrong.
    """
    data = _load(text)
    problems = [*_head_problems(data)]
    if problems:
        raise Invalid({"notice": problems})
    problems = [*_list_problems(data["holidays"])]
    if problems:
        raise Invalid({"notice": problems})
    notice = _build(data)
    if problems := [*_content_problems(notice)]:
        raise Invalid({"notice": problems})
    return notice


def _load(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST:
        raise Invalid({"notice": ["放假通知过长，请只粘贴一个年度的内容"]})
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = "" if line is None else f"（第{line + 1}行附近）"
        raise Invalid({"notice": [f"放假通知的写法读不懂{where}，请检查缩进、标点和日期后重试"]}) from None
    if not isinstance(data, dict):
        raise Invalid({"notice": ["放假通知应写明 year、source、checked、holidays 四项"]})
    return data


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _unknown(found: dict[Any, Any], known: set[str], where: str) -> Iterator[str]:
    for key in found:
        if key not in known:
            yield f"{where}有不认识的一项“{key}”，只能写 {'、'.join(sorted(known))}"


def _head_problems(data: dict[str, Any]) -> Iterator[str]:
    yield from _unknown(data, _FIELDS, "放假通知")
    year = data.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2100:
        yield "year 应为通知所安排的年份，例如 2027"
    if not _is_day(data.get("checked")):
        yield "checked 应为人工核对的日期，例如 2026-11-22"
    source = data.get("source")
    if not isinstance(source, dict):
        yield "source 应写明通知名称 document、文号 number 和成文日期 issued"
        return
    yield from _unknown(source, _SOURCE_FIELDS, "source ")
    for key, meaning in (("document", "通知名称"), ("number", "文号")):
        if not _is_words(source.get(key)):
            yield f"source 缺少{meaning} {key}"
    if not _is_day(source.get("issued")):
        yield "source 的成文日期 issued 应为日期，例如 2025-11-04"
    if "url" in source and not (isinstance(source["url"], str) and _ADDRESS.fullmatch(source["url"])):
        yield "source 的网址 url 应以 https:// 或者 http:// 开头"


def _list_problems(holidays: object) -> Iterator[str]:
    if not isinstance(holidays, list) or not holidays:
        yield "holidays 应逐行列出通知中的节日"
        return
    for number, entry in enumerate(holidays, start=1):
        if not isinstance(entry, dict) or not _is_words(entry.get("name")):
            yield f"第{number}项没有节日名称 name"
            continue
        where = f"第{number}项“{entry['name']}”"
        yield from _unknown(entry, _HOLIDAY_FIELDS, where)
        yield from _span_problems(entry, where)
        make_up = entry.get("make_up", [])
        if not isinstance(make_up, list) or not all(map(_is_day, make_up)):
            yield f"{where}的调休上班日 make_up 应为日期的列表，例如 [2026-10-10]"


def _span_problems(entry: dict[str, Any], where: str) -> Iterator[str]:
    first, last = entry.get("from"), entry.get("to", entry.get("from"))
    if not isinstance(first, date) or not isinstance(last, date) or not (_is_day(first) and _is_day(last)):
        yield f"{where}的放假起止 from、to 应为日期，例如 2026-10-01"
    elif last < first:
        yield f"{where}的结束日{plain(last)}早于开始日{plain(first)}"
    elif (last - first).days >= _LONGEST_HOLIDAY:
        yield f"{where}连续放假超过{_LONGEST_HOLIDAY}天，请核对月份"


def _build(data: dict[str, Any]) -> YearNotice:
    source = data["source"]
    entries = data["holidays"]
    return YearNotice(
        year=data["year"],
        document=source["document"].strip(),
        number=source["number"].strip(),
        issued=source["issued"],
        checked=data["checked"],
        holidays=tuple(NamedDay(day, entry["name"].strip()) for entry in entries for day in _span(entry)),
        make_up=tuple(NamedDay(day, entry["name"].strip()) for entry in entries for day in entry.get("make_up", [])),
        url=source.get("url", ""),
    )


def _span(entry: dict[str, Any]) -> Iterator[date]:
    first, last = entry["from"], entry.get("to", entry["from"])
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _content_problems(notice: YearNotice) -> Iterator[str]:
    for named in (*notice.holidays, *notice.make_up):
        if not _belongs(named.day, notice.year):
            yield f"{plain(named.day)}（{named.name}）不属于{notice.year}年的放假安排，请核对年份"
    for named in notice.make_up:
        if named.day.weekday() < 5:
            yield f"{full(named.day)}本来就是工作日，不能列为{named.name}的调休上班日，请核对日期"
    yield from _double(notice)
    for named in statutory(notice.year):
        if named.day not in {holiday.day for holiday in notice.holidays}:
            yield f"缺少法定节日{plain(named.day)}（{named.name}），见《全国年节及纪念日放假办法》第二条"
    if notice.issued > date(notice.year, 12, 31):
        yield f"成文日期{plain(notice.issued)}晚于{notice.year}年年底，请核对"
    if notice.checked < notice.issued:
        yield f"核对日期{plain(notice.checked)}早于成文日期{plain(notice.issued)}，请核对"


def _belongs(day: date, year: int) -> bool:
    """The year itself, and the days just before it that a notice may move for New Year's sake."""
    return day.year == year or date(year, 1, 1) - 10 * ONE <= day < date(year, 1, 1)


def _double(notice: YearNotice) -> Iterator[str]:
    seen: set[date] = set()
    for named in notice.holidays:
        if named.day in seen:
            yield f"放假日{plain(named.day)}重复列出（{named.name}）"
        seen.add(named.day)
    worked: set[date] = set()
    for named in notice.make_up:
        if named.day in seen:
            yield f"{plain(named.day)}既列为放假日又列为{named.name}的调休上班日"
        if named.day in worked:
            yield f"调休上班日{plain(named.day)}重复列出（{named.name}）"
        worked.add(named.day)
