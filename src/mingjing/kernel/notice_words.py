"""The plain Chinese text of a holiday notice read into rows, and rows written down as the notice that is kept.

国务院办公厅 writes “元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。” What is read is for a person to
check; nothing is guessed in silence: weekdays and counts that do not fit are told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import yaml

from mingjing.kernel.days import full, weekday

LONGEST = 20_000
_HEAD = re.compile(r"(?:^|(?<=[。\n\s]))([\u4e00-\u9fff、]{2,16})[：:]")
_NUMBERED = re.compile("^[一二三四五六七八九十]{1,3}、")
_NO_FESTIVAL = re.compile("通知|安排|如下|单位|政府|机构")
_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?")
_COUNT = re.compile(r"共(\d{1,2})天")
_YEAR = re.compile(r"(\d{4})年\s*部分节假日安排")
_NUMBER = re.compile(r"国办发(?:明电)?〔\d{4}〕\d{1,4}号")
_ISSUED = re.compile(r"(?m)^\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*$")


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One festival: days off from `first` to `last`, and the weekend days worked for it."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...] = ()


@dataclass(slots=True)
class NoticeWords:
    """What was read: the head as far as the text tells it, rows, and what a person must look at."""

    year: int | None = None
    document: str = ""
    number: str = ""
    issued: date | None = None
    rows: list[HolidayRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_words(text: str, year: int | None = None) -> NoticeWords:
    """Read the text of a notice. `year` answers where the text does not say for which year it is."""
    plain = text[:LONGEST].replace("(", "（").replace(")", "）").replace("\r", "")
    found = _heading(plain, year)
    if found.year is None:
        found.problems.append("原文里没有读出年份，请先填写年份，或者连标题一起粘贴")
        return found
    heads = [one for one in _HEAD.finditer(plain) if not _NO_FESTIVAL.search(one[1])]
    if not heads:
        found.problems.append("没有读出节日，请粘贴通知中从“一、元旦：”开始的各条")
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(plain)
        _festival(_NUMBERED.sub("", head[1]), plain[head.end() : end], found.year, found)
    return found


def _heading(text: str, year: int | None) -> NoticeWords:
    titled, number, issued = _YEAR.search(text), _NUMBER.search(text), _ISSUED.search(text)
    found = NoticeWords(int(titled[1]) if titled else year, number=number[0] if number else "")
    if titled:
        found.document = f"国务院办公厅关于{titled[1]}年部分节假日安排的通知"
    if issued:
        found.issued = _date(int(issued[1]), int(issued[2]), int(issued[3]))
    return found


def _festival(name: str, body: str, year: int, found: NoticeWords) -> None:
    """Read one clause into a row."""
    flat = re.sub("（[^）]*）", lambda one: re.sub("[，,；;。]", "、", one[0]), body)
    off: list[date] = []
    worked: list[date] = []
    for clause in re.split("[。；;，,\n]", flat):
        days = list(_days(clause, name, year, found.problems))
        if "上班" in clause:
            worked += days
        elif "放假" in clause:
            off += days
    if not off:
        found.problems.append(f"“{name}”没有读出放假的日期，请在表中补填")
        return
    row = HolidayRow(name, off[0], off[-1], tuple(worked))
    count, told = (row.last - row.first).days + 1, _COUNT.search(flat)
    if told and int(told[1]) != count:
        found.problems.append(f"“{name}”原文写共{told[1]}天，按起止日期是{count}天，请核对")
    found.rows.append(row)


def _days(clause: str, name: str, year: int, problems: list[str]) -> Iterator[date]:
    month = 0
    for one in _DAY.finditer(clause):
        month = int(one[2]) if one[2] else month
        before = not one[1] and name.startswith("元旦") and month == 12
        day = _date(int(one[1]) if one[1] else year - before, month, int(one[3]))
        if day is None:
            problems.append(f"“{name}”中的“{one[0]}”不是日历上的日期，请核对")
            continue
        said = re.search("(?:周|星期)[一二三四五六日天]", one[4] or "")
        if said and said[0][-1].replace("天", "日") != weekday(day)[-1]:
            problems.append(f"“{name}”中的“{one[0]}”与日历不符：{full(day)}，请核对年份和日期")
        yield day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_notice(
    *, year: int, document: str, number: str, issued: date, checked: date, url: str, rows: Sequence[HolidayRow]
) -> str:
    """The notice as kept (the format `parse_notice` reads); what is wrong in it is told by `parse_notice`."""
    source = {"document": document, "number": number, "issued": issued} | ({"url": url} if url else {})
    holidays = [{"name": one.name, "from": one.first, "to": one.last, "make_up": list(one.worked)} for one in rows]
    whole = {"year": year, "source": source, "checked": checked, "holidays": holidays}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
