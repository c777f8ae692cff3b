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
    SWEPT = "record:uploads:swept"
    SEAL_ASKED = "record:seal:asked"
    SEAL_DROPPED = "record:seal:dropped"
    SEAL_CLAIMED = "record:seal:claimed"
    SEAL_FAILED = "record:seal:failed"
    SEALED = "record:document:sealed"
    SEAL_CHECKED = "record:seal:checked"
    SIGNED = "record:document:signed"
    SHEET_SET = "record:sheet:rendered"
