"""审核意见分歧: the step that is due beside both opinions, the list of the organ or of all organs, how the organ settles them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations
from mingjing.cases.queries import oversight
from mingjing.cases.queries.page import CasePage
from mingjing.cases.terms import sight
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import as_moment
from mingjing.organs import queries as organs
from mingjing.review import operations as review
from mingjing.review import queries as reviews
from mingjing.review.terms import SETTLEMENT_NAMES, DisputeFacts, RoundFacts, Settlement
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

PARTIES = (Role.HANDLER, Role.REVIEWER, Role.HEAD)
READERS = (*PARTIES, Role.SUPERVISOR)
PAGE, MOST = 50, 5000
STATES = (("", "全部"), ("open", "没有处理的"), ("settled", "已经处理的"))
HEADINGS = ("机关", "案件", "轮次", "审核结论", "提出日期", "现在", "处理结果", "责任人员", "处理日期")
LONG = {"maxlength": 5000}
# Step → who takes it, title, button, what is to be written.
MOVES: Mapping[str, tuple[tuple[Role, ...], str, str, str]] = {
    "raise": (
        (Role.HANDLER,), "提出审核意见分歧", "提出分歧",
        "不同意审核意见的，写明意见、理由和依据。分歧的处理结果不代替审核通过，处理之后仍须重新送审（REV-09、G-26）。",
    ),
    "answer": ((Role.REVIEWER,), "答复审核意见分歧", "答复", "写明审核机构的意见、理由和依据，双方随后协商（REV-09）。"),
    "consult": (
        (Role.HANDLER, Role.REVIEWER), "记录协商", "记录协商",
        "承办人或者审核人记录，写明双方怎么说、是否一致，只记录一次（REV-23）。",
    ),
    "settle": (
        (Role.HEAD,), "处理审核意见分歧", "处理分歧",
        "在双方意见和协商记录的基础上处理（REV-24）。处理结果不代替审核通过：承办人按结果办理后重新送审，审核通过才能作出决定（G-26）。",
    ),
}  # fmt: skip


@page(*PARTIES)
def dispute(request: BureauRequest, case_id: UUID, move: str) -> HttpResponse:
    """One step of a disagreement, beside the opinion and what both sides wrote."""
    if move not in MOVES:
        raise Http404
    found = seen(request, case_id, "review")
    rounds = reviews.rounds(found.dossier_id)
    if not rounds:
        raise Http404
    roles, title, button, note = MOVES[move]
    whose = sight.Seen(found.facts.organ.id, found.facts.handlers)
    if not any(sight.may_do(request.actor, whose, role) for role in roles):
        raise Forbidden(f"“{title}”由本案的{'、'.join(_name(role) for role in roles)}办理。")
    last, back = rounds[-1], f"{reverse('bureau:case', args=[case_id])}?tab=review"
    if request.method != "POST" and not request.typed and move != _due(last):
        messages.info(request, f"“{title}”现在不能办理，请看下面的审核情况。")
        return HttpResponseRedirect(back)
    number = found.row["number"] or found.row["lead_number"]
    trail = (("案件", reverse("bureau:cases")), (number, back), (title, ""))
    return step(request, Step(
        title, trail, dispute_fields(last.dispute, move, _route(found)), _act(request, found, move), button, back, note=note,
        template="bureau/cases/dispute.html", facts=_beside(found, last),
    ))  # fmt: skip


def _due(last: RoundFacts) -> str:
    """The step that comes next; raise where the latest opinion may still be disagreed with."""
    if last.dispute is not None:
        return last.dispute.waits_for
    return "raise" if last.opinion is not None and last.opinion.result != "agree" else ""


def _name(role: Role) -> str:
    return {Role.HANDLER: "承办人", Role.REVIEWER: "法制审核人", Role.HEAD: "负责人"}[role]


def _beside(found: CasePage, last: RoundFacts) -> dict[str, Any]:
    """What is read beside the form."""
    people = last.dispute.people if last.dispute else frozenset()
    names = {key: one.name for key, one in organs.persons(people).items()} if people else {}
    return {"case": found, "round": last, "names": names}


def dispute_fields(now: DisputeFacts | None, move: str, route: Settlement) -> tuple[Field, ...]:
    """What a step of a disagreement asks for. `route`: how the organ settles what consultation left open."""
    if move in {"raise", "answer"}:
        whose = "承办机构" if move == "raise" else "审核机构"
        return (
            Field("position", f"{whose}的意见", "textarea", required=True, rows=2, attributes=LONG),
            Field("reasons", "理由", "textarea", required=True, rows=4, attributes=LONG),
            Field("basis", "依据", "textarea", required=True, rows=2, example="行政处罚法第四十六条", attributes=LONG),
        )
    if move == "consult":
        return (
            Field("consulted_on", "协商日期", "date", timezone.localdate(), required=True),
            Field("consulted_with", "参加人员", "text", required=True, help="双方参加协商的人员", attributes={"maxlength": 200}),
            Field("consultation", "协商情况", "textarea", required=True, rows=4, help="双方各自的说法、达成或者没有达成的一致", attributes=LONG),
            Field("agreed", "结果", "radio", required=True, choices=(("yes", "协商一致"), ("no", "没有一致，报请处理"))),
        )  # fmt: skip
    chosen = Settlement.CONSULTED if now and now.agreed else route
    return (
        Field("settlement", "处理方式", "select", str(chosen), required=True, choices=[(str(chosen), SETTLEMENT_NAMES[chosen])], help="由协商结果和本机关确定的方式得出"),
        *((Field("meeting", "集体讨论的时间、参加人员和各自意见", "textarea", required=True, rows=4, attributes=LONG),) if chosen == Settlement.COLLECTIVE else ()),
        Field("outcome", "处理结果", "textarea", required=True, rows=4, help="采纳哪一方的意见，重新送审前要做什么", attributes=LONG),
        Field("responsible", "由谁负责办理", "text", required=True, help="按处理结果办理的人员", attributes={"maxlength": 200}),
    )  # fmt: skip


def _route(found: CasePage) -> Settlement:
    return Settlement(reviews.dispute_route(found.facts.organ.id, timezone.localdate()).route)


def _act(request: BureauRequest, found: CasePage, move: str) -> Callable[[Typed], str]:
    """What the button does, and the sentence that says what was done."""
    who: dict[str, Any] = {"case_id": found.id, "by": request.actor, "now": timezone.now()}

    def act(typed: Typed) -> str:
        if move == "raise":
            operations.raise_dispute(**typed, **who)
            return "已提出分歧，等审核机构答复。"
        if move == "answer":
            operations.answer_dispute(**typed, **who)
            return "已答复，请双方协商并记录。"
        if move == "consult":
            agreed = typed.pop("agreed") == "yes"
            operations.consult_dispute(**typed, agreed=agreed, **who)
            return "已记录协商，等负责人处理。"
        operations.settle_dispute(meeting=str(typed.pop("meeting", "")), **typed, **who)
        return "已处理。承办人按处理结果办理后重新送审，审核通过才能作出决定。"

    return act


def _asked(request: BureauRequest) -> dict[str, Any]:
    """Which disagreements are asked for: the organ's own; of every organ or the chosen one for the supervisor."""
    own = [request.actor.organ_id]
    if request.actor.has(Role.SUPERVISOR):
        chosen = organs.organ_by_slug(request.GET.get("organ", ""))
        own = [chosen.id] if chosen else []
    words = request.GET.get("q", "").replace("\0", "")[:100]
    return {"organ_ids": own or None, "state": request.GET.get("state", ""), "words": words}


