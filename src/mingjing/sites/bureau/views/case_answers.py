"""The bundle for a reconsideration or a lawsuit (复议答复、诉讼答辩案卷): what there is to answer, and taking it away."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.operations.exporting import reconsideration_bundle
from mingjing.cases.queries.page import CasePage
from mingjing.foundation.people import Role
from mingjing.foundation.storage import Missing
from mingjing.ledger.terms import NotLogged
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.gate import BureauRequest, page

ANSWERERS = (Role.HANDLER, Role.REVIEWER, Role.HEAD, Role.ARCHIVIST)


@page(*ANSWERERS)
def answers(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Every remedy registered, whether it is answered, and the bundle where it is."""
    found = _own(request, case_id)
    made = {act.data["remedy_seq"]: act for act in found.facts.all("answer_remedy", "answer_lawsuit")}
    spec = found.facts.procedure.acts["receive_remedy"].field("kind")
    facts = {
        "case": found,
        "number": found.row["number"] or found.row["lead_number"],
        "rows": [
            {"act": act, "answer": made.get(act.seq), "kind": spec.options.get(act.data["kind"], "") if spec else ""}
            for act in found.facts.all("receive_remedy")
        ],
    }
    return render(request, "bureau/keepers/answers.html", facts)


@page(*ANSWERERS)
def answer_bundle(request: BureauRequest, case_id: UUID, seq: int) -> HttpResponse:
    """The bundle as a ZIP; who took it, when and for whom is logged before it is handed over (R-15)."""
    found = _own(request, case_id)
    if request.method != "POST":
        raise Http404
    try:
        name, content = reconsideration_bundle(case_id=found.id, remedy_seq=seq, by=request.actor, now=timezone.now())
    except (Missing, NotLogged) as problem:
        messages.error(request, f"答复材料不能导出：{problem}。请联系本机关系统管理员核对存储。")
        return HttpResponseRedirect(reverse("bureau:case_answers", args=[case_id]))
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _own(request: BureauRequest, case_id: UUID) -> CasePage:
    """The case, for the people of the organ that decided it. Raises Http404."""
    found = seen(request, case_id)
    if found.facts.organ.id != request.actor.organ_id:
        raise Http404
    return found
