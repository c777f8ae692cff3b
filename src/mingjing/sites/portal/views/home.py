"""The front door: one search box, three phases, what is new; and what this site is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, GROUND_NAMES, GROUND_SOURCES, MOVE_NAMES, REASONS, Category, Ground
from mingjing.sites.portal.views.answering import page, public


@public
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    today = timezone.localdate()
    facts = {
        "latest": queries.latest(10),
        "month": queries.month_count(today),
        "month_name": f"{today.year}年{today.month}月",
        "categories": CATEGORY_NAMES,
    }
    return page(request, "portal/home.html", facts)


@public
def about(request: HttpRequest) -> HttpResponse:
    """What is published, what is left out and why, what each field means, how to use the data."""
    grounds = [(one.value, GROUND_NAMES[one], GROUND_SOURCES[one]) for one in Ground]
    kinds = [CATEGORY_NAMES[one] for one in Category]
    reasons = [(MOVE_NAMES[move], why.word, why.source) for move, table in REASONS.items() for why in table.values()]
    return page(request, "portal/about.html", {"grounds": grounds, "kinds": kinds, "reasons": reasons})


@public
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: the bureau and the officers' certificates are not for crawlers."""
    site = request.build_absolute_uri(reverse("portal:sitemap"))
    lines = ("User-agent: *", "Disallow: /bureau/", "Disallow: /zj/", f"Sitemap: {site}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
