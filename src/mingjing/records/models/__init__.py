"""Tables of the records room."""

from mingjing.records.models.dossiers import Attachment, Document, Dossier, Viewing
from mingjing.records.models.recordings import Recording, RecordingNote, Upload

__all__ = ["Attachment", "Document", "Dossier", "Recording", "RecordingNote", "Upload", "Viewing"]
