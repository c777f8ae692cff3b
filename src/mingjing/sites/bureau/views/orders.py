"""Supervision orders (督办单): the desk of those who issue them and of those who answer, each order, its print."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import queries as cases
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Refused
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.sites.bureau.views.filling import Step, Typed, as_place, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries
from mingjing.supervision.terms import (
    ORDER_MOVE_NAMES,
    ORDER_MOVES,
    OrderDraft,
    OrderFacts,
    OrderMove,
    OrderState,
)

READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)
PAGE = 20
TABS = {
    "owed": ("待报告", (OrderState.ISSUED, OrderState.RETURNED)),
    "answered": ("待审核", (OrderState.ANSWERED,)),
    "closed": ("已办结", (OrderState.CLOSED,)),
}


@page(*READERS)
def orders(request: BureauRequest) -> HttpResponse:
    """Orders by state, the most urgent first."""
    asked = request.GET.get("tab", "")
    counted = queries.order_counts(request.actor)
    tabs = [(key, word, sum(counted.get(one, 0) for one in states)) for key, (word, states) in TABS.items()]
    first = next((key for key, _, count in tabs[:2] if count), "owed")
    tab = asked if asked in TABS else first
    found = queries.orders(request.actor, TABS[tab][1], after=as_place(request.GET.get("after", "")), limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": [(one, (one.due - timezone.localdate()).days) for one in found[:PAGE]],
        "tabs": tabs,
        "tab": tab,
        "next": f"{last.due.isoformat()}_{last.id.hex}" if last else "",
        "issues": request.actor.has(Role.SUPERVISOR),
    }
    return render(request, "bureau/orders/orders.html", facts)


def _seen(request: BureauRequest, order_id: UUID) -> OrderFacts:
    found = queries.order(order_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def order(request: BureauRequest, order_id: UUID) -> HttpResponse:
    """One order with everything that followed. The complaint behind it is linked for supervisors only."""
    found = _seen(request, order_id)
    facts = {
        "found": found,
        "days": (found.due - timezone.localdate()).days,
        "may": [(move, ORDER_MOVE_NAMES[move]) for move in OrderMove if _may(request, found, move)],
        "open_state": found.state != OrderState.CLOSED,
        "letter": publicity.read_letter(found.letter_id, by=request.actor) if found.letter_id else None,
    }
    return render(request, "bureau/orders/order.html", facts)


def _may(request: BureauRequest, found: OrderFacts, move: OrderMove) -> bool:
    if found.state not in ORDER_MOVES[move][0]:
        return False
    if move is OrderMove.ANSWER:
        return bool(operations.answers_orders(request.actor, found.organ_id))
    return bool(operations.supervises_region(request.actor, found.region))


@page(Role.SUPERVISOR)
def order_new(request: BureauRequest) -> HttpResponse:
    """Issue an order; `?letter=` a complaint behind it, `?case=` the case it is about."""
    letter_id, case_id = _key(request.GET.get("letter", "")), _key(request.GET.get("case", ""))
    letter = publicity.read_letter(letter_id, by=request.actor) if letter_id else None
    if letter_id and letter is None:
        raise Http404
    case = _case(case_id) if case_id else None
    region = organs.organ(request.actor.organ_id).region
    every = [one for one in organs.organs() if one.region == region and one.id != request.actor.organ_id]
    chosen = letter.organ_id if letter else case.organ_id if case else ""
    made: list[OrderFacts] = []

    def act(typed: Typed) -> str:
        draft = OrderDraft(
            UUID(typed["organ_id"]),
            typed["subject"],
            _lines(typed["asks"]),
            typed["basis"],
            typed["due"],
            case_id,
            letter_id,
        )
        made.append(operations.issue_order(draft=draft, by=request.actor, at=timezone.now()))
        return f"已向{made[0].organ_name}发出{made[0].number}。"

    fields = (
        Field("organ_id", "被督办机关", "select", str(chosen), required=True, choices=[("", "请选择"), *((str(one.id), one.name) for one in every)]),
        Field("subject", "督办事项", "text", f"{case.decision_number or case.number or case.lead_number}的办理" if case else "",
              required=True, example="入企检查出示证件的情况", attributes={"maxlength": 120}),
        Field("basis", "督办依据", "text", "行政处罚法第七十五条", required=True, wide=True, attributes={"maxlength": 300}),
        Field("asks", "督办要求", "textarea", required=True, rows=6, help="要求查什么、改什么、报告什么；被督办机关看得到，不要写投诉人的姓名、联系方式，也不要照抄来信", attributes={"maxlength": 4000}),
        Field("due", "报告期限", "date", required=True, help="这一天以前报告办理情况"),
    )  # fmt: skip
    back = reverse("bureau:letter", args=[letter_id]) if letter_id else reverse("bureau:orders")
    note = "被督办的机关只看到这里写的内容。" + (
        f"据{letter.number}发出，被督办机关看不到来信和来信人。" if letter else ""
    )
    return step(request, Step(
        "发督办单", (("督办", reverse("bureau:orders")), ("发督办单", "")), fields, act, "发出", back, note=note,
        then=lambda: reverse("bureau:order", args=[made[0].id]), aliases={"letter_id": "organ_id", "case_id": "organ_id"},
    ))  # fmt: skip


def _case(case_id: UUID) -> Any:
    try:
        return cases.case_row(case_id)
    except cases.CaseNotFound:
        raise Http404 from None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


WRONG = {"no": "没有", "yes": "查实有错误"}
HELP = {
    OrderMove.ANSWER: "写明查明的情况、处理结果、今后怎样防止；督办机关审核",
    OrderMove.RETURN: "写明还要补充什么；被督办机关看得到，不要写投诉人的信息",
    OrderMove.CLOSE: "写明办结的理由；收回督办单的，写明为什么收回",
}
DONE = {OrderMove.ANSWER: "已报告，等督办机关审核。", OrderMove.RETURN: "已退回补充。", OrderMove.CLOSE: "已办结。"}


@page(*READERS)
def order_move(request: BureauRequest, order_id: UUID, move: str) -> HttpResponse:
    """Answer, return or close an order."""
    found = _seen(request, order_id)
    if move not in set(OrderMove):
        raise Http404
    what, back = OrderMove(move), reverse("bureau:order", args=[order_id])
    if what is OrderMove.ANSWER:
        operations.answers_orders.require(request.actor, found.organ_id, doing="报告督办单")
    else:
        operations.supervises_region.require(request.actor, found.region, doing=f"{ORDER_MOVE_NAMES[what]}督办单")
    if request.method != "POST" and (stopped := queries.order_hindrances(found, what)):
        raise Refused(*stopped)

    def act(typed: Typed) -> str:
        given: dict[str, Any] = {
            "order_id": order_id,
            "text": _lines(typed["text"]),
            "by": request.actor,
            "at": timezone.now(),
        }
        if what is OrderMove.RETURN:
            operations.return_order(due=typed["due"], **given)
        elif what is OrderMove.CLOSE:
            operations.close_order(wrong=typed["wrong"] == "yes", **given)
        else:
            operations.answer_order(**given)
        return f"{found.number}：{DONE[what]}"

    label = "查明的情况和处理结果" if what is OrderMove.ANSWER else "理由"
    fields = [Field("text", label, "textarea", required=True, rows=6, help=HELP[what], attributes={"maxlength": 4000})]
    if what is OrderMove.RETURN:
        fields.append(Field("due", "新的报告期限", "date", required=True))
    if what is OrderMove.CLOSE:
        fields.append(Field("wrong", "是否查实执法决定有错误", "radio", "no", choices=list(WRONG.items()), help="查实的，列入“责任追究”待处理的来源"))  # fmt: skip
    trail = (("督办", reverse("bureau:orders")), (found.number, back), (ORDER_MOVE_NAMES[what], ""))
    return step(request, Step(
        f"{ORDER_MOVE_NAMES[what]}：{found.number}", trail, tuple(fields), act, ORDER_MOVE_NAMES[what], back,
        note=f"{found.subject}：{found.asks[:200]}{'……' if len(found.asks) > 200 else ''}",
    ))  # fmt: skip


@page(*READERS)
def order_pdf(request: BureauRequest, order_id: UUID) -> HttpResponse:
    """The order as an official letter."""
    found = _seen(request, order_id)
    made = publicity.set_paper(queries.order_paper(found))
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.number)}.pdf"
    return response
