"""Stored contents sent whole or by the asked range (RFC 9110 §14)."""

import re
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from mingjing.foundation import storage

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def span_asked(header: str, whole: int) -> tuple[int, int]:
    """From where up to, not including, where. What cannot be read asks for the whole; an empty span cannot be served."""
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or asked.group(0) == "bytes=-":
        return 0, whole
    first, last = asked.groups()
    if not first:
        return max(0, whole - int(last)), whole
    return int(first), min(whole, int(last) + 1) if last else whole


def ranged(request: HttpRequest, sha256: str, *, media_type: str, name: str, saved: bool = False) -> HttpResponseBase:
    """The content, or the asked range of it. Raises storage.Missing."""
    whole = storage.size(sha256)
    header = request.headers.get("Range", "")
    since, until = span_asked(header, whole)
    if since >= until:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{whole}"})
    partial = (since, until) != (0, whole) or bool(header)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(until - since),
        "Content-Disposition": f"{'attachment' if saved else 'inline'}; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
        "ETag": f'"{sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    if partial:
        headers["Content-Range"] = f"bytes {since}-{until - 1}/{whole}"
    pieces = storage.span(sha256, since, until)
    return StreamingHttpResponse(pieces, status=206 if partial else 200, content_type=media_type, headers=headers)
