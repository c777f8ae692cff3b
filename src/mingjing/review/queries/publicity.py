"""What the review room hands over to the public lists, and how what is public stands to what holds now (L-01, L-14)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import WAITING, EditionFacts
from mingjing.review.queries.lists import MINIMUM, list_rows, term_told
from mingjing.review.terms import BodyFacts, ListFacts

BODY_KIND, BODY_CODE, LIST_KIND = "review_body", "FS-01", "review_list"


@dataclass(frozen=True, slots=True)
class PublicStanding:
    """The public edition and the one under way; `outdated`: why the public one no longer fits, empty where it does."""

    public: EditionFacts | None
    waiting: EditionFacts | None
    outdated: str


def public_standing(organ_id: UUID, kind: str, code: str) -> PublicStanding:
    """What of the organ's review is public. One query."""
    every = [one for one in publicity.editions(organ_id, kind) if one.code == code]
    waiting = next((one for one in every if one.state in WAITING), None)
    public = next((one for one in every if one.state not in WAITING), None)
    return PublicStanding(public, waiting, public.outdated if public else "")


def outdated_in_public(organ_id: UUID) -> tuple[EditionFacts, ...]:
    """Public pages of the organ's review that no longer fit and of which no new edition is under way. One query."""
    every = publicity.editions_of(organ_id, (BODY_KIND, LIST_KIND))
    waiting = {(one.kind, one.code) for one in every if one.state in WAITING}
    return tuple(one for one in every if one.outdated and (one.kind, one.code) not in waiting)


def body_values(body: BodyFacts, duties: str, names: Collection[str], count: int) -> dict[str, Any]:
    """The review body as the public reads it; the names only where the organ chose to tell them."""
    return {
        "body": body.name, "basis": body.basis, "since": body.since.isoformat(), "duties": duties, "phone": body.phone,
        "number": f"{count} 人", "names": "\n".join(names),
    }  # fmt: skip


def list_values(one: ListFacts, on: date) -> dict[str, Any]:
    """A list as the public reads it: the minimum first, then what the organ adds."""
    rows = [
        [name, when, how, MINIMUM if origin == MINIMUM else note]
        for name, when, how, note, origin in list_rows(one, on)
    ]
    term = one.term or term_told(one.organ_id, on)
    return {
        "category": one.category_name, "basis": one.basis, "manner": one.manner_name, "term": f"{term} 个工作日",
        "rows": rows, "chart": "公开的《重大执法决定法制审核流程图》",
    }  # fmt: skip
