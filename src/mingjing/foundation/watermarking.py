"""A reader's name across a picture: burnt in, slanted, again and again, so that a photograph of the page still tells."""

import io
import math
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FONT = Path(__file__).parent / "typesetting" / "fonts" / "NotoSerifCJKsc-Regular.otf"
_SLANT = 25
_FAINT = 70
_LARGEST = 4000


@lru_cache(maxsize=8)
def _letters(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def stamped(picture: bytes, text: str) -> bytes:
    """The picture as PNG with the text over it. Raises what Pillow raises for what is no picture."""
    with Image.open(io.BytesIO(picture)) as opened:
        page = opened.convert("RGB")
    page.thumbnail((_LARGEST, _LARGEST))
    size = max(14, min(page.size) // 28)
    font = _letters(size)
    length = int(font.getlength(text))
    side = int(math.hypot(*page.size)) + length
    layer = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(layer)
    for row, down in enumerate(range(0, side, size * 7)):
        for along in range(-(row % 2) * length // 2, side, length + size * 4):
            pen.text((along, down), text, font=font, fill=_FAINT)
    layer = layer.rotate(_SLANT, resample=Image.Resampling.BILINEAR)
    left, top = (side - page.width) // 2, (side - page.height) // 2
    page.paste((90, 90, 90), mask=layer.crop((left, top, left + page.width, top + page.height)))
    target = io.BytesIO()
    page.save(target, "PNG", optimize=False)
    return target.getvalue()
