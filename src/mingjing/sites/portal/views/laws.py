"""Where a citation on a public page leads: the article's own words."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mingjing.lawbook import queries
from mingjing.sites.portal.forms import day, text
from mingjing.sites.portal.views.answering import missing, page, public


@public
def cite(request: HttpRequest) -> HttpResponse:
    """The article cited in `?c=`, in force on `?on=` or today."""
    wanted = text(request.GET.get("c", ""), 200)
    on = day(request.GET.get("on", "")) or timezone.localdate()
    found = next((link.article for link in queries.resolve(wanted, on) if link.article), None)
    if found is None:
        return missing(request, f"法规库里没有“{wanted or '（空）'}”这一条")
    return page(
        request, "portal/article.html", {"article": found, "law": found.law, "in_force": found.law.in_force(on)}
    )
