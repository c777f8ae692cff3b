"""Drawing a page of the portal without a server: the views themselves answer, so that the copy says what the portal says."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.template import engines
from django.urls import ResolverMatch, resolve

from mingjing.foundation import pages
from mingjing.sites.portal.copying.addresses import URLS
from mingjing.sites.portal.copying.terms import Answer, Site
from mingjing.sites.portal.views.answering import known_to_all

# The pages that only the copy has, and the part of the menu they belong to.
_SECTIONS = {
    "copy_decisions": "decisions",
    "copy_shelf": "decisions",
    "copy_year": "decisions",
    "copy_month": "decisions",
}


class CopyRequest(HttpRequest):
    """What a view is asked when the copy is drawn; pages tell by `static_copy` that they will stand still."""

    def __init__(self, address: str, site: Site) -> None:
        super().__init__()
        path, _, query = address.partition("?")
        self.method = "GET"
        self.path = self.path_info = unquote(path)
        self.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query, "REMOTE_ADDR": ""}
        self.GET = QueryDict(query)
        self.static_copy = site


def answered(address: str, site: Site) -> tuple[HttpResponseBase, ResolverMatch]:
    """The portal's own answer to an address."""
    request = CopyRequest(address, site)
    match = resolve(request.path, URLS)
    request.resolver_match = match
    return match.func(request, *match.args, **match.kwargs), match


def held(response: HttpResponseBase) -> Answer:
    """An answer that is no stream, as the copy must know it."""
    html = response.headers.get("Content-Type", "").startswith("text/html")
    cached = response.headers.get("Cache-Control", "")
    private = html and ("no-store" in cached or "private" in cached)
    return Answer(response.status_code, html, private, getattr(response, "content", b""))


class Painter:
    """Draws templates of the portal straight, many pages of one kind with one request."""

    def __init__(self, site: Site) -> None:
        request = CopyRequest("/", site)
        request.resolver_match = resolve("/", URLS)
        self._engine = next(engine for engine in engines.all() if engine.name == "jinja2")
        self._templates: dict[str, Any] = {}
        self._base = {"request": request, "csrf_input": "", "messages": (), **pages.context(request)}

    def draw(self, template: str, facts: Mapping[str, Any], address: str = "") -> str:
        """One page as HTML, with what every page of the portal knows; `address` as it is printed at its foot."""
        if template not in self._templates:
            self._templates[template] = self._engine.get_template(template).template  # type: ignore[attr-defined]
        known = known_to_all(template, unquote(address))
        known["section"] = _SECTIONS.get(known["section"], known["section"])
        return str(self._templates[template].render({**self._base, **known, **facts}))
