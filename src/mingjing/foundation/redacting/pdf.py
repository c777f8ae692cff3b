"""PDF: words with their places, and a copy made of page pictures into which the boxes are burnt.

Nothing of the original's objects is carried over: no text, fonts, layers, forms, comments, attachments, scripts, names,
metadata or earlier revisions. What the copy says is given to readers as text beside it.
"""

import ctypes
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw
from PIL import Image

from mingjing.foundation.redacting import picture
from mingjing.foundation.redacting.fitness import MOST_PAGES, Format, Unfit
from mingjing.foundation.redacting.shapes import SCALE, Cover, Cut, Made, Reading, hold
from mingjing.foundation.typesetting.pictures import POINTS_PER_INCH, opened

pdfium: Any = pypdfium2.raw
DPI = 150
_MOST_SIDE = 5_000
_SIDES = (3, 14_400)
"""The least and the greatest side of a page, in points (ISO 32000, annex C)."""
_MARGIN = 12
"""How far a box reaches beyond the letters, in ten-thousandths of the page."""
_NO_INK = 10
"""A letter whose place differs in shade by less than this cannot be seen."""
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Page:
    """Text of a page, and for each character its box in `SCALE` (None for one that was only added between words)."""

    text: str
    boxes: tuple[Box | None, ...]


def read(content: bytes) -> Reading:
    """The text of each page, empty for a scanned one. Raises Unfit."""
    try:
        with opened(content) as document:
            _bounded(document)
            pages = tuple(_words(page).text for page in document)
    except pypdfium2.PdfiumError as problem:
        raise _unfit(problem) from None
    return Reading(pages, _notices(content))


def _unfit(problem: Exception) -> Unfit:
    if "password" in str(problem).lower():
        return Unfit("PDF 加了打开密码", "去掉密码后再上传")
    return Unfit("PDF 已经损坏，打不开", "用原来的软件打开、另存一份，或者重新扫描后再上传")


def _bounded(document: Any) -> None:
    if not len(document):
        raise Unfit("PDF 里没有页", "核对文件后再上传")
    if len(document) > MOST_PAGES:
        raise Unfit(f"PDF 有 {len(document)} 页，超过 {MOST_PAGES} 页", "只留应当公开的页，或者拆成几个文件")
    for number, page in enumerate(document, 1):
        if not all(_SIDES[0] <= side <= _SIDES[1] for side in page.get_size()):
            raise Unfit(f"PDF 第 {number} 页的尺寸不合规范", "用原来的软件打开，按 A4、A3 等纸张另存或者打印成 PDF")


def _notices(content: bytes) -> tuple[str, ...]:
    """What a reader might miss in the copy."""
    found = ["文件属性、附件、书签、链接和以前的修订不进公开副本"]
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if "/AcroForm" in document.Root or any("/Annots" in page for page in document.pages):
                found.append("批注、表单里填的内容和签章域的外观不进公开副本；应当公开的，先打印成 PDF 再上传")
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        found.append("文件结构有瑕疵，已按能够显示的内容处理")
    return tuple(found)


def _words(page: Any) -> _Page:
    textpage = page.get_textpage()
    letters: list[str] = []
    boxes: list[Box | None] = []
    high: tuple[int, Box | None] | None = None
    for at in range(textpage.count_chars()):
        code, box = pdfium.FPDFText_GetUnicode(textpage, at), _box(page, textpage, at)
        if code == 13:
            continue
        if 0xD800 <= code < 0xDC00:
            high = (code, box)
            continue
        if 0xDC00 <= code < 0xE000:
            code, box = (
                (0x10000 + ((high[0] - 0xD800) << 10) + code - 0xDC00, high[1] or box) if high else (0xFFFD, box)
            )
        high = None
        letters.append(_letter(code))
        boxes.append(box)
    return _Page("".join(letters), tuple(boxes)) if _legible(letters) else _Page("", ())


def _letter(code: int) -> str:
    """A character of a text; what no database keeps and what is a line's end become blanks and line ends (of the pair CR LF only LF is kept)."""
    if code == 10:
        return "\n"
    return " " if code < 32 or code == 0xFFFE else chr(code)


def _legible(letters: Sequence[str]) -> bool:
    """A font without a table of its letters gives a text that says nothing: then the page counts as a picture."""
    visible = [one for one in letters if not one.isspace()]
    strange = sum(one == "\ufffd" or "\ue000" <= one <= "\uf8ff" for one in visible)
    return bool(visible) and strange * 5 < len(visible)


def _box(page: Any, textpage: Any, at: int) -> Box | None:
    if pdfium.FPDFText_IsGenerated(textpage, at) == 1:
        return None
    loose = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, at, ctypes.byref(loose)):
        return None
    tight = textpage.get_charbox(at)
    corners = [_place(page, x, y) for x in (loose.left, loose.right) for y in (loose.bottom, loose.top)]
    corners += [_place(page, x, y) for x in (tight[0], tight[2]) for y in (tight[1], tight[3])]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across), max(down)


