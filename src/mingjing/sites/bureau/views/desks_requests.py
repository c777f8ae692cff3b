"""Lines of 我的待办 from inside a round of review: to explain, to give one's view."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.cases.queries import oversight
from mingjing.foundation.people import Actor, Role
from mingjing.review import queries
from mingjing.review.terms import RequestKind, RequestMove
from mingjing.sites.bureau.terms import WorkItem


def requests_inside(actor: Actor) -> Iterator[WorkItem]:
    """What waits for this person: one query, one or two more where something waits."""
    if not actor.has(Role.HANDLER, Role.EXAMINER, Role.REVIEWER):
        return
    waiting = queries.requests_waiting(actor)
    dossiers = tuple(one.dossier_id for one in waiting)
    cases = oversight.cases_by_dossier(actor, dossiers) if waiting else {}
    rest = [one for one in dossiers if one not in cases]
    drafts = queries.outside_by_dossier(rest) if rest else {}
    for one in waiting:
        if case := cases.get(one.dossier_id):
            here, there = (
                f"{reverse('bureau:case', args=[case['id']])}?tab=review",
                ("bureau:review_request_move", case["id"]),
            )
            number, title, party = case["number"] or case["lead_number"], case["cause"], case["party_name"]
        elif draft := drafts.get(one.dossier_id):
            here, there = reverse("bureau:outside_draft", args=[draft.id]), ("bureau:outside_request_move", draft.id)
            number, title, party = draft.source_ref, draft.content.title, draft.content.party
        else:
            continue
        joint = one.kind == RequestKind.JOINT
        yield WorkItem(
            number=number, href=here, title=title, party=party, stage="法制审核",
            why=f"{one.asked_by_name}请您{'联合审核' if joint else '说明'}：{one.question[:60]}（REV-71）",
            action="出具意见" if joint else "去说明", action_href=reverse(there[0], args=[there[1], one.id, RequestMove.ANSWER]),
        )  # fmt: skip
