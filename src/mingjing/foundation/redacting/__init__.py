"""Files rewritten so that what was marked is gone: read by page, marked, rebuilt from nothing, searched again.

Knows no database and no law. A public copy is never an edited original: it is a new file into which only what may stay was
carried over, so that older revisions, metadata, hidden parts and embedded objects have no way in.
"""

from mingjing.foundation.redacting.converting import converted
from mingjing.foundation.redacting.engine import left, places, preview, read, rebuild
from mingjing.foundation.redacting.fitness import EXTENSIONS, MEDIA_TYPES, Format, Unfit
from mingjing.foundation.redacting.recognising import recognise
from mingjing.foundation.redacting.searching import remains
from mingjing.foundation.redacting.shapes import PICTURED, SCALE, Cover, Cut, Made, Reading

__all__ = [
    "EXTENSIONS",
    "MEDIA_TYPES",
    "PICTURED",
    "SCALE",
    "Cover",
    "Cut",
    "Format",
    "Made",
    "Reading",
    "Unfit",
    "converted",
    "left",
    "places",
    "preview",
    "read",
    "rebuild",
    "recognise",
    "remains",
]
