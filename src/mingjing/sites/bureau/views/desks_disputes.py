"""Lines of 我的待办 from disagreements over reviews: to answer, to consult on, to settle."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.cases.queries import oversight
from mingjing.foundation.people import Actor, Role
from mingjing.review import queries
from mingjing.review.terms import DisputeLine
from mingjing.sites.bureau.terms import WorkItem

WORDS = {
    "answer": ("承办机构不同意审核意见，等审核机构答复（REV-09）", "去答复"),
    "consult": ("双方意见都已写明，请协商并记录（REV-23）", "记录协商"),
    "settle": ("协商已经记录，等负责人处理（REV-24）", "去处理"),
}


def disputes_of(actor: Actor) -> Iterator[WorkItem]:
    """What waits for this person: one query, two more where something waits."""
    if not actor.has(Role.HANDLER, Role.REVIEWER, Role.HEAD):
        return
    mine = [one for one in queries.disputes_waiting(actor.organ_id) if _is_mine(one, actor)]
    cases = oversight.cases_by_dossier(actor, tuple(one.dossier_id for one in mine)) if mine else {}
    drafts = queries.outside_by_dossier([one.dossier_id for one in mine if one.dossier_id not in cases]) if mine else {}
    for one in mine:
        case, draft, (why, action) = cases.get(one.dossier_id), drafts.get(one.dossier_id), WORDS[one.dispute.waits_for]
        if draft is not None:
            yield WorkItem(
                number=draft.source_ref, href=reverse("bureau:outside_draft", args=[draft.id]), title=draft.content.title,
                party=draft.content.party, stage="审核分歧", why=why, action=action,
                action_href=reverse("bureau:outside_move", args=[draft.id, one.dispute.waits_for]),
            )  # fmt: skip
        if case is None:
            continue
        yield WorkItem(
            number=case["number"] or case["lead_number"], href=f"{reverse('bureau:case', args=[case['id']])}?tab=review", title=case["cause"],
            party=case["party_name"], stage="审核分歧", why=why, action=action,
            action_href=reverse("bureau:dispute", args=[case["id"], one.dispute.waits_for]),
        )  # fmt: skip


def _is_mine(one: DisputeLine, actor: Actor) -> bool:
    waits = one.dispute.waits_for
    if waits == "answer":
        return actor.has(Role.REVIEWER)
    if waits == "settle":
        return actor.has(Role.HEAD)
    return actor.person_id in (one.dispute.raised_by, one.dispute.answered_by)
