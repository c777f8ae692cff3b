"""The door before every page of the bureau: nothing that no database can keep comes in, nothing is left in
caches, and what a page cannot take is refused before it is read.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from mingjing.sites.bureau.views import errors

NUL = "\0"


class Door:
    """Middleware: a NUL in an address or a form of the bureau is answered in Chinese (400), before a database is asked.

    A cookie with a NUL is no cookie of ours and is dropped. Pages of the bureau are kept by no cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Drop spoilt cookies; mark the answer."""
        for name in [name for name, value in request.COOKIES.items() if NUL in value]:
            del request.COOKIES[name]
        response = self.get_response(request)
        if request.path.startswith(errors.BUREAU):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Refuse before the view and its database see it."""
        if not request.path.startswith(errors.BUREAU):
            return None
        if (limit := getattr(view, "body_limit", 0)) and _announced(request) > limit:
            return errors.too_large(request, limit)
        spoilt = any(NUL in str(value) for value in kwargs.values())
        return errors.unreadable(request) if spoilt or _spoilt(request.GET) or _spoilt(request.POST) else None


def _announced(request: HttpRequest) -> int:
    """How many bytes the browser says it sends."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _spoilt(typed: QueryDict) -> bool:
    texts: Iterable[str] = (text for key, values in typed.lists() for text in (key, *map(str, values)))
    return any(NUL in text for text in texts)
