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
    DEPOSIT_OPENED = "record:deposit:opened"
    ITEM_COMMITTED = "record:item:committed"
    ITEM_BEGUN = "record:item:begun"
    ITEM_FILED = "record:item:filed"
    ITEM_EXCUSED = "record:item:excused"
    DEPOSIT_CLOSED = "record:deposit:closed"
    SWEPT = "record:uploads:swept"
