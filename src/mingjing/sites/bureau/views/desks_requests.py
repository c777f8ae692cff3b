"""Lines of 我的待办 from inside a round of review: to explain, to give one's view."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.cases.queries import oversight
from mingjing.foundation.people import Actor, Role
from mingjing.review import queries
from mingjing.review.terms import RequestKind, RequestMove
from mingjing.sites.bureau.terms import WorkItem


def requests_inside(actor: Actor) -> Iterator[WorkItem]:
    """What waits for this person: one query, one more where something waits."""
    if not actor.has(Role.HANDLER, Role.EXAMINER, Role.REVIEWER):
        return
    waiting = queries.requests_waiting(actor)
    cases = oversight.cases_by_dossier(actor, tuple(one.dossier_id for one in waiting)) if waiting else {}
    for one in waiting:
        case = cases.get(one.dossier_id)
        if case is None:
            continue
        joint = one.kind == RequestKind.JOINT
        yield WorkItem(
            number=case["number"] or case["lead_number"], href=f"{reverse('bureau:case', args=[case['id']])}?tab=review", title=case["cause"],
            party=case["party_name"], stage="法制审核", why=f"{one.asked_by_name}请您{'联合审核' if joint else '说明'}：{one.question[:60]}（REV-71）",
            action="出具意见" if joint else "去说明",
            action_href=reverse("bureau:review_request_move", args=[case["id"], one.id, RequestMove.ANSWER]),
        )  # fmt: skip
