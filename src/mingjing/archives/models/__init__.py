"""Tables of the room."""

from mingjing.archives.models.custody import CheckRun, Handover, HeldApart, ImportedFile, Supplement
from mingjing.archives.models.disposal import Destruction, Hold
from mingjing.archives.models.filed import ArchivedFile
from mingjing.archives.models.lending import Lending, LendingRead
from mingjing.archives.models.patrols import Patrol
from mingjing.archives.models.unmarked import Unmarked

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
    "Patrol",
    "Supplement",
    "Unmarked",
]
