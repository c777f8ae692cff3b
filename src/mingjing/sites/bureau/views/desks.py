"""Desks: what waits for the head, the reviewer, the hearing chair and the archivist."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.archives import queries as filed
from mingjing.cases import queries
from mingjing.cases.queries import oversight
from mingjing.cases.queries.lists import Filters
from mingjing.cases.terms import act_name, stage_name
from mingjing.foundation.people import Role
from mingjing.review import queries as reviews
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases import stages
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page(Role.HEAD)
def decisions(request: BureauRequest) -> HttpResponse:
    """Drafts that wait for approval, and what may go wrong in the organ."""
    now = timezone.now()
    today = timezone.localdate(now)
    facts = {
        "approvals": queries.desk(request.actor, now).approvals,
        "risks": oversight.risks(request.actor, today),
        "stages": stages(),
    }
    return render(request, "bureau/cases/decisions.html", facts)


@page(*(CASE_ROLES - {Role.ARCHIVIST}))
def reviews_desk(request: BureauRequest) -> HttpResponse:
    """Submissions of the organ by deadline; those waiting for material come last."""
    rows = reviews.desk(request.actor.organ_id, timezone.localdate(), queries.calendar())
    places = tuple(row.round.dossier_id for row in rows)
    cases, drafts = oversight.cases_by_dossier(request.actor, places), reviews.outside_by_dossier(places)
    lines = [
        {"row": row, "case": cases.get(row.round.dossier_id), "draft": drafts.get(row.round.dossier_id)} for row in rows
    ]
    facts = {
        "lines": [line for line in lines if line["case"] or line["draft"]],
        "may": request.actor.has(Role.REVIEWER),
    }
    return render(request, "bureau/cases/reviews.html", facts)


@page(Role.CHAIR, Role.HANDLER, Role.HEAD)
def hearings(request: BureauRequest) -> HttpResponse:
    """Cases in which a hearing is arranged and not yet reported."""
    rows = oversight.waiting_for(request.actor, "chair")
    return _waiting(request, "hearings.html", rows)


@page(*CASE_ROLES)
def archives(request: BureauRequest) -> HttpResponse:
    """Closed files to archive, and those archived."""
    today = timezone.localdate()
    rows = oversight.waiting_for(request.actor, "archivist")
    done = queries.case_list(request.actor, Filters(stage="archived"), today, after=request.GET.get("after", "")[:100])
    own = request.actor.organ_id
    facts = {
        "handovers": filed.handovers_waiting(own), "holds_files": not request.actor.has(Role.SUPERVISOR),
    }  # fmt: skip
    return _waiting(request, "archives.html", rows, done=done.rows, next=done.after, **facts)


def _waiting(request: BureauRequest, template: str, rows: Any, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    lines = [
        {**row, "stage_name": stage_name(row["procedure"], row["stage"]), "no": row["number"] or row["lead_number"], "days": (row["due_on"] - today).days if row["due_on"] else None}
        for row in rows
    ]  # fmt: skip
    facts = {"rows": lines, "stages": stages(), "act_name": act_name, **more}
    return render(request, f"bureau/cases/{template}", facts)
