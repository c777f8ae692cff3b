"""Planted secrets do not survive the rewriting: every byte of every output is searched, unpacked too."""

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
import pytest
import xlsxwriter
from PIL import Image, ImageDraw
from tests.redacting import papers

from mingjing.foundation import redacting
from mingjing.foundation.redacting import Cover, Cut, Format, Made
from mingjing.foundation.typesetting.pictures import opened, text_of

SECRETS = (papers.ID, papers.PHONE, papers.NAME, papers.HIDDEN)
LADEN = {
    "a.pdf": papers.laden_pdf, "b.docx": papers.laden_word, "c.xlsx": papers.laden_workbook, "d.jpg": papers.photo,
    "e.png": lambda: papers.photo("PNG"),
}  # fmt: skip


def cuts_of(pages: tuple[str, ...], *words: str) -> list[Cut]:
    found = []
    for page, text in enumerate(pages):
        for word in words:
            at = text.find(word)
            while at >= 0:
                found.append(Cut(page, at, at + len(word), "【＊＊删】", "删"))
                at = text.find(word, at + 1)
    return found


def made(name: str, content: bytes) -> Made:
    kind = redacting.recognise(name, content)
    cuts = cuts_of(redacting.read(content, kind).pages, papers.ID, papers.PHONE, papers.NAME)
    covers = [Cover(0, 2000, 3000, 5000, 6000, "【＊＊删】", "删")] if kind in {Format.JPEG, Format.PNG} else []
    return redacting.rebuild(content, kind, cuts, covers)


