"""One bundle, and the three steps every bundle goes through: commitment, signature, inclusion."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timedelta, timezone
from typing import Any

from mingjing.ledger.verifier.digests import HASHES, new_sm3
from mingjing.ledger.verifier.keychains import fits, leads
from mingjing.ledger.verifier.merkle_paths import included, key_number, note_parts, opened
from mingjing.ledger.verifier.policies import Policy, cosigners, read_key
from mingjing.ledger.verifier.reading import decoded, listing, mapping, number, parsed, string
from mingjing.ledger.verifier.saying import KEY_HINT, MEANING, Bad, Report
from mingjing.ledger.verifier.sm2 import SM2_TYPE, sm2

GREENWICH = timezone(timedelta(0))
"""Python has a name for it since 3.11; this runs on older ones."""


class Proof:
    """One bundle (mingjing-bundle@1). Raises Bad where it is malformed."""

    def __init__(self, raw: Any) -> None:
        raw = mapping(raw, "证明")
        if raw.get("format") != "mingjing-bundle@1":
            raise Bad("证明的格式不是 mingjing-bundle@1")
        self.origin, self.index = string(raw.get("origin"), "台账名称"), number(raw.get("index"), "序号")
        self.public = decoded(raw.get("public_key"), "公钥")
        self.sealed = string(raw.get("event"), "私有事件")
        self.entry_text = string(raw.get("entry"), "公开条目")
        salt = string(raw.get("salt"), "盐")
        if not re.fullmatch("[0-9a-f]{32}", salt):
            raise Bad("盐不是 16 字节的十六进制")
        self.salt = bytes.fromhex(salt)
        self.event, self.entry = parsed(self.sealed, "私有事件"), parsed(self.entry_text, "公开条目")
        self.objects = [mapping(named, "材料") for named in listing(self.event.get("objects"), "材料清单")]
        self.seq = number(self.event.get("seq"), "流水号")
        self.changes = [string(one, "密钥更换声明") for one in listing(raw.get("key_changes", []), "密钥更换声明")][:64]
        self.sm2 = string(raw.get("key_sm2", ""), "SM2 公钥")
        self.sm2_statement = string(raw.get("key_sm2_statement", ""), "SM2 公钥声明")
        self.heads: dict[str, tuple[int, bytes]] = {}
        self.trees: dict[str, tuple[list[bytes], str]] = {}
        for name in HASHES:
            tree = mapping(mapping(raw.get("trees"), "树").get(name), f"{name} 树")
            steps = listing(tree.get("proof"), "路径")
            if len(steps) > 64:
                raise Bad("路径过长")
            self.trees[name] = [decoded(s, "路径") for s in steps], string(tree.get("checkpoint"), "检查点")

    def notes(self) -> list[str]:
        """Both checkpoints as text."""
        return [note for _, note in self.trees.values()]

    def committed(self) -> str:
        """Whether event and salt open the commitments of the public entry."""
        data = self.salt + self.sealed.encode("utf-8", "replace")
        own = {"c256": hashlib.sha256(data).hexdigest(), "csm3": new_sm3(data).hexdigest()}
        own.update(time=self.event.get("at"), v=1)
        wrong = [key for key, value in own.items() if self.entry.get(key) != value]
        return f"{'、'.join(wrong)} 与事件不符" if wrong else ""

    def open(self) -> str:
        """Open both checkpoints with the bundle's key; they must be of one size."""
        try:
            for name in HASHES:
                origin = self.origin + ("/sm3" if name == "sm3" else "")
                self.heads[name] = opened(self.trees[name][1], origin, self.public)
        except Bad as failure:
            return str(failure)
        return "" if len({size for size, _ in self.heads.values()}) == 1 else "两棵树的检查点条数不同"

    def in_trees(self, heads: dict[str, tuple[int, bytes]]) -> str:
        """Whether the entry is a leaf of both trees of these heads."""
        data, wrong = b"\x00" + self.entry_text.encode("utf-8", "replace"), []
        for name, (size, root) in heads.items():
            leaf = HASHES[name](data).digest()
            if not included(name, self.index, size, leaf, self.trees[name][0], root):
                wrong.append(name)
        return f"不在 {'、'.join(wrong)} 树中" if wrong else ""


def hashable(proof: Proof) -> list[dict[str, Any]]:
    """The objects of an event with plain values only, so that a hostile value cannot break a comparison."""
    keys = "name", "sha256", "sm3", "size"
    return [{key: named.get(key) for key in keys if isinstance(named.get(key), (str, int))} for named in proof.objects]


