"""What the room tells others after commit."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    ANNUAL_SIGNED = "supervision:annual:signed"
    QUARTER_SIGNED = "supervision:quarter:signed"
    ROLLUP_SIGNED = "supervision:rollup:signed"
    REPORT_RECEIVED = "supervision:report:received"
    SHEET_ENTERED = "supervision:sheet:entered"
    SHEET_CHECKED = "supervision:sheet:checked"
    SHEET_RETURNED = "supervision:sheet:returned"
    OUTSIDER_REGISTERED = "supervision:outsider:registered"
