"""The bound volume at the desk: what is in it on a chosen day, what is missing, and the file."""

from datetime import date
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import document_sets
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.listings import chosen_organ, organ_filter, suffix


def _day(request: BureauRequest) -> date:
    return as_day(request.GET.get("on", "")) or timezone.localdate()


@page(*CASE_ROLES)
def volume(request: BureauRequest) -> HttpResponse:
    """Which documents the volume holds on a day, and which are missing."""
    organ, day = chosen_organ(request), _day(request)
    bound = queries.volume(organ.id, day)
    held = {paper["title"] for part in bound.data["parts"] for paper in part["papers"]}
    sets = [
        {"title": part.title, "rows": [{"item": item, "held": item.title in held} for item in part.items]}
        for part in document_sets()
    ]
    facts = {
        "organ": organ,
        "day": day,
        "sets": sets,
        "missing": bound.missing,
        "filters": (*organ_filter(request, organ), Field("on", "截至哪一天", "date", day)),
        "query": suffix(request, organ),
        "file": f"?on={day.isoformat()}" + (f"&organ={organ.slug}" if suffix(request, organ) else ""),
    }
    return render(request, "bureau/publicity/volume.html", facts)


@page(*CASE_ROLES)
def volume_file(request: BureauRequest) -> HttpResponse:
    """The volume as PDF. Raises MissingGlyphs, which the page of problems shows."""
    organ, day = chosen_organ(request), _day(request)
    bound = queries.volume(organ.id, day)
    made = operations.set_paper(bound)
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(bound.title)}-{day.isoformat()}.pdf"
    return response
