"""How often one network address may ask or send within an hour, so that no code can be tried out."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

HOUR = 3600
# How many letters and queries one address may send in an hour; behind a proxy a whole county may share an address.
MOST = {"send": 60, "ask": 300, "progress": 60, "visit": 300, "rate": 60, "print": 120}
TOO_MANY = "这个网络地址一小时内查询得太多，请过一小时再试"


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this network address asked too often within the hour; the address itself is not kept."""
    today = timezone.localdate().isoformat()
    mark = hashlib.sha256(f"{today}|{request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()[:24]
    key = f"letters:{what}:{mark}:{int(timezone.now().timestamp()) // HOUR}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > MOST[what]
