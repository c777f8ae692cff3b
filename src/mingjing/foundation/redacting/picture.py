"""Pictures: pixels only, boxes painted into them, everything else left behind."""

import io
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from mingjing.foundation.redacting.fitness import MOST_PIXELS, Format, Unfit
from mingjing.foundation.redacting.shapes import SCALE, Cover, Made, Reading

_FONT = Path(__file__).parents[1] / "typesetting" / "fonts" / "NotoSerifCJKsc-Bold.otf"
_QUALITY = 85


def read(content: bytes) -> Reading:
    """One page without text. Raises Unfit."""
    _opened(content)
    return Reading(("",), ("拍摄时间、地点、设备等照片信息不进公开副本",))


def rebuild(content: bytes, kind: Format, covers: Iterable[Cover]) -> Made:
    """The picture again from its pixels, with the boxes painted in."""
    boxes = tuple(covers)
    return Made(encoded(painted(_opened(content), boxes), kind), ("",), boxes)


def preview(content: bytes, covers: Iterable[Cover], width: int) -> bytes:
    """The picture, no wider than `width` pixels, as PNG."""
    picture = painted(_opened(content), covers)
    picture.thumbnail((width, width * 4))
    return encoded(picture, Format.PNG)


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit(f"图片超过 {MOST_PIXELS // 10_000} 万像素", "缩小图片后再上传")
            picture.load()
            return bare(ImageOps.exif_transpose(picture))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise Unfit("图片已经损坏，打不开", "重新拍照、扫描或者另存后再上传") from None


def bare(picture: Image.Image) -> Image.Image:
    """A new picture of the same pixels on white, with nothing but pixels."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        picture = ground
    plain = picture.convert("RGB")
    return Image.frombytes("RGB", plain.size, plain.tobytes())


def painted(picture: Image.Image, covers: Iterable[Cover]) -> Image.Image:
    """The same picture with black boxes; the ground is written on those that have room for it."""
    pen = ImageDraw.Draw(picture)
    for cover in covers:
        box = pixels(cover, picture.size)
        pen.rectangle(box, fill="black")
        height, width = box[3] - box[1], box[2] - box[0]
        size = min(height * 2 // 3, width // max(len(cover.label) + 1, 2), 40)
        if cover.label and size >= 8:
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            pen.text(middle, cover.label, fill="white", font=_letters(size), anchor="mm")
    return picture


def pixels(cover: Cover, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box in pixels, rounded outwards, inside the picture."""
    width, height = size
    left, top = cover.left * width // SCALE, cover.top * height // SCALE
    right, bottom = -(-cover.right * width // SCALE), -(-cover.bottom * height // SCALE)
    return max(left, 0), max(top, 0), min(right, width - 1), min(bottom, height - 1)


@lru_cache(maxsize=64)
def _letters(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def encoded(picture: Image.Image, kind: Format) -> bytes:
    """The picture as a file that holds nothing but the picture."""
    held = io.BytesIO()
    if kind == Format.PNG:
        picture.save(held, "PNG", compress_level=6)
    else:
        picture.save(held, "JPEG", quality=_QUALITY, subsampling=0)
    return held.getvalue()


def is_dark(content: bytes, covers: Iterable[Cover]) -> bool:
    """Whether every box is black in this picture file, the written ground apart: the corners and more than half of it."""
    if not content:
        return False
    picture = Image.open(io.BytesIO(content)).convert("L")
    for cover in covers:
        box = pixels(cover, picture.size)
        inside = picture.crop((box[0] + 1, box[1] + 1, max(box[2], box[0] + 2), max(box[3], box[1] + 2)))
        shades = inside.histogram()
        sides = (
            inside.crop((x, y, x + 1, y + 1)).tobytes()[0]
            for x in (0, inside.width - 1)
            for y in (0, inside.height - 1)
        )
        if sum(shades[:64]) * 2 < sum(shades) or any(shade > 96 for shade in sides):
            return False
    return True
