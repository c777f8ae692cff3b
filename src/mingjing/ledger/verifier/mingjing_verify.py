#!/usr/bin/env python3
"""明镜离线核验程序：只用 Python 标准库（3.8 及以上），不联网，不写任何文件。

用法：python mingjing_verify.py 文件 [--key 行政机关公布的公钥] [--json]
文件可以是一份决定的证明（mingjing-decision@1，JSON）或导出的案卷（mingjing-case@1，ZIP）。
退出码：0 核验通过；1 核验不通过；2 不是可以核验的文件。格式见 docs/reference/ledger.md。
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

JSON_LIMIT, DECISION_LIMIT = 8 << 20, 256 << 20
MEMBERS_LIMIT, TOTAL_LIMIT, RATIO_LIMIT, CHUNK = 50_000, 16 << 30, 200, 1 << 20
ROLES = {"case.json": "清单", "policy.json": "台账公钥", "mingjing_verify.py": "核验程序", "README.txt": "说明"}
CLOSED = "ledger:stream:closed"
KEY_HINT = "请向行政机关核实公布的公钥，再用 --key 核对"


class Bad(Exception):
    """What was checked is wrong; the message says how."""


class Unfit(Exception):
    """This is not a file that can be verified."""


class Check(NamedTuple):
    """One line of the report. `ok` is None for what is only said, not proved."""

    title: str
    ok: bool | None
    detail: str


class Report:
    """Everything that was checked."""

    def __init__(self, name: str) -> None:
        self.name, self.kind, self.unfit = name, "", ""
        self.checks: list[Check] = []

    def add(self, title: str, ok: bool | None, detail: str) -> None:
        self.checks.append(Check(title, ok, detail))

    def tell(self, title: str, faults: list[str], good: str, meaning: str) -> None:
        """A check that passes where there are no faults; `meaning` says what a fault would mean."""
        shown = "；".join(faults[:5]) + (f"；等共 {len(faults)} 处" if len(faults) > 5 else "")
        self.add(title, not faults, f"{shown}。{meaning}" if faults else good)

    @property
    def code(self) -> int:
        return 2 if self.unfit else int(not self.checks or any(check.ok is False for check in self.checks))

    def conclusion(self) -> str:
        if self.unfit:
            return f"不能核验：{self.unfit}"
        failed = sum(check.ok is False for check in self.checks)
        if failed:
            return f"核验不通过：{failed} 项不符，这份文件不能作为原始记录使用。"
        unpinned = any(check.title == "公钥" and check.ok is None for check in self.checks)
        return "核验通过" + ("（公钥尚未与行政机关公布的核对）。" if unpinned else "。")

    def text(self) -> str:
        marks = {True: "✓", False: "✗", None: "·"}
        lines = [f"  {marks[check.ok]} {check.title}：{check.detail}" for check in self.checks]
        return "\n".join([f"明镜离线核验　{self.name}　{self.kind}", *lines, self.conclusion()])

    def as_dict(self) -> dict[str, Any]:
        checks = [check._asdict() for check in self.checks]
        return {"file": self.name, "kind": self.kind, "code": self.code, "checks": checks, "end": self.conclusion()}


# ── SM3 (GB/T 32905), where this Python's OpenSSL has none ──


class Sm3:
    """A running SM3."""

    def __init__(self, data: bytes = b"") -> None:
        self._state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
        self._rest, self._size = b"", 0
        self.update(data)

    def update(self, data: bytes) -> None:
        self._size += len(data)
        data = self._rest + data
        whole = len(data) // 64 * 64
        for at in range(0, whole, 64):
            self._state = _sm3_block(self._state, data[at : at + 64])
        self._rest = data[whole:]

    def digest(self) -> bytes:
        state = self._state
        tail = self._rest + b"\x80" + b"\x00" * ((55 - len(self._rest)) % 64) + (self._size * 8).to_bytes(8, "big")
        for at in range(0, len(tail), 64):
            state = _sm3_block(state, tail[at : at + 64])
        return b"".join(word.to_bytes(4, "big") for word in state)

    def hexdigest(self) -> str:
        return self.digest().hex()


def _rotate(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & 0xFFFFFFFF


def _sm3_block(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _rotate(w[j - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        turned = _rotate(a, 12)
        ss1 = _rotate((turned + e + _rotate(0x79CC4519 if early else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if early else a & b | a & c | b & c
        gg = e ^ f ^ g if early else e & f | ~e & 0xFFFFFFFF & g
        tt1 = (ff + d + (ss1 ^ turned) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    new = [a, b, c, d, e, f, g, h]
    return [state[i] ^ new[i] for i in range(8)]


def new_sm3(data: bytes = b"") -> Any:
    try:
        return hashlib.new("sm3", data)
    except ValueError:
        return Sm3(data)


HASHES: dict[str, Callable[[bytes], Any]] = {"sha256": hashlib.sha256, "sm3": new_sm3}

# ── Ed25519 (RFC 8032) ──

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def _plus(p: Any, q: Any) -> Any:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Any) -> Any:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _plus(total, point)
        point, number = _plus(point, point), number >> 1
    return total


def _point(data: bytes) -> Any:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (not x and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature fits key and message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = _times(s, BASE), _plus(r, _times(k, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


# ── Merkle inclusion (RFC 6962 / 9162) and checkpoints (C2SP signed note) ──


def included(name: str, index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf hash to the root."""
    if not 0 <= index < size or len(leaf) != 32 or len(root) != 32:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if not last or len(step) != 32:
            return False
        left = place & 1 or place == last
        found = HASHES[name](b"\x01" + (step + found if left else found + step)).digest()
        while left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return not last and found == root


