"""The late surcharge: three per cent a day, never above the fine, frozen while remedies run."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from mingjing.cases.rules.force_agreed import surcharge_agreed
from mingjing.cases.rules.limits import effective_fine, instalments, pay_deadline, settled_before_plan
from mingjing.cases.rules.notice import money
from mingjing.cases.terms import CaseFacts, Context

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What is owed on a day, and how it came about. Amounts in yuan."""

    fine: Decimal
    paid: Decimal
    from_day: date | None
    days: int
    daily: Decimal
    amount: Decimal
    capped_on: date | None

    @property
    def owed(self) -> Decimal:
        """Fine still owed."""
        return max(self.fine - self.paid, Decimal(0))


def surcharge_paid(case: CaseFacts) -> Decimal:
    """The late surcharge paid so far, yuan."""
    return sum((money(each.data, "surcharge_paid") for each in case.all("record_payment")), Decimal(0))


def frozen_intervals(case: CaseFacts) -> tuple[tuple[date, date], ...]:
    """Days in which reconsideration or lawsuit pends, first and last included: not counted (行政处罚法第七十三条第三款)."""
    ends = {each.data["remedy_seq"]: date.fromisoformat(each.data["result_on"]) for each in case.all("end_remedy")}
    return tuple(
        (date.fromisoformat(each.data["filed_on"]), ends.get(each.seq, date.max)) for each in case.all("receive_remedy")
    )


def surcharge(case: CaseFacts, on: date, ctx: Context) -> Surcharge | None:
    """The late surcharge up to and including a day; None before the decision is served or where nothing is fined.

    Payments are taken on their days; each late day costs 3 % of the fine still unpaid, and the sum never passes the
    fine (行政处罚法第七十二条第一款第（一）项). The daily rate is applied to the unpaid principal. While an agreement stands
    that reduces it, no more than agreed is owed (行政强制法第四十二条).
    """
    decision, limit = case.last("decide"), pay_deadline(case, ctx)
    if decision is None or limit is None or not effective_fine(case):
        return None
    fine, rate = effective_fine(case), Decimal(str(ctx.figure("surcharge", decision.on).value))
    most = fine * Decimal(str(ctx.figure("surcharge.cap", decision.on).value))
    paid_by = sorted(
        (date.fromisoformat(p.data["paid_on"]), money(p.data, "fine_paid")) for p in case.all("record_payment")
    )
    total, days, capped, first = Decimal(0), 0, None, None
    day, frozen = limit.due_on + timedelta(days=1), frozen_intervals(case)
    plan, settled = instalments(case), settled_before_plan(case)
    while day <= on and total < most:
        due = fine if not plan else min(fine, settled + sum(amount for due_on, amount in plan if due_on < day))
        unpaid = due - sum((amount for paid_on, amount in paid_by if paid_on < day), Decimal(0))
        if unpaid <= 0 and not plan:
            break
        if unpaid > 0 and not any(start <= day <= end for start, end in frozen):
            first, days = first or day, days + 1
            total = min(most, total + (unpaid * rate).quantize(CENT, ROUND_HALF_UP))
            capped = day if total == most else None
        day += timedelta(days=1)
    paid = sum((amount for _, amount in paid_by), Decimal(0))
    agreed = surcharge_agreed(case)
    due_now = total if agreed is None else min(total, agreed)
    return Surcharge(fine, paid, first, days, (fine * rate).quantize(CENT), due_now, capped)
