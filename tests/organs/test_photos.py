"""The photograph of a certificate: re-encoded, bounded, without a trace of the camera; put in by whoever keeps the register."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image
from tests.organs.at_once import at_once
from tests.organs.town import AT, Town, town

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import operations, queries
from mingjing.organs.models import CertificatePhoto

PLACE = "GPS-40.96N-117.93E"


@pytest.fixture
def county(db: None) -> Town:
    return town()


def picture(width: int = 800, height: int = 600, kind: str = "JPEG", **more: Any) -> bytes:
    """A picture whose left half is red and right half blue."""
    made = Image.new("RGB", (width, height), "red")
    made.paste("blue", (width // 2, 0, width, height))
    held = io.BytesIO()
    made.save(held, kind, **more)
    return held.getvalue()


def photographed() -> bytes:
    """A picture with a camera's marks: maker, comment, place, and "turned by a quarter"."""
    marks = Image.Exif()
    marks[0x010F], marks[0x0112], marks[0x010E] = "SecretCamera", 6, PLACE
    return picture(exif=marks.tobytes(), comment=b"SecretComment")


def held(county: Town) -> Any:
    officer = county.officer("甲执法", "冀B-1")
    return queries.certificates([officer.id])[officer.id][0]


def set_(county: Town, certificate: Any, content: bytes, **more: Any) -> Any:
    ask = {"certificate_id": certificate.id, "by": county.sysadmin, "at": AT, **more}
    return operations.set_photo(content=content, **ask)


def test_a_picture_is_cut_to_two_inches_and_loses_every_mark(county: Town) -> None:
    one = held(county)
    made = set_(county, one, photographed())
    kept = storage.read(made.sha256)
    assert not [word for word in (b"SecretCamera", b"SecretComment", PLACE.encode(), b"Exif", b"GPS") if word in kept]
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (413, 579))
        assert not shown.getexif()
        # Turned upright by a quarter, the red left half has become the upper half.
        assert shown.getpixel((200, 40))[0] > 200 and shown.getpixel((200, 560))[2] > 200
    assert queries.photo(one.id) == made


def test_the_same_picture_has_the_same_address(county: Town) -> None:
    one = held(county)
    first = set_(county, one, picture())
    assert set_(county, one, picture()).sha256 == first.sha256
    assert CertificatePhoto.objects.filter(ended_at=None).count() == 1


def test_a_see_through_png_stands_on_white(county: Town) -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (413, 579), (0, 0, 0, 0)).save(clear, "PNG")
    made = set_(county, held(county), clear.getvalue())
    with Image.open(io.BytesIO(storage.read(made.sha256))) as shown:
        assert min(shown.getpixel((200, 300))) > 250


def bomb() -> bytes:
    """A PNG that says it is 60,000 by 60,000."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


BAD = {
    "empty": b"",
    "text": b"<svg onload='alert(1)'/>" * 20,
    "gif": picture(kind="GIF"),
    "small": picture(100, 140),
    "cut": picture()[:900],
    "big": picture() + b"\0" * (5 * 1024 * 1024),
    "bomb": bomb(),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_photograph_is_refused_and_nothing_is_kept(county: Town, what: str) -> None:
    one = held(county)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            set_(county, one, BAD[what])
        assert refused.value.rules == {"ORG-10"}
    assert queries.photo(one.id) is None


def test_only_who_keeps_the_register_puts_it_in_or_takes_it_down(county: Town) -> None:
    one = held(county)
    for by in (county.secadmin, county.auditor, county.actor("乙执法", Role.HANDLER), queries.actor(one.person_id, AT)):
        with pytest.raises(Forbidden):
            set_(county, one, picture(), by=by)
        with pytest.raises(Forbidden):
            operations.remove_photo(certificate_id=one.id, reason="人像不清楚", by=by, at=AT)
    assert queries.photo(one.id) is None


def test_it_is_taken_down_with_a_reason_and_once(county: Town) -> None:
    one = held(county)
    set_(county, one, picture())
    with pytest.raises(Invalid):
        operations.remove_photo(certificate_id=one.id, reason=" ", by=county.sysadmin, at=AT)
    operations.remove_photo(certificate_id=one.id, reason="人像不清楚", by=county.sysadmin, at=AT)
    assert queries.photo(one.id) is None
    assert queries.photographed([one.id]) == frozenset()
    with pytest.raises(Invalid):
        operations.remove_photo(certificate_id=one.id, reason="人像不清楚", by=county.sysadmin, at=AT)


def test_a_revoked_certificate_takes_no_photograph(county: Town) -> None:
    one = held(county)
    operations.revoke_certificate(certificate_id=one.id, reason="调离执法岗位", by=county.sysadmin, at=AT)
    with pytest.raises(Refused) as refused:
        set_(county, one, picture())
    assert refused.value.rules == {"ORG-03"}


def test_of_two_photographs_at_once_one_is_shown(transactional_db: None) -> None:
    there = town()
    one = held(there)
    answers = at_once(lambda: set_(there, one, picture()), lambda: set_(there, one, picture(900, 900)))
    assert all(not isinstance(answer, Exception) or isinstance(answer, Invalid) for answer in answers), answers
    assert CertificatePhoto.objects.filter(certificate_id=one.id, ended_at=None).count() == 1
