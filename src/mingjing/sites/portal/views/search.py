"""One box for everything that is public: decisions, lists, organs, officers and their certificates, terms."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, Filters
from mingjing.sites.portal.forms import WORDS, text
from mingjing.sites.portal.views.answering import page, public
from mingjing.sites.portal.views.finding import find, near
from mingjing.sites.portal.views.pacing import asks, paced

FEW = 8
SUGGESTED = 3


@public
@paced("search", when=asks)
def search(request: HttpRequest) -> HttpResponse:
    """What answers a word, kind by kind; an empty box leads to where things lie, a word without an answer to what is near."""
    word, now = text(request.GET.get("q", ""), WORDS), timezone.now()
    today = timezone.localdate(now)
    facts: dict[str, object] = {"q": word, "categories": CATEGORY_NAMES, "today": today}
    if word:
        found = find(word, now, FEW)
        facts |= {"found": found}
        if found.nothing:
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
