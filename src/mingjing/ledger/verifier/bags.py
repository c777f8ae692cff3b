"""An archive package (mingjing-archive@1): a BagIt folder with its sums, its records in turn, its named files."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from mingjing.ledger.verifier.casefiles import records, vouched
from mingjing.ledger.verifier.packages import JSON_LIMIT, UNREADABLE, chunks, digests, members, small
from mingjing.ledger.verifier.policies import Policy
from mingjing.ledger.verifier.proving import Proof, hashable
from mingjing.ledger.verifier.reading import listing, mapping, number, string
from mingjing.ledger.verifier.saying import MEANING, Bad, Report, Unfit

TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sm3.tsv", "tagmanifest-sha256.txt")
PROCESS = "data/过程/"


def bag_root(packed: zipfile.ZipFile) -> str:
    """The folder of a bag, empty where it is none."""
    found = [name for name in packed.namelist() if name.count("/") == 1 and name.endswith("/bagit.txt")]
    return found[0].split("/")[0] if len(found) == 1 else ""


def bag(report: Report, packed: zipfile.ZipFile, pinned: bytes | None, policy: Policy | None = None) -> None:
    """A whole archive package."""
    root = bag_root(packed) + "/"
    every = members(packed)
    outside = [name for name in every if not name.startswith(root)]
    found = {name[len(root) :]: info for name, info in every.items() if name.startswith(root)}
    report.kind = f"归档包 {root[:-1][:80]}"
    own: dict[str, dict[str, Any]] = {}
    sums(report, packed, found, outside, own)
    if PROCESS + "case.json" not in found:
        raise Unfit("归档包里没有 过程/case.json，不是明镜的归档包，或者是早先没有过程证明的版本")
    manifest = small(packed, found, PROCESS + "case.json")
    if manifest.get("format") != "mingjing-archive@1":
        raise Unfit("过程/case.json 的格式不是 mingjing-archive@1")
    stream = string(manifest.get("stream"), "案卷标识")
    proofs = records(report, packed, found, manifest, stream, PROCESS)
    named_files(report, own, manifest, proofs)
    if proofs:
        vouched(report, small(packed, found, PROCESS + "policy.json"), proofs[0], pinned, policy)


def sums(
    report: Report, packed: zipfile.ZipFile, found: dict[str, Any], outside: list[str], own: dict[str, dict[str, Any]]
) -> None:
    """Every file of the bag against its lists; nothing missing, nothing added."""
    listed = lines(packed, found, "manifest-sha256.txt", "  ")
    tags = lines(packed, found, "tagmanifest-sha256.txt", "  ")
    sm3 = lines(packed, found, "manifest-sm3.tsv", "\t")
    faults = [f"文件夹之外有“{name[:80]}”" for name in outside]
    for name, info in found.items():
        try:
            own[name] = digests(packed, info)
        except UNREADABLE:
            faults.append(f"“{name[:120]}”读不出来，文件损坏")
            continue
        wanted = (listed if name.startswith("data/") else tags).get(name)
        if name.startswith("data/") or name in tags:
            if wanted is None:
                faults.append(f"“{name[:120]}”不在清单里")
            elif wanted != own[name]["sha256"] or sm3.get(name, own[name]["sm3"]) != own[name]["sm3"]:
                faults.append(f"“{name[:120]}”的摘要与清单不符")
        elif name not in TAGS:
            faults.append(f"“{name[:120]}”不在清单里")
    faults += [f"缺“{name[:120]}”" for name in [*listed, *tags] if name not in found]
    faults += ["SM3 清单与 SHA-256 清单所列的文件不同"] if set(sm3) != set(listed) else []
    report.tell("归档包文件", faults, f"{len(found)} 个文件都在，SHA-256、SM3 与清单相符。", MEANING["文件"])


def lines(packed: zipfile.ZipFile, found: dict[str, Any], name: str, gap: str) -> dict[str, str]:
    """One list of the bag: path to digest. Raises Bad."""
    if name not in found or found[name].file_size > JSON_LIMIT:
        raise Bad(f"归档包里没有 {name}，或者过大")
    text = b"".join(chunks(packed, found[name])).decode("utf-8", "replace")
    told = [line.partition(gap) for line in text.splitlines() if line]
    if any(not re.fullmatch("[0-9a-f]{64}", digest) or not path for digest, _, path in told):
        raise Bad(f"{name} 的写法不对")
    if len({path for _, _, path in told}) != len(told):
        raise Bad(f"{name} 里有重复的文件")
    return {path: digest for digest, _, path in told}


def named_files(report: Report, own: dict[str, dict[str, Any]], manifest: dict[str, Any], proofs: list[Proof]) -> None:
    """Every document and recording is named, with its content, by the events it points at."""
    named = {proof.index: hashable(proof) for proof in proofs}
    faults, seen = [], set()
    for item in listing(manifest.get("files"), "文件清单"):
        path = string(mapping(item, "文件").get("path"), "路径")
        seen.add(path)
        mine = dict(own.get(path) or {}, name=string(item.get("name"), "文件名"))
        entries = [number(index, "序号") for index in listing(item.get("entries"), "序号")]
        good = entries and all(any(mine.items() <= one.items() for one in named.get(index, [])) for index in entries)
        if path not in own or not good:
            faults.append(f"“{path[:120]}”没有被它所指的记录登记")
    content = [name for name in own if name.startswith(("data/电子档案/", "data/音像/"))]
    extra = [name for name in content if name not in seen and not name.endswith((".eep.xml", ".meta.xml"))]
    faults += [f"“{name[:120]}”没有台账记录" for name in extra]
    report.tell("文件与记录", faults, f"{len(seen)} 份材料的内容、名称与台账登记的一致。", MEANING["文件"])
