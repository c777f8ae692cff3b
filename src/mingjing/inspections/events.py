"""What the room logs and tells others after commit."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    PLAN_MADE = "inspection:plan:made"
    PLAN_AMENDED = "inspection:plan:amended"
    PLAN_APPROVED = "inspection:plan:approved"
    PLAN_STOPPED = "inspection:plan:stopped"
    PARTIES_ADDED = "inspection:parties:added"
    PARTY_LEFT_OUT = "inspection:party:left-out"
    OFFICERS_TAKEN = "inspection:officers:taken"
    OFFICER_LEFT_OUT = "inspection:officer:left-out"
    AVOIDANCE_TOLD = "inspection:avoidance:told"
    POOL_FROZEN = "inspection:pool:frozen"
    ENTROPY_TOLD = "inspection:entropy:told"
    DRAW_HELD = "inspection:draw:held"
    DRAW_ISSUED = "inspection:draw:issued"
    PLACE_REPLACED = "inspection:place:replaced"
    VISIT_BEGUN = "inspection:visit:begun"
