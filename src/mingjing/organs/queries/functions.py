"""What is asked about changes of functions (P-07)."""

from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.organs.models import FunctionChange
from mingjing.organs.rules.functions import item_has_moved
from mingjing.organs.terms import FunctionChangeFacts


def function_changes(
    organ_id: UUID, on: date | None = None, *, withdrawn: bool = False
) -> tuple[FunctionChangeFacts, ...]:
    """Changes in which an organ loses or receives, newest first; with a day, those in effect on it. One query.

    Those withdrawn as mistaken are left out, unless they are asked for too.
    """
    rows = FunctionChange.objects.all() if withdrawn else FunctionChange.objects.standing(on)
    return tuple(row.facts() for row in rows.about(organ_id).select_related("organ", "receiver"))


def functions_lost(organ_id: UUID, on: date | None = None) -> tuple[FunctionChangeFacts, ...]:
    """Changes by which an organ itself changed or lost items, newest first; with a day, those in effect on it. One query."""
    return tuple(one for one in function_changes(organ_id, on) if one.organ_id == organ_id)


def item_findings(organ_id: UUID, kind: str, code: str, name: str, on: date) -> tuple[Finding, ...]:
    """Why an organ may open nothing under an item of a list any more on a day (ORG-22); empty where it may. One query."""
    found: tuple[Finding, ...] = item_has_moved(functions_lost(organ_id, on), kind, code, name, on)
    return found
