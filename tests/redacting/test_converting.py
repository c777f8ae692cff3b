"""TIFF and WebP come in as PNG or PDF: the same pixels, nothing else, no bombs, the same redaction and the same checks."""

import io
import struct
from typing import Any

import pytest
from PIL import Image
from tests.publicity import filing, samples

from mingjing.foundation import redacting, storage
from mingjing.foundation.redacting import Cover, Format, Unfit, converting
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations
from mingjing.publicity.models import DecisionFile


def tiff(*colours: str, size: tuple[int, int] = (600, 400), **more: Any) -> bytes:
    pages = [Image.new("RGB", size, colour) for colour in colours]
    held = io.BytesIO()
    pages[0].save(held, "TIFF", save_all=True, append_images=pages[1:], description="经办人王小焊", **more)
    return held.getvalue()


def webp(colour: str = "green", *more: str) -> bytes:
    held = io.BytesIO()
    rest = [Image.new("RGB", (300, 200), one) for one in more]
    Image.new("RGB", (300, 200), colour).save(held, "WEBP", lossless=True, save_all=bool(rest), append_images=rest)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "colour"),
    [
        ("a.tif", tiff("red"), (255, 0, 0)),
        ("A.TIFF", tiff("red", compression="tiff_lzw"), (255, 0, 0)),
        ("a.webp", webp("blue"), (0, 0, 255)),
    ],
)
def test_one_page_becomes_a_picture_of_the_same_pixels_and_nothing_else(
    name: str, content: bytes, colour: tuple[int, int, int]
) -> None:
    title, made, told = redacting.converted(name, content)
    assert redacting.recognise(title, made) == Format.PNG
    picture = Image.open(io.BytesIO(made))
    assert picture.getpixel((5, 5)) == colour and not picture.info
    assert "王小焊".encode() not in made and len(told) == 1
    assert redacting.converted(name, content)[1] == made


def test_several_pages_become_a_pdf_that_is_covered_page_by_page() -> None:
    title, made, told = redacting.converted("扫描件.tif", tiff("red", "white", "blue"))
    assert (title, redacting.recognise(title, made)) == ("扫描件.pdf", Format.PDF)
    assert "3 页" in told[0]
    assert redacting.read(made, Format.PDF).pages == ("", "", "")
    assert redacting.converted("扫描件.tif", tiff("red", "white", "blue"))[1] == made
    cover = Cover(1, 1000, 1000, 6000, 6000, "［遮盖］")
    copy = redacting.rebuild(made, Format.PDF, (), (cover,))
    assert dict(redacting.remains(copy.content, Format.PDF, (), copy.covers)) == {}
    shown = Image.open(io.BytesIO(redacting.preview(copy.content, Format.PDF, 1, width=300))).convert("L")
    assert shown.getpixel((60, 60)) < 40 < 200 < shown.getpixel((290, 190))


def test_other_kinds_come_back_as_they_were() -> None:
    for name in ("a.pdf", "a.jpg", "b", "c.gif"):
        assert redacting.converted(name, b"x") == (name, b"x", ())


def header_only(width: int, height: int) -> bytes:
    """A TIFF of two hundred bytes that says it is huge."""
    entries = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 200),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, 1),
    ]
    packed = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + packed + b"\0" * 120


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.tif", b"not a picture", "不是这种格式"), ("a.tif", webp(), "不是这种格式"), ("a.webp", tiff("red"), "不是这种格式"),
        ("a.webp", b"RIFF____WAVE", "不是这种格式"), ("a.tif", tiff("red")[:60], "损坏"), ("a.webp", webp()[:40], "损坏"),
        ("a.tif", header_only(100_000, 100_000), "万像素"), ("a.webp", webp("red", "blue", "green"), "会动"),
    ],
)  # fmt: skip
def test_what_is_none_or_too_much_is_refused_before_it_is_unpacked(name: str, content: bytes, word: str) -> None:
    with pytest.raises(Unfit, match=word):
        redacting.converted(name, content)


def test_many_pages_are_bounded_in_number_and_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    many = tiff(*["red"] * 5, size=(20, 20))
    monkeypatch.setattr(converting, "MOST_PAGES", 4)
    with pytest.raises(Unfit, match="4 页"):
        redacting.converted("a.tif", many)
    monkeypatch.setattr(converting, "MOST_PAGES", 200)
    monkeypatch.setattr(converting, "MOST_IN_ALL", 1999)
    with pytest.raises(Unfit, match="合计"):
        redacting.converted("a.tif", many)


def test_a_chain_of_pages_that_leads_back_to_itself_ends() -> None:
    content = bytearray(tiff("red", size=(10, 10)))
    (first,) = struct.unpack_from("<I", content, 4)
    (entries,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * entries, first)
    title, _, _ = redacting.converted("a.tif", bytes(content))
    assert title == "a.png"


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "kind", "pages"), [(tiff("red", "white"), "pdf", 2), (tiff("red"), "png", 1)])
def test_it_is_attached_redacted_and_released_like_any_other(content: bytes, kind: str, pages: int) -> None:
    made = samples.proposed()
    samples.accept_all(made.id)
    file = operations.attach_file(publication_id=made.id, name="现场王小焊.tif", content=content, **filing.ASK)  # type: ignore[arg-type]
    assert (file.kind, len(file.pages)) == (kind, pages)
    told = next(one for one in ledger.whole(f"pub:{made.id}") if one.kind == "publicity:file:attached")
    assert [one["name"] for one in told.objects] == ["附件1原件", "附件1转换以前的原件"]
    assert storage.read(told.objects[1]["sha256"]) == content
    assert any("已转成" in notice for notice in DecisionFile.objects.get().notices)
    with pytest.raises(Invalid, match="已经添加过"):
        operations.attach_file(publication_id=made.id, name="又一次.tif", content=content, **filing.ASK)  # type: ignore[arg-type]
    filing.checked(file)
    operations.confirm(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    released = operations.release(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    assert released.is_public
