"""用语指引: what to say at each step, beside the form and on the phone; who read it is kept."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.records import operations, queries
from mingjing.records.terms import COLLECTORS, NotFound
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page(*CASE_ROLES)
def wordings(request: BureauRequest) -> HttpResponse:
    """Every guide; to the head, who of the officers read it."""
    guides = tuple(queries.wordings().values())
    facts = {
        "guides": guides,
        "read": queries.read_by(request.actor.person_id),
        "reads": request.actor.has(*COLLECTORS),
        "rows": (),
    }
    if request.actor.has(Role.HEAD):
        done = {(one.act, one.person_name) for one in queries.readings(request.actor.organ_id)}
        people = dict.fromkeys(
            one.person.name for one in organs.officers_register(request.actor.organ_id, timezone.now())
        )
        facts["rows"] = tuple(
            {"name": name, "missing": [one.name for one in guides if (one.act, name) not in done]} for name in people
        )
    return render(request, "bureau/wordings.html", facts)


@page(*COLLECTORS)
def wording_read(request: BureauRequest, act: str) -> HttpResponse:
    """Say that one read the guide of an act, and go back to the form."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("bureau:wordings"))
    try:
        operations.acknowledge_wording(act=act, by=request.actor, at=timezone.now())
    except NotFound:
        raise Http404 from None
    messages.success(request, "已记下您阅读了这一步的用语指引。")
    back = request.POST.get("back", "")
    ours = back.startswith("/bureau/") and not urlsplit(back).netloc
    return HttpResponseRedirect(back if ours else f"{reverse('bureau:wordings')}#{act}")
