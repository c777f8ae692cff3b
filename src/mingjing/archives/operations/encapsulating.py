"""One document as an EEP (DA/T 48-2009): described, its content in Base64, its business events, and a real signature.

The structure follows public descriptions of the standard (the standard itself was not at hand). What is signed is the
element 被签名对象 byte for byte as it stands in the file: its SHA-256 and SM3 are the text of a signed note of the
ledger's key (C2SP signed-note), which stands in 签名结果. Content is streamed: a large scan needs no more memory than a page.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from mingjing.archives.terms import VOLUME_NAMES, CatalogueRow
from mingjing.kernel.days import CHINA
from mingjing.kernel.hashing import Sums
from mingjing.ledger import queries as ledger

NAMESPACE = "http://www.saac.gov.cn/standards/ERM/encapsulation"
KINDS = ("application/pdf", "image/", "text/")
"""The standard is made for text and still images; recordings and packed files lie beside it."""
NOTE = "eep"
_PLACE = "__CONTENT__"
_TRIPLE = 3 * 64 * 1024
DEEDS = {
    "case:": "办理", "record:document:rendered": "生成版式文件", "record:file:added": "收入材料", "record:object:viewed": "调阅",
    "archive:file:filed": "归档",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose package it is."""

    catalogue_no: str
    organ: str
    fonds_title: str
    retention: str
    secrecy: str
    made_at: datetime
    archivist: str
    key: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One event of the ledger that names the document."""

    index: int
    kind: str
    at: str
    person: str


def takes(media_type: str) -> bool:
    """Whether a content may be encapsulated."""
    return media_type.startswith(KINDS)


def deeds_of(events: Sequence[tuple[int, Mapping[str, Any]]], sha256: str) -> tuple[Deed, ...]:
    """The events that name a content, oldest first."""
    found = [(index, event) for index, event in events if any(one["sha256"] == sha256 for one in event["objects"])]
    return tuple(Deed(index, event["kind"], event["at"], _who(event)) for index, event in found)


def _who(event: Mapping[str, Any]) -> str:
    actor = event.get("actor")
    return str(actor["person"]) if isinstance(actor, dict) else "system"


def encapsulated(row: CatalogueRow, sender: Sender, deeds: Sequence[Deed], content: Iterable[bytes]) -> Iterator[bytes]:
    """The XML, piece by piece; the last piece is the signature over what came before."""
    head, tail = _framed(row, sender, deeds)
    sums = Sums()
    opening, signed_head = head
    yield opening
    for piece in _chain(signed_head, content, tail[0]):
        sums.update(piece)
        yield piece
    yield _signature(sums, row, sender) + tail[1]


def _chain(first: bytes, content: Iterable[bytes], last: bytes) -> Iterator[bytes]:
    yield first
    yield from _base64(content)
    yield last


def _base64(content: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in content:
        held += piece
        whole = len(held) - len(held) % 3
        if whole >= _TRIPLE:
            yield base64.b64encode(held[:whole])
            held = held[whole:]
    yield base64.b64encode(held)


def _framed(
    row: CatalogueRow, sender: Sender, deeds: Sequence[Deed]
) -> tuple[tuple[bytes, bytes], tuple[bytes, bytes]]:
    """What stands before 被签名对象, its beginning, its end, and what closes the file."""
    root = etree.Element(_tag("电子文件封装包"), nsmap={None: NAMESPACE})
    _add(root, "封装包格式描述", "本封装包按照 DA/T 48-2009 的结构，由“明镜”生成")
    _add(root, "版本", "2009")
    signed = etree.SubElement(root, _tag("被签名对象"), {"eep版本": "2009"})
    _add(signed, "封装包类型", "原始型")
    _add(signed, "封装包类型描述", "原始型封装包：内容自归档以来没有修改")
    _add(signed, "封装包创建时间", _moment(sender.made_at))
    _add(signed, "封装包创建单位", sender.organ)
    inside = etree.SubElement(signed, _tag("封装内容"))
    _document(etree.SubElement(inside, _tag("文件实体块")), row, sender)
    _business(etree.SubElement(inside, _tag("业务实体块")), row, deeds)
    _people(etree.SubElement(inside, _tag("机构人员实体块")), sender, deeds)
    etree.indent(root, " ")
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    opening, found, rest = text.partition("<被签名对象".encode())
    body, end, closing = rest.partition("</被签名对象>".encode())
    before, _, after = body.partition(_PLACE.encode())
    return (opening, found + before), (after + end, closing)


def _document(block: Any, row: CatalogueRow, sender: Sender) -> None:
    item = row.item
    entity = etree.SubElement(block, _tag("文件实体"))
    source = etree.SubElement(entity, _tag("来源"))
    _add(source, "立档单位名称", sender.organ)
    _add(source, "全宗名称", sender.fonds_title)
    _add(entity, "电子文件号", f"{sender.catalogue_no}-{VOLUME_NAMES[row.volume]}-{row.no:03d}")
    number = etree.SubElement(entity, _tag("档号"))
    _add(number, "案卷档号", sender.catalogue_no)
    _add(number, "卷别", VOLUME_NAMES[row.volume])
    _add(number, "卷内顺序号", str(row.no))
    _add(number, "页号", row.span)
    told = etree.SubElement(entity, _tag("内容描述"))
    for name, value in (
        ("题名", row.title), ("文件编号", row.number), ("类别", row.group), ("责任者", sender.organ), ("日期", row.day.isoformat()),
        ("密级", sender.secrecy), ("保管期限", sender.retention),
    ):  # fmt: skip
        _add(told, name, value)
    form = etree.SubElement(entity, _tag("形式特征"))
    for name, value in (("页数", str(item.pages)), ("语种", "汉语"), ("稿本", "正本")):
        _add(form, name, value)
    _add(etree.SubElement(entity, _tag("存储位置")), "当前位置", f"sha256:{item.sha256}")
    _add(etree.SubElement(entity, _tag("权限管理")), "授权", "本机关工作人员按照职权调阅，每次留痕")
    _add(etree.SubElement(entity, _tag("信息系统描述")), "信息系统名称", "明镜")
    _coded(etree.SubElement(entity, _tag("文件数据")), row)


def _coded(data: Any, row: CatalogueRow) -> None:
    item = row.item
    document = etree.SubElement(data, _tag("文档"))
    _add(document, "文档标识符", f"文档{row.no}")
    _add(document, "文档序号", "1")
    _add(document, "文档主从声明", "主文档")
    _add(document, "题名", row.title)
    coded = etree.SubElement(etree.SubElement(document, _tag("文档数据")), _tag("编码"))
    _add(coded, "编码标识符", f"编码{row.no}")
    shape = etree.SubElement(coded, _tag("电子属性"))
    for name, value in (
        ("格式信息", item.media_type), ("计算机文件名", item.name), ("计算机文件大小", str(item.size)), ("文档创建程序", "明镜"),
    ):  # fmt: skip
        _add(shape, name, value)
    _add(etree.SubElement(coded, _tag("数字化属性")), "数字化对象描述", "原生电子文件" if item.pages else "不适用")
    digests = etree.SubElement(coded, _tag("内容摘要"))
    _add(digests, "SHA-256", item.sha256)
    _add(digests, "SM3", item.sm3)
    _add(coded, "反编码关键字", "base64")
    _add(coded, "编码数据", _PLACE)


def _business(block: Any, row: CatalogueRow, deeds: Sequence[Deed]) -> None:
    for one in deeds:
        entity = etree.SubElement(block, _tag("业务实体"))
        name = next((word for start, word in DEEDS.items() if one.kind.startswith(start)), one.kind)
        for key, value in (
            ("业务标识符", f"台账第{one.index}条"), ("机构人员标识符", one.person), ("文件标识符", f"文档{row.no}"),
            ("业务状态", "历史行为"), ("业务行为", name), ("行为时间", one.at), ("行为依据", "行政处罚法第四十七条"),
            ("行为描述", one.kind),
        ):  # fmt: skip
            _add(entity, key, value)


def _people(block: Any, sender: Sender, deeds: Sequence[Deed]) -> None:
    people = dict.fromkeys(one.person for one in deeds)
    for number, (kind, name) in enumerate(
        [("单位", sender.organ), ("个人", sender.archivist), *(("个人", one) for one in people)], start=1
    ):
        entity = etree.SubElement(block, _tag("机构人员实体"))
        _add(entity, "机构人员标识符", name if kind == "个人" else f"机构{number}")
        _add(entity, "机构人员类型", kind)
        _add(entity, "机构人员名称", name)


def _signature(sums: Sums, row: CatalogueRow, sender: Sender) -> bytes:
    text = f"eep {sender.catalogue_no} {VOLUME_NAMES[row.volume]} {row.no}\nsha256 {sums.sha256}\nsm3 {sums.sm3}\n"
    block = etree.Element("电子签名块")
    one = etree.SubElement(block, "电子签名")
    pairs = (
        ("签名标识符", "修改0-签名1"),
        (
            "签名规则",
            "对“被签名对象”元素的原样字节计算 SHA-256 和 SM3，写成三行文字，由台账密钥签名（C2SP signed-note，Ed25519）",
        ),
        ("签名时间", _moment(sender.made_at)),
        ("签名人", sender.organ),
        ("签名结果", ledger.sealed(text, NOTE)),
    )
    for name, value in pairs:
        etree.SubElement(one, name).text = value
    keys = etree.SubElement(one, "证书块")
    etree.SubElement(keys, "证书").text = sender.key
    etree.SubElement(one, "签名算法标识").text = "Ed25519"
    made: bytes = etree.tostring(block, encoding="UTF-8")
    return b"\n " + made + b"\n"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, _tag(name)).text = text


def _moment(at: datetime | date) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()
