"""The files of a case package: all there, named by their events, and nothing else."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from mingjing.ledger.verifier.packages import UNREADABLE, chunks, digests
from mingjing.ledger.verifier.proving import Proof, hashable
from mingjing.ledger.verifier.reading import listing, mapping, number, string
from mingjing.ledger.verifier.saying import MEANING, Report

ROLES = {"case.json": "清单", "policy.json": "台账公钥", "mingjing_verify.py": "核验程序", "README.txt": "说明"}


def files(
    report: Report,
    packed: zipfile.ZipFile,
    found: dict[str, zipfile.ZipInfo],
    manifest: dict[str, Any],
    proofs: list[Proof],
) -> None:
    """Every listed file is there and named by its events; nothing else is in the package."""
    named = {p.index: hashable(p) for p in proofs}
    faults, listed = [], set()
    for item in listing(manifest.get("files"), "文件清单"):
        path = string(mapping(item, "文件").get("path"), "路径")
        why = "清单里重复" if path in listed else file_fault(packed, found, item, path, named)
        listed.add(path)
        if why:
            faults.append(f"“{path[:120]}”{why}")
    good = f"{len(listed)} 个文件都在，内容、名称与登记的一致。"
    report.tell("文件与记录", faults, good, MEANING["文件"])
    broken = [f"{name} 读不出来" for name in ROLES if name in found and not readable(packed, found[name])]
    if broken:
        report.add("附带文件", False, f"{'、'.join(broken)}。说明：文件包损坏。")
    extra = [n for n in found if n not in listed and n not in ROLES and not re.fullmatch(r"events/[0-9]{6}\.json", n)]
    report.tell(
        "多余文件",
        [f"“{n[:120]}”" for n in extra],
        "没有清单以外的文件（清单、公钥、说明和核验程序本身不是案卷材料）。",
        "说明：它们没有任何证明，不属于案卷。",
    )
    have = {item.get("sha256") for item in manifest["files"]}
    absent = sorted({str(o.get("name")) for objects in named.values() for o in objects if o.get("sha256") not in have})
    if absent:
        report.add(
            "未随包材料", None, f"记录中提到、但没有放进文件包的材料 {len(absent)} 份：{'、'.join(absent[:10])[:400]}"
        )


def readable(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether the member's own check sum fits."""
    try:
        return sum(map(len, chunks(packed, info))) == info.file_size
    except UNREADABLE:
        return False


def file_fault(
    packed: zipfile.ZipFile, found: dict[str, Any], item: dict[str, Any], path: str, named: dict[int, Any]
) -> str:
    """What is wrong with one listed file, or nothing."""
    if path not in found:
        return "不在文件包里"
    try:
        own = digests(packed, found[path])
    except UNREADABLE:
        return "读不出来，文件损坏"
    name = string(item.get("name"), "文件名")
    if any(item.get(key) != value for key, value in own.items()):
        return "的摘要与清单不符"
    safe = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", name).strip(" .")[:120] or "_"
    if re.sub("^[0-9]+-", "", path.split("/")[-1], count=1) != safe:
        return f"的名字与登记的“{name[:80]}”不符"
    own["name"] = name
    entries = [number(index, "序号") for index in listing(item.get("entries"), "序号")]
    if not entries or not all(any(own.items() <= o.items() for o in named.get(index, [])) for index in entries):
        return "没有被它所指的记录登记"
    return ""
