"""The door of the bureau to uploads of recordings: a session and a role; what follows is the protocol's (`sites/tus.py`)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.records import operations
from mingjing.records.terms import WORKERS, UploadFacts
from mingjing.sites.bureau.access import recognise
from mingjing.sites.tus import continued, created, said, spoken


def _door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who is let in."""

    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return said(204)
        if not request.user.is_authenticated or (actor := recognise(request, timezone.now())) is None:
            return said(401, "登录已过期，请在另一个窗口重新登录后接着传；已经收到的都在。")
        if not actor.has(*WORKERS):
            return said(403, "您没有上传音像记录的权限，请联系本机关安全管理员。")
        return spoken(request, lambda: view(request, actor, **named))

    return guarded


@_door
def uploads(request: HttpRequest, actor: Any) -> HttpResponse:
    """Begin an upload, or be led to the one that goes on."""

    def begin(told: Mapping[str, str], length: int) -> UploadFacts:
        recording_id = UUID(told.get("recording", ""))
        return operations.begin_upload(recording_id=recording_id, length=length, by=actor, at=timezone.now())

    return created(request, begin, lambda one: reverse("bureau:upload", args=[one]))


@_door
def upload(request: HttpRequest, actor: Any, *, sending_id: UUID) -> HttpResponse:
    """Ask how far it is, send the next piece, or break it off."""
    return continued(request, actor, sending_id)
