"""The photograph of a certificate: put in by whoever keeps the register, re-encoded, nothing of the camera kept."""

import io
import warnings
from datetime import datetime
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import access
from mingjing.organs.models import CertificatePhoto
from mingjing.organs.operations.keeping import keep, reason_given, the_certificate, trail
from mingjing.organs.rules.certificates import change_findings
from mingjing.organs.rules.photos import FORMATS, HEIGHT, LARGEST_FILE, MOST_PIXELS, WIDTH, photo_findings
from mingjing.organs.terms import By, PhotoFacts

QUALITY = 88
MIDDLE = (0.5, 0.4)
"""Where a picture of another proportion is cut: a little above its middle, where the face is."""


@operation("organ:photo:set")
def set_photo(*, certificate_id: UUID, content: bytes, by: By, at: datetime) -> PhotoFacts:
    """登记执法证件照片。The picture is turned upright, cut to two inches and encoded anew; EXIF, GPS and profiles are gone.

    The one before stays in the store and is shown no more. Raises Invalid, Forbidden; Refused (ORG-03, ORG-10).
    """
    row = the_certificate(certificate_id)
    access.require(access.keeps_registers, by, row.organ_id, doing="登记执法证件照片")
    if findings := change_findings(row.facts(), "更换照片", at) if row.revoked_at else ():
        raise Refused(*findings)
    kept = storage.put(_encoded(content))
    CertificatePhoto.objects.filter(certificate=row, ended_at=None).update(ended_at=at)
    photo = keep(CertificatePhoto(certificate=row, sha256=kept.sha256, size=kept.size, since=at))
    trail("organ:photo:set", organ_id=row.organ_id, at=at, by=by, number=row.number, sha256=kept.sha256)
    return photo.facts()


@operation("organ:photo:removed")
def remove_photo(*, certificate_id: UUID, reason: str, by: By, at: datetime) -> None:
    """撤下执法证件照片。Raises Invalid (no photograph, no reason), Forbidden."""
    row = the_certificate(certificate_id)
    access.require(access.keeps_registers, by, row.organ_id, doing="撤下执法证件照片")
    text = reason_given(reason)
    if not CertificatePhoto.objects.filter(certificate=row, ended_at=None).update(ended_at=at, end_reason=text):
        raise Invalid({"photo": ["这个证件没有照片，请刷新页面"]})
    trail("organ:photo:removed", organ_id=row.organ_id, at=at, by=by, number=row.number, reason=text)


def _encoded(content: bytes) -> bytes:
    """The pixels as a JPEG of two inches. The header is judged before a single pixel is unpacked."""
    size, kind, width, height = len(content), "", 0, 0
    if 0 < size <= LARGEST_FILE:
        kind, width, height = _header(content)
    if findings := photo_findings(size, kind, width, height):
        raise Refused(*findings)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        raise Refused(*photo_findings(size, "", 0, 0)) from None
    white = Image.new("RGBA", upright.size, "white")
    flat = Image.alpha_composite(white, upright).convert("RGB")
    fitted = ImageOps.fit(flat, (WIDTH, HEIGHT), Image.Resampling.LANCZOS, centering=MIDDLE)
    held = io.BytesIO()
    fitted.save(held, "JPEG", quality=QUALITY, optimize=True)
    return held.getvalue()


def _header(content: bytes) -> tuple[str, int, int]:
    """Format, width and height; an empty format for what is no picture of ours, or a bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                return str(picture.format), picture.width, picture.height
    except Image.DecompressionBombError:
        return FORMATS[0], MOST_PIXELS, 2
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return "", 0, 0
