"""What the records room tells others after commit. Payloads hold ids, digests and times, never contents."""

from enum import StrEnum


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    COMMITTED = "record:recording:committed"
    MATCHED = "record:recording:matched"
    EXCUSED = "record:recording:excused"
    PLAYED = "record:recording:played"
    NOTED = "record:recording:noted"
    UPLOAD_BEGUN = "record:upload:begun"
    RECEIVED = "record:upload:received"
    HELD = "record:recording:held"
    UPLOAD_DROPPED = "record:upload:dropped"
    SWEPT = "record:uploads:swept"
