"""Published flow charts, drawn from the procedure that the cases run on."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.publicity import queries
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, public


@public
def charts(request: HttpRequest) -> HttpResponse:
    """Every procedure that is published."""
    return page(request, "portal/charts.html", {"charts": queries.charts()})


@public
def chart(request: HttpRequest, key: str) -> HttpResponse:
    """One chart: drawing, the same in words, BPMN for tools."""
    found = queries.chart(key, text(request.GET.get("version", ""), 20))
    if found is None:
        return _unknown(request)
    stale = next((one for one in queries.stale_charts(timezone.localdate()) if one.key == key), None)
    moved = queries.displaced_charts(found.organ_id, timezone.localdate()) if found.organ_id else ()
    displaced = next((one for one in moved if one.chart.key == key), None)
    return page(request, "portal/chart.html", {"chart": found, "stale": stale, "displaced": displaced})


@public
def svg(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """The drawing; as an image of its own it can run nothing."""
    found = queries.chart(key, version)
    if found is None:
        return _unknown(request)
    response = HttpResponse(found.svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@public
def bpmn(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """The procedure as BPMN 2.0 XML."""
    found = queries.chart(key, version)
    if found is None:
        return _unknown(request)
    response = HttpResponse(found.bpmn, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{found.key}-{found.version}.bpmn')}"
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    return missing(request, "没有公开过这张流程图", (("查看全部执法流程图", reverse("portal:charts")),))
