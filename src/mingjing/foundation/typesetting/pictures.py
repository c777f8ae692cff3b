"""What a PDF looks like and says: page pictures and text by PDFium, which allows one caller at a time."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2

_one_at_a_time = threading.Lock()
POINTS_PER_INCH = 72


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """The document of PDFium, for one caller at a time. Raises pypdfium2.PdfiumError where it is no readable PDF."""
    with _one_at_a_time:
        document: Any = pypdfium2.PdfDocument(pdf)  # type: ignore[no-untyped-call]
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """The number of pages."""
    with opened(pdf) as document:
        return len(document)


def preview(pdf: bytes, page: int, dpi: int = 108) -> bytes:
    """One page (the first is 0) as a PNG picture. Raises IndexError where there is no such page."""
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(f"page {page} of {len(document)}")
        # Without this the face of a seal, which is a form field, is not drawn.
        document.init_forms()
        picture = document[page].render(scale=dpi / POINTS_PER_INCH).to_pil()
    held = io.BytesIO()
    # Of a page of text level 3 makes a smaller file than `optimize` does, in a sixth of the time.
    picture.save(held, "PNG", compress_level=3)
    return held.getvalue()


def text_of(pdf: bytes) -> list[str]:
    """The text of each page as a reader program extracts it, with \\n at each printed line's end."""
    with opened(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
