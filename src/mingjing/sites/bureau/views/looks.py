"""调阅监督: who looked at how much, what is to be checked, one person's looks; for the head of the organ and the supervisor."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.cases.queries import auditing
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.records import queries
from mingjing.sites.bureau.views.audit_log import LOOKED_AT
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

PAGE, REMARKS = 50, 20
LONGEST = timedelta(days=366)
HEADINGS = ("人员", "调阅次数", "案卷", "下载、导出", "夜间", "天数", "需要核对的天数")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which organ's files (None: every organ's), and from which day to which."""

    organ_id: UUID | None
    slug: str
    since: date
    until: date


def _asked(request: BureauRequest) -> Asked:
    today = timezone.localdate()
    since, until = as_day(request.GET.get("since", "")), as_day(request.GET.get("until", ""))
    until = min(max(until or today, date(2000, 1, 1)), today)
    since = min(max(since or until.replace(day=1), until - LONGEST), until)
    if not request.actor.has(Role.SUPERVISOR):
        return Asked(request.actor.organ_id, "", since, until)
    chosen = organs.organ_by_slug(request.GET.get("organ", ""))
    return Asked(chosen.id if chosen else None, chosen.slug if chosen else "", since, until)


@page(Role.SUPERVISOR, Role.HEAD)
def looks(request: BureauRequest) -> HttpResponse:
    """Sums by person, what is to be checked, the purposes; below, one person's looks."""
    asked = _asked(request)
    given = (asked.organ_id, asked.since, asked.until)
    remarks = queries.look_remarks(queries.look_days(*given))
    fields = [Field("since", "从", "date", asked.since), Field("until", "到", "date", asked.until)]
    if request.actor.has(Role.SUPERVISOR):
        choices = [("", "全部机关"), *((one.slug, one.name) for one in organs.organs())]
        fields.insert(0, Field("organ", "机关", "select", asked.slug, choices=choices))
    facts: dict[str, Any] = {
        "totals": queries.look_totals(*given),
        "remarks": remarks[:REMARKS],
        "more": max(0, len(remarks) - REMARKS),
        "purposes": queries.look_purposes(*given),
        "filters": fields,
        "asked": asked,
    }
    return render(request, "bureau/looks.html", facts | _one(request, asked))


def _one(request: BureauRequest, asked: Asked) -> dict[str, Any]:
    """The looks of the person asked for."""
    try:
        person = UUID(request.GET.get("person", ""))
    except ValueError:
        return {"person": None}
    after = request.GET.get("after", "")
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    found = queries.looks_of(person, asked.organ_id, asked.since, asked.until, before=before, limit=PAGE + 1)
    numbers = auditing.numbers({one.dossier_id for _, one in found if one.dossier_id})
    rows = [
        {"at": one.at, "case": numbers.get(one.dossier_id, "") if one.dossier_id else "—" if one.what == "party" else "待认领的音像记录", "what": LOOKED_AT.get(one.what, one.what),
         "name": one.name, "why": one.purpose}
        for _, one in found[:PAGE]
    ]  # fmt: skip
    return {"person": person, "rows": rows, "next": found[PAGE - 1][0] if len(found) > PAGE else ""}


@page(Role.SUPERVISOR, Role.HEAD)
def looks_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The sums as a table."""
    asked = _asked(request)
    rows = [
        [one.person_name, one.looks, one.files, one.saved, one.night, one.days, one.remarks]
        for one in queries.look_totals(asked.organ_id, asked.since, asked.until)
    ]
    cells = [[str(cell) for cell in row] for row in rows]
    return sheet(kind, f"looks-{asked.since}-{asked.until}", "调阅监督", HEADINGS, cells)