def every_byte(content: bytes) -> Iterator[bytes]:
    """The file, its ZIP members and their names, and whatever inflates in it: not by the code under test."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment
            for one in archive.infolist():
                yield archive.read(one)
                yield one.filename.encode() + one.comment + one.extra
    at = content.find(b"stream")
    while at >= 0:
        body = content[at + 6 :].lstrip(b"\r\n")
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(body)
        at = content.find(b"stream", at + 6)
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            for each in document.objects:
                yield repr(each).encode()
                if isinstance(each, pikepdf.Stream):
                    yield each.read_raw_bytes()


def holds(content: bytes, word: str) -> bool:
    codes = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    codes += [word.encode("utf-16-be").hex().encode(), word.encode("utf-16-be").hex().upper().encode()]
    return any(code in blob for blob in every_byte(content) for code in codes)


@pytest.mark.parametrize("name", LADEN)
def test_the_planted_secrets_are_in_the_original(name: str) -> None:
    """The search below can find them: it is no test that cannot fail."""
    assert holds(LADEN[name](), papers.HIDDEN)


@pytest.mark.parametrize("name", LADEN)
def test_no_planted_secret_is_in_the_copy(name: str) -> None:
    copy = made(name, LADEN[name]())
    assert [word for word in SECRETS if holds(copy.content, word) or word in "".join(copy.pages)] == []
    found = redacting.remains(copy.content, redacting.recognise(name, copy.content), SECRETS, copy.covers)
    assert not [place for place in found if place.startswith("!")]


@pytest.mark.parametrize("name", LADEN)
def test_the_search_finds_them_in_the_original(name: str) -> None:
    content = LADEN[name]()
    found = redacting.remains(content, redacting.recognise(name, content), SECRETS)
    assert [place for place in found if place.startswith("!")]


@pytest.mark.parametrize("name", LADEN)
def test_equal_input_gives_equal_bytes(name: str) -> None:
    content = LADEN[name]()
    assert made(name, content).content == made(name, content).content


@pytest.mark.parametrize("name", ["a.pdf", "b.docx", "c.xlsx"])
def test_what_may_stay_stays(name: str) -> None:
    kept = {"a.pdf": papers.KEPT, "b.docx": "插入的话", "c.xlsx": "80000"}[name]
    assert kept in "".join(made(name, LADEN[name]()).pages)
    assert "【＊＊删】" in "".join(made(name, LADEN[name]()).pages)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_lie_over_the_words_on_turned_and_cropped_pages(turn: int) -> None:
    with pikepdf.open(io.BytesIO(papers.plain_pdf())) as document:
        document.pages[0].Rotate = turn
        document.pages[0].CropBox = [50, 400, 560, 800]
        held = io.BytesIO()
        document.save(held)
    content = held.getvalue()
    pages = redacting.read(content, Format.PDF).pages
    copy = redacting.rebuild(content, Format.PDF, cuts_of(pages, papers.ID), [])
    whole = redacting.rebuild(content, Format.PDF, [], [])
    before, after = (
        Image.open(io.BytesIO(redacting.preview(one.content, Format.PDF, 0))).convert("L") for one in (whole, copy)
    )
    assert copy.covers
    for one in copy.covers:
        edges = zip((one.left, one.top, one.right, one.bottom), (*before.size, *before.size), strict=True)
        left, top, right, bottom = (round(value * side / 10_000) for value, side in edges)
        inside = (left + 2, top + 2, right - 2, bottom - 2)
        assert sum(before.crop(inside).histogram()[:128]) > 5, "a figure stood there"
        assert sum(after.crop(inside).histogram()[:64]) > 0.6 * (inside[2] - inside[0]) * (inside[3] - inside[1])


def test_text_under_a_painted_bar_is_not_told() -> None:
    """A file 'redacted' elsewhere by a black bar over the words: the words are gone from the copy and its text."""
    with opened(papers.plain_pdf()) as document:
        import pypdfium2.raw as raw

        page = document[0]
        bar = raw.FPDFPageObj_CreateNewRect(0, 0, 595, 842)
        raw.FPDFPageObj_SetFillColor(bar, 0, 0, 0, 255)
        raw.FPDFPath_SetDrawMode(bar, raw.FPDF_FILLMODE_ALTERNATE, False)
        raw.FPDFPage_InsertObject(page, bar)
        page.gen_content()
        held = io.BytesIO()
        document.save(held)
    content = held.getvalue()
    assert papers.ID in redacting.read(content, Format.PDF).pages[0], "the rules see it"
    assert "".join(redacting.rebuild(content, Format.PDF, [], []).pages).strip() == ""


def test_an_older_revision_has_no_way_into_the_copy() -> None:
    content = papers.revised_pdf()
    older = content[: content.index(b"%%EOF") + 5]
    assert papers.ID in redacting.read(older, Format.PDF).pages[0], "the older revision is whole"
    assert papers.ID not in redacting.read(content, Format.PDF).pages[0], "the last one is not"
    copy = redacting.rebuild(content, Format.PDF, [], [])
    assert not any(holds(copy.content, word) for word in (papers.ID, papers.NAME, papers.KEPT))
    assert copy.content.count(b"%%EOF") == 1


def test_words_under_a_drawn_box_are_gone_from_the_text_too() -> None:
    content = papers.plain_pdf()
    copy = redacting.rebuild(content, Format.PDF, [], [Cover(0, 0, 1000, 10_000, 1850, "【＊＊删】", "删")])
    assert papers.ID not in copy.pages[0]
    assert papers.PHONE not in copy.pages[0]
    assert "以上事实无异议" in copy.pages[0]


def test_the_copy_of_a_pdf_is_pictures_and_nothing_else() -> None:
    copy = made("a.pdf", papers.laden_pdf())
    assert "".join(text_of(copy.content)).strip() == ""
    with pikepdf.open(io.BytesIO(copy.content)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in document.trailer
        assert set(document.pages[0].keys()) == {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_keeps_its_pixels_and_nothing_else(kind: str) -> None:
    name = f"a.{kind.lower()}"
    copy = made(name, papers.photo(kind))
    picture = Image.open(io.BytesIO(copy.content))
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert picture.convert("RGB").getpixel((85, 95)) < (60, 60, 60), "covered"
    light = picture.convert("RGB").getpixel((390, 10))
    assert isinstance(light, tuple)
    assert light[0] > 200, "the rest stays"


def test_a_turned_photo_is_shown_as_it_is_looked_at() -> None:
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "white").save(held, "JPEG", exif=exif)
    copy = redacting.rebuild(held.getvalue(), Format.JPEG, [], [])
    assert Image.open(io.BytesIO(copy.content)).size == (200, 400)


def test_a_name_split_over_runs_is_one_text() -> None:
    copy = made("b.docx", papers.laden_word())
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    assert redacting.read(copy.content, Format.DOCX).pages[0].count("【＊＊删】") == 6


def test_hidden_rows_columns_sheets_and_formulas_stay_behind() -> None:
    copy = made("c.xlsx", papers.laden_workbook())
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
        assert not [name for name in archive.namelist() if "comment" in name or "drawing" in name or "custom" in name]
    assert "<f>" not in sheet
    assert "hidden" not in sheet + book
    assert "definedName" not in book
    assert 'name="表1"' in book
    assert "=cmd" in "".join(redacting.read(copy.content, Format.XLSX).pages), "as text, never as a formula"


def test_a_removed_number_that_was_a_number_becomes_text() -> None:
    content = papers.laden_workbook()
    copy = made("c.xlsx", content)
    assert papers.PHONE not in "".join(copy.pages)
    assert "".join(copy.pages).count("【＊＊删】") == 3


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return held.getvalue()


def locked_pdf() -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.plain_pdf())) as document:
        document.save(held, encryption=pikepdf.Encryption(owner="a", user="b"))
    return held.getvalue()


def big_png() -> bytes:
    held = io.BytesIO()
    Image.new("1", (9000, 9000)).save(held, "PNG")
    return held.getvalue()


def with_entity() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        body = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
        archive.writestr("word/document.xml", body)
    return held.getvalue()


def far_apart() -> bytes:
    """Two cells, the first and the very last: a dense table between them would have seventeen thousand million."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write("A1", "甲")
    sheet.write("XFD1048576", "乙")
    book.close()
    return held.getvalue()


