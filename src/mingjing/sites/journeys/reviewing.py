"""The steps of a story around the review: a disagreement, how the organ settles one, its list of material, what is handed in."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mingjing.cases import operations as cases
from mingjing.lawbook.terms import Condition, ConditionKind
from mingjing.review import operations as review
from mingjing.review.terms import ListDraft, ListItem

if TYPE_CHECKING:
    from mingjing.sites.journeys.player import Player

SAID = {"position": "证据来源清楚，应予处罚", "reasons": "查询打印件由登记机关出具", "basis": "行政处罚法第四十六条"}
# Step of a disagreement → who takes it.
WHOSE = {"raise": "handlers", "answer": "reviewer", "consult": "handlers", "settle": "head"}


def dispute(player: "Player", told: Mapping[str, Any], by: str, at: datetime) -> str:
    """One step of a disagreement: `move` and what it says."""
    said: dict[str, Any] = dict(told)
    move = str(said.pop("move"))
    who = by or player.team[WHOSE[move]]
    given: dict[str, Any] = {
        "case_id": player.case_id(),
        "by": player.actor(who if isinstance(who, str) else who[0], at),
        "now": at,
    }
    if move in {"raise", "answer"}:
        act = cases.raise_dispute if move == "raise" else cases.answer_dispute
        return act(**{**SAID, **said}, **given).state_name
    if move == "consult":
        said = {"consulted_with": "双方各一人", "consultation": "双方各执一词", "agreed": False, **said}
        day = said.pop("consulted_on", at.date())
        return cases.consult_dispute(consulted_on=day, **said, **given).state_name
    said = {
        "settlement": "head",
        "outcome": "采纳审核机构意见，补充后重新送审",
        "responsible": "承办人",
        "meeting": "",
    } | said
    return cases.settle_dispute(**said, **given).state_name


def route(player: "Player", told: Mapping[str, Any], at: datetime) -> str:
    """How the organ settles what consultation left open."""
    return review.choose_route(**told, by=player.actor(player.team["head"], at), at=at).name


def material_list(player: "Player", told: Mapping[str, Any], at: datetime) -> str:
    """A list drafted by the reviewer and set by the head, in force from that day."""
    items = tuple(
        ListItem(str(one["name"]), tuple(Condition(ConditionKind(kind)) for kind in one.get("when", ())), str(one.get("form", "")), str(one.get("note", "")))
        for one in told["items"]
    )  # fmt: skip
    draft = ListDraft(
        str(told.get("category", "penalty")),
        items,
        str(told.get("manner", "online")),
        told.get("term"),
        str(told["basis"]),
    )
    by = player.actor(player.team["reviewer"], at)
    return in_force(draft, by, player.actor(player.team["head"], at), at.date(), at)


def in_force(draft: ListDraft, reviewer: Any, head: Any, on: date, at: datetime) -> str:
    """Draft and set a list; its name."""
    made = review.draft_list(draft=draft, by=reviewer, at=at)
    held = review.set_list(list_id=made.id, valid_from=on, by=head, at=at + timedelta(minutes=10))
    return f"第{held.number}版"


def material(player: "Player", told: Mapping[str, Any], at: datetime) -> str:
    """A material handed in on paper by the handler."""
    by = player.actor(player.team["handlers"][0], at)
    made = cases.hand_in_material(
        case_id=player.case_id(), item=str(told["item"]), place=str(told["place"]), by=by, now=at
    )
    return made.item
