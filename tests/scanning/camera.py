"""A camera and a pen: prints drawn by PDFium, written on, photographed askew, scanned crooked. No randomness but a seed."""

import io
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from tests.typesetting import samples

from mingjing.foundation import typesetting
from mingjing.foundation.scanning.aligning import solved

HAND = samples.SOURCE / "foundation/typesetting/fonts/NotoSerifCJKsc-Regular.otf"
ADDRESS = "http://127.0.0.1:8000/verify/?d={digest}&p={number}-{document}"


def printed(form: str, digest: str = "0123456789abcdef", **more: Any) -> bytes:
    """A sample document with the codes of its pages."""
    pages = [typesetting.outline(ADDRESS.format(digest=digest, number=n, document="1a2b3c4d")) for n in range(1, 7)]
    verify = {"document": "文书 1a2b3c4d", "version": "第1版", "short_hash": digest, "pages": pages}
    data = samples.rich(form) | {"verify": verify}
    for name, text in more.items():
        data["fields"][name] = text
    return typesetting.render(samples.FORMS / form / "v1.typ", data, created=date(2026, 9, 24)).pdf


def paper(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """A page on paper."""
    document = pypdfium2.PdfDocument(pdf)  # type: ignore[no-untyped-call]
    picture: Image.Image = document[page].render(scale=dpi / 72).to_pil().convert("L")
    document.close()  # type: ignore[no-untyped-call]
    return picture


def written(picture: Image.Image, text: str, at: tuple[float, float], size: float = 9) -> Image.Image:
    """The same with something written on it: `at` and `size` in millimetres."""
    picture = picture.copy()
    mm = picture.width / 210
    font = ImageFont.truetype(str(HAND), round(size * mm))
    ImageDraw.Draw(picture).text((at[0] * mm, at[1] * mm), text, fill=40, font=font)
    return picture


def photographed(picture: Image.Image, *, turn: int = 0, tilt: float = 0.06, seed: int = 1) -> Image.Image:
    """A photograph: on a dark desk, askew, shaded, a little soft and noisy. `turn` in quarters."""
    chance = random.Random(seed)  # noqa: S311
    size = (2600, 3500)
    w, h = size
    corners = [(0.1 * w, 0.08 * h), (0.91 * w, 0.07 * h), (0.93 * w, 0.93 * h), (0.08 * w, 0.95 * h)]
    moved = [(x + chance.uniform(-tilt, tilt) * w, y + chance.uniform(-tilt, tilt) * h * 0.5) for x, y in corners]
    flat = [(0, 0), (picture.width, 0), (picture.width, picture.height), (0, picture.height)]
    way = solved(moved, flat)
    desk = Image.new("L", size, 70)
    sheet = picture.transform(size, Image.Transform.PERSPECTIVE, list(way), Image.Resampling.BICUBIC, fillcolor=0)
    mask = Image.new("L", picture.size, 255).transform(size, Image.Transform.PERSPECTIVE, list(way), fillcolor=0)
    desk.paste(sheet.point([round(30 + level * 0.8) for level in range(256)]), (0, 0), mask)
    shade = Image.linear_gradient("L").rotate(90).resize(size).point([255 - level // 4 for level in range(256)])
    noise = Image.effect_noise(size, 9).point([level // 2 for level in range(256)])
    lit = ImageChops.add(ImageChops.multiply(desk, shade), noise, offset=-64)
    lit = lit.filter(ImageFilter.GaussianBlur(1.0))
    return lit.rotate(90 * turn, expand=True) if turn else lit


def scanned(picture: Image.Image, *, angle: float = 1.5, shift: int = 12, seed: int = 1) -> Image.Image:
    """A flatbed scan: white all around, a little crooked, a little off, a few specks."""
    chance = random.Random(seed)  # noqa: S311
    bed = Image.new("L", picture.size, 250)
    bed.paste(picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=250), (shift, shift))
    draw = ImageDraw.Draw(bed)
    for _ in range(40):
        draw.point((chance.randrange(bed.width), chance.randrange(bed.height)), fill=90)
    return bed


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    """As a phone keeps it."""
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality)
    return held.getvalue()


def bound(pages: Sequence[Image.Image], kind: str = "PDF") -> bytes:
    """Several pages in one PDF or TIFF, as a scanner binds them."""
    held, fresh = io.BytesIO(), [each.copy() for each in pages]
    fresh[0].save(held, kind, save_all=True, append_images=fresh[1:], resolution=200)
    return held.getvalue()
