"""What was scanned, page by page, as grey pictures: PDF by PDFium, JPEG, PNG and TIFF by Pillow, all within limits."""

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pikepdf
import pypdfium2
from PIL import Image, ImageOps

from mingjing.foundation.typesetting.pictures import POINTS_PER_INCH
from mingjing.foundation.typesetting.pictures import opened as opened_pdf

T = TypeVar("T")
MOST_PAGES: Final = 300
MOST_PIXELS: Final = 80_000_000
READ_DPI: Final = 200
LONGEST_SIDE: Final = 4200
"""Pixels of the longer side a page is read with: an A4 page at 360 dpi."""
PICTURES: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}


class Broken(Exception):
    """Not to be read: the message says what is wrong and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A readable scan: how many pages, and a page (the first is 0) as a grey picture."""

    pages: int
    page: Callable[[int], Image.Image]


def opened(content: bytes, media_type: str) -> Sheets:
    """Look into a scan. Raises Broken."""
    if media_type == "application/pdf":
        return _pdf(content)
    if media_type in PICTURES:
        return _picture(content, PICTURES[media_type])
    raise Broken("不是扫描件：可以上传 PDF、JPEG、PNG、TIFF；手机拍成 HEIC 的，请另存为 JPEG 再传")


def _pdf(content: bytes) -> Sheets:
    try:
        with opened_pdf(content) as document:
            pages = len(document)
    except pypdfium2.PdfiumError:
        raise Broken("这个 PDF 打不开，可能已经损坏或者有密码，请重新扫描或者去掉密码再传") from None
    _counted(pages)

    def page(number: int) -> Image.Image:
        try:
            with opened_pdf(content) as document:
                return _rendered(document[number], READ_DPI)
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            raise Broken(f"第 {number + 1} 页打不开，请单独重新扫描这一页") from None

    return Sheets(pages, page)


def _rendered(page: Any, dpi: int) -> Image.Image:
    scale = min(dpi / POINTS_PER_INCH, LONGEST_SIDE / max(page.get_size()))
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture.convert("L")


def single(content: bytes, media_type: str, number: int) -> tuple[bytes, str]:
    """One page (the first is 0) as a file of its own, unchanged where that can be, and the ending of its name. Raises Broken."""
    if media_type == "application/pdf":
        held = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as whole, pikepdf.new() as one:
            one.pages.append(whole.pages[number])
            one.save(held, deterministic_id=True)
        return held.getvalue(), "pdf"
    if media_type in PICTURES and media_type != "image/tiff":
        return content, "jpg" if media_type == "image/jpeg" else "png"
    held = io.BytesIO()
    opened(content, media_type).page(number).save(held, "PNG")
    return held.getvalue(), "png"


def original(pdf: bytes, number: int, size: tuple[int, int]) -> Image.Image:
    """A page of an electronic document (the first is 0) as a grey picture of this size."""
    with opened_pdf(pdf) as document:
        width, _ = document[number].get_size()
        picture: Image.Image = document[number].render(scale=size[0] / width, grayscale=True).to_pil()
        return picture.convert("L").resize(size)


def _counted(pages: int) -> None:
    if not pages:
        raise Broken("里面一页也没有，请重新扫描")
    if pages > MOST_PAGES:
        raise Broken(f"有 {pages} 页，一次最多 {MOST_PAGES} 页，请分成几份再传")


def _picture(content: bytes, kind: str) -> Sheets:
    frames = _tried(lambda: _frames(content, kind))
    _counted(frames)
    return Sheets(frames, lambda number: _tried(lambda: _frame(content, kind, number)))


def _image(content: bytes, kind: str) -> Image.Image:
    picture = Image.open(io.BytesIO(content), formats=(kind,))
    if picture.width * picture.height > MOST_PIXELS:
        raise Broken(
            f"图片有 {picture.width * picture.height // 10_000} 万像素，最多 {MOST_PIXELS // 10_000} 万，请缩小再传"
        )
    return picture


def _frames(content: bytes, kind: str) -> int:
    picture = _image(content, kind)
    if kind != "TIFF":
        picture.load()
    return int(getattr(picture, "n_frames", 1))


def _frame(content: bytes, kind: str, number: int) -> Image.Image:
    picture = _image(content, kind)
    picture.seek(number)
    if picture.width * picture.height > MOST_PIXELS:
        raise Broken(f"第 {number + 1} 页的图片太大，请缩小再传")
    grey = ImageOps.exif_transpose(picture).convert("L")
    if max(grey.size) > LONGEST_SIDE:
        grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def _tried(look: Callable[[], T]) -> T:
    """What the reader says, or Broken, whatever a hostile picture does to it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return look()
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError):
        raise Broken("图片已经损坏，打不开，请重新拍照或者扫描") from None
