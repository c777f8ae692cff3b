"""What the town knows of a round of review that is open: a case, and a question that waits for its handler."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.review import operations, queries
from mingjing.sites.journeys import world


def until_opinion(steps: Sequence[Any]) -> list[dict[str, Any]]:
    """The steps of a story before its first opinion."""
    kept: list[dict[str, Any]] = []
    for one in steps:
        if one.get("act") == "give_opinion":
            break
        kept.append(dict(one))
    return kept


def inside(shifan: world.World, case_id: UUID) -> dict[str, UUID]:
    """A question on the case, asked the hour after it was submitted."""
    dossier = cases.dossier_of(case_id)
    at = queries.rounds(dossier)[-1].submitted_at + timedelta(hours=1)
    one = operations.ask_in_round(
        dossier_id=dossier, kind="explain", question="两份笔录的人数为什么不同？", by=shifan.actor("丁", at), at=at
    )
    return {"asked_case": case_id, "inside_id": one.id}
