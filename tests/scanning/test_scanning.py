"""Scanning: codes survive the camera, a page is laid straight, a changed digit is found, what is the same is left alone."""

import io

import pytest
from PIL import Image
from tests.scanning.camera import bound, jpeg, paper, photographed, printed, scanned, written

from mingjing.foundation import scanning
from mingjing.foundation.scanning.comparing import SIZE


def compared(picture: Image.Image, pdf: bytes, page: int = 0, *, coded: bool = True) -> tuple[scanning.Spot, ...]:
    """What differs between a picture of a page and the page."""
    code = next((one for one in scanning.codes(picture) if "&p=" in one.text), None) if coded else None
    assert (code is not None) == coded
    original = scanning.original(pdf, page, SIZE)
    way = scanning.laid(picture, code, original).way
    return scanning.spots(original, scanning.straightened(picture, way))


def test_each_page_says_which_it_is() -> None:
    pdf = printed("penalty_decision")
    for page in range(3):
        texts = [one.text for one in scanning.codes(paper(pdf, page, 150))]
        assert any(text.endswith(f"?d=0123456789abcdef&p={page + 1}-1a2b3c4d") for text in texts), page


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_what_is_the_same_is_left_alone_however_it_was_photographed(turn: int) -> None:
    pdf = printed("interview_record")
    assert compared(photographed(paper(pdf), turn=turn, seed=turn + 3), pdf) == ()


@pytest.mark.parametrize("angle", [-2.0, 0.0, 1.5])
def test_what_is_the_same_is_left_alone_however_it_was_scanned(angle: float) -> None:
    pdf = printed("penalty_decision")
    assert compared(scanned(paper(pdf, 2, 150), angle=angle), pdf, 2) == ()


def test_a_signature_is_ink_that_was_added() -> None:
    pdf = printed("interview_record")
    (spot,) = compared(photographed(written(paper(pdf), "李四", (60, 260)), seed=4), pdf)
    assert spot.written and 55 < spot.x < 65 and 255 < spot.y < 275 and not spot.gone


def test_one_digit_for_another_is_found() -> None:
    pdf, forged = printed("penalty_decision"), printed("penalty_decision", fine="50000元（人民币捌万元整）")
    for picture in (scanned(paper(forged, 2)), photographed(paper(forged, 2), seed=9)):
        (spot,) = compared(picture, pdf, 2)
        assert not spot.written and spot.width < 8 and spot.gone > 10


def test_a_page_without_its_code_is_still_laid_straight() -> None:
    pdf = printed("penalty_decision")
    picture = paper(pdf)
    picture.paste(255, (round(picture.width * 0.85), 0, picture.width, round(picture.height * 0.07)))
    found = compared(scanned(picture, angle=0.5), pdf, coded=False)
    assert len(found) == 1 and found[0].y < 10 and not found[0].written


def test_every_kind_of_file_is_read_page_by_page() -> None:
    pages = [Image.new("L", (80, 113), level) for level in (250, 200)]
    for kind, media in (("PDF", "application/pdf"), ("TIFF", "image/tiff")):
        content = bound(pages, kind)
        sheets = scanning.opened(content, media)
        assert sheets.pages == 2 and sheets.page(1).mode == "L"
        single, ending = scanning.single(content, media, 1)
        assert scanning.opened(single, "application/pdf" if ending == "pdf" else "image/png").pages == 1
    photo = jpeg(Image.new("L", (80, 113), 250))
    assert scanning.single(photo, "image/jpeg", 0) == (photo, "jpg")


def test_a_photograph_is_turned_as_the_phone_says() -> None:
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (120, 80), 250).save(held, "JPEG", exif=exif)
    assert scanning.opened(held.getvalue(), "image/jpeg").page(0).size == (80, 120)


@pytest.mark.parametrize(
    ("content", "media", "told"),
    [
        (b"%PDF-1.7", "application/pdf", "打不开"), (b"\xff\xd8\xff", "image/jpeg", "已经损坏"), (b"II*\x00", "image/tiff", "已经损坏"),
        (b"abc", "text/plain", "不是扫描件"), (b"", "", "HEIC"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(content: bytes, media: str, told: str) -> None:
    with pytest.raises(scanning.Broken, match=told):
        scanning.opened(content, media)
