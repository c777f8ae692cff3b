"""The texts of a package: contents, what it is, the description of a recording, the manifest of what the log proves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from mingjing.archives.terms import VOLUME_NAMES, CatalogueRow
from mingjing.kernel.days import CHINA
from mingjing.ledger.terms import CLOSED
from mingjing.records.terms import RecordingFacts


@dataclass(frozen=True, slots=True)
class Label:
    """What the package says of itself. `link` names the file that an addition belongs to."""

    catalogue_no: str
    title: str
    organ: str
    retention: str
    archived_on: date
    pages: int
    paper_pages: int
    secrecy: str = "不涉密"
    opened_on: date | None = None
    closed_on: date | None = None
    made_at: datetime | None = None
    archivist: str = ""
    link: str = ""


def xml(root: Any) -> bytes:
    """An element as a file."""
    etree.indent(root, " ")
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def catalogue(label: Label, rows: Sequence[CatalogueRow], paths: Mapping[int, str]) -> bytes:
    """案卷目录.XML: 顺序号、档号、责任者、题名、日期、密级、电子档案名称、备注, and what we add."""
    head = {"档号": label.catalogue_no, "题名": label.title, "保管期限": label.retention, "密级": label.secrecy}
    if label.link:
        head["补充于"] = label.link
    root = etree.Element("案卷目录", head)
    for place, row in enumerate(rows):
        values = {
            "卷": VOLUME_NAMES[row.volume], "顺序号": str(row.no), "档号": f"{label.catalogue_no}-{row.no:03d}", "责任者": label.organ,
            "类别": row.group, "题名": row.title, "文号": row.number, "日期": row.day.isoformat(), "密级": label.secrecy, "页号": row.span,
            "电子档案名称": paths.get(place, ""), "SHA-256": row.item.sha256, "SM3": row.item.sm3, "备注": row.remark,
        }  # fmt: skip
        line = etree.SubElement(root, "卷内文件")
        for name, value in values.items():
            etree.SubElement(line, name).text = value
    return xml(root)


def told(label: Label, rows: Sequence[CatalogueRow], events: int) -> bytes:
    """说明文件.TXT."""
    of = f"本包是《{label.link}》的补充卷，原卷不变。\n" if label.link else ""
    return (
        f"档号：{label.catalogue_no}\n题名：{label.title}\n立卷单位：{label.organ}\n保管期限：{label.retention}\n密级：{label.secrecy}\n"
        f"归档日期：{label.archived_on}\n卷内材料：{len(rows)} 件，电子 {label.pages} 页，纸质 {label.paper_pages} 页\n{of}"
        "本归档包采用 BagIt 1.0 结构：data 里是档案内容，manifest-sha256.txt 和 manifest-sm3.tsv 是逐个文件的摘要。\n"
        "电子档案：每件一个文件夹，正文之外有按 DA/T 48-2009 结构封装的 eep.xml；音像：原件和 meta.xml（参照 DA/T 63-2017）。\n"
        f"过程：{events} 条全过程记录及其在台账中的证明；检测：四性检测报告（PDF、JSON 和签名）。\n"
        "离线核验：python data/过程/mingjing_verify.py 本归档包.zip，只用 Python 标准库，不联网。\n"
    ).encode()


def info(label: Label, payload: Sequence[tuple[str, str, str, int]]) -> bytes:
    """bag-info.txt."""
    lines = [
        f"Source-Organization: {label.organ}",
        f"External-Identifier: {label.catalogue_no}",
        f"Bagging-Date: {label.archived_on}",
        f"Payload-Oxum: {sum(size for _, _, _, size in payload)}.{len(payload)}",
    ]
    if label.link:
        lines.append(f"Bag-Group-Identifier: {label.link}")
    return ("\n".join(lines) + "\n").encode()


def film(row: CatalogueRow, one: RecordingFacts | None) -> bytes:
    """NNN.meta.xml of a recording: the five marks and the technical data, by the names of DA/T 63-2017 where they fit."""
    root = etree.Element("音像档案元数据", {"参照": "DA/T 63-2017"})
    values = {"题名": row.title, "日期": row.day.isoformat(), "计算机文件名": row.item.name, "格式": row.item.media_type,
              "计算机文件大小": str(row.item.size), "SHA-256": row.item.sha256, "SM3": row.item.sm3}  # fmt: skip
    if one is not None:
        values |= {
            "案件编号": one.case_number, "采集时间": _moment(one.started_at), "结束时间": _moment(one.ended_at), "采集地点": one.place,
            "采集人": one.collector, "证明对象": one.proves, "采集设备": one.device, "时钟误差秒": str(one.clock_offset),
            "登记时间": _moment(one.committed_at), "登记的SHA-256": one.sha256, "登记的字节数": str(one.size), "说明": one.reason,
        }  # fmt: skip
    for name, value in values.items():
        etree.SubElement(root, name).text = value
    return xml(root)


def manifest(stream: str, bundles: Sequence[Mapping[str, Any]], files: Sequence[Mapping[str, Any]]) -> bytes:
    """case.json of a package (format mingjing-archive@1): the files that events name, and by which entries."""
    closed = bool(bundles) and json.loads(bundles[-1]["event"])["kind"] == CLOSED
    return dumped({
        "format": "mingjing-archive@1", "stream": stream, "closed": closed, "events": len(bundles), "files": list(files),
    })  # fmt: skip


def dumped(value: Any) -> bytes:
    """JSON for a file."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds")
