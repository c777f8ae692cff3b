"""Lines of 我的待办 from drafts made elsewhere: to review, to complete, to answer, to submit again."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.foundation.people import Actor, Role
from mingjing.review import queries
from mingjing.review.terms import DraftStage
from mingjing.sites.bureau.terms import WorkItem

WORDS = {
    DraftStage.INCOMPLETE: ("审核人要求补齐材料（REV-07）", "补齐材料", "submit"),
    DraftStage.PROBLEMS: ("审核有意见，请处理并说明（REV-08）", "说明处理情况", "respond"),
    DraftStage.SETTLED: ("分歧已经处理，请按结果办理并说明（REV-08）", "说明处理情况", "respond"),
    DraftStage.ANSWERED: ("已说明处理情况，请改好以后重新送审（REV-08）", "送审", "submit"),
    DraftStage.STALE: ("审核通过以后有改动，请重新送审（REV-52）", "送审", "submit"),
}
"""What its maker has to do next; a disagreement that is open has a line of its own."""


def outside_owed(actor: Actor) -> Iterator[WorkItem]:
    """What waits for this person: one query."""
    if not actor.has(Role.HANDLER, Role.EXAMINER, Role.REVIEWER):
        return
    for one in queries.drafts_waiting(actor.organ_id):
        here = reverse("bureau:outside_draft", args=[one.id])
        if one.stage == DraftStage.OPEN:
            if not actor.has(Role.REVIEWER) or actor.person_id == one.made_by:
                continue
            why, action, there = "外部送审稿等待法制审核", "去审核", reverse("bureau:outside_review", args=[one.id])
        elif one.made_by == actor.person_id and (told := WORDS.get(DraftStage(one.stage))):
            why, action, there = told[0], told[1], reverse("bureau:outside_move", args=[one.id, told[2]])
        else:
            continue
        yield WorkItem(
            number=one.source_ref, href=here, title=one.content.title, party=one.content.party, stage="外部送审", why=why, action=action,
            action_href=there,
        )  # fmt: skip
