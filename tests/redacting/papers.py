"""Files with secrets planted wherever a file can hide one. Made here, byte by byte, with no real person in them."""

import ctypes
import io
import zipfile
from functools import cache

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
import xlsxwriter
from fontTools import subset
from PIL import Image, PngImagePlugin

from mingjing.foundation.typesetting.glyphs import FONTS

ID, PHONE, NAME = "130821198503071232", "13900001234", "李焊工"
HIDDEN = "张三的密语"
KEPT = "示范县应急管理局"
LINES = (f"{KEPT}现场检查笔录", f"被询问人：{NAME}，身份证号码：{ID}。", f"联系电话：{PHONE}。", "以上事实无异议。")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def small_font(letters: str) -> bytes:
    """The house's printing font, of which only these letters are kept."""
    font = subset.load_font(str(FONTS / "NotoSerifCJKsc-Regular.otf"), subset.Options())
    chosen = subset.Subsetter()
    chosen.populate(text=letters)
    chosen.subset(font)
    held = io.BytesIO()
    font.save(held)
    return held.getvalue()


@cache
def plain_pdf(*pages: tuple[str, ...]) -> bytes:
    """A PDF with Chinese text, one page for each group of lines, drawn by Chinese fonts of the house."""
    document = pypdfium2.PdfDocument.new()
    data = small_font("".join("".join(lines) for lines in pages or (LINES,)))
    held = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
    font = raw.FPDFText_LoadFont(document, held, len(data), raw.FPDF_FONT_TRUETYPE, True)
    for lines in pages or (LINES,):
        page = document.new_page(595, 842)
        for at, line in enumerate(lines):
            written = raw.FPDFPageObj_CreateTextObj(document, font, 14)
            encoded = (line + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(
                written, ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))
            )
            raw.FPDFPageObj_Transform(written, 1, 0, 0, 1, 72, 760 - 30 * at)
            raw.FPDFPage_InsertObject(page, written)
        page.gen_content()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@cache
