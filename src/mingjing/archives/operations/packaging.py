"""The archive package: a BagIt folder in one ZIP, with contents, files, recordings and the check report.

SHA-256 is the bag's own manifest; SM3 stands beside it in a list of ours, since BagIt programs do not know it. The same
file gives the same bytes.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from json import dumps
from typing import IO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mingjing.archives.terms import VOLUME_NAMES, ArchiveItem, CatalogueRow, CheckReport
from mingjing.foundation import storage
from mingjing.foundation.storage import Stored
from mingjing.kernel.hashing import Sums

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_SPOOL = 16 << 20


@dataclass(frozen=True, slots=True)
class Label:
    """What the package says of itself."""

    catalogue_no: str
    title: str
    organ: str
    retention: str
    archived_on: date
    pages: int
    paper_pages: int


def pack(label: Label, rows: Sequence[CatalogueRow], unnumbered: Sequence[ArchiveItem], report: CheckReport) -> Stored:
    """Build the package and keep it in the store. Raises storage.Missing."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as target:
        _write(target, label, rows, unnumbered, report)
        target.seek(0)
        return storage.put(iter(lambda: target.read(_CHUNK), b""))


def _write(
    target: IO[bytes],
    label: Label,
    rows: Sequence[CatalogueRow],
    unnumbered: Sequence[ArchiveItem],
    report: CheckReport,
) -> None:
    folder = _safe(label.catalogue_no)
    sums: list[tuple[str, str, str, int]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:

        def add(path: str, *pieces: bytes, stored: ArchiveItem | None = None) -> None:
            member = zipfile.ZipInfo(f"{folder}/{path}", _EPOCH)
            member.create_system, member.external_attr = 3, 0o100644 << 16
            counted = Sums()
            large = stored is not None and stored.size > zipfile.ZIP64_LIMIT // 2
            with packed.open(member, "w", force_zip64=large) as written:
                for piece in storage.whole(stored.sha256) if stored else pieces:
                    written.write(piece)
                    counted.update(piece)
            sums.append((path, counted.sha256, counted.sm3, counted.size))

        for path, item in _contents(rows, unnumbered):
            add(path, stored=item)
        add("data/案卷目录.xml", _catalogue(label, rows))
        add("data/检测/四性检测报告.json", (dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n").encode())
        add("data/检测/四性检测报告.txt", report.text().encode())
        add("data/说明文件.txt", _told(label, rows).encode())
        payload = list(sums)
        add("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        add("bag-info.txt", _info(label, payload).encode())
        add("manifest-sha256.txt", "".join(f"{sha256}  {path}\n" for path, sha256, _, _ in payload).encode())
        add("manifest-sm3.tsv", "".join(f"{sm3}\t{path}\n" for path, _, sm3, _ in payload).encode())
        add(
            "tagmanifest-sha256.txt",
            "".join(f"{sha256}  {path}\n" for path, sha256, _, _ in sums[len(payload) :]).encode(),
        )


def _contents(rows: Sequence[CatalogueRow], unnumbered: Sequence[ArchiveItem]) -> Iterator[tuple[str, ArchiveItem]]:
    for number, item in enumerate((each for each in unnumbered if each.electronic), start=1):
        yield f"data/电子档案/000-{number}-{_safe(item.title)}.pdf", item
    for row in rows:
        if row.item.electronic:
            folder = "音像" if row.item.recording else f"电子档案/{VOLUME_NAMES[row.volume]}"
            yield f"data/{folder}/{row.no:03d}-{_safe(row.title)}{_ending(row.item)}", row.item


def _ending(item: ArchiveItem) -> str:
    return f".{item.name.rsplit('.', 1)[-1].lower()}" if "." in item.name else ""


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip(" .")[:80] or "_"


def _catalogue(label: Label, rows: Sequence[CatalogueRow]) -> bytes:
    root = Element("案卷目录", {"档号": label.catalogue_no, "题名": label.title, "保管期限": label.retention})
    for row in rows:
        line = SubElement(root, "卷内文件")
        values = {
            "卷": VOLUME_NAMES[row.volume], "顺序号": str(row.no), "类别": row.group, "题名": row.title, "文号": row.number,
            "日期": row.day.isoformat(), "页号": row.span, "SHA-256": row.item.sha256, "SM3": row.item.sm3, "备注": row.remark,
        }  # fmt: skip
        for name, value in values.items():
            SubElement(line, name).text = value
    indent(root)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
    return text.encode()


def _told(label: Label, rows: Sequence[CatalogueRow]) -> str:
    return (
        f"档号：{label.catalogue_no}\n题名：{label.title}\n立卷单位：{label.organ}\n保管期限：{label.retention}\n"
        f"归档日期：{label.archived_on}\n卷内材料：{len(rows)} 件，电子 {label.pages} 页，纸质 {label.paper_pages} 页\n"
        "本归档包采用 BagIt 1.0 结构：data 里是档案内容，manifest-sha256.txt 和 manifest-sm3.tsv 是逐个文件的摘要。\n"
        "过程记录的证明在“明镜”导出的案卷里，可以离线核验。\n"
    )


def _info(label: Label, payload: Sequence[tuple[str, str, str, int]]) -> str:
    return (
        f"Source-Organization: {label.organ}\nExternal-Identifier: {label.catalogue_no}\nBagging-Date: {label.archived_on}\n"
        f"Payload-Oxum: {sum(size for _, _, _, size in payload)}.{len(payload)}\n"
    )
