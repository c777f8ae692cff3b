"""Supervision: how each organ's cases stand, what rules refused, down to the case. Nothing ranks persons or fines."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import queries
from mingjing.cases.queries import oversight
from mingjing.cases.queries.lists import Filters
from mingjing.cases.terms import act_name
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.sites.bureau.views.cases import stages
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.overdue import owed
from mingjing.supervision import queries as reports

PAGE = 10
TABS = {"overdue": "已逾期", "work": "在办", "decided": "已决定", "closed": "已结案", "all": "全部"}


def _mine(request: BureauRequest, slug: str) -> OrganFacts:
    """The organ of an address: any for a supervisor, the own one for a head. Raises Http404."""
    found = organs.organ_by_slug(slug)
    if found is None or not (request.actor.has(Role.SUPERVISOR) or found.id == request.actor.organ_id):
        raise Http404
    return found


@page(Role.SUPERVISOR, Role.HEAD)
def supervision(request: BureauRequest) -> HttpResponse:
    """Every organ this person may look at: counts of what is late, unreviewed, changed, refused."""
    known = {each.id: each for each in organs.organs()}
    rows = [
        (known[each.organ_id], each)
        for each in oversight.standings(request.actor, timezone.localdate())
        if each.organ_id in known
    ]
    by_name = sorted(rows, key=lambda row: row[0].name)
    orders = reports.order_counts_by_organ(request.actor, timezone.localdate())
    lines = [{"organ": organ, "facts": standing, "orders": orders.get(organ.id, (0, 0))} for organ, standing in by_name]
    facts = {
        "rows": lines, "owed": owed(request.actor, timezone.now()), "issues": request.actor.has(Role.SUPERVISOR),
        "open_orders": sum(count for count, _ in orders.values()), "late_orders": sum(late for _, late in orders.values()),
    }  # fmt: skip
    return render(request, "bureau/cases/supervision.html", facts)


@page(Role.SUPERVISOR, Role.HEAD)
def supervision_organ(request: BureauRequest, slug: str) -> HttpResponse:
    """The cases of one organ, each with what the rules say about it."""
    organ, now = _mine(request, slug), timezone.now()
    today = timezone.localdate(now)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "overdue"
    filters = Filters(tab=tab, organ=str(organ.id))
    shown = queries.case_list(request.actor, filters, today, after=request.GET.get("after", "")[:100], limit=PAGE)
    rows = [{**row, "breaches": _breaches(row["id"], now)} for row in shown.rows]
    facts = {
        "organ": organ, "rows": rows, "next": shown.after, "tab": tab, "stages": stages(),
        "tabs": [(key, word, None) for key, word in TABS.items()],
    }  # fmt: skip
    return render(request, "bureau/cases/supervision_organ.html", facts)


def _breaches(case_id: Any, now: Any) -> list[dict[str, Any]]:
    return [
        {"rule": each.finding.rule, "message": each.finding.message, "act": each.act_name, "seq": each.act_seq, "veto": each.veto}
        for each in queries.supervise(case_id, now)
    ]  # fmt: skip


@page(Role.SUPERVISOR, Role.HEAD)
def refusals(request: BureauRequest) -> HttpResponse:
    """Attempts that the rules refused: nobody can try in silence."""
    before = request.GET.get("after", "")
    rows = oversight.refusals(
        request.actor, before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else 0
    )
    names = {each.id: each.name for each in organs.organs()}
    lines = [
        {
            "row": row, "organ": names.get(row.organ_id, ""), "href": reverse("bureau:case", args=[row.case_id]),
            "act": act_name(row.code),
        }
        for row in rows
    ]  # fmt: skip
    more = str(rows[-1].id) if len(rows) == oversight.LIMIT else ""
    return render(request, "bureau/cases/refusals.html", {"lines": lines, "next": more})
