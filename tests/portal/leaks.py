"""Looking for planted secrets in whatever a public address answers: pages, headers, archives, documents, escapes."""

import base64
import binascii
import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2

DEPTH = 4
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")


def said(response: Any) -> Iterator[str]:
    """Everything one answer says, as plain text: headers, body, and what lies packed in the body."""
    yield "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    yield from opened(bytes(body))


def opened(content: bytes, depth: int = DEPTH) -> Iterator[str]:
    """The text of a file and of everything inside it."""
    yield content.decode("utf-8", "replace")
    if depth == 0:
        return
    for found in _BASE64.finditer(content):
        with suppress(binascii.Error):
            yield from opened(
                base64.b64decode(found[0] + b"=" * (-len(found[0]) % 4), b"-_" if b"_" in found[0] else None), 0
            )
    if content[:2] == b"\x1f\x8b":
        yield from opened(gzip.decompress(content), depth - 1)
    elif content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for one in packed.infolist():
                yield one.filename
                yield from opened(packed.read(one), depth - 1)
    elif content[:5] == b"%PDF-":
        yield from _of_pdf(content)


def _of_pdf(content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        yield page.get_textpage().get_text_range()
    yield str(document.get_metadata_dict())
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompress(found[1]).decode("utf-8", "replace")
        except zlib.error:
            continue
    with pikepdf.open(io.BytesIO(content)) as held:
        yield "".join(str(one) for one in held.objects)


def plain(text: str) -> str:
    """A text without the ways in which the same characters may be written: escapes, widths, spaces, joiners."""
    for _ in range(2):
        text = unquote(html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)))
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\-·]", "", unicodedata.normalize("NFKC", text))


def leaked(texts: Iterable[str], secrets: Iterable[str]) -> set[str]:
    """The secrets that stand in any of the texts."""
    wanted = {plain(one): one for one in secrets}
    found: set[str] = set()
    for text in texts:
        flat = plain(text)
        found |= {wanted[one] for one in wanted if one in flat}
    return found
