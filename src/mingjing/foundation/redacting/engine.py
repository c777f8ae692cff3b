"""One way to read, show and rebuild every kind of file."""

from collections.abc import Iterable, Sequence

from mingjing.foundation.redacting import pdf, picture, sheet, word
from mingjing.foundation.redacting.fitness import Format
from mingjing.foundation.redacting.shapes import Cover, Cut, Made, Reading, carve


def read(content: bytes, kind: Format) -> Reading:
    """The pages of a file and what will not be carried over. Raises Unfit."""
    if kind == Format.PDF:
        return pdf.read(content)
    if kind == Format.DOCX:
        return word.read(content)
    if kind in {Format.XLSX, Format.XLS}:
        return sheet.read(content, kind)
    return picture.read(content)


def rebuild(content: bytes, kind: Format, cuts: Iterable[Cut], covers: Iterable[Cover]) -> Made:
    """A new file without what was cut or covered; equal input gives equal bytes. Raises Unfit."""
    if kind == Format.PDF:
        return pdf.rebuild(content, cuts, covers)
    if kind == Format.DOCX:
        return word.rebuild(content, cuts)
    if kind in {Format.XLSX, Format.XLS}:
        return sheet.rebuild(content, kind, cuts)
    return picture.rebuild(content, kind, covers)


def preview(
    content: bytes, kind: Format, page: int, cuts: Iterable[Cut] = (), covers: Iterable[Cover] = (), width: int = 900
) -> bytes:
    """A page (from 0) of a pictured file as PNG, with its boxes painted in. Raises IndexError where there is none."""
    if kind == Format.PDF:
        return pdf.preview(content, page, cuts, covers, width)
    if kind not in {Format.JPEG, Format.PNG} or page:
        raise IndexError(page)
    return picture.preview(content, covers, width)


def places(content: bytes, kind: Format, page: int, cuts: Sequence[Cut]) -> list[list[Cover]]:
    """For each stretch of a page's text the boxes it takes on the page; none where pages are not pictures."""
    return pdf.places(content, page, cuts) if kind == Format.PDF else [[] for _ in cuts]


def left(content: bytes, kind: Format, page: int, text: str, cuts: Iterable[Cut], covers: Iterable[Cover]) -> str:
    """What a page, whose text is `text`, would still say in the copy."""
    if kind == Format.PDF:
        return pdf.left(content, page, cuts, covers)
    return "".join(piece for piece, _, _ in carve(text, [cut for cut in cuts if cut.page == page]))
