"""Tables of the room."""

from mingjing.publicity.models.charts import PublishedChart
from mingjing.publicity.models.content import Source, Span, Version
from mingjing.publicity.models.letters import (
    Letter,
    LetterSender,
)
from mingjing.publicity.models.progress import Progress, ProgressNumber, PublishedRights
from mingjing.publicity.models.publications import Publication, Step
from mingjing.publicity.models.registers import Edition, RegisterEntry
from mingjing.publicity.models.visits import Visit, VisitRating

__all__ = [
    "Letter",
    "LetterSender",
    "Edition",
    "Progress",
    "ProgressNumber",
    "Publication",
    "PublishedChart",
    "PublishedRights",
    "RegisterEntry",
    "Source",
    "Span",
    "Step",
    "Version",
    "Visit",
    "VisitRating",
]
