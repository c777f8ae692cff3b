"""指导案例: the list, one with everything it rests on, its check, its release and its end."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import GUIDING_SOURCES, GUIDING_TEXTS, GuidingFacts, GuidingMove
from mingjing.lawbook.terms.guiding_cases import EVER_PUBLIC, GUIDING_ROLES
from mingjing.organs.terms import DOMAIN_NAMES, Domain
from mingjing.publicity import queries as publicity
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

PAGE, MOST = 20, 2000
TABS = {"current": "现行", "open": "编写、审核中", "ended": "停止参照"}
HEADINGS = ("编号", "标题", "来源", "领域", "案由", "违反条款", "处罚依据", "状态", "发布日期", "条文变化", "永久地址")
BUTTONS = {
    GuidingMove.REVISE: "修改",
    GuidingMove.CHECK: "审核",
    GuidingMove.RELEASE: "发布",
    GuidingMove.END: "停止参照",
}


def _asked(request: BureauRequest, state: str) -> dict[str, Any]:
    """What the list is narrowed by; those that are not released yet are shown to who writes them only, of the own organ."""
    domain, source = request.GET.get("domain", ""), request.GET.get("source", "")
    return {
        "state": state, "text": request.GET.get("q", "").strip()[:100], "domain": domain if domain in set(Domain) else "",
        "source": source if source in GUIDING_SOURCES else "", "organ_id": request.actor.organ_id if state == "open" else None,
    }  # fmt: skip


def _state(request: BureauRequest, writes: bool) -> str:
    state = request.GET.get("tab", "current")
    return state if state in TABS and (state != "open" or writes) else "current"


@page(*CASE_ROLES)
def guiding_cases(request: BureauRequest) -> HttpResponse:
    """Every guiding case in force, by words, field and source; those being written for who writes them."""
    writes = queries.writes_guiding_cases(request.actor)
    state = _state(request, writes)
    asked = _asked(request, state)
    found = queries.guiding_cases(**asked, after=request.GET.get("after", "")[:100], limit=PAGE + 1)
    counts = queries.guiding_counts(request.actor.organ_id if writes else None)
    shown = found[:PAGE]
    facts = {
        "rows": shown, "state": state, "writes": writes, "moved": queries.guiding_moved(shown, timezone.localdate()),
        "next": shown[-1].place if len(found) > PAGE else "", "domains": DOMAIN_NAMES,
        "tabs": [(key, word, counts[key]) for key, word in TABS.items() if key != "open" or writes],
        "filters": (
            Field("q", "标题和全文" if state == "current" else "标题", "search", asked["text"]),
            Field("domain", "领域", "select", asked["domain"], choices=[("", "全部"), *((one.value, DOMAIN_NAMES[one]) for one in Domain)]),
            Field("source", "来源", "select", asked["source"], choices=[("", "全部"), *((one.value, word) for one, word in GUIDING_SOURCES.items())]),
        ),
        "narrowed": bool(asked["text"] or asked["domain"] or asked["source"]),
    }  # fmt: skip
    return render(request, "bureau/guiding/list.html", facts)


@page(*CASE_ROLES)
def guiding_export(request: BureauRequest, kind: str) -> HttpResponse:
    """What the list shows, as a table."""
    state = _state(request, queries.writes_guiding_cases(request.actor))
    rows = queries.guiding_cases(**_asked(request, state), limit=MOST)
    moved = queries.guiding_moved(rows, timezone.localdate())
    cells = [
        [one.number, one.title, one.source_name, DOMAIN_NAMES.get(Domain(one.spec.domain), ""), "；".join(one.spec.offences),
         "；".join(one.spec.violates), "；".join(one.spec.penalises), one.state_name, str(one.released_on or ""),
         "；".join(each.told for each in moved.get(one.id, ())), one.code]
        for one in rows
    ]  # fmt: skip
    return sheet(kind, "guiding-cases", "指导案例", HEADINGS, cells)


def seen(request: BureauRequest, guiding_id: UUID) -> GuidingFacts:
    """One that this person may read. Raises Http404: one that is not released is for who writes it in the same organ."""
    found = queries.guiding_case(guiding_id)
    own = found is not None and found.organ_id == request.actor.organ_id and request.actor.has(*GUIDING_ROLES)
    if found is None or (found.state not in EVER_PUBLIC and not own):
        raise Http404
    return found


def moves(request: BureauRequest, found: GuidingFacts) -> list[GuidingMove]:
    """What this person may do to it now."""
    actor = request.actor
    if actor.organ_id != found.organ_id or not actor.has(*GUIDING_ROLES):
        return []
    heads, author = actor.has(Role.HEAD, Role.SUPERVISOR), actor.person_id in found.authors
    may = {
        GuidingMove.REVISE: True, GuidingMove.CHECK: not author, GuidingMove.RELEASE: heads and not author, GuidingMove.END: heads,
    }  # fmt: skip
    return [move for move, allowed in may.items() if allowed and found.may(move)]


@page(*CASE_ROLES)
def guiding_case(request: BureauRequest, guiding_id: UUID) -> HttpResponse:
    """One: what it says, what it rests on with how that stands today, who wrote, checked and released it."""
    found = seen(request, guiding_id)
    moved = queries.guiding_moved((found,), timezone.localdate()).get(found.id, ())
    origin = publicity.numbered(found.spec.origin, 1) if found.spec.origin else ()
    facts = {
        "found": found, "moved": {one.citation: one for one in moved}, "texts": _texts(found), "domain": DOMAIN_NAMES[Domain(found.spec.domain)],
        "moves": [(move, BUTTONS[move]) for move in moves(request, found)], "origin": next(iter(origin), None),
        "own": found.organ_id == request.actor.organ_id and request.actor.has(*GUIDING_ROLES),
        "successor": queries.guiding_case_at(found.replaced_by) if found.replaced_by else None,
    }  # fmt: skip
    return render(request, "bureau/guiding/one.html", facts)


@page(*CASE_ROLES)
def guiding_pdf(request: BureauRequest, guiding_id: UUID) -> HttpResponse:
    """The same as an official PDF; one with a character that cannot be printed says so on a page."""
    found = seen(request, guiding_id)
    response = HttpResponse(queries.guiding_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(found.title)}.pdf"
    response["Cache-Control"] = "private, no-store"
    return response


def _texts(found: GuidingFacts) -> list[tuple[str, str]]:
    return [
        (label, getattr(found.spec, name)) for name, (label, _, _) in GUIDING_TEXTS.items() if getattr(found.spec, name)
    ]


def trail_of(found: GuidingFacts, last: str) -> tuple[tuple[str, str], ...]:
    """Where a form of a guiding case lies."""
    here = reverse("bureau:guiding_case", args=[found.id])
    return (
        ("依据", ""),
        ("指导案例", reverse("bureau:guiding_cases")),
        (found.number or found.title[:20], here),
        (last, ""),
    )


@page(*GUIDING_ROLES)
def guiding_move(request: BureauRequest, guiding_id: UUID, move: str) -> HttpResponse:
    """Check, release or end one."""
    found = seen(request, guiding_id)
    if found.organ_id != request.actor.organ_id or move not in FORMS:
        raise Http404
    return FORMS[GuidingMove(move)](request, found)


def _check(request: BureauRequest, found: GuidingFacts) -> HttpResponse:
    def act(typed: Typed) -> str:
        made = operations.check_guiding_case(
            guiding_id=found.id, passed=typed["passed"] == "yes", opinion=typed["opinion"], seen=typed["seen"], by=request.actor, at=timezone.now()
        )  # fmt: skip
        return f"审核意见已登记，现在是“{made.state_name}”。"

    fields = (
        Field("seen", type="hidden", value=found.digest),
        Field("passed", "结论", "select", required=True, choices=[("", "请选择"), ("yes", "通过"), ("no", "退回修改")]),
        Field("opinion", "审核意见", "textarea", required=True, example="事实清楚，条文现行有效，已隐去当事人信息", attributes={"maxlength": 1000}),
    )  # fmt: skip
    return step(request, Step(
        f"审核：{found.title}", trail_of(found, "审核"), fields, act, "登记意见", reverse("bureau:guiding_case", args=[found.id]),
        note="由编写人以外的人审核：案情和条文对不对得上，裁量考虑讲不讲得通，当事人认不认得出来（LAW-23）。",
    ))  # fmt: skip


def _release(request: BureauRequest, found: GuidingFacts) -> HttpResponse:
    def act(typed: Typed) -> str:
        made = operations.release_guiding_case(
            guiding_id=found.id, note=typed["opinion"], seen=typed["seen"], by=request.actor, at=timezone.now()
        )
        return f"已发布为{made.called}，办案人员和公众都可以查到。"

    fields = (
        Field("seen", type="hidden", value=found.digest),
        Field("opinion", "发布意见", "textarea", required=True, example="同意发布，各执法机关办理同类案件参照", attributes={"maxlength": 1000}),
    )  # fmt: skip
    return step(request, Step(
        f"发布：{found.title}", trail_of(found, "发布"), fields, act, "发布", reverse("bureau:guiding_case", args=[found.id]),
        note="发布时编号、定日期，条文和个人信息再核对一次。发布以后不能再改，只能停止参照或者用新的一件替代。",
    ))  # fmt: skip


def _end(request: BureauRequest, found: GuidingFacts) -> HttpResponse:
    others = [one for one in queries.guiding_cases(organ_id=found.organ_id, limit=200) if one.id != found.id]

    def act(typed: Typed) -> str:
        made = operations.end_guiding_case(
            guiding_id=found.id, reason=typed["reason"], replaced_by=UUID(typed["replaced_by"]) if typed["replaced_by"] else None,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"{made.called}现在是“{made.state_name}”，不再推送，公众看到的是停止参照的说明。"

    fields = (
        Field("reason", "理由", "textarea", required=True, example="所引条文已经修改，不再适用", attributes={"maxlength": 1000}),
        Field("replaced_by", "由哪一件替代", "select", choices=[("", "没有替代"), *((str(one.id), f"{one.number} {one.title}") for one in others)]),
    )  # fmt: skip
    return step(request, Step(
        f"停止参照：{found.title}", trail_of(found, "停止参照"), fields, act, "停止参照", reverse("bureau:guiding_case", args=[found.id]),
        note="停止以后不再推送给办案人员。已经按它写过的参照说明留在案卷里。",
    ))  # fmt: skip


FORMS = {GuidingMove.CHECK: _check, GuidingMove.RELEASE: _release, GuidingMove.END: _end}
