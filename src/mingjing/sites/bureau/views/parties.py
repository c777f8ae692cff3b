"""The register of parties, for people who work on cases; numbers of citizens are masked."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from mingjing.foundation.pages import Field
from mingjing.parties import queries
from mingjing.parties.terms import PartyKind
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page(*CASE_ROLES)
def parties(request: BureauRequest) -> HttpResponse:
    """Parties by name or number."""
    word = request.GET.get("q", "").strip()[:60]
    facts = {
        "word": word,
        "parties": queries.find(word, 50),
        "filters": (Field("q", "名称、姓名或证件号码（前六位以上）", "search", word, wide=True),),
    }
    return render(request, "bureau/parties.html", facts)


@page(*CASE_ROLES)
def party(request: BureauRequest, party_id: UUID) -> HttpResponse:
    """One party and every version of its registration."""
    versions = queries.versions(party_id)
    if not versions:
        raise Http404
    facts = {"party": versions[-1], "versions": versions[::-1], "hide": versions[-1].kind == PartyKind.CITIZEN}
    return render(request, "bureau/party.html", facts)
