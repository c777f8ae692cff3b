"""Who is let in: a key, within its limits, with a body that may be read."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from mingjing.exchange import operations
from mingjing.exchange.terms import KeyFacts
from mingjing.foundation.pacing import MINUTE, hurried, once_more
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid

PER_MINUTE, OPEN_PER_MINUTE = 300, 120
ONE_LIMIT, BATCH_LIMIT = 1024 * 1024, 8 * 1024 * 1024


class TooLarge(Exception):
    """The body announces more than is read here; `most` in bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooMany(Exception):
    """The key asks too often; again in a minute."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The key that was shown and the person it acts as."""

    key: KeyFacts
    actor: Actor


class ByKey(HttpBearer):
    """`Authorization: Bearer mjk_…` with one of the scopes that the address asks for. Sessions and cookies let nobody in."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The caller. Raises NotAKey, Refused (XCH-25), TooMany, TooLarge; all before the body is read."""
        readable(request)
        at = timezone.now()
        key, actor = operations.use_key(token.strip(), at)
        _count(key)
        operations.require_scope(key, next((one for one in self.scopes if one in key.scopes), self.scopes[0]), at)
        most = _most(request.path)
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        if not (announced.isascii() and announced.isdigit()) or int(announced) > most:
            raise TooLarge(most)
        return Caller(key, actor)


def _most(path: str) -> int:
    """How many bytes a request to this address may announce: a batch, a file with its form, one thing."""
    if path.endswith("/reviews/files"):
        return int(settings.MINGJING_UPLOAD_LIMIT) + ONE_LIMIT
    return BATCH_LIMIT if path.endswith("/batch") else ONE_LIMIT


def by_key(request: HttpRequest, *scopes: str) -> Caller:
    """Who asks at an address that speaks another protocol than JSON. Raises NotAKey, Refused (XCH-25), TooMany, Invalid."""
    readable(request)
    at = timezone.now()
    word, _, token = request.headers.get("Authorization", "").partition(" ")
    key, actor = operations.use_key(token.strip() if word.lower() == "bearer" else "", at)
    _count(key)
    operations.require_scope(key, next((one for one in scopes if one in key.scopes), scopes[0]), at)
    return Caller(key, actor)


def readable(request: HttpRequest) -> None:
    """Raise Invalid for a question with a character that no database keeps."""
    for name, value in request.GET.items():
        if "\0" in name or "\0" in value:
            raise Invalid({name.replace("\0", ""): ["有不能保存的字符（NUL）"]})


def anybody(request: HttpRequest) -> None:
    """Who reads without a key, in a question that can be read. Raises Invalid, TooMany."""
    readable(request)
    if hurried(request, "api", OPEN_PER_MINUTE):
        raise TooMany


def _count(key: KeyFacts) -> None:
    """One more request of this key in this minute, over all processes."""
    if once_more(f"gateway:{key.id}", PER_MINUTE, MINUTE, int(timezone.now().timestamp())):
        raise TooMany
