"""What the room tells others after commit."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    FILED = "archive:file:filed"
    CHECKED = "archive:file:checked"
    HANDED_OVER = "archive:file:handed-over"
    RECEIVED = "archive:file:received"
    RETURNED = "archive:file:returned"
    APART = "archive:item:held-apart"
    ADDITION_ASKED = "archive:addition:asked"
    ADDITION_FILED = "archive:addition:filed"
    ADDITION_REFUSED = "archive:addition:refused"
    HOLD_SET = "archive:hold:set"
    HOLD_LIFTED = "archive:hold:lifted"
    PROPOSED = "archive:destruction:proposed"
    APPROVED = "archive:destruction:approved"
    REJECTED = "archive:destruction:rejected"
    DESTROYED = "archive:file:destroyed"
    SWEPT = "archive:destruction:swept"
    IMPORTED = "archive:package:imported"
