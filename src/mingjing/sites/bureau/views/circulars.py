"""通报: issued by a supervisor, received and reported on by the organs, printed, handed on to be published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import as_moment
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.liabilities import pdf
from mingjing.sites.bureau.views.schemes import plain_text
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.circulars import (
    ADDRESSED_MOVES,
    ANONYMOUS,
    CIRCULAR_MOVE_NAMES,
    NAMING,
    OF_ORGANS,
    Addressed,
    AddressedFacts,
    CircularDraft,
    CircularFacts,
    CircularMove,
)
from mingjing.supervision.terms.liabilities import LiabilityFacts

READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)
HOME = "通报"
PAGE, MOST = 20, 2000
TABS = {"open": ("落实中", False), "closed": ("已办结", True)}
HEADINGS = ("通报编号", "标题", "通报机关", "通报日期", "报告期限", "机关", "机关的状态", "最近的办理")


def _tab(request: BureauRequest) -> tuple[str, str]:
    asked = request.GET.get("tab", "")
    return (asked if asked in TABS else "open"), request.GET.get("q", "").strip()[:60].replace("\x00", "")


@page(*READERS)
def circulars(request: BureauRequest) -> HttpResponse:
    """Circulars, newest first, with how many organs have reported."""
    (tab, words), counted = _tab(request), queries.circular_counts(request.actor)
    found = queries.circulars(
        request.actor, closed=TABS[tab][1], words=words, before=as_moment(request.GET.get("after", "")), limit=PAGE + 1
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": found[:PAGE], "tab": tab, "tabs": [(key, word, counted.get(closed, 0)) for key, (word, closed) in TABS.items()],
        "next": f"{last.issued_at.isoformat()}_{last.id.hex}" if last else "", "today": timezone.localdate(),
        "filter": [Field("q", "编号、标题", "search", words)], "words": words, "issues": request.actor.has(Role.SUPERVISOR),
        "sought": f"?tab={tab}" + (f"&q={words}" if words else ""),
    }  # fmt: skip
    return render(request, "bureau/liabilities/circulars.html", facts)


@page(*READERS)
def circulars_file(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, organ by organ, as CSV or XLSX."""
    tab, words = _tab(request)
    every = queries.circulars(request.actor, closed=TABS[tab][1], words=words, limit=MOST)
    rows = (_cells(one, at) for one in every for at in range(len(one.organs)))
    return sheet(kind, "circulars", HOME, HEADINGS, rows)


def _cells(one: CircularFacts, at: int) -> list[str]:
    line = one.organs[at]
    last = line.steps[-1] if line.steps else None
    return [
        one.number, one.title, one.issuer_name, f"{timezone.localdate(one.issued_at)}", one.due.isoformat(), line.organ_name, line.state_name,
        f"{last.name} {last.text}".strip() if last else "",
    ]  # fmt: skip


