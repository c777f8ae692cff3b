"""Scans of paper: pages of a PDF or picture, the codes on them, a page laid straight over its original, what differs.

Nothing here knows what a case is. Pictures are grey; places on a page are millimetres of A4.
"""

from mingjing.foundation.scanning.aligning import Laid, laid, straightened
from mingjing.foundation.scanning.comparing import Spot, ink, spots
from mingjing.foundation.scanning.intake import Broken, Sheets, opened, original, single
from mingjing.foundation.scanning.reading import Code, codes

__all__ = [
    "Broken",
    "Code",
    "Laid",
    "Sheets",
    "Spot",
    "codes",
    "ink",
    "laid",
    "opened",
    "original",
    "single",
    "spots",
    "straightened",
]
