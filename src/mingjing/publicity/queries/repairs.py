"""Applications for an early end of publicity, for the organ that decides them."""

from uuid import UUID

from mingjing.publicity.models import Repair
from mingjing.publicity.terms import RepairFacts, RepairState


def repairs(publication_id: UUID) -> tuple[RepairFacts, ...]:
    """Every application about one publication, oldest first."""
    rows = Repair.objects.filter(publication_id=publication_id).select_related("publication")
    return tuple(row.facts() for row in rows)


def repair(repair_id: UUID) -> RepairFacts | None:
    """One application."""
    row = Repair.objects.filter(pk=repair_id).select_related("publication").first()
    return row.facts() if row else None


def open_repairs(organ_id: UUID | None) -> tuple[RepairFacts, ...]:
    """What waits for a decision of an organ (None: every organ), by last day."""
    rows = Repair.objects.filter(state=RepairState.OPEN).select_related("publication").order_by("due", "id")
    return tuple(row.facts() for row in (rows.filter(publication__organ_id=organ_id) if organ_id else rows))
