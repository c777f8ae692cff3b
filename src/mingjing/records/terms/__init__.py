"""Words of the records room."""

from mingjing.records.terms.dossiers import (
    AccessFacts,
    AttachmentFacts,
    DocumentFacts,
    FormFacts,
    NotFound,
    ViewingFacts,
    VolumeFacts,
)
from mingjing.records.terms.recordings import (
    COLLECTORS,
    KEEPERS,
    MARK_NAMES,
    WORKERS,
    Coverage,
    NoteFacts,
    Overlap,
    RecordingDraft,
    RecordingFacts,
    RecordingState,
    UploadFacts,
    blank_marks,
    works_with,
)

__all__ = [
    "COLLECTORS", "KEEPERS", "MARK_NAMES", "WORKERS", "AccessFacts", "AttachmentFacts", "Coverage", "DocumentFacts", "FormFacts", "NotFound",
    "NoteFacts", "Overlap", "RecordingDraft", "RecordingFacts", "RecordingState", "UploadFacts", "ViewingFacts", "VolumeFacts", "blank_marks", "works_with",
]  # fmt: skip