def laden_pdf() -> bytes:
    """The same with secrets in properties, XMP, a comment, an attachment, a form field, a script, and an older revision."""
    first = plain_pdf()
    with pikepdf.open(io.BytesIO(first)) as document:
        document.docinfo["/Title"] = HIDDEN
        document.docinfo["/Author"] = NAME
        with document.open_metadata() as meta:
            meta["dc:title"] = HIDDEN
        document.attachments["secret.txt"] = f"{HIDDEN} {ID}".encode()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{HIDDEN}')")
        comment = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[72, 300, 400, 340],
            Contents=f"{HIDDEN} {PHONE}",
        )
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V=HIDDEN,
            Rect=[72, 200, 400, 240],
        )
        document.pages[0].Annots = document.make_indirect(
            [document.make_indirect(comment), document.make_indirect(field)]
        )
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[document.pages[0].Annots[1]])
        held = io.BytesIO()
        document.save(held, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    older = held.getvalue()
    return (
        older
        + b"\n% older revision\n"
        + f"9999 0 obj ({HIDDEN}) endobj\n".encode()
        + older[older.rindex(b"startxref") :]
    )


@cache
def revised_pdf() -> bytes:
    """A PDF whose last revision shows one line less: the older revision, with everything, is still in the file."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain_pdf())) as document:
        document.save(held, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    older = held.getvalue()
    with pikepdf.open(io.BytesIO(older)) as document:
        contents = document.pages[0].Contents
        one = contents[0] if isinstance(contents, pikepdf.Array) else contents
        number, size, root = one.objgen[0], len(document.objects) + 1, document.Root.objgen[0]
    start = len(older) + 1
    added = f"\n{number} 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\n".encode()
    table = start + len(added) - 1
    before = int(older[older.rindex(b"startxref") + 9 :].split()[0])
    end = f"xref\n{number} 1\n{start:010} 00000 n \ntrailer\n<< /Size {size} /Root {root} 0 R /Prev {before} >>\nstartxref\n{table}\n%%EOF\n"
    return older + added + end.encode()


def _docx(parts: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.comment = HIDDEN.encode()
    return held.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def word(body: str, **parts: str) -> bytes:
    """A Word document of this body; further parts by name, with `__` for `/`."""
    named = {f"word/{name}.xml": text for name, text in parts.items()}
    return _docx(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": _part("document", f"<w:body>{body}</w:body>"), **named}
    )


def _part(name: str, inside: str) -> str:
    return f"<w:{name} xmlns:w='{W}' xmlns:mc='urn:mc' xmlns:wps='urn:wps' xmlns:m='urn:m' xmlns:r='urn:r'>{inside}</w:{name}>"


@cache
def laden_word() -> bytes:
    """Names across runs, in headers, footnotes, text boxes and tables; secrets in comments, deletions, hidden text, properties …"""
    split = (
        f"<w:p>{run('被询问人：李')}{run('焊', '<w:b/>')}{run('工，身份证号码：' + ID[:6])}{run(ID[6:] + '。')}</w:p>"
    )
    styled = "<w:rStyle w:val='Secret2'/>"
    tracked = (
        f"<w:p><w:del><w:r><w:delText>{HIDDEN}</w:delText></w:r></w:del><w:ins>{run('插入的话')}</w:ins>"
        f"<w:moveFrom>{run(HIDDEN)}</w:moveFrom>{run(HIDDEN, '<w:vanish/>')}{run(HIDDEN, styled)}</w:p>"
    )
    box = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p>{run('框内电话 ' + PHONE)}</w:p>"
        f"</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:p>{run(HIDDEN)}</w:p></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('证人')}</w:p></w:tc><w:tc><w:p>{run(NAME)}</w:p></w:tc></w:tr></w:tbl>"
    link = f"<w:p><w:hyperlink r:id='rId9' w:tooltip='{HIDDEN}'>{run('链接文字')}</w:hyperlink><w:r><w:instrText>HYPERLINK {HIDDEN}</w:instrText></w:r></w:p>"
    styles = (
        "<w:style w:styleId='Secret'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:styleId='Secret2'><w:basedOn w:val='Secret'/></w:style>"
    )
    body = f"<w:p>{run(LINES[0])}</w:p>{split}{tracked}{box}{table}{link}<w:altChunk r:id='rId3'/>"
    made = word(
        body,
        header1=_part("hdr", f"<w:p>{run('页眉 ' + NAME)}</w:p>"),
        footnotes=_part("footnotes", f"<w:footnote><w:p>{run('脚注电话 ' + PHONE)}</w:p></w:footnote>"),
        comments=_part("comments", f"<w:comment w:author='{HIDDEN}'><w:p>{run(HIDDEN)}</w:p></w:comment>"),
        styles=_part("styles", styles),
    )
    extra = {"docProps/core.xml": HIDDEN, "docProps/thumbnail.jpeg": HIDDEN, "customXml/item1.xml": HIDDEN, "word/media/image1.png": HIDDEN,
             "word/embeddings/oleObject1.bin": HIDDEN, f"word/{HIDDEN}.xml": HIDDEN}  # fmt: skip
    held = io.BytesIO(made)
    with zipfile.ZipFile(held, "a") as archive:
        for name, text in extra.items():
            archive.writestr(name, text)
    return held.getvalue()


@cache
def laden_workbook() -> bytes:
    """A visible table; secrets in a hidden sheet, row and column, a comment, a formula, a name, properties and a sheet's name."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"author": HIDDEN, "title": HIDDEN})
    book.set_custom_property("审批", HIDDEN)
    book.define_name("secret", f'="{HIDDEN}"')
    shown, away = book.add_worksheet("名单张三"), book.add_worksheet(HIDDEN)
    away.write("A1", HIDDEN)
    away.hide()
    for at, row in enumerate(
        (("姓名", "电话", "隐", "金额"), (NAME, PHONE, HIDDEN, 80000), ("隐", HIDDEN, "", 1), ("合计", "", "", 80000))
    ):
        shown.write_row(at, 0, row)
    shown.write_formula("D5", f'=IF(1,80000,"{HIDDEN}")', None, 80000)
    shown.write_string("A6", "=cmd|' /C calc'!A0")
    shown.write_number("B6", 13900001234)
    shown.set_row(2, None, None, {"hidden": True})
    shown.set_column(2, 2, None, None, {"hidden": True})
    shown.write_comment("A2", HIDDEN)
    book.close()
    return held.getvalue()


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 300)) -> bytes:
    """A light picture with a coloured square where a face would be, and secrets in EXIF, XMP, comments and behind the end."""
    picture = Image.new("RGB", size, (220, 230, 240))
    picture.paste((200, 30, 30), (100, 100, 160, 160))
    held = io.BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x010E] = HIDDEN
        exif.get_ifd(0x8825)[1] = "N"
        picture.save(
            held,
            "JPEG",
            exif=exif,
            comment=HIDDEN.encode(),
            xmp=HIDDEN.encode(),
            icc_profile=HIDDEN.encode(),
            quality=95,
        )
    else:
        facts = PngImagePlugin.PngInfo()
        facts.add_itxt("Comment", HIDDEN)
        picture.save(held, "PNG", pnginfo=facts)
    return held.getvalue() + HIDDEN.encode()
