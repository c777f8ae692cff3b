"""Tables of the records room."""

from mingjing.records.models.deposits import Deposit, DepositItem
from mingjing.records.models.derived import RecordingCopy
from mingjing.records.models.devices import Device, DeviceLog, Room
from mingjing.records.models.dossiers import Attachment, Document, Dossier, Viewing
from mingjing.records.models.fixity import Content, FixityDay
from mingjing.records.models.recordings import Recording, RecordingNote, Upload
from mingjing.records.models.wordings import WordingRead

__all__ = [
    "Attachment",
    "Content",
    "Deposit",
    "DepositItem",
    "Device",
    "DeviceLog",
    "Document",
    "Dossier",
    "FixityDay",
    "Recording",
    "RecordingCopy",
    "RecordingNote",
    "Room",
    "Upload",
    "Viewing",
    "WordingRead",
]
