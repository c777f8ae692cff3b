"""Enforcement matters of an organ, with their discretion benchmarks."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import ACT_KINDS, ADDRESSEE_NAMES, PENALTY_NAMES
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.gate import BureauRequest, page


@page()
def matters(request: BureauRequest) -> HttpResponse:
    """An organ's matters in force today (国办发〔2018〕118号（四）), with whether a benchmark is published."""
    every = organs.organs()
    own = next((one for one in every if one.id == request.actor.organ_id), None)
    chosen = next((one for one in every if one.slug == request.GET.get("organ")), own)
    today, word = timezone.localdate(), request.GET.get("q", "").strip()[:50]
    held = queries.matters(chosen.id, today) if chosen else ()
    weighed = {one.matter_code for one in queries.benchmarks(chosen.id, today)} if chosen else set()
    facts = {
        "matters": [one for one in held if word in one.name + one.code],
        "weighed": weighed,
        "names": PENALTY_NAMES,
        "act_kinds": ACT_KINDS,
        "may_keep": chosen is not None and operations.change_catalogue(request.actor, chosen.id),
        "filters": (
            Field(
                "organ", "执法机关", "select", chosen.slug if chosen else "", choices=[(o.slug, o.name) for o in every]
            ),
            Field("q", "事项名称或编码", "search", word),
        ),
        "active": [("q", f"含“{word}”")] if word else [],
    }
    return render(request, "bureau/matters.html", facts)


@page()
def matter(request: BureauRequest, matter_id: UUID) -> HttpResponse:
    """One version of a matter and the benchmark in force today."""
    found = queries.matter(matter_id)
    if found is None:
        raise Http404
    today = timezone.localdate()
    facts = {
        "matter": found,
        "spec": found.spec,
        "organ": organs.organ(found.organ_id),
        "benchmark": queries.benchmark(found.organ_id, found.code, today),
        "kinds": [PENALTY_NAMES[kind] for kind in found.spec.penalties],
        "addressees": ADDRESSEE_NAMES,
        "act_kinds": ACT_KINDS,
        "may_keep": found.valid_to is None and operations.change_catalogue(request.actor, found.organ_id),
        "current": found.valid_from <= today and (found.valid_to is None or today < found.valid_to),
    }
    return render(request, "bureau/matter.html", facts)
