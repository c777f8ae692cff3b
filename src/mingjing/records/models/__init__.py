"""Tables of the records room."""

from mingjing.records.models.certificates import PersonCertificate, PersonSigning
from mingjing.records.models.deposits import Deposit, DepositItem
from mingjing.records.models.derived import RecordingCopy
from mingjing.records.models.devices import Device, DeviceLog, Room
from mingjing.records.models.dossiers import Attachment, Document, Dossier, Viewing
from mingjing.records.models.filings import OrganForm
from mingjing.records.models.fixity import Content, FixityDay
from mingjing.records.models.links import Grant, GrantItem, GrantOpening
from mingjing.records.models.papers import PaperSignature, Scan, ScanPage
from mingjing.records.models.questions import QuestionSet, QuestionUse
from mingjing.records.models.recordings import Recording, RecordingNote, Upload
from mingjing.records.models.seals import HandSignature, Sealing, SignatureSheet
from mingjing.records.models.transcripts import Transcript
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
    "Grant",
    "GrantItem",
    "GrantOpening",
    "HandSignature",
    "OrganForm",
    "PaperSignature",
    "PersonCertificate",
    "PersonSigning",
    "QuestionSet",
    "QuestionUse",
    "Recording",
    "RecordingCopy",
    "RecordingNote",
    "Room",
    "Scan",
    "ScanPage",
    "Sealing",
    "SignatureSheet",
    "Transcript",
    "Upload",
    "Viewing",
    "WordingRead",
]
