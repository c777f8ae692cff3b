"""Word documents: visible paragraphs and tables carried into a new document; everything else stays behind.

Accepted insertions stay, deletions go; comments, hidden text, properties, pictures, embedded objects, link targets, macros
and custom XML have no way into the copy. Headers stand first, footnotes and footers last, text boxes after their paragraph.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mingjing.foundation.redacting.fitness import MOST_PAGES, Unfit
from mingjing.foundation.redacting.shapes import Cut, Made, Reading, carve, hold
from mingjing.foundation.redacting.wordparts import CONTENT_TYPES, RELATIONS, document
from mingjing.foundation.redacting.zips import Element, attribute, local, members, xml

_OPEN = {
    "r", "hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "fldSimple", "drawing", "inline", "anchor",
    "graphic", "graphicData", "wsp", "wgp", "txbx", "pict", "shape", "group", "rect", "roundrect", "oval", "textbox", "bdo", "dir",
    "ruby", "rubyBase", "oMath", "oMathPara", "e", "num", "den", "sub", "sup", "deg", "f", "rad", "sSub", "sSup", "sSubSup", "d",
    "nary", "func", "fName", "lim", "limLow", "limUpp", "m", "mr", "eqArr", "bar", "acc", "box", "borderBox", "groupChr", "sPre",
    "grpSp", "sp", "wpc", "wpg",
}  # fmt: skip
"""What is walked through; an element that is not named here is left behind with all it holds."""
_PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}
_LOST = {
    "blip": "图片", "imagedata": "图片", "del": "修订中删去的文字", "moveFrom": "修订中移走的文字", "commentReference": "批注",
    "OLEObject": "嵌入对象", "altChunk": "嵌入文档", "chart": "图表", "relIds": "图形",
}  # fmt: skip
_PAGE_PARAGRAPHS, _PAGE_LETTERS = 40, 1500


@dataclass
class _Paragraph:
    """Runs of (text, format marks), the alignment, and the table cell it stands in: (table, row, column), or nothing."""

    runs: list[tuple[str, str]] = field(default_factory=list)
    align: str = ""
    cell: tuple[int, int, int] | None = None

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)


@dataclass
class _Reader:
    """Walks the parts of a document and keeps what may be seen."""

    hidden: frozenset[str]
    paragraphs: list[_Paragraph] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=dict)
    tables: int = 0

    def blocks(self, parent: Element, cell: tuple[int, int, int] | None = None) -> None:
        """Paragraphs and tables in reading order."""
        for child in parent:
            name = local(child)
            if name == "p":
                self._paragraph(child, cell)
            elif name == "tbl":
                self._table(child, cell)
            elif name in {
                "sdt",
                "sdtContent",
                "ins",
                "moveTo",
                "customXml",
                "smartTag",
                "txbxContent",
                "footnote",
                "endnote",
            }:
                self.blocks(child, cell)
            elif name == "AlternateContent":
                self.blocks(_chosen(child), cell)
            else:
                self._leave(child, name)

    def _table(self, table: Element, cell: tuple[int, int, int] | None) -> None:
        self.tables += 1
        mine = self.tables
        rows = [one for one in table.iter() if local(one) == "tr" and _nearest(one, "tbl") is table]
        for at, row in enumerate(rows):
            deleted = any(local(one) == "del" for pr in row if local(pr) == "trPr" for one in pr)
            cells = [one for one in row.iter() if local(one) == "tc" and _nearest(one, "tr") is row]
            for column, one in enumerate(cells if not deleted else ()):
                before = len(self.paragraphs)
                self.blocks(one, cell or (mine, at, column))
                if len(self.paragraphs) == before and cell is None:
                    self.paragraphs.append(_Paragraph(cell=(mine, at, column)))

    def _paragraph(self, element: Element, cell: tuple[int, int, int] | None) -> None:
        properties = next((one for one in element if local(one) == "pPr"), None)
        made = _Paragraph(cell=cell, align=_valued(properties, "jc"))
        style = _valued(properties, "pStyle")
        if _has(properties, "numPr"):
            self.lost["自动编号"] = self.lost.get("自动编号", 0) + 1
        boxes: list[Element] = []
        self._inline(element, made, boxes, hidden=style in self.hidden)
        self.paragraphs.append(made)
        for box in boxes:
            self.blocks(box, cell)

    def _inline(self, parent: Element, made: _Paragraph, boxes: list[Element], *, hidden: bool) -> None:
        for child in parent:
            name = local(child)
            if name == "txbxContent":
                boxes.append(child)
            elif name == "AlternateContent":
                self._inline(_chosen(child), made, boxes, hidden=hidden)
            elif name == "r" and (hidden or self._vanished(child)):
                self.lost["隐藏文字"] = self.lost.get("隐藏文字", 0) + 1
            elif name in _OPEN:
                self._inline(child, made, boxes, hidden=hidden)
            elif name == "t" and child.text:
                made.runs.append((child.text, _marks(parent)))
            elif name in _PLAIN:
                made.runs.append((_PLAIN[name], ""))
            else:
                self._leave(child, name)

    def _vanished(self, run: Element) -> bool:
        properties = next((one for one in run if local(one) == "rPr"), None)
        return (
            _on(properties, "vanish") or _on(properties, "specVanish") or _valued(properties, "rStyle") in self.hidden
        )

    def _leave(self, element: Element, name: str) -> None:
        for one in element.iter():
            if word := _LOST.get(local(one)):
                self.lost[word] = self.lost.get(word, 0) + 1

    def notices(self) -> tuple[str, ...]:
        """What was left behind, counted."""
        counted = tuple(f"{word} {count} 处不进公开副本" for word, count in self.lost.items())
        return ("文件属性、批注、链接地址和复杂版式不进公开副本，只留文字和表格", *counted)


def _nearest(element: Element, name: str) -> Element | None:
    return next((one for one in element.iterancestors() if local(one) == name), None)


def _chosen(element: Element) -> Element:
    """Of two ways to say the same, the first."""
    return next((one for one in element if local(one) == "Choice"), next(iter(element), element))


def _has(properties: Element | None, name: str) -> bool:
    return properties is not None and any(local(one) == name for one in properties)


def _valued(properties: Element | None, name: str) -> str:
    found = next((one for one in properties if local(one) == name), None) if properties is not None else None
    return attribute(found, "val") if found is not None else ""


def _on(properties: Element | None, name: str) -> bool:
    return _has(properties, name) and _valued(properties, name) not in {"0", "false", "off"}


def _marks(run: Element) -> str:
    properties = next((one for one in run if local(one) == "rPr"), None)
    return "".join(name for name in ("b", "i", "u") if _on(properties, name) and _valued(properties, name) != "none")


def _hidden_styles(parts: dict[str, bytes]) -> frozenset[str]:
    """Styles that hide their text, and those that rest on them."""
    if "word/styles.xml" not in parts:
        return frozenset()
    styles = [one for one in xml(parts["word/styles.xml"]) if local(one) == "style"]
    hidden: set[str] = set()
    for _ in range(12):
        hidden |= {attribute(one, "styleId") for one in styles if _hides(one) or _valued(one, "basedOn") in hidden}
    return frozenset(hidden - {""})


def _hides(style: Element) -> bool:
    return any(_on(one, "vanish") for one in style if local(one) == "rPr")


def _read(content: bytes) -> _Reader:
    parts = members(content).contents
    if "word/document.xml" not in parts:
        raise Unfit("Word 文件里没有正文", "用原来的软件打开、另存为 DOCX 后再上传")
    reader = _Reader(_hidden_styles(parts))
    for name in _ordered(parts):
        root = xml(parts[name])
        body = next((one for one in root if local(one) == "body"), root)
        reader.blocks(body)
    return reader


def _ordered(parts: dict[str, bytes]) -> list[str]:
    def named(word: str) -> list[str]:
        return sorted(name for name in parts if name.startswith(f"word/{word}") and name.endswith(".xml"))

    return [*named("header"), "word/document.xml", *named("footnotes"), *named("endnotes"), *named("footer")]


def _pages(paragraphs: Sequence[_Paragraph]) -> list[list[int]]:
    """Which paragraphs stand on which page of the reading."""
    pages: list[list[int]] = [[]]
    letters = 0
    for at, one in enumerate(paragraphs):
        if pages[-1] and (len(pages[-1]) >= _PAGE_PARAGRAPHS or letters + len(one.text) > _PAGE_LETTERS):
            pages.append([])
            letters = 0
        pages[-1].append(at)
        letters += len(one.text)
    return pages


def read(content: bytes) -> Reading:
    """What the document says, in pages of some forty paragraphs. Raises Unfit."""
    reader = _read(content)
    pages = _pages(reader.paragraphs)
    if len(pages) > MOST_PAGES:
        raise Unfit(f"Word 文件太长（超过 {MOST_PAGES} 页）", "只留应当公开的部分，或者拆成几个文件")
    texts = tuple("\n".join(reader.paragraphs[at].text for at in page) for page in pages)
    if not any(text.strip() for text in texts):
        raise Unfit("Word 文件里没有文字", "图片请导出为 PDF 或者 JPG 后再上传")
    return Reading(texts, reader.notices())


def rebuild(content: bytes, cuts: Iterable[Cut]) -> Made:
    """The same words in a new document without those that were cut."""
    paragraphs, chosen = _read(content).paragraphs, tuple(cuts)
    texts = []
    for number, page in enumerate(_pages(paragraphs)):
        start = 0
        mine = [cut for cut in chosen if cut.page == number]
        hold("\n".join(paragraphs[at].text for at in page), mine)
        for at in page:
            length = len(paragraphs[at].text)
            _cut(paragraphs[at], list(_within(mine, start, start + length)))
            start += length + 1
        texts.append("\n".join(paragraphs[at].text for at in page))
    return Made(_packed(paragraphs), tuple(texts))


def _within(cuts: list[Cut], start: int, end: int) -> Iterator[Cut]:
    """The parts of cuts that fall between two places, told from the first; what is read instead stands in the first part."""
    for cut in cuts:
        left, right = max(cut.start, start), min(cut.end, end)
        if left < right:
            instead = cut.replacement if cut.start >= start else ""
            yield Cut(cut.page, left - start, right - start, instead)


def _cut(paragraph: _Paragraph, cuts: list[Cut]) -> None:
    if not cuts:
        return
    marks = [mark for text, mark in paragraph.runs for _ in text]
    whole = paragraph.text
    paragraph.runs = []
    for piece, start, end in carve(whole, cuts):
        if piece != whole[start:end]:
            paragraph.runs.append((piece, ""))
            continue
        for at in range(start, end):
            if paragraph.runs and at > start and paragraph.runs[-1][1] == marks[at]:
                paragraph.runs[-1] = (paragraph.runs[-1][0] + whole[at], marks[at])
            else:
                paragraph.runs.append((whole[at], marks[at]))


def _packed(paragraphs: list[_Paragraph]) -> bytes:
    """The smallest document that Word, WPS and LibreOffice open; the same for the same words."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", document([(one.runs, one.align, one.cell) for one in paragraphs])),
        ):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return held.getvalue()
