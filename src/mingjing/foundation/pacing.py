"""How often one visitor asks: counted in the database for all processes of the server, and no address is kept.

A process does not write at each request: it takes a twentieth of what is allowed from the database at once and hands it
out from its memory. Where much is allowed, the first twentieth is handed out before anything is written, so that who asks
now and then costs no write; that is told at the next taking. So of N processes together nobody gets more than is allowed
and N twentieths, and a limit below a hundred is exact.
"""

import hashlib
import ipaddress
import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from mingjing.foundation.models import Pace

MINUTE = 60
PARTS, MUCH = 20, 100
log = logging.getLogger(__name__)
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
    return once_more(f"{what}:{mark}", most, seconds, now)


def once_more(who: str, most: int, seconds: int, now: int) -> int:
    """Count one request: 0, or in how many seconds `who` may ask again. `now`: seconds of the epoch."""
    key = f"pace:{who}:{now // seconds}"
    part = max(1, most // PARTS)
    free = part if most >= MUCH else 0
    cache.add(key, free, seconds)
    if _taken(key):
        return 0
    if not cache.get(f"{key}:over"):
        ends = datetime.fromtimestamp((now // seconds + 1) * seconds, UTC)
        first = free if cache.add(f"{key}:told", 1, seconds) else 0
        before = _claimed(key, part + first, ends) - part
        if before < most:
            cache.set(key, min(part, most - before) - 1, seconds)
            return 0
        cache.set(f"{key}:over", 1, seconds)
    return seconds - now % seconds


def _taken(key: str) -> bool:
    """One of the requests that this process may hand out; False where it has none left."""
    try:
        if cache.decr(key) >= 0:
            return True
        cache.incr(key)
    except ValueError:  # gone between two calls
        pass
    return False


def _claimed(key: str, many: int, ends: datetime) -> int:
    """How many all processes together took, these included. Where the database takes no writes, this process counts alone."""
    try:
        with transaction.atomic():
            row = Pace.objects.filter(pk=key)
            if not row.update(count=F("count") + many):
                Pace.objects.bulk_create([Pace(key=key, until=ends)], ignore_conflicts=True)
                row.update(count=F("count") + many)
            return row.values_list("count", flat=True).get()
    except DatabaseError:
        log.warning("pace is counted by this process alone", exc_info=True)
        cache.add(f"{key}:alone", 0, MINUTE * MINUTE)
        return cache.incr(f"{key}:alone", many)


def forget(now: datetime, limit: int = 5000) -> int:
    """Delete counts whose time is over, at most `limit`; how many."""
    over = list(Pace.objects.filter(until__lt=now - timedelta(seconds=MINUTE)).values_list("pk", flat=True)[:limit])
    return Pace.objects.filter(pk__in=over).delete()[0] if over else 0


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
