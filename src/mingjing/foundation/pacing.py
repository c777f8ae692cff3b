"""How often one visitor asks: counted in the memory of each process of the server, and no address is kept."""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

MINUTE = 60
_OURSELVES = ("127.", "::1", "localhost")


def hurried(request: HttpRequest, what: str, most: int) -> int:
    """0, or in how many seconds this visitor may ask again; `most` times a minute, where visitors can be told apart."""
    return too_many(request, what, most, MINUTE) if told_apart(request) else 0


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


def told_apart(request: HttpRequest) -> bool:
    """Whether visitors can be told apart: behind a proxy on this machine that was not declared, all look like one."""
    address = visitor(request)
    return bool(address) and not address.startswith(_OURSELVES)
