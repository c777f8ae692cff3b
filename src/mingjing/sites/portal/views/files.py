"""Attachments of a decision that is public now: what they say as a page, and the copies themselves."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mingjing.foundation.storage import Missing
from mingjing.publicity import queries
from mingjing.sites.portal.views.answering import missing, page, public
from mingjing.sites.portal.views.decisions import tombstone, unknown


@public
def file(request: HttpRequest, organ: str, number: str, seq: int) -> HttpResponse:
    """What an attachment says, page by page, for readers, screen readers and search engines."""
    found = queries.public_file(organ, number, seq)
    if found is None:
        return _gone(request, organ, number)
    facts = {
        "file": found,
        "organ": organ,
        "number": number,
        "address": reverse("portal:decision", args=[organ, number]),
    }
    return page(request, "portal/file.html", facts)


@public
def download(request: HttpRequest, organ: str, number: str, seq: int, name: str) -> HttpResponse:
    """The public copy under its public name; 410 with the tombstone once the decision is withdrawn."""
    found = queries.public_file(organ, number, seq, name[:200])
    if found is None:
        return _gone(request, organ, number)
    try:
        content = queries.file_content(found)
    except Missing:
        return page(request, "portal/missing.html", {"what": "附件暂时取不到，请稍后再试", "steps": ()}, status=503)
    plain = f"file-{seq}.{found.name.rsplit('.', 1)[-1]}"
    return HttpResponse(
        content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name)}",
            "Content-Length": str(len(content)),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _gone(request: HttpRequest, organ: str, number: str) -> HttpResponse:
    """The tombstone of a withdrawn decision (410); else 404, whether the file never was or may no longer be shown."""
    found = queries.decision(organ, number)
    if found is None:
        return unknown(request, number)
    if found.row.is_gone:
        return tombstone(request, found, status=410)
    return missing(
        request,
        "没有这个附件，或者它所在的版本已不再展示",
        (("查看这份决定", reverse("portal:decision", args=[organ, number])),),
    )
