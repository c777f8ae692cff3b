"""A document and the proof of the entry that names it (mingjing-decision@1)."""

from __future__ import annotations

import hashlib
from typing import Any

from mingjing.ledger.verifier.digests import new_sm3
from mingjing.ledger.verifier.policies import Policy
from mingjing.ledger.verifier.proving import Proof, hashable, proved, told_key, witnessed
from mingjing.ledger.verifier.reading import decoded, mapping, string
from mingjing.ledger.verifier.saying import MEANING, Report


def decision(report: Report, value: dict[str, Any], pinned: bytes | None, policy: Policy | None = None) -> None:
    """A document and the proof of the entry that names it."""
    report.kind = "决定证明"
    document = mapping(value.get("document"), "文书")
    name = string(document.get("name"), "文书名称")
    if "text" in document:
        content = string(document["text"], "文书正文").encode("utf-8", "replace")
    else:
        content = decoded(document.get("content"), "文书内容")
    proof = Proof(value.get("bundle"))
    own: dict[str, Any] = {
        "name": name,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "sm3": new_sm3(content).hexdigest(),
    }
    faults = [] if any(own.items() <= named.items() for named in hashable(proof)) else [f"“{name}”与登记的摘要不符"]
    report.tell("文件与记录", faults, f"“{name}”的 SHA-256、SM3 和长度与登记的一致。", MEANING["文件"])
    proved(report, [proof], [])
    when = proof.event.get("at")
    report.add("登记", None, f"台账第 {proof.index} 条，{when}（UTC），事件 {proof.event.get('kind')}。")
    told_key(report, proof, pinned)
    witnessed(report, proof, policy)
