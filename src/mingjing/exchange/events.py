"""What the room tells others after commit."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    SHEET_EXPORTED = "exchange:sheet:exported"
    DECISION_FED = "exchange:decision:fed"
    FILE_PARKED = "exchange:file:parked"
    FILE_DROPPED = "exchange:file:dropped"
    FILE_FORGOTTEN = "exchange:file:forgotten"
    FILE_FED = "exchange:file:fed"
    KEY_ISSUED = "exchange:key:issued"
    KEY_REVOKED = "exchange:key:revoked"
    ANSWERED_ONCE = "exchange:request:answered"
