"""Contents on their way in: tus 1.0 with creation, checksum and termination; SHA-256 for every piece.

Protocol: https://tus.io/protocols/resumable-upload (1.0.0). Who is let in is asked at the door of each site: a session in
the bureau, a key at the gateway. A piece is read into memory before anything is locked, so a slow link holds no transaction.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor
from mingjing.foundation.storage import Full, Missing
from mingjing.kernel.findings import Invalid, Refused
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound, UploadFacts
from mingjing.records.terms.recordings import BadChecksum, WrongOffset

VERSION = "1.0.0"
LONGEST_PIECE = 16 * 1024 * 1024
"""The longest piece that is taken, in bytes."""
CAN = {
    "Tus-Resumable": VERSION, "Tus-Version": VERSION, "Tus-Extension": "creation,checksum,termination", "Tus-Checksum-Algorithm": "sha256",
    "Cache-Control": "no-store",
}  # fmt: skip
CHECKSUM_MISMATCH = 460


def said(status: int, text: str = "", **headers: str) -> HttpResponse:
    """An answer of the protocol; a refusal with one Chinese sentence."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=CAN | named)


def spoken(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer in the protocol's version; every refusal as a status it knows."""
    if request.headers.get("Tus-Resumable") != VERSION:
        return said(412, f"上传协议的版本不对，应当是 tus {VERSION}。请刷新页面后再传。")
    try:
        return answer()
    except (NotFound, Missing) as problem:
        return said(404, str(problem))
    except Forbidden as problem:
        return said(403, str(problem))
    except Refused as problem:
        return said(410, str(problem))
    except Invalid as problem:
        return said(422, "；".join(sum(problem.errors.values(), [])))
    except WrongOffset as problem:
        return said(409, str(problem), Upload_Offset=str(problem.offset))
    except BadChecksum as problem:
        return said(CHECKSUM_MISMATCH, str(problem))
    except Full as problem:
        return said(507, str(problem))


def created(
    request: HttpRequest, begin: Callable[[Mapping[str, str], int], UploadFacts], address: Callable[[UUID], str]
) -> HttpResponse:
    """Begin an upload, or be led to the one that goes on. `begin` takes what the request says of it and its length."""
    if request.method != "POST":
        return said(405, Allow="OPTIONS, POST")
    try:
        begun = begin(
            _metadata(request.headers.get("Upload-Metadata", "")), int(request.headers.get("Upload-Length", ""))
        )
    except ValueError:
        return said(400, "没有说明是哪一段记录、有多长，请刷新页面后重新选择文件。")
    return said(201, Location=address(begun.id), Upload_Offset=str(begun.offset))


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


def continued(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponse:
    """Ask how far it is, send the next piece, or break it off."""
    if request.method == "HEAD":
        found = queries.upload(upload_id)
        if found.organ_id != actor.organ_id:
            raise NotFound("没有这次上传，或者已经收完。")
        return said(200, Upload_Offset=str(found.offset), Upload_Length=str(found.length))
    if request.method == "DELETE":
        operations.drop_upload(upload_id=upload_id, by=actor, at=timezone.now())
        return said(204)
    if request.method != "PATCH":
        return said(405, Allow="OPTIONS, HEAD, PATCH, DELETE")
    return _piece(request, actor, upload_id)


def _piece(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponse:
    if request.content_type != "application/offset+octet-stream":
        return said(415, "这一段的类型不对，请刷新页面后再传。")
    algorithm, _, value = request.headers.get("Upload-Checksum", "").partition(" ")
    try:
        checksum = base64.b64decode(value, validate=True)
        offset, length = int(request.headers.get("Upload-Offset", "")), int(request.headers.get("Content-Length", ""))
    except ValueError:
        return said(400, "这一段没有写明位置、长度或者摘要，请刷新页面后再传。")
    if algorithm != "sha256" or len(checksum) != 32:
        return said(400, "每一段都要带 SHA-256 摘要。")
    if not 0 <= length <= LONGEST_PIECE or offset < 0:
        return said(413, f"一段最长 {LONGEST_PIECE // 1024**2} MB。")
    piece = request.read(length)
    if len(piece) != length:
        return said(400, "这一段没有收完，请接着传。")
    found = operations.receive(
        upload_id=upload_id, offset=offset, piece=piece, checksum=checksum, by=actor, at=timezone.now()
    )
    return said(204, Upload_Offset=str(found.offset))
