"""One way to read, show and rebuild every kind of file."""

from collections.abc import Iterable

from mingjing.foundation.redacting import pdf, picture, sheet, word
from mingjing.foundation.redacting.fitness import Format
from mingjing.foundation.redacting.shapes import Cover, Cut, Made, Reading


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