def told_key(report: Report, proof: Proof, pinned: bytes | None) -> None:
    """Say whose key it is; a key that came with the file proves nothing about who signed."""
    text = base64.b64encode(b"\x01" + proof.public).decode()
    if pinned is None:
        report.add("公钥", None, f"台账“{proof.origin}”，公钥 {text}。公钥随文件而来，{KEY_HINT}。")
    elif pinned == proof.public:
        report.add("公钥", True, f"台账“{proof.origin}”的公钥与您给出的一致。")
    elif proof.heads and leads(pinned, proof.public, proof.changes, proof.origin, proof.heads["sha256"][0]):
        report.add(
            "公钥", True, f"台账“{proof.origin}”的公钥更换过，从您给出的那一把起，每次更换都有新旧两把密钥的签名。"
        )
    else:
        report.add("公钥", False, f"文件用的公钥 {text} 不是您给出的那一把。说明：签名不是该机关的台账作出的。")


def _sm2_line(report: Report, proof: Proof) -> None:
    """The SM2 signature of the SM3 checkpoint; its key is vouched for by the log's own key."""
    name, raw = read_key(proof.sm2)
    text, lines = note_parts(proof.trees["sm3"][1])
    number = key_number(name, raw)
    own = [found[4:] for by, found in lines if by == name and found[:4] == number]
    good = raw.startswith(SM2_TYPE) and any(sm2(raw[len(SM2_TYPE) :], text.encode(), one) for one in own)
    vouched = fits(proof.sm2_statement, proof.origin) and f"\nnext {proof.sm2}\n" in proof.sm2_statement
    faults = [] if good else ["SM3 检查点没有这把 SM2 公钥的有效签名"]
    faults += [] if vouched else ["SM2 公钥没有台账密钥的声明"]
    report.tell("国密签名", faults, "SM3 检查点的 SM2 签名有效，SM2 公钥由台账密钥声明。", MEANING["检查点"])


def witnessed(report: Report, proof: Proof, policy: Policy | None) -> None:
    """Whether enough witnesses cosigned the checkpoint; without a policy only how many lines it carries."""
    note = proof.trees["sha256"][1]
    if "sha256" not in proof.heads:
        return
    if policy is None:
        others = [name for name, _ in note_parts(note)[1] if name != proof.origin]
        if others:
            report.add(
                "见证",
                None,
                f"检查点带有 {len(others)} 个见证签名（{'、'.join(others)[:300]}），用 --policy 见证策略核对。",
            )
        return
    if policy.logs and not any(_led(proof, raw[1:]) for name, raw in policy.logs if name == proof.origin):
        report.add("公钥", False, "见证策略里没有这本台账的这把公钥。说明：签名不是该机关的台账作出的。")
    found = cosigners(note, policy)
    times = [f"{alias}（{_moment(at)}）" for alias, at in found.items()]
    faults = (
        [] if policy.satisfied(set(found)) else [f"{policy.words()}，检查点上有效的只有 {'、'.join(times) or '无'}"]
    )
    report.tell("见证", faults, f"{policy.words()}：{'、'.join(times) or '无'}。", MEANING["见证"])


def _led(proof: Proof, key: bytes) -> bool:
    """Whether the key of a policy is the one that signed, or leads to it by statements that the proof carries."""
    if key == proof.public:
        return True
    return leads(key, proof.public, proof.changes, proof.origin, proof.heads["sha256"][0])


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, GREENWICH):%Y-%m-%d %H:%M:%S} UTC"


def proved(report: Report, proofs: list[Proof], faults: list[str]) -> None:
    """The three steps every bundle goes through: commitment, signature, inclusion. All stand on one checkpoint."""
    if not proofs:
        return report.add("事件与承诺", False, "；".join(faults[:5]) or "没有任何记录。")
    count, first = f"{len(proofs)} 条记录", proofs[0]
    faults = faults + [f"第 {p.index} 条：{why}" for p in proofs for why in [p.committed()] if why]
    report.tell("事件与承诺", faults, f"{count}与台账中的加盐承诺一致。", MEANING["承诺"])
    heads = [why for why in [first.open()] if why]
    if any((p.origin, p.public, p.notes()) != (first.origin, first.public, first.notes()) for p in proofs):
        heads.append("各条记录的检查点或公钥不是同一个")
    size = first.heads["sha256"][0] if not heads else 0
    report.tell("检查点签名", heads, f"SHA-256 与 SM3 两个检查点签名有效，台账共 {size} 条。", MEANING["检查点"])
    if not heads and first.sm2:
        _sm2_line(report, first)
    if heads:
        return report.add("收录证明", False, "检查点无效，无从比对。")
    absent = [f"第 {p.index} 条{why}" for p in proofs for why in [p.in_trees(first.heads)] if why]
    return report.tell("收录证明", absent, f"{count}都在两棵树中。", MEANING["收录"])
