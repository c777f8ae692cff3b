"""The credit channel: its items by state, one item with its timeline, repair and objection."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.exchange import operations, queries
from mingjing.exchange.terms import (
    CONDITIONS,
    CREDIT_MOVES,
    REQUEST_NAMES,
    CreditFacts,
    CreditMove,
    CreditState,
    CreditStepFacts,
    RequestFacts,
    RequestKind,
    RequestState,
)
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.sites.bureau.views.filling import Step, Typed, as_place, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

READERS = (Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR)
PAGE = 20
TABS: dict[str, tuple[str, tuple[str, ...]]] = {
    "shown": ("公示中", (CreditState.SHOWN,)),
    "hidden": ("不公示", (CreditState.HIDDEN,)),
    "ended": ("已停止", (CreditState.STOPPED, CreditState.REPAIRED, CreditState.CANCELLED)),
}
_WORDS = {move.value: told[0] for move, told in CREDIT_MOVES.items()} | {"ask": "登记申请", "answer": "答复申请"}


@page(*READERS)
def credit(request: BureauRequest) -> HttpResponse:
    """What waits for a decision, by its last day; and the items by state."""
    organ_id = None if request.actor.has(Role.SUPERVISOR) else request.actor.organ_id
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in TABS else "todo"
    waiting, counted = queries.open_requests(organ_id), queries.credit_counts(organ_id)
    states = TABS[tab][1] if tab in TABS else ()
    place = as_place(request.GET.get("after", ""))
    rows = queries.credit_items(organ_id, states, before=place, limit=PAGE + 1) if states else ()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    today = timezone.localdate()
    facts = {
        "tab": tab,
        "tabs": [
            ("todo", "待办", len(waiting)),
            *((key, word, sum(counted[one] for one in held)) for key, (word, held) in TABS.items()),
        ],
        "waiting": [(one, (one.due - today).days) for one in waiting],
        "rows": rows[:PAGE],
        "next": f"{last.decided_on.isoformat()}_{last.id.hex}" if last else "",
        "may_decide": request.actor.has(Role.HEAD),
    }
    return render(request, "bureau/channels/credit.html", facts)


def _seen(request: BureauRequest, found: CreditFacts | None) -> CreditFacts:
    if found is None:
        raise Http404
    if found.organ_id != request.actor.organ_id and not request.actor.has(Role.SUPERVISOR):
        raise Forbidden(f"{request.actor.name}不能查看其他机关的信用公示。")
    return found


@page(*READERS)
def credit_item(request: BureauRequest, item_id: UUID) -> HttpResponse:
    """One penalty on the credit channel: class, terms, what was asked, everything that happened."""
    found = _seen(request, queries.credit_item(item_id))
    own = found.organ_id == request.actor.organ_id
    facts = {
        "found": found,
        "requests": queries.credit_requests(item_id),
        "steps": [_line(one) for one in queries.credit_steps(item_id)],
        "may_ask": own and request.actor.has(Role.PUBLICIST, Role.HEAD) and found.state != CreditState.CANCELLED,
        "may_decide": own and request.actor.has(Role.HEAD),
        "today": timezone.localdate(),
        "phase": _phase(found, timezone.localdate()),
    }
    return render(request, "bureau/channels/credit_item.html", facts)


def _phase(found: CreditFacts, today: date) -> str:
    """Where it stands between its two terms, in words."""
    if found.state != CreditState.SHOWN or not found.shortest or not found.longest:
        return ""
    if today <= found.shortest:
        return f"最短公示期还有 {(found.shortest - today).days} 天届满，届满后可以申请修复"
    return f"最短公示期已届满，可以申请修复；{(found.longest - today).days} 天后最长公示期届满，自动停止"


def _line(one: CreditStepFacts) -> dict[str, object]:
    ends = one.move in {CreditMove.STOP, CreditMove.REPAIR, CreditMove.CANCEL}
    return {
        "at": one.at,
        "title": _WORDS[one.move],
        "who": one.person_name,
        "text": one.note,
        "icon": "slash-circle" if ends else "check-circle-fill",
        "tone": "quiet",
    }


@page(Role.PUBLICIST, Role.HEAD)
def credit_ask(request: BureauRequest, item_id: UUID) -> HttpResponse:
    """Register a repair or an objection of the party."""
    found = _seen(request, queries.credit_item(item_id))

    def act(typed: Typed) -> str:
        made = operations.ask_credit(item_id=item_id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number}：{made.kind_name}已登记，{made.due:%Y-%m-%d} 以前要作出决定。"

    kinds = [("", "请选择"), *((one.value, REQUEST_NAMES[one]) for one in RequestKind)]
    fields = (
        Field("kind", "申请的种类", "select", required=True, choices=kinds),
        Field("applicant", "申请人", required=True, help="只在办案端可见", attributes={"maxlength": 120}),
        Field("applied_on", "申请日期", "date", timezone.localdate(), required=True),
        Field("claim", "理由和材料", "textarea", required=True, example="罚款已缴清，附缴款凭证、信用承诺书"),
    )
    here = reverse("bureau:credit_item", args=[item_id])
    trail = (("信用公示", reverse("bureau:credit")), (found.number, here), ("登记申请", ""))
    note = (
        f"{found.party_name}　{found.klass_name}　最短公示期到 {found.shortest or '—'}，最长到 {found.longest or '—'}"
    )
    return step(request, Step(f"登记信用申请：{found.number}", trail, fields, act, "登记", here, note=note))


@page(Role.HEAD)
def credit_answer(request: BureauRequest, request_id: UUID) -> HttpResponse:
    """Grant or refuse; what is missing is named by the rule, what was typed stays."""
    asked = queries.credit_request(request_id)
    found = _seen(request, asked.item if asked else None)
    assert asked is not None
    here = reverse("bureau:credit_item", args=[found.id])
    if request.method == "GET" and asked.state != RequestState.OPEN:
        return HttpResponseRedirect(here)

    def act(typed: Typed) -> str:
        done = operations.answer_credit(
            request_id=request_id,
            granted=typed["answer"] == "granted",
            reason=typed["reason"],
            conditions=[key for key in CONDITIONS if typed.get(key)],
            by=request.actor,
            at=timezone.now(),
        )
        return f"{found.number}：{done.answer_name}。"

    trail = (("信用公示", reverse("bureau:credit")), (found.number, here), ("作出决定", ""))
    title = f"决定{asked.kind_name}：{found.number}"
    return step(request, Step(title, trail, _answers(asked), act, "作出决定", here, note=_told(asked)))


def _answers(asked: RequestFacts) -> tuple[Field, ...]:
    repair = asked.kind == RequestKind.REPAIR
    words = ("准予修复", "不予修复") if repair else ("异议成立", "异议不成立")
    choices = [("", "请选择"), *zip(("granted", "refused"), words, strict=True)]
    checks = [Field(key, f"查明：{word}", "checkbox") for key, word in CONDITIONS.items()] if repair else []
    return (
        Field("answer", "决定", "select", required=True, choices=choices),
        *checks,
        Field("reason", "决定的理由", "textarea", required=True, help="告知申请人，不向社会公开"),
    )


def _told(asked: RequestFacts) -> str:
    then = (
        "准予的，信用平台同时停止公示、共享和使用；本机关网站的公示是另一个期限，不受影响。"
        if asked.kind == RequestKind.REPAIR
        else "成立的，请到“执法公示”更正，更正后自动推送到信用平台。"
    )
    return f"{asked.applicant}于 {asked.applied_on:%Y-%m-%d} 申请：{asked.claim[:300].rstrip('。')}。{then}"
