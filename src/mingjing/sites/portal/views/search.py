"""One box for everything that is public: decisions, lists, organs, officers and their certificates, terms."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, Filters
from mingjing.sites.portal.forms import WORDS, text
from mingjing.sites.portal.views.answering import page, public
from mingjing.sites.portal.views.finding import KINDS, find, near
from mingjing.sites.portal.views.pacing import asks, paced

FEW, OF_ONE = 8, 30
"""How many of each kind are shown together, and of a kind that was chosen."""
SUGGESTED = 3


@public
@paced("search", when=asks)
def search(request: HttpRequest) -> HttpResponse:
    """What answers a word, kind by kind or only one (`kind`); an empty box leads to where things lie, a word without an answer to what is near."""
    word, now = text(request.GET.get("q", ""), WORDS), timezone.now()
    today = timezone.localdate(now)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    facts: dict[str, object] = {"q": word, "categories": CATEGORY_NAMES, "today": today}
    facts |= {"kind": kind, "kinds": [(key, name, None) for key, name in KINDS.items()], "named": KINDS[kind]}
    if word:
        found = find(word, now, OF_ONE if kind else FEW, kind)
        facts |= {"found": found}
        if found.nothing and not kind:
            gone = queries.page(Filters(q=word, state="withdrawn"), limit=5).rows if "号" in word else ()
            facts |= {"near": near(word, now), "withdrawn": gone}
    return page(request, "portal/search.html", facts)


@public
@paced("suggest", when=asks)
def suggest(request: HttpRequest) -> HttpResponse:
    """A few names while a person types, for the box of any page; without script nobody asks for it."""
    word, now = text(request.GET.get("q", ""), WORDS), timezone.now()
    found = find(word, now, SUGGESTED) if len(word) > 1 else None
    return page(request, "portal/suggest.html", {"q": word, "found": found})
