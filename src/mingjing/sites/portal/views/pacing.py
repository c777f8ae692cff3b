"""How often one visitor may ask what costs much: a defined answer for scrapers, and no address is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from mingjing.foundation.pacing import hurried
from mingjing.sites.portal.views.answering import page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# Questions and downloads of one network address in a minute; an office or a village may share an address.
MOST = {"search": 120, "suggest": 300, "export": 20}


def paced(kind: str, *, when: Callable[[HttpRequest], bool] = lambda request: True) -> Callable[[View[P]], View[P]]:
    """A page that one visitor may open `MOST[kind]` times a minute; then 429, saying when to come again.

    `when` says which requests count. Counted for all processes of the server together, at a write for many requests.
    """

    def with_pace(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            wait = hurried(request, kind, MOST[kind]) if when(request) else 0
            return _wait(request, wait) if wait else view(request, *args, **kwargs)

        return answered

    return with_pace


def asks(request: HttpRequest) -> bool:
    """Whether the list is asked for words: a full-text search."""
    return bool(request.GET.get("q") or request.GET.get("cause"))


def _wait(request: HttpRequest, seconds: int) -> HttpResponseBase:
    response = page(request, "portal/busy.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