def bad_number() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(papers.laden_workbook())) as given, zipfile.ZipFile(held, "w") as archive:
        for name in given.namelist():
            archive.writestr(name, given.read(name).replace(b'<row r="2"', b'<row r="zwei"'))
    return held.getvalue()


UNFIT = {
    "far apart": ("a.xlsx", far_apart, "200000 格"),
    "bad number": ("a.xlsx", bad_number, "损坏"),
    "empty": ("a.pdf", lambda: b"", "空的"),
    "no extension": ("决定书", papers.plain_pdf, "没有扩展名"),
    "unknown": ("a.exe", lambda: b"MZ", "不能处理"),
    "macro name": ("a.docm", papers.laden_word, "宏"),
    "wrong type": ("a.pdf", papers.photo, "其实是 JPEG"),
    "swapped office": ("a.docx", papers.laden_workbook, "其实是 XLSX"),
    "password": ("a.pdf", locked_pdf, "密码"),
    "office password": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 512, "密码"),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 100, "损坏"),
    "broken zip": ("a.docx", lambda: b"PK\x03\x04" + b"x" * 100, "损坏"),
    "broken workbook": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 512, "损坏"),
    "broken picture": ("a.png", lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 64, "损坏"),
    "cut picture": ("a.jpg", lambda: papers.photo()[:900], "损坏"),
    "bomb": ("a.docx", bomb, "压缩炸弹"),
    "pixels": ("a.png", big_png, "万像素"),
    "entity": ("a.docx", with_entity, "文档类型声明"),
    "nothing to read": ("a.docx", lambda: papers.word("<w:p/>"), "没有文字"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNFIT)
def test_what_cannot_be_rewritten_says_why_and_what_to_do(case: str) -> None:
    name, content, said = UNFIT[case]
    with pytest.raises(redacting.Unfit) as problem:
        kind = redacting.recognise(name, content())
        redacting.read(content(), kind)
    assert said in problem.value.message
    assert problem.value.next_step


def test_too_large_and_too_long_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingjing.foundation.redacting.recognising.MOST_BYTES", 1024 * 1024)
    with pytest.raises(redacting.Unfit, match="超过 1 MB"):
        redacting.recognise("a.pdf", b"%PDF-" + b"0" * 1024 * 1024)
    monkeypatch.setattr("mingjing.foundation.redacting.pdf.MOST_PAGES", 1)
    with pytest.raises(redacting.Unfit, match="2 页，超过 1 页"):
        redacting.read(papers.plain_pdf(("一",), ("二",)), Format.PDF)


def test_an_unblackened_box_and_a_foreign_file_do_not_pass_the_search() -> None:
    copy = made("d.jpg", papers.photo())
    elsewhere = [Cover(0, 7000, 7000, 9000, 9000, "")]
    assert "!像素" in redacting.remains(copy.content, Format.JPEG, [], elsewhere)
    pdf = made("a.pdf", papers.plain_pdf())
    assert "!像素" in redacting.remains(pdf.content, Format.PDF, [], elsewhere)
    assert not redacting.remains(pdf.content, Format.PDF, SECRETS, pdf.covers)


def test_a_scan_has_no_text_and_takes_boxes() -> None:
    picture = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(picture).text((50, 50), "scan", fill="black")
    held = io.BytesIO()
    picture.save(held, "PDF")
    reading = redacting.read(held.getvalue(), Format.PDF)
    assert reading.pages == ("",)
    copy = redacting.rebuild(held.getvalue(), Format.PDF, [], [Cover(0, 0, 0, 5000, 2000, "x", "签名")])
    assert not redacting.remains(copy.content, Format.PDF, [], copy.covers)


@pytest.mark.parametrize("name", ["a.pdf", "b.docx", "c.xlsx"])
def test_a_mark_over_other_words_than_it_was_made_for_cuts_nothing(name: str) -> None:
    """Another edition of a reading library may count characters otherwise: a box one letter aside would leave the name."""
    content = LADEN[name]()
    kind = redacting.recognise(name, content)
    text = redacting.read(content, kind).pages[0]
    at = text.index(papers.NAME)
    drifted = Cut(0, at + 1, at + 1 + len(papers.NAME), "x", "x", expects=papers.NAME)
    with pytest.raises(redacting.Unfit, match="标记的位置不再可靠"):
        redacting.rebuild(content, kind, [drifted], [])