def tree_root(name: str, leaves: list[bytes]) -> bytes:
    """The root over leaf hashes."""
    if not leaves:
        return bytes(HASHES[name](b"").digest())
    row = leaves
    while len(row) > 1:
        joined = [HASHES[name](b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = joined + row[len(joined) * 2 :]
    return row[0]


def opened(note: str, origin: str, public: bytes) -> tuple[int, bytes]:
    """Size and root of a checkpoint signed by this key under this name. Raises Bad."""
    text, gap, tail = note.rpartition("\n\n")
    lines = (text + "\n").split("\n")
    if not gap or len(lines) < 4 or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
        raise Bad("检查点格式不对")
    if lines[0] != origin:
        raise Bad(f"检查点属于另一本台账“{lines[0][:80]}”")
    own = hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    for line in tail.rstrip("\n").split("\n")[:16]:
        parts = line.split(" ")
        if len(parts) == 3 and parts[:2] == ["—", origin]:
            signature = decoded(parts[2], "签名")
            if signature[:4] == own and ed25519(public, (text + "\n").encode(), signature[4:]):
                return int(lines[1]), decoded(lines[2], "根")
    raise Bad("检查点没有这把公钥的有效签名")


def decoded(text: Any, what: str) -> bytes:
    try:
        return base64.b64decode(string(text, what), validate=True)
    except ValueError:
        raise Bad(f"{what}不是 Base64") from None


def string(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise Bad(f"{what}缺失或不是文字")
    return value


def number(value: Any, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Bad(f"{what}缺失或不是自然数")
    return value


def mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Bad(f"{what}缺失或不是对象")
    return value


def listing(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise Bad(f"{what}缺失或不是列表")
    return value


def parsed(data: bytes | str, what: str) -> dict[str, Any]:
    """A JSON object without doubled keys, floats or giant numbers. Raises Bad."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) != len(pairs):
            raise Bad(f"{what}有重复的键")
        return dict(pairs)

    def whole(text: str) -> int:
        if len(text) > 18:
            raise Bad(f"{what}有过大的数字")
        return int(text)

    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        return mapping(json.loads(text, object_pairs_hook=once, parse_int=whole), what)
    except (ValueError, RecursionError):
        raise Bad(f"{what}不是完整的 JSON") from None


def key_bytes(text: str) -> bytes:
    """A public key as C2SP text, Base64 or hexadecimal. Raises Bad."""
    text = text.strip()
    named = re.fullmatch(r"[^+\s]+\+[0-9a-f]{8}\+(\S+)", text)
    text = named.group(1) if named else text
    raw = bytes.fromhex(text) if re.fullmatch("[0-9a-fA-F]{64}", text) else decoded(text, "公钥")
    raw = raw[1:] if len(raw) == 33 and raw[:1] == b"\x01" else raw
    if len(raw) != 32:
        raise Bad("不是 Ed25519 公钥")
    return raw


def given_key(text: str) -> bytes:
    """The key of the command line: itself, or a file that holds it (policy.json too). Raises Unfit."""
    try:
        if Path(text).is_file():
            text = Path(text).read_text(encoding="utf-8")[:65536].strip()
            text = string(parsed(text, "公钥文件").get("key"), "公钥") if text.startswith("{") else text
        return key_bytes(text)
    except (Bad, OSError, ValueError) as failure:
        raise Unfit(f"--key 给出的公钥读不懂（{failure}）") from None


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


def told_key(report: Report, proof: Proof, pinned: bytes | None) -> None:
    """Say whose key it is; a key that came with the file proves nothing about who signed."""
    text = base64.b64encode(b"\x01" + proof.public).decode()
    if pinned is None:
        report.add("公钥", None, f"台账“{proof.origin}”，公钥 {text}。公钥随文件而来，{KEY_HINT}。")
    elif pinned == proof.public:
        report.add("公钥", True, f"台账“{proof.origin}”的公钥与您给出的一致。")
    else:
        report.add("公钥", False, f"文件用的公钥 {text} 不是您给出的那一把。说明：签名不是该机关的台账作出的。")


MEANING = {
    "承诺": "说明：事件或盐在登记之后被改动。",
    "检查点": "说明：签名不是这本台账作出的，或检查点被改动。",
    "收录": "说明：这条记录不在台账里，或证明被改动。",
    "文件": "说明：文件内容在登记之后被改动，或被换成另一份。",
    "顺序": "说明：有记录被删去、插入或调换。",
}


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
    if heads:
        return report.add("收录证明", False, "检查点无效，无从比对。")
    absent = [f"第 {p.index} 条{why}" for p in proofs for why in [p.in_trees(first.heads)] if why]
    return report.tell("收录证明", absent, f"{count}都在两棵树中。", MEANING["收录"])


def decision(report: Report, value: dict[str, Any], pinned: bytes | None) -> None:
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


def hashable(proof: Proof) -> list[dict[str, Any]]:
    """The objects of an event with plain values only, so that a hostile value cannot break a comparison."""
    keys = "name", "sha256", "sm3", "size"
    return [{key: named.get(key) for key in keys if isinstance(named.get(key), (str, int))} for named in proof.objects]


# ── A case file ──


def members(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of the package by name. Raises Bad for doubled, unsafe, encrypted or swollen members."""
    found: dict[str, zipfile.ZipInfo] = {}
    infos = packed.infolist()
    if len(infos) > MEMBERS_LIMIT or sum(info.file_size for info in infos) > TOTAL_LIMIT:
        raise Bad("文件包里的文件过多或过大，拒绝展开")
    for info in infos:
        name = info.filename
        if name in found or name != info.orig_filename:
            raise Bad(f"文件包里有重复的名字“{name[:80]}”")
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Bad(f"文件包里有越出文件夹的名字“{name[:80]}”")
        if info.flag_bits & 1:
            raise Bad("文件包加了密，请先解密")
        if info.file_size > CHUNK and info.file_size > RATIO_LIMIT * max(info.compress_size, 1):
            raise Bad(f"“{name[:80]}”压缩比异常，拒绝展开")
        if not name.endswith("/") or info.file_size:
            found[name] = info
    return found


def chunks(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(info) as source:
        left = info.file_size
        while left >= 0:
            chunk = source.read(CHUNK)
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
    raise Bad("文件比它声明的长")


def small(packed: zipfile.ZipFile, found: dict[str, zipfile.ZipInfo], name: str) -> dict[str, Any]:
    if name not in found:
        raise Bad(f"文件包里没有 {name}")
    if found[name].file_size > JSON_LIMIT:
        raise Bad(f"{name} 过大")
    return parsed(b"".join(chunks(packed, found[name])), name)


def digests(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> dict[str, Any]:
    sha256, sm3, size = hashlib.sha256(), new_sm3(), 0
    for chunk in chunks(packed, info):
        sha256.update(chunk)
        sm3.update(chunk)
        size += len(chunk)
    return {"sha256": sha256.hexdigest(), "sm3": sm3.hexdigest(), "size": size}


def case(report: Report, packed: zipfile.ZipFile, pinned: bytes | None) -> None:
    """A whole case file."""
    found = members(packed)
    if "case.json" not in found:
        raise Unfit("文件包里没有 case.json，不是明镜导出的案卷（如果解压后又重新打包，请把文件放在最外层）")
    manifest = small(packed, found, "case.json")
    if manifest.get("format") != "mingjing-case@1":
        raise Unfit("case.json 的格式不是 mingjing-case@1")
    stream = string(manifest.get("stream"), "案卷标识")
    report.kind = f"案卷 {stream[:100]}"
    names = sorted(name for name in found if name.startswith("events/"))
    if sum(found[name].file_size for name in names) > DECISION_LIMIT:
        raise Bad("记录过大，拒绝展开")
    proofs, faults = [], []
    for name in names:
        try:
            proofs.append(Proof(small(packed, found, name)))
        except UNREADABLE as failure:
            faults.append(f"{name} 读不出来（{failure}）")
    proved(report, proofs, faults)
    sequence(report, stream, names, proofs, manifest)
    files(report, packed, found, manifest, proofs)
    if not proofs:
        return
    policy = small(packed, found, "policy.json")
    same = policy.get("origin") == proofs[0].origin and key_bytes(string(policy.get("key"), "公钥")) == proofs[0].public
    report.tell("台账公钥文件", [] if same else ["与各条记录所用的不一致"], "policy.json 与各条记录一致。", "")
    told_key(report, proofs[0], pinned)


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


UNREADABLE = (Bad, OSError, RuntimeError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zipfile.error)


def verify(path: str, key: str = "") -> Report:
    """Check a file and give back the report; hostile files end in a report too."""
    report = Report(Path(path).name)
    try:
        pinned = given_key(key) if key else None
        with Path(path).open("rb") as source:
            examine(report, source, pinned)
    except Unfit as failure:
        report.unfit = str(failure)
    except Bad as failure:
        report.add("格式", False, f"{failure}。说明：文件残缺或被改动。")
    except OSError as failure:
        report.unfit = f"读不了这个文件（{failure.strerror or failure}）"
    except Exception as failure:  # the last net: whatever a hostile file provokes is a failed check
        report.add("格式", False, f"文件残缺或被改动（{type(failure).__name__}）。")
    return report


def examine(report: Report, source: BinaryIO, pinned: bytes | None) -> None:
    start = source.read(4)
    source.seek(0)
    if start[:2] == b"PK":
        try:
            with zipfile.ZipFile(source) as packed:
                return case(report, packed, pinned)
        except zipfile.BadZipFile:
            raise Bad("文件包（ZIP）的结构已损坏") from None
    data = source.read(DECISION_LIMIT + 1)
    if len(data) > DECISION_LIMIT:
        raise Unfit("文件过大")
    try:
        value = parsed(data, "文件")
    except Bad:
        raise Unfit("既不是明镜的决定证明（JSON），也不是案卷（ZIP）") from None
    if value.get("format") != "mingjing-decision@1":
        raise Unfit("不是 mingjing-decision@1 格式的决定证明")
    return decision(report, value, pinned)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="明镜离线核验：核对决定证明或导出案卷是否被改动")
    parser.add_argument("file", help="决定证明（.json）或案卷（.zip）")
    parser.add_argument("--key", default="", help="行政机关公布的台账公钥，或存有公钥的文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    report = verify(options.file, options.key)
    sys.stdout.write((json.dumps(report.as_dict(), ensure_ascii=False) if options.json else report.text()) + "\n")
    return report.code


if __name__ == "__main__":
    sys.exit(main())
