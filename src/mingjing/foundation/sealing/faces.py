"""The face of a seal, drawn by us, and where on a document it belongs."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mingjing.foundation.sealing.ports import Kind, Place
from mingjing.foundation.typesetting import render
from mingjing.foundation.typesetting.pictures import opened

WIDTH = 119.0
"""42 mm in points: the width of a round seal of a government body."""
_FACE = Path(__file__).parent / "seal.typ"
EDGE = WIDTH / 2 + 12


def face(organ: str, kind: str, at: datetime, name: str = "") -> bytes:
    """The seal as a PDF of one page, without a ground. A seal that is not a government seal says 试点 on its face."""
    return render(_FACE, {"organ": organ, "below": "（试点）" if kind == Kind.PILOT else name}, created=at).pdf


def place_on(pdf: bytes, organ: str) -> Place:
    """Over the last place where the organ's name stands, as a seal is put by hand; else at the lower right of the last page."""
    with opened(pdf) as document:
        for page in range(len(document) - 1, -1, -1):
            width, height = document[page].get_size()
            if found := _last(document[page], organ):
                left, bottom, right, top = found
                return Place(page, _within((left + right) / 2, width), _within((bottom + top) / 2, height), WIDTH)
        width, height = document[len(document) - 1].get_size()
        return Place(len(document) - 1, width - EDGE - 40, EDGE + 60, WIDTH)


def _within(middle: float, length: float) -> float:
    return min(max(middle, EDGE), length - EDGE)


def _last(page: object, organ: str) -> Sequence[float] | None:
    text = page.get_textpage()  # type: ignore[attr-defined]
    searcher, found = text.search(organ), None
    while (hit := searcher.get_next()) is not None:
        found = hit
    if found is None:
        return None
    boxes = [text.get_charbox(index) for index in range(found[0], found[0] + found[1])]
    return [min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)]
