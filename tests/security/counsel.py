"""What the town knows of counsel: one in the pool, and a request that waits to be assigned."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from mingjing.review import operations, queries
from mingjing.review.terms import CounselDraft
from mingjing.sites.journeys import world

FAR = date(2099, 12, 31)


def counsel(shifan: world.World, dossier: UUID) -> dict[str, UUID]:
    """An adviser of the organ, and a question on the case."""
    at = timezone.now()
    draft = CounselDraft(
        "顾一", "adviser", "河北甲律师事务所", "行政处罚", "1130820101", FAR, date(2026, 1, 1), FAR, "30000"
    )
    one = operations.register_counsel(draft=draft, by=shifan.actor("己", at), at=at)
    titles = [each.title for each in queries.rounds(dossier)[-1].materials][:2]
    ask = operations.ask_counsel(
        dossier_id=dossier,
        question="拟处罚款的裁量是否适当？",
        materials=titles,
        due_on=FAR,
        by=shifan.actor("丁", at),
        at=at,
    )
    return {"counsel_id": one.id, "ask_id": ask.id}
