"""Contents of recordings on their way in: tus 1.0 with creation, checksum and termination; SHA-256 for every piece.

Protocol: https://tus.io/protocols/resumable-upload (1.0.0). A piece is read into memory before anything is locked, so a
slow link holds no transaction.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.storage import Full, Missing
from mingjing.kernel.findings import Invalid, Refused
from mingjing.records import operations, queries
from mingjing.records.terms import WORKERS, NotFound
from mingjing.records.terms.recordings import BadChecksum, WrongOffset
from mingjing.sites.bureau.access import recognise

VERSION = "1.0.0"
LONGEST_PIECE = 16 * 1024 * 1024
"""The longest piece that is taken, in bytes."""
CAN = {
    "Tus-Resumable": VERSION, "Tus-Version": VERSION, "Tus-Extension": "creation,checksum,termination", "Tus-Checksum-Algorithm": "sha256",
    "Cache-Control": "no-store",
}  # fmt: skip
CHECKSUM_MISMATCH = 460


def _said(status: int, text: str = "", **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=CAN | named)


def _door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Who is let in, which version is spoken, and every refusal as a status the protocol knows with a Chinese sentence."""

    def guarded(request: HttpRequest, **named: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _said(204)
        if not request.user.is_authenticated or (actor := recognise(request, timezone.now())) is None:
            return _said(401, "登录已过期，请在另一个窗口重新登录后接着传；已经收到的都在。")
        if not actor.has(*WORKERS):
            return _said(403, "您没有上传音像记录的权限，请联系本机关安全管理员。")
        if request.headers.get("Tus-Resumable") != VERSION:
            return _said(412, f"上传协议的版本不对，应当是 tus {VERSION}。请刷新页面后再传。")
        try:
            return view(request, actor, **named)
        except (NotFound, Missing) as problem:
            return _said(404, str(problem))
        except Forbidden as problem:
            return _said(403, str(problem))
        except Refused as problem:
            return _said(410, str(problem))
        except Invalid as problem:
            return _said(422, "；".join(sum(problem.errors.values(), [])))
        except WrongOffset as problem:
            return _said(409, str(problem), Upload_Offset=str(problem.offset))
        except BadChecksum as problem:
            return _said(CHECKSUM_MISMATCH, str(problem))
        except Full as problem:
            return _said(507, str(problem))

    return guarded


@_door
def uploads(request: HttpRequest, actor: Any) -> HttpResponse:
    """Begin an upload, or be led to the one that goes on."""
    if request.method != "POST":
        return _said(405, Allow="OPTIONS, POST")
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        recording_id, length = UUID(told.get("recording", "")), int(request.headers.get("Upload-Length", ""))
    except ValueError:
        return _said(400, "没有说明是哪一段记录、有多长，请刷新页面后重新选择文件。")
    begun = operations.begin_upload(recording_id=recording_id, length=length, by=actor, at=timezone.now())
    return _said(201, Location=reverse("bureau:upload", args=[begun.id]), Upload_Offset=str(begun.offset))


def _metadata(header: str) -> dict[str, str]:
    """`key base64value,key base64value`. What is no base64 is left out."""
    found = {}
    for pair in filter(None, header.split(",")):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


@_door
def upload(request: HttpRequest, actor: Any, *, sending_id: UUID) -> HttpResponse:
    """Ask how far it is, send the next piece, or break it off."""
    if request.method == "HEAD":
        found = queries.upload(sending_id)
        return _said(200, Upload_Offset=str(found.offset), Upload_Length=str(found.length))
    if request.method == "DELETE":
        operations.drop_upload(upload_id=sending_id, by=actor, at=timezone.now())
        return _said(204)
    if request.method != "PATCH":
        return _said(405, Allow="OPTIONS, HEAD, PATCH, DELETE")
    return _piece(request, actor, sending_id)


def _piece(request: HttpRequest, actor: Any, upload_id: UUID) -> HttpResponse:
    if request.content_type != "application/offset+octet-stream":
        return _said(415, "这一段的类型不对，请刷新页面后再传。")
    algorithm, _, value = request.headers.get("Upload-Checksum", "").partition(" ")
    try:
        checksum = base64.b64decode(value, validate=True)
        offset, length = int(request.headers.get("Upload-Offset", "")), int(request.headers.get("Content-Length", ""))
    except ValueError:
        return _said(400, "这一段没有写明位置、长度或者摘要，请刷新页面后再传。")
    if algorithm != "sha256" or len(checksum) != 32:
        return _said(400, "每一段都要带 SHA-256 摘要。")
    if not 0 <= length <= LONGEST_PIECE or offset < 0:
        return _said(413, f"一段最长 {LONGEST_PIECE // 1024**2} MB。")
    piece = request.read(length)
    if len(piece) != length:
        return _said(400, "这一段没有收完，请接着传。")
    found = operations.receive(
        upload_id=upload_id, offset=offset, piece=piece, checksum=checksum, by=actor, at=timezone.now()
    )
    return _said(204, Upload_Offset=str(found.offset))
