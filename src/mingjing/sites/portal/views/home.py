"""The front door: one search box, three phases, what is new; and what this site is."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.organs import queries as organs_room
from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, GROUND_NAMES, GROUND_SOURCES, MOVE_NAMES, REASONS, Category, Ground
from mingjing.sites.portal.views.answering import page, public
from mingjing.sites.portal.views.counting import counted

_STYLE = """:root {{
  --blue: {blue}; --deep: {deep}; --bs-primary: {blue}; --bs-primary-rgb: {rgb}; --bs-link-color: {blue};
  --bs-link-color-rgb: {rgb}; --bs-link-hover-color: {deep};
}}
.btn-primary {{ --bs-btn-bg: {blue}; --bs-btn-border-color: {blue}; --bs-btn-hover-bg: {deep}; --bs-btn-hover-border-color: {deep}; --bs-btn-active-bg: {deep}; }}
.btn-outline-primary {{ --bs-btn-color: {blue}; --bs-btn-border-color: {blue}; --bs-btn-hover-bg: {blue}; --bs-btn-hover-border-color: {blue}; --bs-btn-active-bg: {deep}; }}
"""


@public
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    today = timezone.localdate()
    facts = {
        "latest": queries.latest(10),
        **counted(f"home:{today:%Y-%m-%d}", lambda: _counts(today)),
        "month_name": f"{today.year}年{today.month}月",
        "categories": CATEGORY_NAMES,
    }
    return page(request, "portal/home.html", facts)


def _counts(today: date) -> dict[str, object]:
    """How much there is: numbers only."""
    figures = {
        "decisions": queries.total(),
        "organs": len(organs_room.organs(today)),
        "entries": sum(queries.public_counts().values()),
    }
    return {"month": queries.month_count(today), "figures": figures}


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
    site = f"{settings.MINGJING_PORTAL_URL}{reverse('portal:sitemap')}"
    closed = ("/bureau/", "/zj/", "/lx/new/", "/lx/query/", "/dy/", "/s/")
    lines = ("User-agent: *", *(f"Disallow: {place}" for place in closed), f"Sitemap: {site}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
def colours(request: HttpRequest) -> HttpResponse:
    """The colour of the settings for header, links and buttons; empty where none was chosen."""
    chosen = settings.MINGJING_SITE["colour"]
    body = _STYLE.format(blue=chosen, deep=_darker(chosen), rgb=_parts(chosen)) if chosen else ""
    return HttpResponse(body, content_type="text/css; charset=utf-8")


def _parts(colour: str) -> str:
    return ", ".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))


def _darker(colour: str) -> str:
    return "#" + "".join(f"{int(colour[at : at + 2], 16) * 3 // 4:02x}" for at in (1, 3, 5))
