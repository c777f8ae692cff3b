"""The pages of an OFD: which part is which page, and the words on them."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from mingjing.foundation.ofd.package import ROOT, BrokenOfd, Package, child, children, told
from mingjing.foundation.redacting.zips import attribute, local

MOST_WORDS = 200_000
_NAMES: Mapping[str, str] = {
    "OFD.xml": "文件入口", "Document.xml": "文档结构", "PublicRes.xml": "公共资源（字体、颜色）", "DocumentRes.xml": "文档资源（图像）",
    "Annotations.xml": "注释目录", "Annotation.xml": "注释", "Attachments.xml": "附件目录", "CustomTags.xml": "自定义标引目录",
    "Signatures.xml": "签章目录", "Seal.esl": "印章数据",
}  # fmt: skip


def pages(package: Package) -> tuple[tuple[str, str], ...]:
    """Id and part of each page, in the order of the documents. Raises BrokenOfd."""
    return tuple(_pages(package))


def _pages(package: Package) -> Iterator[tuple[str, str]]:
    for body in children(package.xml(ROOT), "DocBody"):
        root = package.at(ROOT, told(body, "DocRoot"))
        listed = child(package.xml(root), "Pages")
        for one in children(listed, "Page") if listed is not None else []:
            yield attribute(one, "ID"), package.at(root, attribute(one, "BaseLoc"))


def part_name(package: Package, path: str) -> str:
    """What a part is, in words: 第 2 页的内容（Doc_0/Pages/Page_1/Content.xml）."""
    try:
        number = next((at for at, (_, held) in enumerate(pages(package), 1) if held == path), 0)
    except BrokenOfd:
        number = 0
    name = f"第 {number} 页的内容" if number else _NAMES.get(PurePosixPath(path).name, "")
    return f"{name}（{path[:120]}）" if name else f"“{path[:120]}”"


def words(package: Package) -> tuple[str, ...]:
    """The words of each page in the order in which they are written, no more than is sensible. Raises BrokenOfd."""
    found, left = [], MOST_WORDS
    for _, path in pages(package):
        text = "".join((one.text or "") for one in package.xml(path).iter() if local(one) == "TextCode")[:left]
        left -= len(text)
        found.append(text)
    return tuple(found)
