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
    CLASSES_ENTERED = "inspection:classes:entered"
    CLASSES_CHECKED = "inspection:classes:checked"
    CAPS_DRAWN_UP = "inspection:caps:drawn-up"
    CAPS_SETTLED = "inspection:caps:settled"
    YEAR_PLAN_MADE = "inspection:year-plan:made"
    YEAR_LINE_KEPT = "inspection:year-line:kept"
    YEAR_LINE_DROPPED = "inspection:year-line:dropped"
    YEAR_PLAN_APPROVED = "inspection:year-plan:approved"
    YEAR_PLAN_AMENDED = "inspection:year-plan:amended"
    YEAR_DRAFT_DROPPED = "inspection:year-draft:dropped"
