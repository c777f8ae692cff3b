"""随机抽查: the plans of the organ, and one plan with its steps, lists, freeze, draw and results."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field, moment_after, page_url
from mingjing.inspections import operations, queries
from mingjing.inspections.terms import CREDITS, KEEPERS, OFFICER_OUT_NAMES, READERS, RISKS, Move, PlanFacts, PlanState
from mingjing.inspections.terms import MOVES as ALLOWED
from mingjing.sites.bureau.views.filling import as_whole
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

PAGE, PLACES = 20, 200
TABS = {
    "going": ("办理中", (PlanState.DRAFT, PlanState.APPROVED, PlanState.FROZEN, PlanState.READY, PlanState.DRAWN)),
    "issued": ("已派发", (PlanState.ISSUED,)),
    "stopped": ("已停止", (PlanState.STOPPED,)),
}
STEPS = ("建库", "批准", "冻结并公布", "录入公开随机数", "抽取", "派发")
DONE_STEPS = {
    PlanState.DRAFT: 0, PlanState.APPROVED: 2, PlanState.FROZEN: 3, PlanState.READY: 4, PlanState.DRAWN: 5, PlanState.ISSUED: 6,
    PlanState.STOPPED: 0,
}  # fmt: skip


@page(*READERS)
def draws(request: BureauRequest) -> HttpResponse:
    """Plans by how far they are, newest first."""
    asked, actor = request.GET.get("tab", ""), request.actor
    tab, q = asked if asked in TABS else "going", request.GET.get("q", "").strip()[:60]
    counted = queries.plan_counts(actor)
    found = queries.plans(actor, TABS[tab][1], q=q, before=moment_after(request), limit=PAGE + 1)
    facts = {
        "rows": found[:PAGE],
        "next": found[PAGE - 1].made_at.isoformat() if len(found) > PAGE else "",
        "tabs": [(key, word, sum(counted.get(one, 0) for one in states)) for key, (word, states) in TABS.items()],
        "tab": tab,
        "q": q,
        "keeps": actor.has(*KEEPERS),
        "filters": (Field("q", "计划名称、编号", "search", q, attributes={"maxlength": 60}),),
    }
    return render(request, "bureau/draws/draws.html", facts)


def seen(request: BureauRequest, plan_id: UUID) -> PlanFacts:
    """The plan, or 404 for who may not see it."""
    found = queries.plan(plan_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def draw(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """One plan: where it stands, what comes next, who is in the lists, what was published, what was drawn."""
    found = seen(request, plan_id)
    held = queries.draw_of(plan_id)
    drawn = held if held and held.at else None
    keeps, heads = _may(request, found)
    places = queries.places(drawn.id, after=_after(request), limit=PLACES + 1) if drawn else ()
    staff = queries.officers(plan_id)
    names = {one["person_id"]: one["name"] for one in staff}
    public = page_url("portal:draw", found.number, default="")
    facts: dict[str, Any] = {
        "plan": found,
        "steps": _steps(found),
        "may": {move.value for move in Move if found.state in ALLOWED[move]},
        "keeps": keeps,
        "heads": heads,
        "counts": queries.pool_counts(plan_id),
        "officers": staff,
        "out_names": OFFICER_OUT_NAMES,
        "avoid": [(names.get(one["person_id"], "—"), one) for one in queries.avoidances(plan_id)]
        if keeps or heads
        else [],
        "freezes": queries.freezes(plan_id),
        "held": held,
        "drawn": drawn,
        "places": places[:PLACES],
        "next": str(places[PLACES - 1].place) if len(places) > PLACES else "",
        "swaps": queries.substitutions(drawn.id) if drawn else (),
        "public": f"{settings.MINGJING_PORTAL_URL}{public}" if public and found.approved_at else "",
        "today": timezone.localdate(),
        "risks": RISKS,
        "credits": CREDITS,
    }
    return render(request, "bureau/draws/draw.html", facts)


def _after(request: BureauRequest) -> int:
    return as_whole(request.GET.get("after", "")) or 0


def _may(request: BureauRequest, found: PlanFacts) -> tuple[bool, bool]:
    actor = request.actor
    return operations.keeps_draws(actor, found.organ_id), operations.approves_draws(actor, found.organ_id)


def _steps(found: PlanFacts) -> list[dict[str, str]]:
    """The steps, with the one that is next."""
    done = DONE_STEPS[PlanState(found.state)]
    if found.state == PlanState.STOPPED:
        return [{"label": label, "state": "skipped"} for label in STEPS]
    return [
        {"label": label, "state": "done" if at < done else "here" if at == done else "ahead"}
        for at, label in enumerate(STEPS)
    ]


@page(*READERS)
def draw_places(request: BureauRequest, plan_id: UUID, kind: str) -> HttpResponse:
    """Who was drawn, as CSV or XLSX."""
    found = seen(request, plan_id)
    held = queries.draw_of(plan_id)
    places = queries.places(held.id) if held and held.at else ()
    rows = [
        (str(one.place), one.code, one.name, one.stratum_name, one.team, "已检查" if one.visit_id else "未检查")
        for one in places
    ]
    headings = ("序号", "统一社会信用代码", "检查对象", "风险等级", "检查人员", "检查情况")
    return sheet(kind, f"draw-{found.year}", "抽取结果", headings, rows)
