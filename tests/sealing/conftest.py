"""A small document of the organ, set once."""

from functools import cache
from pathlib import Path

import pytest
from tests.sealing.made import AT, ORGAN

from mingjing.foundation.typesetting import render

SOURCE = """#let d = json(bytes(sys.inputs.data))
#set document(title: "x")
#set text(font: "Noto Serif CJK SC", lang: "zh")
#d.text
#align(right, d.organ)"""


@cache
def plain(folder: str) -> bytes:
    """The document, whose last line is the organ's name."""
    path = Path(folder) / "plain.typ"
    path.write_text(SOURCE)
    return render(path, {"text": "责令限期改正通知书", "organ": ORGAN}, created=AT).pdf


@pytest.fixture
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The document."""
    return plain(str(tmp_path_factory.getbasetemp()))
