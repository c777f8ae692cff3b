"""Lines of 我的待办 from the guiding cases: to check, to release, to change, and those whose law has moved."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mingjing.foundation.people import Actor, Role
from mingjing.lawbook import queries
from mingjing.lawbook.terms import GuidingFacts, GuidingState
from mingjing.lawbook.terms.guiding_cases import GUIDING_ROLES
from mingjing.sites.bureau.terms import WorkItem


def guiding_owed(actor: Actor, today: date) -> Iterator[WorkItem]:
    """What this person can do for the organ's guiding cases. Five queries for reviewers, heads and supervisors."""
    if not actor.has(*GUIDING_ROLES):
        return
    for one in queries.guiding_waiting(actor.organ_id):
        if told := _told(one, actor):
            yield _line(one, *told)
    for one, moved in queries.guiding_stale(actor.organ_id, today):
        yield _line(one, "；".join(each.told for each in moved) + "，请核对（LAW-26）", "去核对")


def _told(one: GuidingFacts, actor: Actor) -> tuple[str, str] | None:
    """Why it waits for this person and what the button says; nothing where it waits for somebody else."""
    author = actor.person_id in one.authors
    if one.state is GuidingState.RETURNED:
        return (f"审核退回：{one.checked.note if one.checked else ''}"[:80], "去修改") if author else None
    if author or (one.state is GuidingState.CHECKED and not actor.has(Role.HEAD, Role.SUPERVISOR)):
        return None
    return ("等待审核", "去审核") if one.state is GuidingState.DRAFT else ("审核通过，等待发布", "去发布")


def _line(one: GuidingFacts, why: str, action: str) -> WorkItem:
    here = reverse("bureau:guiding_case", args=[one.id])
    return WorkItem(
        number=one.number or "指导案例", href=here, title=one.title, party="", stage="指导案例", why=why, action=action, action_href=here
    )  # fmt: skip
