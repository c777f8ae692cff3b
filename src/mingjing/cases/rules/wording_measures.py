"""What the forms of sealing and seizure know already: the approval, the open measure, the things on its list."""

from typing import Any

from mingjing.cases.rules.measures import Measure, measure_of, measures, open_measures
from mingjing.cases.rules.wording import Told, draws
from mingjing.cases.terms import CaseFacts


def _waiting(case: CaseFacts) -> Measure | None:
    """The newest urgent measure that nobody approved yet."""
    found = (one for one in reversed(open_measures(case)) if one.urgent and one.approval is None)
    return next(found, None)


@draws("查封（扣押）记录")
def approval_kind(case: CaseFacts, _: Told) -> str:
    """Made up for what was carried out, else given before."""
    return "makeup" if _waiting(case) else "prior"


@draws("查封（扣押）记录")
def unapproved_measure(case: CaseFacts, _: Told) -> int | None:
    """The urgent measure that waits for its approval."""
    one = _waiting(case)
    return one.act.seq if one else None


@draws("查封（扣押）审批")
def unused_approval(case: CaseFacts, _: Told) -> int | None:
    """The newest approval given beforehand that nothing was done on."""
    used = {one.act.data.get("approval_seq") for one in measures(case)}
    given = [act.seq for act in case.all("approve_measure") if act.data.get("urgency") == "prior"]
    return next((seq for seq in reversed(given) if seq not in used), None)


@draws("查封（扣押）记录")
def open_measure(case: CaseFacts, _: Told) -> int | None:
    """The oldest measure that nothing ended yet."""
    return next((one.act.seq for one in open_measures(case)), None)


@draws("查封（扣押）清单")
def seized_items(case: CaseFacts, told: Told) -> list[Any]:
    """The list of that measure."""
    one = measure_of(case, open_measure(case, told))
    return list(one.act.data.get("items", ())) if one else []


@draws("解除决定")
def unreturned(case: CaseFacts, _: Told) -> int | None:
    """The oldest release whose goods have not been given back."""
    return next((one.released.seq for one in measures(case) if one.released and one.unreturned), None)


@draws("解除决定")
def released_items(case: CaseFacts, told: Told) -> list[Any]:
    """The list of that release."""
    act = case.act(unreturned(case, told) or 0)
    return list(act.data.get("items", ())) if act else []
