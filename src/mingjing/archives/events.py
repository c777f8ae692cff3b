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
    LEND_ASKED = "archive:loan:asked"
    LEND_GRANTED = "archive:loan:granted"
    LEND_REFUSED = "archive:loan:refused"
    LEND_OUT = "archive:loan:handed-out"
    LEND_BACK = "archive:loan:returned"
    LEND_RENEWED = "archive:loan:renewed"
    LEND_ENDED = "archive:loan:ended"
    LEND_READ = "archive:loan:read"
