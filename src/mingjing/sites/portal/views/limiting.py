"""How often one visitor may send or ask within an hour, so that no code can be tried out."""

from django.http import HttpRequest

from mingjing.foundation import pacing

HOUR = 3600
# How many letters and queries one address may send in an hour; behind a proxy a whole county may share an address.
MOST = {
    "send": 60,
    "ask": 300,
    "progress": 60,
    "apply": 120,
    "visit": 300,
    "rate": 60,
    "round": 60,
    "print": 120,
    "subscribe": 20,
    "read": 120,
}
TOO_MANY = "这个网络地址一小时内查询得太多，请过一小时再试"


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this network address asked too often within the hour; the address itself is not kept."""
    if getattr(request, "static_copy", None):  # the copy is drawn here, not by a visitor
        return False
    return bool(pacing.too_many(request, f"letters:{what}", MOST[what], HOUR))
