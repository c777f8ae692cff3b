"""One line of the clocks, and whether it was met."""

from datetime import date, datetime
from typing import Any

from mingjing.cases.rules.days import Reckoned
from mingjing.cases.terms import ActFacts, CaseFacts, Deadline


def line(
    code: str, name: str, rule: str, kind: str, started: date | datetime, start_text: str, found: Reckoned, **more: Any
) -> Deadline:
    """A deadline from its reckoning."""
    return Deadline(
        code=code, name=name, rule=rule, cites=found.cites, kind=kind, period=found.period, started=started,
        start_text=start_text, due=found.due, provisional=found.provisional, steps=found.steps, **more,
    )  # fmt: skip


def met_on(case: CaseFacts, after: ActFacts, *codes: str) -> date | None:
    """The day the first of these acts followed; None while it has not."""
    done = next((each for each in case.acts if each.seq > after.seq and each.code in codes), None)
    return done.on if done else None
