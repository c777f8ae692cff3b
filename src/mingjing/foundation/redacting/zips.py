"""Office files as the ZIP archives they are, opened with limits, and their XML read without entities."""

import io
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from mingjing.foundation.redacting.fitness import MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED, Unfit

Element = Any
"""An element of XML; lxml comes without types."""
_DAMAGED = ("文件已经损坏，打不开", "用原来的软件打开、重新保存后再上传")


@dataclass(frozen=True, slots=True)
class Members:
    """Names of everything in an archive, and the contents asked for."""

    names: tuple[str, ...]
    contents: dict[str, bytes]


def members(content: bytes, *, wanted: Collection[str] | None = None) -> Members:
    """The members of an archive (of those `wanted`, or all). Raises Unfit for damaged, locked or swollen ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            _bounded(listed)
            names = tuple(one.filename for one in listed)
            chosen = [one for one in listed if wanted is None or one.filename in wanted]
            return Members(names, {one.filename: _unpacked(archive, one) for one in chosen})
    except (zipfile.BadZipFile, EOFError, RuntimeError, OSError, ValueError, zlib.error):
        raise Unfit(*_DAMAGED) from None


def _bounded(listed: list[zipfile.ZipInfo]) -> None:
    if any(one.flag_bits & 1 for one in listed):
        raise Unfit("文件加了密码", "去掉密码后再上传")
    swollen = any(
        one.file_size > 1024 * 1024 and one.file_size > MOST_RATIO * max(one.compress_size, 1) for one in listed
    )
    if len(listed) > MOST_MEMBERS or sum(one.file_size for one in listed) > MOST_UNPACKED or swollen:
        raise Unfit("文件解开后大得不正常（可能是压缩炸弹）", "用原来的软件打开、另存一份后再上传")


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """No more than the archive said: what swells beyond it is damaged or worse."""
    with archive.open(one) as stream:
        content = stream.read(one.file_size + 1)
    if len(content) > one.file_size:
        raise Unfit(*_DAMAGED)
    return content


def xml(content: bytes) -> Element:
    """The root of an XML part. Raises Unfit for what is not well-formed or declares a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unfit(*_DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise Unfit("文件的内部结构不合规范（带有文档类型声明）", "用原来的软件打开、另存一份后再上传")
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of an attribute whatever its namespace; empty where there is none."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")
