"""What an organ made public beforehand, as official PDFs: one list, one text, and the bound volume."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.typesetting import MissingGlyphs
from mingjing.organs import queries as organs_room
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import PaperData, kinds
from mingjing.sites.portal.views.answering import missing, public


@public
def volume(request: HttpRequest, organ: str) -> HttpResponse:
    """Everything of an organ bound as one, as it stands today."""
    found = _organ(organ)
    if found is None:
        return _nothing(request, "没有登记这个执法机关")
    return pdf(request, queries.volume(found.id, timezone.localdate()))


@public
def list_pdf(request: HttpRequest, organ: str, kind: str) -> HttpResponse:
    """One list of an organ as it stands today."""
    return _paper(request, organ, kind, "")


@public
def entry_pdf(request: HttpRequest, organ: str, kind: str, code: str) -> HttpResponse:
    """One entry of a list as it stands today."""
    return _paper(request, organ, kind, code)


def _paper(request: HttpRequest, organ: str, kind: str, code: str) -> HttpResponse:
    found = _organ(organ)
    if found is None or kind not in kinds():
        return _nothing(request, "没有这份清单")
    paper = queries.list_paper(found.id, kind, timezone.localdate(), code)
    if paper is None:
        return _nothing(request, f"{found.name}现在没有现行的{kinds()[kind].title}")
    return pdf(request, paper)


def pdf(request: HttpRequest, paper: PaperData) -> HttpResponse:
    """The file, set once and kept by the digest of what it says."""
    try:
        made = operations.set_paper(paper)
    except MissingGlyphs:
        return _nothing(request, "这份内容里有字库没有的字，暂时不能生成 PDF，请看网页")
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(paper.title)}.pdf"
    return response


def _organ(code: str) -> OrganFacts | None:
    return next((one for one in organs_room.organs() if code in (one.code, one.slug)), None)


def _nothing(request: HttpRequest, what: str) -> HttpResponse:
    return missing(request, what, (("查看全部事前公开内容", reverse("portal:lists")),))
