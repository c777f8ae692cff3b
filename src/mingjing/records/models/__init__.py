"""Tables of the records room."""

from mingjing.records.models.devices import Device, DeviceLog, Room
from mingjing.records.models.dossiers import Attachment, Document, Dossier, Viewing
from mingjing.records.models.recordings import Recording, RecordingNote, Upload
from mingjing.records.models.seals import HandSignature, Sealing, SignatureSheet
from mingjing.records.models.wordings import WordingRead

__all__ = [
    "Attachment",
    "Device",
    "DeviceLog",
    "Document",
    "Dossier",
    "HandSignature",
    "Recording",
    "RecordingNote",
    "Room",
    "Sealing",
    "SignatureSheet",
    "Upload",
    "Viewing",
    "WordingRead",
]
