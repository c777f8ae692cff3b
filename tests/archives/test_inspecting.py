"""What opens and what does not: real files, broken ones, and ones that only pretend."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from tests.archives.filed import photograph

from mingjing.archives.operations import inspecting
from mingjing.archives.operations.inspecting import _opened, count_pages
from mingjing.foundation import storage


def packed(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        made.writestr("a.xml", content)
    return target.getvalue()


def locked() -> bytes:
    """A package whose one member says that it is encrypted."""
    whole = bytearray(packed(b"words"))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def drawn(width: int, height: int, *more: bytes) -> bytes:
    """A picture that says it is so large, and holds next to nothing."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"".join((b"\x89PNG\r\n\x1a\n", head, *more, chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b"")))


SWOLLEN = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * (70 << 20)))


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("application/zip", locked(), "加了密码"),
        ("image/png", drawn(10, 10, SWOLLEN), "图像打不开"),
        ("application/pdf", b"%PDF-1.7 nothing more", "PDF 打不开"),
        ("image/png", photograph()[:30], "图像打不开"),
        ("image/jpeg", b"\xff\xd8\xff no picture", "图像打不开"),
        ("application/zip", b"PK\x03\x04 torn", "压缩文件打不开"),
        ("application/zip", packed(b"words").replace(b"words", b"sword"), "压缩文件打不开"),
    ],
)
def test_what_is_broken_is_named(kind: str, content: bytes, told: str) -> None:
    why, pages = _opened(kind, content)
    assert told in why
    assert pages == 0


@pytest.mark.parametrize(
    ("kind", "content", "pages"),
    [
        ("image/png", photograph(), 1),
        ("image/png", drawn(20_000, 28_000), 1),
        ("application/zip", packed(b"words"), 0),
        ("text/plain", b"words", 0),
        ("video/mp4", b"....ftyp", 0),
    ],
)
def test_what_opens_has_its_pages(kind: str, content: bytes, pages: int) -> None:
    assert _opened(kind, content) == ("", pages)


def test_pages_are_counted_from_the_store(settings: Any, tmp_path: Any) -> None:
    settings.MINGJING_STORE = tmp_path
    assert count_pages("image/png", storage.put(photograph()).sha256) == 1
    assert count_pages("application/pdf", storage.put(b"%PDF-1.7").sha256) == 0
    assert count_pages("application/pdf", "0" * 64) == 0


def test_of_what_unpacks_to_too_much_only_the_contents_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    torn = packed(b"words").replace(b"words", b"sword")
    monkeypatch.setattr(inspecting, "UNPACKED_LIMIT", 4)
    assert _opened("application/zip", torn) == ("", 0)
