"""The search of a rewritten file for what was removed: its text, every member, every stream, every attribute, its pixels."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pikepdf
from PIL import Image

from mingjing.foundation.redacting import picture, sheet, word
from mingjing.foundation.redacting.fitness import Format
from mingjing.foundation.redacting.shapes import Cover
from mingjing.foundation.typesetting.pictures import text_of

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_LEAST_BYTES, _SURE_BYTES = 6, 8
"""Shorter words occur in markup, and these in the noise of pictures and packed bytes, by chance: texts are searched by rule."""
_CATALOGUE = frozenset({"/Type", "/Pages"})
_TRAILER = frozenset({"/Root", "/Size", "/ID"})
_PICTURE_FACTS = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"})
_TAG = re.compile(r"<[^>]*>")
_PDF_PAGE = frozenset({"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"})


def remains(content: bytes, kind: Format, words: Iterable[str], covers: Iterable[Cover] = ()) -> Mapping[str, str]:
    """What a public copy still tells, for the rules to look at, by place; `!…` places say what must not be there at all.

    Re-reads the output as a stranger would: readers' text, XML with and without its marks, decoded streams, raw bytes.
    """
    found = dict(_told(content, kind))
    wanted = tuple(word for word in words if len(word.encode("utf-8", "replace")) >= _LEAST_BYTES)
    for place, blob, is_picture in _blobs(content, kind):
        if any(_in(word, blob, is_picture) for word in wanted):
            found[f"!{place}"] = "删去的内容还在文件的字节里"
    for place, what in _strange(content, kind, tuple(covers)):
        found[f"!{place}"] = what
    return found


def _in(word: str, blob: bytes, is_picture: bool) -> bool:
    least = _SURE_BYTES if is_picture else 1
    return any(len(code) >= least and code in blob for code in _codes(word))


def _codes(word: str) -> Iterator[bytes]:
    for encoding in _ENCODINGS:
        try:
            yield word.encode(encoding)
        except UnicodeEncodeError:
            continue


def _told(content: bytes, kind: Format) -> Iterator[tuple[str, str]]:
    """What a reader of the file is told."""
    if kind == Format.PDF:
        yield from ((f"第{at}页", text) for at, text in enumerate(text_of(content), 1) if text.strip())
    elif kind in {Format.XLSX, Format.XLS}:
        yield from ((f"第{at}页", text) for at, text in enumerate(sheet.read(content, Format.XLSX).pages, 1))
    elif kind == Format.DOCX:
        yield from ((f"第{at}页", text) for at, text in enumerate(word.read(content).pages, 1))


def _blobs(content: bytes, kind: Format) -> Iterator[tuple[str, bytes, bool]]:
    """(place, bytes, whether they are a picture's): the whole file, then everything in it unpacked."""
    yield "文件", content, True
    if kind in {Format.DOCX, Format.XLSX, Format.XLS}:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                inside = archive.read(one)
                yield one.filename, inside, False
                yield f"{one.filename} 的文字", _TAG.sub("", inside.decode("utf-8", "replace")).encode(), False
                yield f"{one.filename} 的名称", f"{one.filename}{one.comment!r}".encode(), False
    elif kind == Format.PDF:
        yield from _streams(content)


def _streams(content: bytes) -> Iterator[tuple[str, bytes, bool]]:
    with pikepdf.open(io.BytesIO(content)) as document:
        everything: Any = document.objects
        for at, one in enumerate(everything):
            if isinstance(one, pikepdf.Stream):
                is_picture = one.get("/Subtype") == "/Image"
                yield f"第{at}个对象", one.read_raw_bytes() if is_picture else one.read_bytes(), is_picture
            else:
                yield f"第{at}个对象", repr(one).encode(), False


def _strange(content: bytes, kind: Format, covers: tuple[Cover, ...]) -> Iterator[tuple[str, str]]:
    """Whatever the rewriting never writes, and boxes that are not black."""
    if kind == Format.PDF:
        with pikepdf.open(io.BytesIO(content)) as document:
            yield from _unwritten(document)
        if any(text.strip() for text in text_of(content)):
            yield "文字层", "公开副本里有文字层"
    elif kind in {Format.JPEG, Format.PNG}:
        if set(Image.open(io.BytesIO(content)).info) - _PICTURE_FACTS:
            yield "照片信息", "公开副本里有照片信息"
        if not picture.is_dark(content, covers):
            yield "像素", "遮盖的框没有涂黑"
        return
    if kind == Format.PDF and not _dark_pages(content, covers):
        yield "像素", "遮盖的框没有涂黑"


def _unwritten(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    catalogue: Any = document.Root
    trailer: Any = document.trailer
    if set(trailer.keys()) - _TRAILER or set(catalogue.keys()) - _CATALOGUE:
        yield "文件属性", "公开副本里有文件属性、附件、脚本或者表单"
    pages: Any = document.pages
    if any(set(page.keys()) - _PDF_PAGE for page in pages):
        yield "页面", "公开副本的页里有图像以外的东西"
    everything: Any = document.objects
    for one in everything:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            facts: Any = Image.open(io.BytesIO(one.read_raw_bytes())).info
            if set(facts) - _PICTURE_FACTS:
                yield "页面图像", "页面图像里有照片信息"


def _dark_pages(content: bytes, covers: tuple[Cover, ...]) -> bool:
    """Looks at the very pictures that the copy's pages consist of."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for at, page in enumerate(document.pages):
            mine = [one for one in covers if one.page == at]
            if mine and not picture.is_dark(_only_picture(page), mine):
                return False
        return all(0 <= one.page < len(document.pages) for one in covers)


def _only_picture(page: Any) -> bytes:
    """The picture a page of a copy consists of; nothing where the page is none of ours."""
    held: Any = page.obj
    for name in ("/Resources", "/XObject", "/P"):
        if held is None or name not in held:
            return b""
        held = held[name]
    return bytes(held.read_raw_bytes())
