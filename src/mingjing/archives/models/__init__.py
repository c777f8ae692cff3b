"""Tables of the room."""

from mingjing.archives.models.custody import CheckRun, Handover, HeldApart, ImportedFile, Supplement
from mingjing.archives.models.disposal import Destruction, Hold
from mingjing.archives.models.filed import ArchivedFile
from mingjing.archives.models.lending import Lending, LendingRead

__all__ = [
    "ArchivedFile",
    "CheckRun",
    "Destruction",
    "Handover",
    "HeldApart",
    "Hold",
    "ImportedFile",
    "Lending",
    "LendingRead",
    "Supplement",
]
