"""Supervision orders for who issued them and for who answers them."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.publicity.terms import PaperData
from mingjing.supervision.models import Order
from mingjing.supervision.rules.orders import order_answered_in_time, order_move_allowed
from mingjing.supervision.terms import ANSWERING, OWES_ANSWER, OrderFacts, OrderMove, OrderState


def _visible(by: Actor) -> QuerySet[Order]:
    """A supervisor's region, or the own organ for who answers."""
    if by.has(Role.SUPERVISOR):
        return Order.objects.filter(region=organs.organ(by.organ_id).region)
    return Order.objects.filter(organ_id=by.organ_id) if by.has(*ANSWERING) else Order.objects.none()


def orders(
    by: Actor, states: Collection[str], *, organ_id: UUID | None = None, after: tuple[date, UUID] | None = None,
    limit: int = 20,
) -> tuple[OrderFacts, ...]:  # fmt: skip
    """The orders this person may see in some states, by their day. Three queries at most."""
    rows = _visible(by).filter(state__in=list(states))
    rows = rows.filter(organ_id=organ_id) if organ_id else rows
    if after:
        day, key = after
        rows = rows.filter(due__gt=day) | rows.filter(due=day, pk__gt=key)
    told = by.has(Role.SUPERVISOR)
    return tuple(row.facts(supervising=told) for row in rows.prefetch_related("steps").order_by("due", "pk")[:limit])


def order(order_id: UUID, by: Actor) -> OrderFacts | None:
    """One order, for its supervisors and its organ; None for everybody else."""
    row = _visible(by).filter(pk=order_id).prefetch_related("steps").first()
    return row.facts(supervising=by.has(Role.SUPERVISOR)) if row else None


def orders_of_letter(letter_id: UUID, by: Actor) -> tuple[OrderFacts, ...]:
    """The orders that a complaint led to, for supervisors of their region only."""
    rows = _visible(by).filter(letter_id=letter_id) if by.has(Role.SUPERVISOR) else Order.objects.none()
    return tuple(row.facts(supervising=True) for row in rows.prefetch_related("steps"))


def orders_of_case(case_id: UUID, by: Actor) -> tuple[OrderFacts, ...]:
    """The orders about a case that this person may see."""
    told = by.has(Role.SUPERVISOR)
    return tuple(row.facts(supervising=told) for row in _visible(by).filter(case_id=case_id).prefetch_related("steps"))


def order_counts(by: Actor) -> Mapping[str, int]:
    """State → how many of the orders this person may see. Two queries at most."""
    return dict(_visible(by).values_list("state").annotate(count=Count("pk")).order_by())


def order_counts_by_organ(by: Actor, on: date) -> Mapping[UUID, tuple[int, int]]:
    """Organ → (orders not closed, of them late), of what this person may see. Two queries at most."""
    found: dict[UUID, tuple[int, int]] = {}
    rows = _visible(by).exclude(state=OrderState.CLOSED).values_list("organ_id", "state", "due")
    for organ_id, state, due in rows.order_by():
        count, late = found.get(organ_id, (0, 0))
        found[organ_id] = (count + 1, late + (state in OWES_ANSWER and due < on))
    return found


def late_orders(by: Actor, on: date, *, limit: int = 50) -> tuple[tuple[OrderFacts, Finding], ...]:
    """SUP-35 asked as a clock: orders whose answer is overdue, the latest first. Three queries at most."""
    rows = _visible(by).filter(state__in=list(OWES_ANSWER), due__lt=on).prefetch_related("steps").order_by("due", "pk")
    told = (row.facts(supervising=by.has(Role.SUPERVISOR)) for row in rows[:limit])
    return tuple((one, found) for one in told for found in order_answered_in_time(one.number, one.state, one.due, on))


def order_hindrances(one: OrderFacts, move: OrderMove) -> tuple[Finding, ...]:
    """Why this move is not open now (SUP-33): the same sentence as the operation's refusal."""
    found: tuple[Finding, ...] = order_move_allowed(one.state, move)
    return found


def order_paper(one: OrderFacts) -> PaperData:
    """The order as an official letter to the organ: what it is told, never what lies behind (SUP-36)."""
    day = local_day(one.issued_at)
    about = [{"k": "p", "t": f"所涉案件：{one.case_no}。"}] if one.case_no else []
    first, *rest = [line.strip() for line in one.asks.splitlines() if line.strip()] or [""]
    blocks = [
        {"k": "p", "t": f"编号：{one.number}"},
        {"k": "p", "t": f"{one.organ_name}："},
        {"k": "article", "head": "督办事项", "t": one.subject},
        *about,
        {"k": "article", "head": "督办依据", "t": one.basis},
        {"k": "article", "head": "督办要求", "t": first},
        *({"k": "p", "t": line} for line in rest),
        {"k": "p", "t": f"请在{plain(one.first_due)}以前，将查明的情况和处理结果报告本机关。"},
    ]
    # Without the red head, which would push the signature to a page of its own.
    document = {
        "title": f"{one.issuer_name}行政执法督办单", "masthead": False, "number": "", "copies": "", "day": plain(day),
        "blocks": blocks, "notes": [],
    }  # fmt: skip
    data = {"title": f"行政执法督办单 {one.number}", "organ": one.issuer_name, "documents": [document]}
    return PaperData("single", str(data["title"]), data, day)
