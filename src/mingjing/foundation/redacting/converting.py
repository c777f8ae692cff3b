"""TIFF and WebP become PNG, or a PDF of their pages, before anything else: rewritten and checked like every other file."""

import io
import warnings
from collections.abc import Iterator
from pathlib import PurePath

import pikepdf
from PIL import Image, ImageOps

from mingjing.foundation.redacting import pdf, picture
from mingjing.foundation.redacting.fitness import MOST_BYTES, MOST_PAGES, MOST_PIXELS, Format, Unfit

_KINDS = {"tif": "TIFF", "tiff": "TIFF", "webp": "WEBP"}
_FIRST = {"TIFF": (b"II*\0", b"MM\0*"), "WEBP": (b"RIFF",)}
MOST_IN_ALL = 6 * MOST_PIXELS
"""Pixels of all pages together: a few kilobytes can stand for gigabytes."""
_POINTS_PER_INCH = 72


def converted(name: str, content: bytes) -> tuple[str, bytes, tuple[str, ...]]:
    """The file as it is worked on (name, content) and, in Chinese, what was done; every other kind comes back as it was.

    Equal input gives equal bytes. Raises Unfit where it is no such picture, is broken, moves, or is larger than is borne.
    """
    path = PurePath(name.replace("\\", "/"))
    kind = _KINDS.get(path.suffix.lstrip(".").lower())
    if kind is None or not content or len(content) > MOST_BYTES:
        return name, content, ()
    if not content.startswith(_FIRST[kind]) or (kind == "WEBP" and content[8:12] != b"WEBP"):
        raise Unfit(f"文件名写着“{path.suffix}”，内容不是这种格式", "用原来的软件打开，另存为 PNG 或者 PDF 后再上传")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
                count = _bounded(opened, kind)
                pages = _pages(opened, count)
                made = picture.encoded(next(pages), Format.PNG) if count == 1 else _bound(pages)
    except Image.DecompressionBombError:
        raise Unfit(f"图片超过 {MOST_PIXELS // 10_000} 万像素", "降低扫描分辨率后再上传") from None
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError):
        raise Unfit("图片已经损坏，打不开", "重新扫描，或者另存为 PNG、PDF 后再上传") from None
    target = "PNG 图片" if count == 1 else f"{count} 页的 PDF"
    return f"{path.stem}.{'png' if count == 1 else 'pdf'}", made, (f"原件是 {kind} 图片，已转成{target}办理",)


def _bounded(opened: Image.Image, kind: str) -> int:
    """How many pages, told by their headers alone: no pixel is unpacked before all of them are known to be few enough."""
    pixels = count = 0
    while count <= MOST_PAGES:
        try:
            opened.seek(count)
        except EOFError:
            break
        size = opened.width * opened.height
        pixels, count = pixels + size, count + 1
        if size > MOST_PIXELS:
            raise Unfit(f"第 {count} 页超过 {MOST_PIXELS // 10_000} 万像素", "降低扫描分辨率后再上传")
    if count > 1 and kind == "WEBP":
        raise Unfit("这是会动的图片", "另存为一张静止的图片后再上传")
    if count > MOST_PAGES:
        raise Unfit(f"图片超过 {MOST_PAGES} 页", "拆成几个文件后再上传")
    if pixels > MOST_IN_ALL:
        raise Unfit(f"各页合计超过 {MOST_IN_ALL // 10_000} 万像素", "降低扫描分辨率，或者拆成几个文件后再上传")
    return count


def _pages(opened: Image.Image, count: int) -> Iterator[Image.Image]:
    for at in range(count):
        opened.seek(at)
        opened.load()
        yield picture.bare(ImageOps.exif_transpose(opened))


def _bound(pages: Iterator[Image.Image]) -> bytes:
    made = pikepdf.new()
    for page in pages:
        points = (page.width * _POINTS_PER_INCH / pdf.DPI, page.height * _POINTS_PER_INCH / pdf.DPI)
        pdf.append(made, page, points)
    return pdf.saved(made)
