"""Lines of 我的待办 from the pool of counsel: to assign, to answer, to enter."""

from datetime import date

from django.urls import reverse

from mingjing.foundation.people import Actor
from mingjing.review import queries
from mingjing.review.terms import AskState
from mingjing.sites.bureau.terms import WorkItem


def counsel_asked(actor: Actor, today: date) -> tuple[WorkItem, ...]:
    """Requests for an opinion that wait for this person. One query for reviewers, heads and supervisors."""
    return tuple(
        WorkItem(
            number="顾问意见", href=(here := reverse("bureau:counsel_ask", args=[one.id])), title=one.title, party=one.organ_name, stage="法律顾问",
            why="请求顾问提意见，等待指派（REV-32）" if one.state == AskState.ASKED else f"等待{one.counsel.name if one.counsel else '顾问'}的意见（REV-34）",
            action="去指派" if one.state == AskState.ASKED else "登记意见", action_href=here, days=(one.due_on - today).days, due=one.due_on, clock="意见",
        )
        for one in queries.counsel_duties(actor)
    )  # fmt: skip