@page(*READERS)
def disputes(request: BureauRequest) -> HttpResponse:
    """The disagreements, newest first."""
    asked = _asked(request)
    found = reviews.disputes(**asked, before=as_moment(request.GET.get("after", "")), limit=PAGE + 1)
    last = found[PAGE - 1].dispute if len(found) > PAGE else None
    places = tuple(one.dossier_id for one in found[:PAGE])
    cases, drafts = oversight.cases_by_dossier(request.actor, places), reviews.outside_by_dossier(places)
    fields = [
        Field("q", "送审事项", "search", asked["words"]),
        Field("state", "现在", "select", asked["state"], choices=STATES),
    ]
    if request.actor.has(Role.SUPERVISOR):
        every = [("", "全部机关"), *((one.slug, one.name) for one in organs.organs())]
        fields.insert(0, Field("organ", "机关", "select", request.GET.get("organ", ""), choices=every))
    facts = {
        "rows": [{"line": one, "case": cases.get(one.dossier_id), "draft": drafts.get(one.dossier_id)} for one in found[:PAGE]], "filters": fields,
        "next": f"{last.raised_at.isoformat()}_{last.id.hex}" if last else "", "watches": request.actor.has(Role.SUPERVISOR),
        "organs": {one.id: one.name for one in organs.organs()} if request.actor.has(Role.SUPERVISOR) else {},
    }  # fmt: skip
    return render(request, "bureau/reviewers/disputes.html", facts)


@page(*READERS)
def disputes_export(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, as a table."""
    names = {one.id: one.name for one in organs.organs()}
    rows = [
        [names.get(one.organ_id, ""), one.title, f"第{one.round}轮", one.result_name, _day(one.dispute.raised_at), one.dispute.state_name,
         one.dispute.outcome, one.dispute.responsible, _day(one.dispute.settled_at)]
        for one in reviews.disputes(**_asked(request), limit=MOST)
    ]  # fmt: skip
    return sheet(kind, "disputes", "审核意见分歧", HEADINGS, rows)


def _day(at: datetime | None) -> str:
    return f"{timezone.localdate(at)}" if at else ""


@page(Role.HEAD)
def dispute_route_new(request: BureauRequest) -> HttpResponse:
    """How the organ settles what consultation left open."""
    now, back = reviews.dispute_route(request.actor.organ_id, timezone.localdate()), reverse("bureau:disputes")

    def act(typed: Typed) -> str:
        made = review.choose_route(route=typed["route"], basis=typed["basis"], by=request.actor, at=timezone.now())
        return f"已确定：协商不成的，{made.name}。"

    fields = (
        Field("route", "协商不成的", "radio", now.route, required=True, choices=[(str(one), SETTLEMENT_NAMES[one]) for one in (Settlement.HEAD, Settlement.COLLECTIVE)]),
        Field("basis", "依据", "text", required=True, example="示应急〔2026〕5号", help="确定这种方式的文件名称或者文号", attributes={"maxlength": 200}),
    )  # fmt: skip
    told = f"依据 {now.basis}" if now.number else "本机关没有确定，按系统的默认值"
    return step(request, Step(
        "确定分歧的处理方式", (("审核意见分歧", back), ("确定处理方式", "")), fields, act, "确定", back,
        note=f"现在：{now.name}（{told}）。改变以后处理的分歧按新的方式，以前的记录保留。",
    ))  # fmt: skip
