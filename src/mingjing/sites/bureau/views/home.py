"""我的待办, and the global search."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.cases import queries as cases
from mingjing.cases.queries.lists import Filters
from mingjing.foundation.pages import page_url
from mingjing.foundation.people import Actor
from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs
from mingjing.parties import queries as parties
from mingjing.sites.bureau.terms import ADMINISTRATORS, SearchLine
from mingjing.sites.bureau.views import keepers
from mingjing.sites.bureau.views.desks_home import work_for
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page()
def home(request: BureauRequest) -> HttpResponse:
    """What waits for this person, by deadline; administrators see no cases and are told so."""
    if request.actor.has(*ADMINISTRATORS):
        return keepers.front(request)
    work, tab = work_for(request.actor, request.GET.get("tab", ""), timezone.now())
    return render(request, "bureau/home.html", {"work": work, "tab": tab, "keeper": False})


@page()
def search(request: BureauRequest) -> HttpResponse:
    """One box: cases, parties, organs, officers' certificates, articles. Administrators get no cases and no parties."""
    word = request.GET.get("q", "").strip()[:100]
    facts: dict[str, object] = {"word": word}
    if word:
        keeper = request.actor.has(*ADMINISTRATORS)
        facts |= {
            "cases": () if keeper else cases_found(request.actor, word),
            "parties": () if keeper else parties.find(word, 10),
            "organs": [one for one in organs.organs() if word in one.name or word.upper() == one.uscc],
            "people": [one for one in organs.people(request.actor.organ_id) if word in one.name],
            "certificate": organs.certificate_by_number(word),
            "hits": lawbook.search(word, 5, None, timezone.localdate()),
        }
    return render(request, "bureau/search.html", facts)


def cases_found(actor: Actor, word: str) -> tuple[SearchLine, ...]:
    """Cases this person may see whose number, party or cause holds the word."""
    found = cases.case_list(actor, Filters(q=word), timezone.localdate(), limit=10)
    return tuple(
        SearchLine(
            row["number"] or row["lead_number"],
            page_url("bureau:case", row["id"], default=""),
            f"{row['cause']} {row['party_name']}",
        )
        for row in found.rows
    )
