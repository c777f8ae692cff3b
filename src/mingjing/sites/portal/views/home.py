"""The front door: one search box, three phases, what is new; and what this site is."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.organs import queries as organs_room
from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, GROUND_NAMES, GROUND_SOURCES, Category, Ground
from mingjing.sites.portal.views.answering import page, public

FIGURES = "portal:figures"


@public
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    today = timezone.localdate()
    facts = {
        "latest": queries.latest(10),
        "month": queries.month_count(today),
        "month_name": f"{today.year}年{today.month}月",
        "categories": CATEGORY_NAMES,
        "figures": _figures(),
    }
    return page(request, "portal/home.html", facts)


def _figures() -> dict[str, int]:
    """How much there is, counted at most every ten minutes: numbers only, so that an old one tells nothing."""
    told: dict[str, int] | None = cache.get(FIGURES)
    if told is None:
        told = {
            "decisions": queries.total(),
            "organs": len(organs_room.organs(timezone.localdate())),
            "entries": sum(queries.public_counts().values()),
        }
        cache.set(FIGURES, told, 600)
    return told


@public
def about(request: HttpRequest) -> HttpResponse:
    """What is published, what is left out and why, what each field means, how to use the data."""
    grounds = [(one.value, GROUND_NAMES[one], GROUND_SOURCES[one]) for one in Ground]
    kinds = [CATEGORY_NAMES[one] for one in Category]
    return page(request, "portal/about.html", {"grounds": grounds, "kinds": kinds})


@public
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: the bureau and the officers' certificates are not for crawlers."""
    site = request.build_absolute_uri(reverse("portal:sitemap"))
    closed = ("/bureau/", "/zj/", "/lx/new/", "/lx/query/", "/dy/", "/s/")
    lines = ("User-agent: *", *(f"Disallow: {place}" for place in closed), f"Sitemap: {site}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
