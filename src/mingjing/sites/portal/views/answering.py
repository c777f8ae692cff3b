"""How every public page is answered: read only, revalidated by caches, so that a withdrawn text is nowhere kept."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from mingjing.sites.portal.views.explaining import Explained

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public(view: View[P]) -> View[P]:
    """A page for everybody: GET and HEAD only; caches must ask again, and are told by a tag if nothing changed.

    No database knows an address with a NUL in it: such a page is not found.
    """

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if any("\0" in str(value) for value in kwargs.values()):
            return missing(request, "没有找到这一页：地址里有不能使用的字符")
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "public, no-cache")
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        patch_vary_headers(response, ["Cookie"])
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = tag
        return get_conditional_response(request, etag=tag, response=response) or response

    return answered


def private(response: HttpResponse, status: int = 0) -> HttpResponse:
    """Kept by no cache, led to by no referrer, found by no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    response.status_code = status or response.status_code
    return response


def page(request: HttpRequest, template: str, facts: dict[str, Any], status: int = 200) -> HttpResponse:
    """One page of the portal; `section` lights up its part of the menu."""
    # A page that is not there has no address worth printing: nothing of what was asked for is said back.
    known = known_to_all(template, request.path if status == 200 else "")
    return render(request, template, {**known, **facts}, status=status)


def known_to_all(template: str, path: str) -> dict[str, Any]:
    """What every page of the portal knows, drawn for a visitor or for the static copy; `path` empty prints no address."""
    return {
        "section": template.split("/")[-1].removesuffix(".html"),
        "explained": Explained(),
        "mail_on": settings.MINGJING_MAIL_ON,
        "printed": f"{settings.MINGJING_PORTAL_URL}{path}" if path else "",
    }


def missing(request: HttpRequest, what: str, steps: tuple[tuple[str, str], ...] = ()) -> HttpResponse:
    """404 in Chinese: what was not found, and where to look instead (words, address)."""
    return page(request, "portal/missing.html", {"what": what, "steps": steps}, status=404)
