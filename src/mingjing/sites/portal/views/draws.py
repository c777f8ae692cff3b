"""双随机: every plan of a random draw, its hashes before, its file after; recomputed in the browser, nothing uploaded."""

import json
from collections.abc import Sequence
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mingjing.foundation.pages import moment_after
from mingjing.inspections import queries
from mingjing.inspections.terms import DOWNLOAD, DrawnFacts, PlanFacts
from mingjing.kernel.batches import in_batches
from mingjing.publicity import queries as publicity
from mingjing.sites.portal.views.answering import missing, page, public

PAGE, PLACES = 20, 200
STATES = {
    "": "全部",
    "approved": "已批准",
    "frozen": "已冻结",
    "drawn": "已抽取",
    "issued": "已派发",
    "stopped": "已停止",
}


@public
def draws(request: HttpRequest) -> HttpResponse:
    """Every approved plan, newest first."""
    asked = request.GET.get("tab", "")
    tab = asked if asked in STATES else ""
    found = queries.public_plans(state=tab, before=moment_after(request), limit=PAGE + 1)
    last = found[PAGE - 1].approved_at if len(found) > PAGE else None
    facts = {
        "rows": found[:PAGE],
        "next": last.isoformat() if last else "",
        "tabs": [(key, word, None) for key, word in STATES.items()],
        "tab": tab,
    }
    return page(request, "portal/draws.html", facts)


@public
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """One plan: what was published before the draw, what came out, and the button that recomputes it."""
    found = _found(number)
    if found is None:
        return _missing(request)
    held = queries.draw_of(found.id)
    drawn = held if held and held.at else None
    places = queries.places(drawn.id, after=_after(request), limit=PLACES + 1) if drawn else ()
    facts = {
        "plan": found,
        "freezes": queries.freezes(found.id),
        "held": held,
        "drawn": drawn,
        "places": places[:PLACES],
        "next": str(places[PLACES - 1].place) if len(places) > PLACES else "",
        "swaps": queries.substitutions(drawn.id) if drawn else (),
        "outcomes": _outcomes(places),
    }
    return page(request, "portal/draw.html", facts)


def _after(request: HttpRequest) -> int:
    told = request.GET.get("after", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 0


def _outcomes(places: Sequence[DrawnFacts]) -> dict[UUID, tuple[str, str, str]]:
    """Visit → organ code, number and outcome of its public result."""
    visits = [one.visit_id for one in places if one.visit_id]
    told: dict[UUID, tuple[str, str, str]] = {}
    for some in in_batches(visits, 500):
        found = publicity.public_outcomes([f"visit:{one}" for one in some])
        told |= {one: found[f"visit:{one}"] for one in some if f"visit:{one}" in found}
    return told


@public
def draw_json(request: HttpRequest, number: str) -> HttpResponse:
    """The one file of a draw."""
    found = _found(number)
    held = queries.draw_of(found.id) if found else None
    told = queries.draw_file(held.id) if held else None
    if told is None:
        return _missing(request)
    body = json.dumps(told, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(told['draw'])}.json"
    return response


@public
def recheck(request: HttpRequest) -> HttpResponse:
    """The page that recomputes any draw file in the browser."""
    return page(request, "portal/redraw.html", {})


@public
def script(request: HttpRequest) -> HttpResponse:
    """The script that recomputes a draw with nothing but Python."""
    response = HttpResponse(queries.redraw_script(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{DOWNLOAD}"'
    return response


def _found(number: str) -> PlanFacts | None:
    return queries.public_plan(number[:60])


def _missing(request: HttpRequest) -> HttpResponse:
    return missing(
        request, "没有这份抽查计划，或者还没有抽取：编号可能写错", (("看全部抽查计划", reverse("portal:draws")),)
    )