def _place(page: Any, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, SCALE, SCALE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


def _shown(page: Any, dpi: float) -> Image.Image:
    """The page as a picture, without comments and form fields."""
    width, height = page.get_size()
    scale = min(dpi / POINTS_PER_INCH, _MOST_SIDE / max(width, height, 1))
    drawn: Image.Image = page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_pil()
    return picture.bare(drawn)


def preview(content: bytes, number: int, cuts: Iterable[Cut], covers: Iterable[Cover], width: int) -> bytes:
    """One page as PNG, with its boxes. Raises IndexError where there is no such page."""
    with opened(content) as document:
        if not 0 <= number < len(document):
            raise IndexError(number)
        page = document[number]
        shown = _shown(page, width / max(page.get_size()[0], 1) * POINTS_PER_INCH)
        boxes = _covers(_words(page), number, cuts, covers)
    return picture.encoded(picture.painted(shown, boxes), Format.PNG)


def places(content: bytes, number: int, cuts: Sequence[Cut]) -> list[list[Cover]]:
    """Where the stretches of one page's text stand on it, for each the boxes of its lines."""
    with opened(content) as document:
        words = _words(document[number])
    hold(words.text, cuts)
    return [_lines(words.boxes[cut.start : cut.end], cut) for cut in cuts]


def left(content: bytes, number: int, cuts: Iterable[Cut], covers: Iterable[Cover]) -> str:
    """What one page would still say in the copy."""
    chosen, drawn = tuple(cuts), tuple(covers)
    with opened(content) as document:
        words, shown = _words(document[number]), _shown(document[number], DPI)
    return _left(words, number, chosen, _covers(words, number, chosen, drawn), drawn, shown)


def rebuild(content: bytes, cuts: Iterable[Cut], covers: Iterable[Cover]) -> Made:
    """The copy: page pictures with burnt-in boxes; equal input gives equal bytes."""
    chosen, drawn = tuple(cuts), tuple(covers)
    texts: list[str] = []
    burnt: list[Cover] = []
    made = pikepdf.new()
    with opened(content) as document:
        for number, page in enumerate(document):
            words = _words(page)
            boxes = _covers(words, number, chosen, drawn)
            shown = _shown(page, DPI)
            texts.append(_left(words, number, chosen, boxes, drawn, shown))
            burnt += boxes
            append(made, picture.painted(shown, boxes), page.get_size())
    return Made(saved(made), tuple(texts), tuple(burnt))


def saved(made: pikepdf.Pdf) -> bytes:
    """The document as bytes, the same for the same pages."""
    held = io.BytesIO()
    made.save(held, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return held.getvalue()


def append(made: pikepdf.Pdf, shown: Image.Image, size: tuple[float, float]) -> None:
    """One more page, a picture of this size in points."""
    width, height = (round(side, 2) for side in size)
    image = pikepdf.Stream(made, picture.encoded(shown, Format.JPEG))
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=shown.width, Height=shown.height,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page = made.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=made.make_indirect(image)))
    page.Contents = made.make_stream(f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode())


def _covers(words: _Page, number: int, cuts: Iterable[Cut], covers: Iterable[Cover]) -> list[Cover]:
    """The boxes of one page: those drawn by hand and, line by line, those of its words."""
    made = [cover for cover in covers if cover.page == number]
    for cut in cuts:
        if cut.page == number:
            hold(words.text, [cut])
            made += _lines(words.boxes[cut.start : cut.end], cut)
    return made


def _lines(boxes: Sequence[Box | None], cut: Cut) -> list[Cover]:
    rows: list[Box] = []
    for box in boxes:
        if box is None:
            continue
        last = rows[-1] if rows else None
        if last and min(last[3], box[3]) - max(last[1], box[1]) > (box[3] - box[1]) // 2:
            rows[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            rows.append(box)
    return [
        Cover(cut.page, left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN, cut.replacement, cut.label)
        for left, top, right, bottom in rows
    ]


def _left(
    words: _Page, number: int, cuts: Iterable[Cut], boxes: list[Cover], by_hand: Sequence[Cover], shown: Image.Image
) -> str:
    """What the page still says: not what was cut, not what lies under a box, not what nobody can see on it."""
    grey = shown.convert("L")
    gone: dict[int, str] = {}
    for cut in cuts:
        if cut.page == number:
            gone |= {at: (cut.replacement if at == cut.start else "") for at in range(cut.start, cut.end)}
    kept: list[str] = []
    under: Cover | None = None
    for at, (letter, box) in enumerate(zip(words.text, words.boxes, strict=True)):
        hidden = next((one for one in boxes if box and _over(one, box, one in by_hand)), None)
        if at in gone:
            kept.append(gone[at])
        elif hidden is not None:
            kept.append(hidden.replacement if hidden is not under and hidden.replacement not in kept[-1:] else "")
        elif box is None or letter.isspace() or _seen(grey, box):
            kept.append(letter)
        under = hidden
    return "".join(kept)


def _over(cover: Cover, box: Box, by_hand: bool) -> bool:
    """Whether a box lies over a letter: over its middle or, drawn by hand, over a fifth of it."""
    across, down = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    if cover.left <= across <= cover.right and cover.top <= down <= cover.bottom:
        return True
    wide = min(cover.right, box[2]) - max(cover.left, box[0])
    high = min(cover.bottom, box[3]) - max(cover.top, box[1])
    return by_hand and min(wide, high) > 0 and wide * high * 5 > (box[2] - box[0]) * (box[3] - box[1])


def _seen(grey: Image.Image, box: Box) -> bool:
    place = picture.pixels(Cover(0, *box, replacement=""), grey.size)
    if place[2] <= place[0] or place[3] <= place[1]:
        return False
    low, high = grey.crop(place).getextrema()
    return float(high) - float(low) >= _NO_INK  # type: ignore[arg-type]
