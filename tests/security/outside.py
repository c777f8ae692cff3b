"""What the town knows of drafts made elsewhere: one in its second round, with the opinion of the first."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from tests.review.desk import answers
from tests.review.outside import KINDS, PDF, content

from mingjing.records import queries as records
from mingjing.review import operations, queries
from mingjing.review.terms import Check
from mingjing.sites.journeys import world


def outside(shifan: world.World) -> dict[str, UUID]:
    """Submitted, sent back with an opinion, mended, submitted again."""
    at, organ = timezone.now(), shifan.organs["应急局"]
    who: dict[str, Any] = {"by": shifan.actor("甲", at), "at": at}
    made = operations.make_draft(
        content=content(organ), source_system="县行政审批系统", source_ref="XK-2026-0031", **who
    )
    files = [
        operations.add_draft_file(draft_id=made.id, kind=kind, name=name, content=PDF + kind.encode(), **who)
        for kind, name in (KINDS | {"expert": "专家论证意见.pdf"}).items()
        if kind in queries.draft_kinds(made.content.profile, at.date())
    ]
    operations.submit_draft(draft_id=made.id, **who)
    operations.opine_on_draft(
        draft_id=made.id, answers=answers(Check.FACTS), is_major=True, result="return", problems="缺少现场核查照片",
        by=shifan.actor("丁", at), at=at,
    )  # fmt: skip
    operations.revise_draft(
        draft_id=made.id, content=content(organ, facts="已附核查照片，现场核查合格。"), reason="按意见补充", **who
    )
    operations.submit_draft(draft_id=made.id, response="已补充现场核查照片", **who)
    one = operations.ask_in_round(
        dossier_id=made.dossier_id,
        kind="explain",
        question="现场核查照片是哪一天拍的？",
        by=shifan.actor("丁", at),
        at=at,
    )
    paper = records.documents(made.dossier_id)[0]
    return {"outside_asked": one.id, "outside_id": made.id, "sent_id": files[0].id, "written_id": paper.id}
