"""A whole case file (mingjing-case@1): its records in turn, its seal, its files."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from mingjing.ledger.verifier.digests import HASHES
from mingjing.ledger.verifier.holdings import files
from mingjing.ledger.verifier.merkle_paths import tree_root
from mingjing.ledger.verifier.packages import UNREADABLE, members, small
from mingjing.ledger.verifier.policies import Policy
from mingjing.ledger.verifier.proving import Proof, proved, told_key, witnessed
from mingjing.ledger.verifier.reading import key_bytes, string
from mingjing.ledger.verifier.saying import MEANING, Bad, Report, Unfit

DECISION_LIMIT = 256 << 20
CLOSED = "ledger:stream:closed"


def case(report: Report, packed: zipfile.ZipFile, pinned: bytes | None, policy: Policy | None = None) -> None:
    """A whole case file."""
    found = members(packed)
    if "case.json" not in found:
        raise Unfit("文件包里没有 case.json，不是明镜导出的案卷（如果解压后又重新打包，请把文件放在最外层）")
    manifest = small(packed, found, "case.json")
    if manifest.get("format") != "mingjing-case@1":
        raise Unfit("case.json 的格式不是 mingjing-case@1")
    stream = string(manifest.get("stream"), "案卷标识")
    report.kind = f"案卷 {stream[:100]}"
    proofs = records(report, packed, found, manifest, stream)
    files(report, packed, found, manifest, proofs)
    if proofs:
        vouched(report, small(packed, found, "policy.json"), proofs[0], pinned, policy)


def records(
    report: Report, packed: zipfile.ZipFile, found: dict[str, Any], manifest: dict[str, Any], stream: str, folder: str = ""
) -> list[Proof]:  # fmt: skip
    """The records of a package, which lie below `folder`: each proved, and all in turn. Raises Bad."""
    names = sorted(name for name in found if name.startswith(folder + "events/"))
    if sum(found[name].file_size for name in names) > DECISION_LIMIT:
        raise Bad("记录过大，拒绝展开")
    proofs, faults = [], []
    for name in names:
        try:
            proofs.append(Proof(small(packed, found, name)))
        except UNREADABLE as failure:
            faults.append(f"{name} 读不出来（{failure}）")
    proved(report, proofs, faults)
    sequence(report, stream, [name[len(folder) :] for name in names], proofs, manifest)
    return proofs


def vouched(
    report: Report, kept: dict[str, Any], proof: Proof, pinned: bytes | None, policy: Policy | None
) -> None:  # fmt: skip
    """Whether the package names the log that its records are of, whether that is the one trusted, and who witnessed it."""
    same = kept.get("origin") == proof.origin and key_bytes(string(kept.get("key"), "公钥")) == proof.public
    report.tell("台账公钥文件", [] if same else ["与各条记录所用的不一致"], "policy.json 与各条记录一致。", "")
    told_key(report, proof, pinned)
    witnessed(report, proof, policy)


def sequence(report: Report, stream: str, names: list[str], proofs: list[Proof], manifest: dict[str, Any]) -> None:
    """Numbers without a hole, each event pointing at the one before; and the seal, where the case is closed."""
    faults, previous, roots = [], "", []
    if not proofs:
        faults.append("文件包里没有任何记录")
    if manifest.get("events") != len(names) or names != [f"events/{i:06d}.json" for i in range(1, len(names) + 1)]:
        faults.append("记录文件的编号有缺，或与清单所记条数不符")
    last = -1
    for place, proof in enumerate(proofs, 1):
        event = proof.event
        if proof.seq != place or event.get("stream") != stream:
            faults.append(f"第 {place} 号位置上是“{str(event.get('stream'))[:60]}”的第 {proof.seq} 号")
        if event.get("prev") != previous or proof.index <= last:
            faults.append(f"第 {place} 号与前一号接不上")
        previous, last = str(proof.entry.get("c256")), proof.index
        roots.append(previous)
    report.tell("记录顺序", faults, f"第 1 号至第 {len(proofs)} 号连续无缺，前后相接。", MEANING["顺序"])
    closings = [at for at, proof in enumerate(proofs) if proof.event.get("kind") == CLOSED]
    if bool(manifest.get("closed")) != bool(closings and closings[-1] == len(proofs) - 1):
        report.add("完整性", False, "清单所称是否封存与记录不符。说明：封存记录或其后的记录被删去。")
    elif not closings:
        report.add("完整性", None, "本案卷尚未封存：已有记录真实，但不能证明此后没有新的记录。")
    else:
        sealed(report, proofs, closings[-1])


def sealed(report: Report, proofs: list[Proof], at: int) -> None:
    """Whether the seal's count and roots are those of the events before it."""
    payload = proofs[at].event.get("payload")
    seal = payload.get("seal") if isinstance(payload, dict) else None
    hashes = [
        bytes.fromhex(c) for p in proofs[:at] for c in [str(p.entry.get("c256"))] if re.fullmatch("[0-9a-f]{64}", c)
    ]
    own: dict[str, Any] = {"count": at}
    for name, key in (("sha256", "root256"), ("sm3", "rootsm3")):
        own[key] = tree_root(name, [HASHES[name](b"\x00" + each).digest() for each in hashes]).hex()
    after = len(proofs) - 1 - at
    tail = f"其后还有 {after} 条，不在封存之内。" if after else ""
    faults = [] if seal == own else ["封存时的条数或根与包内记录不符"]
    report.tell("完整性", faults, f"封存时共 {at} 条，条数与根相符。{tail}", "说明：案卷不完整，有记录被删去或替换。")
