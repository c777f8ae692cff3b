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
    DEVICE_REGISTERED = "record:device:registered"
    DEVICE_TAKEN = "record:device:taken"
    DEVICE_RETURNED = "record:device:returned"
    DEVICE_CHECKED = "record:device:checked"
    DEVICE_MOVED = "record:device:moved"
    ROOM_REGISTERED = "record:room:registered"
    ROOM_CLOSED = "record:room:closed"
    WORDING_READ = "record:wording:read"
    READING_ASKED = "record:reading:asked"
    READING_DECIDED = "record:reading:decided"
    READING_LINKED = "record:reading:linked"
    READING_OPENED = "record:reading:opened"
    READING_REVOKED = "record:reading:revoked"
    PARTY_CALLED = "record:party:called"
    SWEPT = "record:uploads:swept"