def _seen(request: BureauRequest, circular_id: UUID) -> CircularFacts:
    found = queries.circular(circular_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def circular(request: BureauRequest, circular_id: UUID) -> HttpResponse:
    """One circular with what every organ did; an organ sees its own line."""
    found = _seen(request, circular_id)
    supervises = bool(operations.supervises_region(request.actor, found.region))
    own = _own(request, found)
    moves = [move for move in CircularMove if move is not CircularMove.RETURN and _may(request, found, move)]
    facts = {
        "found": found, "supervises": supervises, "own": own, "may": [(move, CIRCULAR_MOVE_NAMES[move]) for move in moves],
        "naming": NAMING[found.naming], "days": (found.due - timezone.localdate()).days,
        "returns": supervises and not found.closed, "whole": [one for one in found.steps if one.organ_id is None],
    }  # fmt: skip
    return render(request, "bureau/liabilities/circular.html", facts)


def _own(request: BureauRequest, found: CircularFacts) -> AddressedFacts | None:
    return next((one for one in found.organs if one.organ_id == request.actor.organ_id), None)


def _may(request: BureauRequest, found: CircularFacts, move: CircularMove) -> bool:
    """Whether this person may do this now."""
    if found.closed:
        return False
    if move in OF_ORGANS:
        own = _own(request, found)
        answers = bool(operations.answers_orders(request.actor, request.actor.organ_id))
        return own is not None and answers and own.state in ADDRESSED_MOVES[move][0]
    if not operations.supervises_region(request.actor, found.region):
        return False
    return found.edition_id is None if move is CircularMove.PUBLISH else not found.owing


@page(Role.SUPERVISOR)
def circular_new(request: BureauRequest) -> HttpResponse:
    """Issue a circular; `?liability=` the item it comes from, whose names must not appear where nobody is named."""
    behind = _behind(request)
    own = organs.organ(request.actor.organ_id)
    every = [one for one in organs.organs() if one.region == own.region and one.id != own.id]
    made: list[CircularFacts] = []

    def act(typed: Typed) -> str:
        draft = CircularDraft(
            typed["title"], typed["naming"], plain_text(typed["naming_reason"]), plain_text(typed["facts"]), plain_text(typed["findings"]),
            plain_text(typed["demands"]), typed["due"], tuple(map(UUID, typed["organ_ids"])), behind.id if behind else None,
        )  # fmt: skip
        made.append(operations.issue_circular(draft=draft, by=request.actor, at=timezone.now()))
        return f"已发出{made[0].number}，{len(made[0].organs)} 个机关签收、报告。"

    fields = (
        Field("title", "标题", "text", required=True, wide=True, example="几起行政处罚决定被纠正", help="印成“关于……的通报”", attributes={"maxlength": 120}),
        Field("naming", "是否点名", "radio", ANONYMOUS, required=True, choices=list(NAMING.items())),
        Field("naming_reason", "点名的理由", "textarea", rows=2, attributes={"maxlength": 500}),
        Field("facts", "基本情况", "textarea", behind.facts if behind else "", required=True, rows=6, attributes={"maxlength": 4000}),
        Field("findings", "存在的问题", "textarea", required=True, rows=5, attributes={"maxlength": 4000}),
        Field("demands", "要求", "textarea", required=True, rows=5, help="一行一项", attributes={"maxlength": 4000}),
        Field("due", "报告期限", "date", required=True, help="这一天以前报告落实情况"),
        Field("organ_ids", "通报的机关", "checkboxes", [str(one.id) for one in every], required=True, choices=[(str(one.id), one.name) for one in every]),
    )  # fmt: skip
    back = reverse("bureau:circulars")
    note = (
        f"从{behind.number}带入查明的事实；不点名的请隐去所涉机关、人员、当事人。"
        if behind
        else "本区域的机关签收、报告落实情况。"
    )
    return step(request, Step(
        "发通报", (("监督统计", ""), (HOME, back), ("发通报", "")), fields, act, "发出", back, note=note, aliases={"liability_id": "facts"},
        then=lambda: reverse("bureau:circular", args=[made[0].id]),
    ))  # fmt: skip


def _behind(request: BureauRequest) -> LiabilityFacts | None:
    text = request.GET.get("liability", "")
    if not text:
        return None
    try:
        found = queries.liability(UUID(text), request.actor)
    except ValueError:
        found = None
    if found is None or not found.whole:
        raise Http404
    return found


LABELS = {
    CircularMove.REPORT: ("落实情况", "写明本机关有没有同样的问题、改了什么、怎样防止"),
    CircularMove.RETURN: ("退回的理由", "写明还要补充什么；这个机关看得到"),
    CircularMove.PUBLISH: ("公开的理由", "进入“事前公示”的“行政执法通报”，另一人审核、发布以后公开"),
    CircularMove.CLOSE: ("办结情况", "写明各机关落实的结果"),
}
DONE = {
    CircularMove.RECEIVE: "已签收。", CircularMove.REPORT: "已报告。", CircularMove.RETURN: "已退回补充。",
    CircularMove.PUBLISH: "已交事前公示，审核、发布以后公开。", CircularMove.CLOSE: "已办结。",
}  # fmt: skip


_ACTS: dict[CircularMove, Callable[..., CircularFacts]] = {
    CircularMove.RECEIVE: operations.receive_circular,
    CircularMove.REPORT: operations.report_circular,
    CircularMove.PUBLISH: operations.publish_circular,
    CircularMove.CLOSE: operations.close_circular,
}


@page(*READERS)
def circular_move(request: BureauRequest, circular_id: UUID, move: str) -> HttpResponse:
    """Receive, report, publish or close."""
    found = _seen(request, circular_id)
    if move not in set(CircularMove) - {CircularMove.RETURN} or not _may(request, found, CircularMove(move)):
        raise Http404
    what = CircularMove(move)

    def act(typed: Typed) -> str:
        given: dict[str, Any] = {"circular_id": circular_id, "by": request.actor, "at": timezone.now()}
        if what is not CircularMove.RECEIVE:
            given["text"] = plain_text(typed["text"])
        _ACTS[what](**given)
        return DONE[what]

    return step(request, _form(found, what, CIRCULAR_MOVE_NAMES[what], act))


@page(Role.SUPERVISOR)
def circular_return(request: BureauRequest, circular_id: UUID, addressed_id: UUID) -> HttpResponse:
    """Send an organ's report back."""
    found = _seen(request, circular_id)
    line = next((one for one in found.organs if one.organ_id == addressed_id), None)
    if line is None or found.closed or line.state != Addressed.REPORTED:
        raise Http404

    def act(typed: Typed) -> str:
        operations.return_circular(
            circular_id=circular_id,
            organ_id=addressed_id,
            text=plain_text(typed["text"]),
            by=request.actor,
            at=timezone.now(),
        )
        return DONE[CircularMove.RETURN]

    return step(request, _form(found, CircularMove.RETURN, f"退回{line.organ_name}补充", act))


def _form(found: CircularFacts, what: CircularMove, title: str, act: Callable[[Typed], str]) -> Step:
    back = reverse("bureau:circular", args=[found.id])
    trail = (
        ("监督统计", ""),
        (HOME, reverse("bureau:circulars")),
        (found.number, back),
        (CIRCULAR_MOVE_NAMES[what], ""),
    )
    label, help_ = LABELS.get(what, ("", ""))
    fields = (Field("text", label, "textarea", required=True, rows=5, help=help_, attributes={"maxlength": 4000}),) if label else ()  # fmt: skip
    return Step(f"{title}：{found.number}", trail, fields, act, CIRCULAR_MOVE_NAMES[what], back, note=f"{found.title}：{found.demands[:200]}")  # fmt: skip


@page(*READERS)
def circular_pdf(request: BureauRequest, circular_id: UUID) -> HttpResponse:
    """The circular as an official letter."""
    found = _seen(request, circular_id)
    return pdf(publicity.set_paper(queries.circular_paper(found)).pdf, found.number)
