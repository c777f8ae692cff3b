"""Tables of the room."""

from mingjing.publicity.models.charts import PublishedChart
from mingjing.publicity.models.content import Source, Span, Version
from mingjing.publicity.models.publications import Publication, Step

__all__ = ["Publication", "PublishedChart", "Source", "Span", "Step", "Version"]
