"""One box for everything that is public: decisions, lists, organs, officers and their certificates."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mingjing.organs import queries as organs_room
from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, Filters
from mingjing.sites.portal.forms import WORDS, text
from mingjing.sites.portal.views.answering import page, public

FEW = 8


@public
def search(request: HttpRequest) -> HttpResponse:
    """What answers a word, kind by kind; an empty box leads to where things lie."""
    word, now = text(request.GET.get("q", ""), WORDS), timezone.now()
    today = timezone.localdate(now)
    facts: dict[str, object] = {"q": word, "categories": CATEGORY_NAMES, "today": today}
    if word:
        found = queries.page(Filters(q=word), limit=FEW + 1)
        entries = queries.found_entries(word, FEW + 1, on=today)
        officers = organs_room.officers_like(word, now, FEW + 1)
        facts |= {
            "decisions": found.rows[:FEW],
            "snippets": found.snippets,
            "more_decisions": len(found.rows) > FEW,
            "entries": entries[:FEW],
            "more_entries": len(entries) > FEW,
            "organs": [one for one in organs_room.organs(today) if word in one.name][:FEW],
            "officers": officers[:FEW],
            "more_officers": len(officers) > FEW,
        }
        facts["nothing"] = not any(facts[key] for key in ("decisions", "entries", "organs", "officers"))
    return page(request, "portal/search.html", facts)
