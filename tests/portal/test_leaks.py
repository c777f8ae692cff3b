"""The finder of leaks finds them: every way of hiding a secret that the second-path suite relies on being seen."""

import base64
import gzip
import io
import zipfile

import pikepdf
import pytest
from tests.portal.leaks import leaked, opened

SECRET = "张秘密13900001234"


def _zip(content: bytes, name: str = "a.txt") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return target.getvalue()


def _pdf(metadata: str = "", stream: bytes = b"") -> bytes:
    target, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = metadata
    document.pages[0].Contents = document.make_stream(stream)
    document.save(target, compress_streams=True)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        SECRET.encode(),
        "张 秘\u200b密 139-0000-1234".encode(),
        "张秘密１３９０００01234".encode(),
        b"%E5%BC%A0%E7%A7%98%E5%AF%8613900001234",
        b"\\u5f20\\u79d8\\u5bc613900001234",
        "&#24352;秘密13900001234".encode(),
        gzip.compress(SECRET.encode()),
        b'{"content": "' + base64.b64encode(SECRET.encode() * 2) + b'"}',
        _zip(SECRET.encode()),
        _zip(b"x", f"{SECRET}.txt"),
        _zip(_zip(SECRET.encode())),
        _pdf(metadata=SECRET),
        _pdf(stream=f"% {SECRET}\n".encode()),
    ],
    ids=range(13),
)
def test_a_secret_is_found_however_it_is_written(content: bytes) -> None:
    assert leaked(opened(content), [SECRET]) == {SECRET}


@pytest.mark.parametrize(
    "content", [b"", "张秘".encode(), gzip.compress("密".encode()), _zip(b"x"), _pdf("别的")], ids=range(5)
)
def test_what_is_not_there_is_not_found(content: bytes) -> None:
    assert leaked(opened(content), [SECRET]) == set()
