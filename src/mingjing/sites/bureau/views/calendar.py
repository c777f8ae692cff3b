"""The calendar of working days: a year at a glance, and checking the next holiday notice before it is loaded."""

import calendar as months
from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.cases import queries
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import Workdays, YearNotice, parse_notice
from mingjing.sites.bureau.terms import ADMINISTRATORS
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


@page(*KEEPERS)
def calendar_notice(request: BureauRequest) -> HttpResponse:
    """Check the text of a year's notice, show the year as it would be, then load it and list the dates that move."""
    typed = request.POST or request.typed or QueryDict()
    text, errors = typed.get("notice", ""), []
    shown: dict[str, object] = {}
    if request.method == "POST":
        try:
            shown = _loaded(request, text) if request.POST.get("step") == "load" else _checked(text)
        except Invalid as problem:
            errors = [line for lines in problem.errors.values() for line in lines]
    box = Field(
        "notice",
        "放假通知",
        "textarea",
        text or EXAMPLE,
        errors,
        "按下面的格式逐节抄录通知，抄完请另一人核对",
        True,
        rows=14,
    )
    facts = {"fields": [box], "notice_text": text, **shown}
    return render(request, "bureau/calendar_notice.html", facts, status=422 if errors else 200)


def _checked(text: str) -> dict[str, object]:
    notice = parse_notice(text)
    return _year_facts(queries.calendar().with_year(notice), notice.year)


def _loaded(request: BureauRequest, text: str) -> dict[str, object]:
    """Load it. Administrators learn how many dates moved, not in which cases."""
    moved = cases.load_calendar(text=text, by=request.actor, now=timezone.now())
    seen = () if request.actor.has(*ADMINISTRATORS) else moved
    return {
        **_year_facts(queries.calendar(), parse_notice(text).year),
        "moved": seen,
        "count": len(moved),
        "loaded": True,
    }


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
