"""Lines of 我的待办 from lists of material and from what the public reads of the review: to set, to send anew."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.foundation.people import Actor, Role
from mingjing.review import queries
from mingjing.sites.bureau.terms import WorkItem


def lists_of(actor: Actor) -> Iterator[WorkItem]:
    """Drafts for the head; and for head and reviewers a public page that no longer fits. Two queries."""
    if not actor.has(Role.HEAD, Role.REVIEWER):
        return
    for one in queries.lists_waiting(actor.organ_id) if actor.has(Role.HEAD) else ():
        here = reverse("bureau:material_list", args=[one.id])
        yield WorkItem(
            number="清单", href=here, title=f"{one.category_name}送审材料清单", party="", stage="法制审核",
            why=f"{one.drafted_by_name}起草，等负责人确定（REV-42）", action="去确定", action_href=here,
        )  # fmt: skip
    for edition in queries.outdated_in_public(actor.organ_id):
        body = edition.kind == queries.BODY_KIND
        here = reverse("bureau:review_body_publish") if body else reverse("bureau:material_lists")
        yield WorkItem(
            number="公示", href=reverse("bureau:review_staff") if body else here, title=edition.name, party="", stage="法制审核",
            why=f"{edition.outdated}（PUB-120）", action="重新送公示", action_href=here,
        )  # fmt: skip
