"""Tables of the room."""

from mingjing.publicity.models.charts import PublishedChart
from mingjing.publicity.models.content import Source, Span, Version
from mingjing.publicity.models.letters import (
    Letter,
    LetterSender,
)
from mingjing.publicity.models.publications import Publication, Step
from mingjing.publicity.models.registers import Edition, RegisterEntry
from mingjing.publicity.models.repairs import Repair

__all__ = [
    "Letter",
    "LetterSender",
    "Edition",
    "Publication",
    "PublishedChart",
    "RegisterEntry",
    "Repair",
    "Source",
    "Span",
    "Step",
    "Version",
]
