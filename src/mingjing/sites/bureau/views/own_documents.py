"""A document of the organ's own form, made in a case."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.operations.own_documents import make_own_document, own_fields
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.records import queries
from mingjing.records.terms import NotFound
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

INPUTS = {"text": "text", "longtext": "textarea", "date": "date"}


@page(Role.HANDLER, Role.CHAIR)
def own_document(request: BureauRequest, case_id: UUID, filing_id: UUID) -> HttpResponse:
    """Fill in a form the organ added by itself, and make the document."""
    found = seen(request, case_id)
    try:
        filing = queries.filing(filing_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    if filing.organ_id != request.actor.organ_id or found.facts.organ.id != filing.organ_id or not filing.own:
        raise Http404
    back = f"{reverse('bureau:case', args=[case_id])}?tab=documents"

    def act(typed: Typed) -> str:
        data = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in typed.items()}
        made = make_own_document(case_id=case_id, filing_id=filing.id, data=data, by=request.actor, now=timezone.now())
        return f"《{made.title}》已制作。"

    fields = tuple(
        Field(
            one.name,
            one.label,
            INPUTS[one.type],
            required=one.required,
            attributes={"maxlength": 20000} if one.type == "longtext" else {},
        )
        for one in own_fields(filing)
    )
    number = found.row["number"] or found.row["lead_number"]
    trail = (("案件", reverse("bureau:cases")), (number, back), (filing.printed, ""))
    warned = "；".join(str(one) for one in queries.unfiled((filing,)))
    return step(request, Step(f"制作《{filing.printed}》", trail, fields, act, "制作", back, note=warned))
