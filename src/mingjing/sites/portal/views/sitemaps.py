"""The site map: every public page with the day of its last change; split as soon as it is too long for one file."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse

from mingjing.lawbook.queries import guiding_addresses
from mingjing.publicity import queries
from mingjing.publicity.terms import Filters
from mingjing.sites.portal.views.answering import missing, public
from mingjing.sites.portal.views.counting import counted

# sitemaps.org: no file lists more.
MOST = 50_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


@public
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Every public page; where there are too many, the list of the parts."""
    if not parts():
        return _pages(chain(queries.addresses(), _lists()))
    lines = (f"<sitemap><loc>{_address(one)}</loc></sitemap>\n" for one in part_addresses())
    body = f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{''.join(lines)}</sitemapindex>\n"
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@public
def part(request: HttpRequest, part: str) -> HttpResponseBase:
    """One part: the lists, or so many decisions of one month."""
    if part == "lists":
        return _pages(_lists())
    if part not in parts():
        return missing(request, "没有这一份网站地图")
    year, month, page = map(int, part.split("-"))
    return _pages(queries.month_addresses(date(year, month, 1), (page - 1) * MOST, MOST))


def parts() -> tuple[str, ...]:
    """The names of the parts; none where one file is enough."""
    months = counted("months", lambda: queries.months(Filters()))
    lists = counted("entries", lambda: queries.public_totals()["entries"])
    if sum(count for _, count, _ in months) + lists <= MOST:
        return ()
    pieces = [f"{month:%Y-%m}-{at + 1}" for month, count, _ in months for at in range(-(-count // MOST))]
    return ("lists", *pieces)


def part_addresses() -> tuple[str, ...]:
    """Where the parts are."""
    return tuple(reverse("portal:sitemap_part", args=[one]) for one in parts())


def _lists() -> Iterator[tuple[str, date]]:
    yield from ((reverse("portal:entry", args=place), day) for *place, day in queries.list_addresses())
    yield from ((reverse("portal:guiding_case", args=[code]), day) for code, day in guiding_addresses())


def _pages(told: Iterator[tuple[str, date]]) -> StreamingHttpResponse:
    def pieces() -> Iterator[bytes]:
        yield f"{_HEAD}<urlset {_NAMESPACE}>\n".encode()
        for path, changed in told:
            yield f"<url><loc>{_address(path)}</loc><lastmod>{changed.isoformat()}</lastmod></url>\n".encode()
        yield b"</urlset>\n"

    return StreamingHttpResponse(pieces(), content_type="application/xml; charset=utf-8")


def _address(path: str) -> str:
    return escape(f"{settings.MINGJING_PORTAL_URL}{path}")
