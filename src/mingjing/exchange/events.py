"""What the room tells others after commit."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    SHEET_EXPORTED = "exchange:sheet:exported"
    CHANNEL_OPENED = "exchange:channel:opened"
    CHANNEL_CLOSED = "exchange:channel:closed"
    DELIVERY_QUEUED = "exchange:delivery:queued"
    DELIVERY_ACKNOWLEDGED = "exchange:delivery:acknowledged"
    DELIVERY_REJECTED = "exchange:delivery:rejected"
    DELIVERY_RETRIED = "exchange:delivery:retried"
    CREDIT_OPENED = "exchange:credit:opened"
    CREDIT_STOPPED = "exchange:credit:stopped"
    CREDIT_ASKED = "exchange:credit:asked"
    CREDIT_REPAIRED = "exchange:credit:repaired"
    CREDIT_ANSWERED = "exchange:credit:answered"
    CREDIT_CANCELLED = "exchange:credit:cancelled"
    CREDIT_REINSTATED = "exchange:credit:reinstated"
    DECISION_FED = "exchange:decision:fed"
    FILE_PARKED = "exchange:file:parked"
    FILE_DROPPED = "exchange:file:dropped"
    FILE_FORGOTTEN = "exchange:file:forgotten"
    FILE_FED = "exchange:file:fed"
    ROWS_COMPLETED = "exchange:sheet:completed"
    KEY_ISSUED = "exchange:key:issued"
    KEY_ACCEPTED = "exchange:key:accepted"
    KEY_REVOKED = "exchange:key:revoked"
    ANSWERED_ONCE = "exchange:request:answered"
