"""The three parts of a new Word document."""

from collections.abc import Sequence
from itertools import groupby

from lxml import etree  # type: ignore[import-untyped]

from mingjing.foundation.redacting.zips import Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_ALIGNED = frozenset({"center", "right", "left", "both"})
Cell = tuple[int, int, int] | None
Told = tuple[Sequence[tuple[str, str]], str, Cell]


def document(paragraphs: Sequence[Told]) -> str:
    """The main part: paragraphs of (runs, alignment, cell), those of one table together in it."""
    root = etree.Element(f"{{{_W}}}document", nsmap={"w": _W})
    body = _sub(root, "body")
    for table, group in groupby(paragraphs, key=lambda one: one[2][0] if one[2] else 0):
        if table:
            _table(body, list(group))
        else:
            for one in group:
                _paragraph(body, one)
    size = _sub(_sub(body, "sectPr"), "pgSz")
    size.set(f"{{{_W}}}w", "11906")
    size.set(f"{{{_W}}}h", "16838")
    return f"{_HEAD}{etree.tostring(root, encoding='unicode')}"


def _sub(parent: Element, name: str, value: str = "") -> Element:
    made = etree.SubElement(parent, f"{{{_W}}}{name}")
    if value:
        made.set(f"{{{_W}}}val", value)
    return made


def _table(body: Element, paragraphs: list[Told]) -> None:
    table = _sub(body, "tbl")
    borders = _sub(_sub(table, "tblPr"), "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _sub(borders, side, "single")
    wide = max(one[2][2] for one in paragraphs if one[2]) + 1
    grid = _sub(table, "tblGrid")
    for _ in range(wide):
        _sub(grid, "gridCol")
    for _, line in groupby(paragraphs, key=lambda one: one[2][1] if one[2] else 0):
        row = _sub(table, "tr")
        for _, texts in groupby(line, key=lambda one: one[2][2] if one[2] else 0):
            cell = _sub(row, "tc")
            for one in texts:
                _paragraph(cell, one)
    _sub(body, "p")


def _paragraph(parent: Element, told: Told) -> None:
    runs, align, _ = told
    made = _sub(parent, "p")
    if align in _ALIGNED:
        _sub(_sub(made, "pPr"), "jc", align)
    for text, marks in runs:
        run = _sub(made, "r")
        if marks:
            properties = _sub(run, "rPr")
            for mark in marks:
                _sub(properties, mark, "single" if mark == "u" else "")
        _text(run, text)


def _text(run: Element, text: str) -> None:
    for at, line in enumerate(text.split("\n")):
        if at:
            _sub(run, "br")
        for column, piece in enumerate(line.split("\t")):
            if column:
                _sub(run, "tab")
            written = _sub(run, "t")
            written.text = piece
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
