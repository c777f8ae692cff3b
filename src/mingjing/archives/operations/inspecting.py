"""Looking at what is to be filed: the store, the ledger, and whether a program opens it."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PIL import Image

from mingjing.archives.operations.scanning import Scan, look_into, scan
from mingjing.archives.terms import ArchiveItem, Inspected, Stream
from mingjing.foundation import storage
from mingjing.foundation.typesetting import page_count
from mingjing.kernel.hashing import Sums

UNPACKED_LIMIT = 256 * 1024 * 1024
"""Of a package that unpacks to more only the list of its contents is read."""


class Unopened(Exception):
    """Its reader does not open a content; the message says so in Chinese."""


Named = frozenset[tuple[str, str, str, int]]


def chained(bundles: Sequence[Mapping[str, Any]]) -> tuple[Stream, Named]:
    """A dossier's chain of events by its proofs, and every content that one of them names."""
    numbers, linked, previous, named = [], True, "", set()
    for proof in bundles:
        event, entry = json.loads(proof["event"]), json.loads(proof["entry"])
        numbers.append(int(event["seq"]))
        linked = linked and event["prev"] == previous
        previous = entry["c256"]
        named |= {(each["name"], each["sha256"], each["sm3"], each["size"]) for each in event["objects"]}
    return Stream(tuple(numbers), linked), frozenset(named)


def inspect(items: Sequence[ArchiveItem], named: Named) -> tuple[tuple[Inspected, ...], str]:
    """Look at every item that has an electronic copy; and the name of the virus scanner, empty where none looked."""
    held = [item for item in items if item.electronic]
    scanned = scan([item.sha256 for item in held])
    return tuple(_look(item, named, scanned) for item in held), scanned.scanner


def _look(item: ArchiveItem, named: Named, scanned: Scan) -> Inspected:
    is_logged = (item.name, item.sha256, item.sm3, item.size) in named
    try:
        own = Sums.of(storage.whole(item.sha256))
        if (own.sha256, own.sm3, own.size) != (item.sha256, item.sm3, item.size):
            return Inspected(item, "altered", is_logged, "", 0)
        virus = scanned.of(item.sha256)
        if item.recording:
            return Inspected(item, "same", is_logged, _playable(item), 0, "recording", virus=virus)
        content = storage.read(item.sha256)
        opens, pages = _opened(item.media_type, content)
        inside = look_into(item.media_type, item.name, content)
    except storage.Missing:
        return Inspected(item, "missing", is_logged, "", 0)
    return Inspected(
        item, "same", is_logged, opens, pages, inside.kind, inside.locked, inside.risks, inside.fonts, virus
    )


_FILM_STARTS = ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\x1aE\xdf\xa3"), (0, b"RIFF"), (4, b"ftyp"))


def _playable(item: ArchiveItem) -> str:
    """Whether a recording at least begins like one; the rest a person has to hear."""
    start = next(iter(storage.span(item.sha256, 0, min(item.size, 64))), b"")
    good = any(start[at : at + len(mark)] == mark for at, mark in _FILM_STARTS)
    return "" if good else "开头不是音像文件"


def _opened(media_type: str, content: bytes) -> tuple[str, int]:
    """Why it does not open (empty where it does), and how many pages it has (0: it has none)."""
    try:
        return "", pages_of(media_type, content)
    except Unopened as why:
        return str(why), 0


def pages_of(media_type: str, content: bytes) -> int:
    """The pages of a PDF, 1 for a picture, 0 for the rest. Raises Unopened, whatever a hostile file does to its reader."""
    reader, why = _READERS.get(media_type.split("/")[0], _READERS.get(media_type, (_nothing, "")))
    try:
        return reader(content)
    except Exception as failure:
        raise Unopened(why) from failure


def _nothing(content: bytes) -> int:
    return 0


def _picture(content: bytes) -> int:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.verify()
    except Image.DecompressionBombError:
        pass  # a plan scanned finely is a picture too; nobody unpacks it here
    return 1


def _packed(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        # Nothing is read beyond the size a member is said to have, so what is said bounds the work.
        if sum(member.file_size for member in packed.infolist()) <= UNPACKED_LIMIT and packed.testzip():
            raise zipfile.BadZipFile
    return 0


_READERS: Mapping[str, tuple[Callable[[bytes], int], str]] = {
    "application/pdf": (page_count, "PDF 打不开，可能损坏或者加了密码"),
    "image": (_picture, "图像打不开"),
    "application/zip": (_packed, "压缩文件打不开，可能损坏或者加了密码"),
}


def count_pages(media_type: str, sha256: str) -> int:
    """The pages of a stored content; 0 where it has none or does not open, which the check will say."""
    try:
        return pages_of(media_type, storage.read(sha256))
    except (Unopened, storage.Missing):
        return 0
