"""From a matter to its articles, benchmark, guiding cases and public decisions, and from an article back to what rests on it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import page_url
from mingjing.lawbook import queries
from mingjing.lawbook.terms import ADDRESSEE_NAMES, ArticleFacts, GuidingMatch, Link, Side
from mingjing.organs import queries as organs
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import Filters
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page

SIDES = {Side.DUTY: "义务条款", Side.PENALTY: "处罚条款", Side.OFFENCE: ""}
GUIDING = 20


@page()
def matter_map(request: BureauRequest, matter_id: UUID) -> HttpResponse:
    """违法行为 → 义务条款 → 处罚条款 → 裁量基准 → 指导案例 → 公开的决定, as they stand on a day (`?on=`, else today)."""
    found = queries.matter(matter_id)
    if found is None:
        raise Http404
    on = as_day(request.GET.get("on", "")) or timezone.localdate()
    organ, spec = organs.organ(found.organ_id), found.spec
    links = queries.resolve("；".join((*spec.violates, *spec.penalises)), on)
    guiding = queries.guiding_for((spec.name,), spec.violates, spec.penalises, limit=GUIDING)
    cause = spec.name.removesuffix("案")
    facts = {
        "matter": found, "organ": organ, "on": on, "held": _held(links), "guiding": _in_time(guiding, on), "addressees": ADDRESSEE_NAMES,
        "benchmark": queries.benchmark(found.organ_id, found.code, on), "sides": ((SIDES[Side.DUTY], spec.violates), (SIDES[Side.PENALTY], spec.penalises)),
        "moved": queries.guiding_moved([one.facts for one in guiding], on), "decisions": publicity.count_of(Filters(organ_code=organ.code, cause=cause)),
        "list": _public_list(organ.code, cause),
        "current": found.valid_from <= on and (found.valid_to is None or on < found.valid_to),
    }  # fmt: skip
    return render(request, "bureau/law_map.html", facts)


def _public_list(organ_code: str, cause: str) -> str:
    """The list of the organ's public decisions of a cause; empty where no portal is installed."""
    base = page_url("portal:decisions", default="")
    return f"{base}?{urlencode({'organ': organ_code, 'cause': cause})}" if base else ""


def _held(links: tuple[Link, ...]) -> dict[str, ArticleFacts]:
    """Citation as written → the article in force on the day; what the library lacks on it is left out."""
    return {link.text: link.article for link in links if link.article}


def _in_time(guiding: tuple[GuidingMatch, ...], on: date) -> tuple[GuidingMatch, ...]:
    """Those released by the day."""
    return tuple(one for one in guiding if one.facts.released_on and one.facts.released_on <= on)


def resting_on(article: ArticleFacts, on: date) -> dict[str, Any]:
    """What rests on an article on a day, for its page."""
    if article.number is None:
        return {"uses": None, "on": on}
    uses = queries.uses_of(article.law.short_title, article.number, article.sub, on)
    names = {one.id: one.name for one in organs.organs()}
    moved = queries.guiding_moved(uses.guiding, on)
    return {"uses": uses, "on": on, "organ_names": names, "side_names": SIDES, "guiding_moved": moved}
