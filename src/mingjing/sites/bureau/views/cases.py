"""The list of cases: filters that are addresses, saved views, export of exactly what is filtered."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations, queries
from mingjing.cases.queries.lists import CAP, HITS, TABS, Filters
from mingjing.cases.terms import all_stages, procedures, stage_name
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.gate import BureauRequest, page

LONGEST = 100


def stages() -> dict[str, str]:
    """Where a case can stand, in the order of the procedures."""
    return dict(all_stages())


def sources() -> Mapping[str, str]:
    """Where cases come from."""
    fields = (table.opening.field("source") for table in procedures())
    return {code: words for field in fields if field for code, words in field.options.items()}


def kinds() -> dict[str, str]:
    """The procedures by which a case goes."""
    return {table.id: table.short for table in procedures()}


def filters_of(asked: QueryDict) -> Filters:
    """The filters of an address; whatever is no filter is left out."""
    text = unicodedata.normalize("NFC", asked.get("q", ""))
    word = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C").strip()[:LONGEST]
    tab, stage, source = asked.get("tab", ""), asked.get("stage", ""), asked.get("source", "")
    return Filters(
        q=word,
        tab=tab if tab in TABS else "all",
        stage=stage if stage in stages() else "",
        source=source if source in sources() else "",
        organ=asked.get("organ", "") if _is_uuid(asked.get("organ", "")) else "",
        procedure=asked.get("procedure", "") if asked.get("procedure", "") in kinds() else "",
        mine=asked.get("mine") == "1",
        filed_from=_day(asked.get("filed_from", "")),
        filed_to=_day(asked.get("filed_to", "")),
    )


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(sign in "0123456789abcdef-" for sign in text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def query_of(filters: Filters) -> str:
    """The filters as the query string of an address."""
    values = {key: value for key, value in asdict(filters).items() if value and (key, value) != ("tab", "all")}
    return urlencode({key: "1" if value is True else str(value) for key, value in values.items()})


@page(*CASE_ROLES)
def cases(request: BureauRequest) -> HttpResponse:
    """The cases this person may see."""
    actor, today = request.actor, timezone.localdate()
    filters = filters_of(request.GET)
    every = organ_names() if actor.has(Role.SUPERVISOR) else {}
    shown = queries.case_list(actor, filters, today, after=request.GET.get("after", "")[:100])
    counted = queries.counts(actor, filters, today)
    facts = {
        "rows": [_row(row, today) for row in shown.rows],
        "next": shown.after,
        "capped": HITS if shown.capped else 0,
        "filters": filters,
        "fields": _fields(filters, every, request.GET),
        "tabs": [(key, word, f"{CAP}+" if counted[key] > CAP else str(counted[key])) for key, word in TABS.items()],
        "active": active(filters, every),
        "views": queries.saved_views(actor),
        "narrowed": query_of(filters),
        "stages": stages(),
        "kinds": kinds(),
        "organs": every,
        "may_register": actor.has(Role.HANDLER),
    }
    return render(request, "bureau/cases/cases.html", facts)


def organ_names() -> dict[str, str]:
    """Organs by id, for supervisors."""
    return {str(each.id): each.name for each in organs.organs()}


def _row(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    due = row["due_on"]
    return {
        **row,
        "stage_name": stage_name(row["procedure"], row["stage"]),
        "no": row["number"] or row["lead_number"],
        "days": (due - today).days if due else None,
    }


def _fields(filters: Filters, every: Mapping[str, str], asked: QueryDict) -> tuple[Field, ...]:
    anything = ("", "全部")
    wrong = {
        name: ("应是日期，写成 2026-09-24 的样子",)
        for name in ("filed_from", "filed_to")
        if asked.get(name) and not getattr(filters, name)
    }
    fields = [
        Field("q", "案号、当事人、案由", "search", filters.q, attributes={"maxlength": LONGEST}),
        Field("procedure", "程序", "select", filters.procedure, choices=(anything, *kinds().items())),
        Field("stage", "阶段", "select", filters.stage, choices=(anything, *stages().items())),
        Field("source", "案件来源", "select", filters.source, choices=(anything, *sources().items())),
        Field("filed_from", "立案日期从", "date", filters.filed_from or "", errors=wrong.get("filed_from", ())),
        Field("filed_to", "立案日期到", "date", filters.filed_to or "", errors=wrong.get("filed_to", ())),
    ]
    if every:
        fields.insert(1, Field("organ", "机关", "select", filters.organ, choices=(anything, *every.items())))
    else:
        fields.append(Field("mine", "只看我的", "checkbox", "1" if filters.mine else ""))
    return tuple(fields)


def active(filters: Filters, every: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The filters in force, each as (key, words)."""
    found = (
        ("q", filters.q, f"含“{filters.q}”"),
        ("procedure", filters.procedure, f"程序：{kinds().get(filters.procedure, '')}"),
        ("stage", filters.stage, f"阶段：{stages().get(filters.stage, '')}"),
        ("source", filters.source, f"来源：{sources().get(filters.source, '')}"),
        ("organ", filters.organ, f"机关：{every.get(filters.organ, '')}"),
        ("mine", filters.mine, "只看我的"),
        ("filed_from", filters.filed_from, f"立案不早于 {filters.filed_from}"),
        ("filed_to", filters.filed_to, f"立案不晚于 {filters.filed_to}"),
    )
    return tuple((key, words) for key, value, words in found if value)


@page(*CASE_ROLES)
def views(request: BureauRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    if request.method != "POST":
        raise Http404
    kept = query_of(filters_of(QueryDict(request.POST.get("query", "")[:2000])))
    try:
        operations.save_view(name=request.POST.get("name", ""), query=kept, by=request.actor)
    except Invalid as problem:
        messages.error(request, "；".join(sum(problem.errors.values(), [])))
    else:
        messages.success(request, "筛选已保存，以后在列表上方一点就到。")
    return HttpResponseRedirect(f"{reverse('bureau:cases')}?{kept}")


@page(*CASE_ROLES)
def view_drop(request: BureauRequest, view_id: int) -> HttpResponse:
    """Forget one's own filter."""
    if request.method != "POST":
        raise Http404
    operations.drop_view(view_id=view_id, by=request.actor)
    messages.success(request, "已删除这个筛选。")
    return HttpResponseRedirect(reverse("bureau:cases"))


def may_register(actor: Actor) -> bool:
    """Whether this person may begin a case."""
    return actor.has(Role.HANDLER)
