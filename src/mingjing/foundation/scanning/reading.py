"""The codes on a page: what they say, and where their corners are."""

from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageOps

Point = tuple[float, float]
QR = zxingcpp.barcode_formats_from_str("QRCode")


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its text, and its corners in pixels, in the code's own order (upper left, upper right, lower right, lower left)."""

    text: str
    corners: tuple[Point, Point, Point, Point]


def codes(picture: Image.Image) -> tuple[Code, ...]:
    """Every QR code of a grey picture; a faint or badly lit page is tried again with its contrast stretched."""
    found = _read(picture)
    if not found:
        found = _read(ImageOps.autocontrast(picture, cutoff=2))
    if not found and max(picture.size) < 2600:
        found = _read(picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC), 2)
    return found


def _read(picture: Image.Image, scale: int = 1) -> tuple[Code, ...]:
    made = []
    for one in zxingcpp.read_barcodes(picture, formats=QR, try_invert=False):
        at = one.position
        corners = tuple(
            (point.x / scale, point.y / scale) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        )
        made.append(Code(one.text, (corners[0], corners[1], corners[2], corners[3])))
    return tuple(made)
