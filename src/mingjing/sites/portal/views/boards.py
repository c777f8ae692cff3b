"""岗位信息公示牌 as a sheet to hang up at the window: six fields, and a code that leads to the page as it is now."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation import typesetting
from mingjing.publicity import queries
from mingjing.publicity.terms import EditionFacts, EditionState, as_text, kinds
from mingjing.sites.portal.views.answering import missing, page, public
from mingjing.sites.portal.views.limiting import TOO_MANY, too_many

KIND = "window"
PAPERS = {"a4": "A4", "a3": "A3"}
TEMPLATE = Path(__file__).resolve().parents[1] / "sheets" / "window.typ"
KEPT_SECONDS = 3600


@public
def window_sheet(request: HttpRequest, organ: str, code: str, paper: str) -> HttpResponse:
    """The board of a window as PDF, A4 or A3 landscape; only the edition that is public now."""
    found = queries.public_entry(organ, KIND, code, on=timezone.localdate()) if paper in PAPERS else None
    if found is None or found.edition.state != EditionState.RELEASED:
        return missing(
            request, "没有公开这块公示牌，或者已经停止公开", (("查看全部事前公开内容", reverse("portal:lists")),)
        )
    key = f"window:{found.edition.id}:{paper}"
    pdf = caches["pages"].get(key)
    if pdf is None:
        if too_many(request, "print"):
            return page(request, "portal/missing.html", {"what": TOO_MANY, "steps": ()}, status=429)
        try:
            pdf = _set(found.edition, paper)
        except typesetting.MissingGlyphs as problem:
            return page(request, "portal/missing.html", {"what": str(problem), "steps": ()}, status=409)
        caches["pages"].set(key, pdf, KEPT_SECONDS)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{found.edition.name}-公示牌-{PAPERS[paper]}.pdf"
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


def _set(edition: EditionFacts, paper: str) -> bytes:
    released = edition.released
    assert released is not None
    address = f"{settings.MINGJING_PORTAL_URL}{reverse('portal:entry', args=[edition.organ_code, KIND, edition.code])}"
    data = {
        "paper": paper,
        "organ": {"name": edition.organ_name},
        "title": kinds()[KIND].title,
        "name": edition.name,
        "cells": [{"label": one.label, "text": as_text(one, edition.values.get(one.key))} for one in kinds()[KIND].fields],
        "foot": f"第 {edition.seq} 版　{timezone.localdate(released.at).isoformat()} 发布　以扫码后的页面为准",
        "qr": typesetting.modules(address),
    }  # fmt: skip
    return typesetting.render(TEMPLATE, data, created=released.at).pdf
