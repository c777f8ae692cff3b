"""What the town knows of lists of material: one in force, one that waits for the head, a material handed in, a body in public."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from mingjing.kernel.days import local_day
from mingjing.lawbook.terms import Condition, ConditionKind
from mingjing.review import operations
from mingjing.review.terms import ListDraft, ListItem
from mingjing.sites.journeys import world


def listed(shifan: world.World, dossier: UUID) -> dict[str, UUID]:
    """Its one own item is wanted only where the case is a hard one."""
    at = timezone.now()
    reviewer, head = shifan.actor("丁", at), shifan.actor("己", at)
    operations.register_body(
        name="政策法规股", basis="示应急〔2026〕5号", phone="", since=date(2026, 1, 5), by=head, at=at
    )
    hard = ListItem("专家论证意见", (Condition(ConditionKind.COMPLEX),))
    one = operations.draft_list(draft=ListDraft("penalty", (hard,), basis="示应急〔2026〕5号"), by=reviewer, at=at)
    operations.set_list(list_id=one.id, valid_from=local_day(at), by=head, at=at)
    waits = operations.draft_list(draft=ListDraft("licence", (hard,), basis="示应急〔2026〕6号"), by=reviewer, at=at)
    given = operations.hand_in(
        dossier_id=dossier,
        category="penalty",
        item="专家论证意见",
        place="正卷第 9 页",
        by=shifan.actor("甲", at),
        at=at,
    )
    return {"list_id": waits.id, "material_id": given.id}
