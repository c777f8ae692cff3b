"""The calendar of working days: a year at a glance, and checking the next holiday notice before it is loaded."""

import calendar as months
from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.cases import queries
from mingjing.cases.operations.aftermath import Moved
from mingjing.cases.operations.foreseeing import foresee_calendar
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import Workdays, YearNotice, parse_notice
from mingjing.sites.bureau.terms import ADMINISTRATORS
from mingjing.sites.bureau.views.calendar_rows import NoticeSheet
from mingjing.sites.bureau.views.gate import BureauRequest, page

EXAMPLE = """year: 2027
source: {document: 国务院办公厅关于2027年部分节假日安排的通知, number: 国办发明电〔2026〕○号, issued: 2026-11-○}
checked: 2026-11-○
holidays:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03, make_up: []}
"""


@page()
def calendar(request: BureauRequest) -> HttpResponse:
    """One year of the calendar in force."""
    today = timezone.localdate()
    held = queries.calendar()
    year = _year(request.GET.get("year", ""), today.year)
    facts = {
        **_year_facts(held, year),
        "years": sorted({notice.year for notice in held.notices} | {today.year, today.year + 1}),
        "may_load": request.actor.has(*KEEPERS),
    }
    return render(request, "bureau/calendar.html", facts)


KEEPERS = (Role.SYSTEM_ADMIN, Role.SUPERVISOR)
WAYS = {"rows": "逐节填写", "words": "粘贴通知原文", "yaml": "上传或者抄录文件"}
UPLOAD = Field(
    "file", "通知文件（YAML）", "file", help="选了文件就以文件为准", attributes={"accept": ".yaml,.yml,.txt"}
)
LARGEST = 65_536
_NOTHING: dict[str, object] = {}


@page(*KEEPERS)
def calendar_notice(request: BureauRequest) -> HttpResponse:
    """Three ways to a year's notice: rows, its own words, a file. Shown as it would be, then loaded."""
    typed = request.POST or request.typed or QueryDict()
    way = _way(request, typed)
    sheet, text, errors, shown = NoticeSheet.of(typed), typed.get("notice", ""), [], _NOTHING
    try:
        if request.method == "POST":
            sheet, text, shown = _stepped(request, way, sheet, text)
    except Invalid as problem:
        errors = [line for lines in problem.errors.values() for line in lines]
    facts = {
        "ways": [(key, word, None) for key, word in WAYS.items()],
        "way": "rows" if way == "words" and sheet.rows_read else way,
        "sheet": sheet,
        "words": typed.get("words", ""),
        "yaml": (_box(text, errors if way == "yaml" else []), UPLOAD),
        "notice_text": text,
        "problems": errors if way != "yaml" else [],
        **shown,
    }
    return render(request, "bureau/calendar_notice.html", facts, status=422 if errors else 200)


def _way(request: BureauRequest, typed: QueryDict) -> str:
    """Which of the three ways is open: the one posted, the one typed before, the one asked for."""
    if "words" in typed:
        return "words"
    if "notice" in typed or request.FILES:
        return "yaml"
    asked = "rows" if any(key.startswith("name-") for key in typed) else request.GET.get("way", "rows")
    return asked if asked in WAYS else "rows"


def _stepped(
    request: BureauRequest, way: str, sheet: NoticeSheet, text: str
) -> tuple[NoticeSheet, str, dict[str, object]]:
    """One step on: the words read, a row more, the notice checked, the notice loaded. Raises Invalid."""
    pressed = request.POST.get("step", "")
    if pressed == "load":
        return sheet, text, _loaded(request, text)
    if way == "words":
        return NoticeSheet.read(request.POST.get("words", "")), text, _NOTHING
    if way == "rows" and pressed in {"row", "work"}:
        return sheet.longer(pressed), text, _NOTHING
    text = sheet.written() if way == "rows" else _uploaded(request) or text
    return sheet, text, _checked(request, text)


def _uploaded(request: BureauRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return ""
    try:
        if (file.size or 0) > LARGEST:
            raise Invalid({"file": [f"这个文件超过 {LARGEST // 1024} KB，不像一个年度的放假通知，请核对后重新选择。"]})
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid({"file": ["这个文件不是 UTF-8 文字，请另存为 UTF-8 后再上传。"]}) from None


def _box(text: str, errors: list[str]) -> Field:
    note = "按下面的格式逐节抄录，抄完请另一人核对；也可以上传同样格式的文件"
    return Field("notice", "放假通知", "textarea", text or EXAMPLE, errors, note, rows=14)


def _checked(request: BureauRequest, text: str) -> dict[str, object]:
    """The year as it would be, and the open dates that would move. Administrators learn how many, not in which cases."""
    notice = parse_notice(text)
    moved = foresee_calendar(text=text, by=request.actor, now=timezone.now())
    return {
        **_year_facts(queries.calendar().with_year(notice), notice.year),
        **_seen(request, moved),
        "replaces": queries.calendar().published(notice.year),
    }


def _seen(request: BureauRequest, moved: tuple[Moved, ...]) -> dict[str, object]:
    return {"moved": () if request.actor.has(*ADMINISTRATORS) else moved, "count": len(moved)}


def _loaded(request: BureauRequest, text: str) -> dict[str, object]:
    """Load it. Administrators learn how many dates moved, not in which cases."""
    moved = cases.load_calendar(text=text, by=request.actor, now=timezone.now())
    return {**_year_facts(queries.calendar(), parse_notice(text).year), **_seen(request, moved), "loaded": True}


def _year_facts(held: Workdays, year: int) -> dict[str, object]:
    """What the year view draws."""
    notice = next((one for one in held.notices if one.year == year), None)
    return {
        "year": year,
        "published": held.published(year),
        "notice": notice,
        "months": [(month, list(_weeks(held, year, month))) for month in range(1, 13)],
        "workdays": held.count(date(year - 1, 12, 31), date(year, 12, 31)),
        "festivals": _festivals(notice) if notice else [],
    }


def _weeks(held: Workdays, year: int, month: int) -> Iterator[list[dict[str, object] | None]]:
    for week in months.Calendar().monthdatescalendar(year, month):
        yield [_cell(held, day) if day.month == month else None for day in week]


def _cell(held: Workdays, day: date) -> dict[str, object]:
    reason, made_up = held.reason(day), held.made_up(day)
    weekend = reason in {"周六", "周日"}
    kind = "makeup" if made_up else "rest" if weekend else "holiday" if reason else ""
    word = "班" if made_up else "" if weekend else reason[:1] and "休"
    return {"day": day, "kind": kind, "word": word, "title": f"{made_up}调休，上班" if made_up else reason}


def _festivals(notice: YearNotice) -> list[tuple[str, date, date, list[date]]]:
    """Each festival with its first and last day off and the days worked for it."""
    names = list(dict.fromkeys(one.name for one in notice.holidays))
    found = []
    for name in names:
        days = sorted(one.day for one in notice.holidays if one.name == name)
        found.append((name, days[0], days[-1], sorted(one.day for one in notice.make_up if one.name == name)))
    return found


def _year(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and 2000 <= int(text) <= 2100 else default
