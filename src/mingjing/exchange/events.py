"""What the room tells others after commit."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    SHEET_EXPORTED = "exchange:sheet:exported"
