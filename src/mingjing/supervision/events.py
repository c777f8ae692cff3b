"""What the room tells others after commit."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    ANNUAL_SIGNED = "supervision:annual:signed"
