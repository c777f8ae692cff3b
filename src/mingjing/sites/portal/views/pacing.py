"""How often one visitor may ask what costs much: a defined answer for scrapers, and no address is kept."""

import hashlib
import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from mingjing.sites.portal.views.answering import page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
MINUTE = 60
# Questions and downloads of one network address in a minute; an office or a village may share an address.
MOST = {"search": 120, "suggest": 300, "export": 20}
_OURSELVES = ("127.", "::1", "localhost")


def paced(kind: str, *, when: Callable[[HttpRequest], bool] = lambda request: True) -> Callable[[View[P]], View[P]]:
    """A page that one visitor may open `MOST[kind]` times a minute; then 429, saying when to come again.

    `when` says which requests count. Counted in the memory of each process of the server: cheap, and no service.
    """

    def with_pace(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            wait = too_many(request, kind, MOST[kind], MINUTE) if when(request) and _told_apart(request) else 0
            return _wait(request, wait) if wait else view(request, *args, **kwargs)

        return answered

    return with_pace


def asks(request: HttpRequest) -> bool:
    """Whether the list is asked for words: a full-text search."""
    return bool(request.GET.get("q") or request.GET.get("cause"))


def too_many(request: HttpRequest, what: str, most: int, seconds: int) -> int:
    """0, or in how many seconds this network address may ask again. Only a mark of the address is kept, for a day."""
    now = int(timezone.now().timestamp())
    today = timezone.localdate().isoformat()
    who = _household(visitor(request))
    mark = hashlib.sha256(f"{settings.SECRET_KEY}|{today}|{who}".encode()).hexdigest()[:24]
    key = f"pace:{what}:{mark}:{now // seconds}"
    cache.add(key, 0, seconds)
    try:
        return seconds - now % seconds if cache.incr(key) > most else 0
    except ValueError:  # gone between the two calls
        return 0


def visitor(request: HttpRequest) -> str:
    """The network address that asks: what the outermost proxy of ours saw, else who is connected."""
    seen = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    trusted: int = settings.MINGJING_PROXIES
    if trusted and len(seen) >= trusted:
        return str(seen[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def _household(address: str) -> str:
    """An IPv6 address stands for its /64: whoever has one has all of them."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv4Address) or read.ipv4_mapped:
        return address
    return str(ipaddress.ip_network((read, 64), strict=False))


def _told_apart(request: HttpRequest) -> bool:
    """Whether visitors can be told apart: behind a proxy on this machine that was not declared, all look like one."""
    address = visitor(request)
    return bool(address) and not address.startswith(_OURSELVES)


def _wait(request: HttpRequest, seconds: int) -> HttpResponseBase:
    response = page(request, "portal/busy.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
