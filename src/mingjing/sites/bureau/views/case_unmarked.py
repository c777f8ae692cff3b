"""密级核对: which pictures and PDFs of a case nobody looked through for marks of secrecy; saying so, with one's name."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.archives import queries as archives
from mingjing.archives.terms import LOOKED_THROUGH
from mingjing.cases import operations
from mingjing.kernel.findings import Invalid, Refused
from mingjing.records import queries as records
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.gate import BureauRequest, page


def _uuids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Invalid({"files": ["没有这份材料，请从列表中勾选。"]}) from None


@page(*CASE_ROLES)
def case_unmarked(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """The list, and the statement for what is ticked."""
    found = seen(request, case_id, "documents")
    if request.actor.organ_id != found.facts.organ.id:
        raise Http404
    here, problem, chosen = reverse("bureau:case_unmarked", args=[case_id]), "", request.POST.getlist("files")
    if request.method == "POST":
        try:
            many = operations.state_unmarked(
                case_id=found.id, files=_uuids(chosen), by=request.actor, now=timezone.now()
            )
        except Invalid as refusal:
            problem = "；".join(sum(refusal.errors.values(), []))
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"已登记 {many} 件查无密级标志，核对人{request.actor.name}。")
            return HttpResponseRedirect(here)
    said = {one.sha256: one for one in archives.unmarked(found.dossier_id)}
    held = [one for one in records.attachments(found.dossier_id) if one.media_type in LOOKED_THROUGH]
    facts = {
        "case": found, "number": found.row["number"] or found.row["lead_number"], "problem": problem, "chosen": chosen,
        "open": [one for one in held if one.sha256 not in said], "done": [(one, said[one.sha256]) for one in held if one.sha256 in said],
        "sealed": found.facts.stage == "archived",
    }  # fmt: skip
    return render(request, "bureau/cases/unmarked.html", facts, status=422 if problem else 200)
