"""Agreements on execution as the case tells them: what is agreed, whether it still stands, which stage comes next. No guard here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mingjing.cases.rules.notice import money
from mingjing.cases.terms import ActFacts, CaseFacts


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement and what gave it up, if anything did."""

    act: ActFacts
    breached: ActFacts | None = None

    @property
    def stands(self) -> bool:
        """Whether it binds: nobody gave it up."""
        return self.breached is None

    @property
    def name(self) -> str:
        """Its number, or what it is."""
        return self.act.number or "执行协议"

    def covers(self, what: str) -> bool:
        """Whether it is about money (`money`) or about another duty (`duty`)."""
        return what in self.act.data.get("covers", ())

    @property
    def rows(self) -> tuple[dict[str, Any], ...]:
        """Its stages by day."""
        return tuple(sorted(self.act.data.get("stages", ()), key=lambda row: str(row["due_on"])))


def agreements(case: CaseFacts) -> tuple[Agreement, ...]:
    """Every agreement of the case, oldest first."""
    given_up = {act.data.get("agreement_seq"): act for act in case.all("breach_agreement")}
    return tuple(Agreement(act, given_up.get(act.seq)) for act in case.all("agree_execution"))


def standing(case: CaseFacts) -> Agreement | None:
    """The agreement that binds now, if any."""
    return next((each for each in reversed(agreements(case)) if each.stands), None)


def surcharge_agreed(case: CaseFacts) -> Decimal | None:
    """To how much the late surcharge is reduced (yuan, in all); None where no agreement that stands reduces it.

    行政强制法第四十二条第一款. An agreement that was given up leaves the surcharge as the law reckons it.
    """
    one = standing(case)
    if one is None or one.act.data.get("waive") != "yes":
        return None
    return money(one.act.data, "surcharge_kept")


def paid_since(case: CaseFacts, act: ActFacts) -> Decimal:
    """Fine and surcharge paid after an act, yuan."""
    later = [each.data for each in case.all("record_payment") if each.seq > act.seq]
    return sum((money(data, name) for data in later for name in ("fine_paid", "surcharge_paid")), Decimal(0))


def unkept(case: CaseFacts, one: Agreement) -> dict[str, Any] | None:
    """The first stage that is not performed: money by what was paid since, any other duty by what was recorded since."""
    paid, due = paid_since(case, one.act), Decimal(0)
    done = any(each.seq > one.act.seq for each in case.all("record_execution")) or any(
        each.seq > one.act.seq and each.data.get("corrected") == "corrected" for each in case.all("recheck")
    )
    for row in one.rows:
        amount = money(row, "amount")
        due += amount
        if (amount and due > paid) or (not amount and not done):
            return row
    return None


def last_day(one: Agreement) -> date:
    """The day of its last stage."""
    return date.fromisoformat(str(one.rows[-1]["due_on"]))
