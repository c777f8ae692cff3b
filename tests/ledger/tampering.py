"""Ways to tamper with a decision or a case file, each with the checks that must fail; and hostile files."""

import base64
import io
import json
import zipfile
from collections.abc import Callable

import pytest


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(contents: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return target.getvalue()


def changed(data: bytes, change: Callable[[dict], None]) -> bytes:
    value = json.loads(data)
    change(value)
    return json.dumps(value, ensure_ascii=False).encode()


DECISIONS = [
        (lambda v: v["document"].update(content=base64.b64encode(b"%PDF decisioN").decode()), "文件与记录"),
        (lambda v: v["document"].update(name="另一份.pdf"), "文件与记录"),
        (lambda v: v["bundle"].update(event=v["bundle"]["event"].replace("责令", "免予")), "事件与承诺"),
        (lambda v: v["bundle"].update(event=v["bundle"]["event"].replace('"prev":"', '"prev":"0')), "事件与承诺"),
        (lambda v: v["bundle"].update(salt="0" * 32), "事件与承诺"),
        (lambda v: v["bundle"].update(entry=v["bundle"]["entry"].replace('"case"', '"cafe"')), "收录证明"),
        (lambda v: v["bundle"].update(index=v["bundle"]["index"] + 1), "收录证明"),
        (lambda v: v["bundle"]["trees"]["sha256"]["proof"].reverse(), "收录证明"),
        (lambda v: v["bundle"]["trees"]["sm3"]["proof"].pop(), "收录证明"),
        (lambda v: v["bundle"]["trees"]["sm3"].update(v["bundle"]["trees"]["sha256"]), "检查点签名"),
        (lambda v: [t.update(checkpoint=t["checkpoint"].replace("\n9\n", "\n8\n")) for t in v["bundle"]["trees"].values()], "检查点签名"),
        (lambda v: v["bundle"]["trees"]["sha256"].update(checkpoint=v["bundle"]["trees"]["sha256"]["checkpoint"][:-20]), "检查点签名"),
        (lambda v: v["bundle"].update(origin="other.example/log"), "检查点签名"),
        (lambda v: v["bundle"].update(public_key=base64.b64encode(bytes(32)).decode()), "检查点签名"),
        (lambda v: v["bundle"].update(salt="zz"), "格式"),
        (lambda v: v["bundle"].update(event="[]"), "格式"),
        (lambda v: v["bundle"].pop("trees"), "格式"),
        (lambda v: v.update(bundle=None), "格式"),
        (lambda v: v["bundle"].update(index=-1), "格式"),
        (lambda v: v["bundle"].update(index=True), "格式"),
        (lambda v: v["document"].update(content="***"), "格式"),
]  # fmt: skip


# A case file


def event(contents: dict[str, bytes], number: int, change: Callable[[dict], None]) -> None:
    name = f"events/{number:06d}.json"
    contents[name] = changed(contents[name], change)


def manifest(contents: dict[str, bytes], change: Callable[[dict], None]) -> None:
    contents["case.json"] = changed(contents["case.json"], change)


def swap(contents: dict[str, bytes], one: str, two: str) -> None:
    contents[one], contents[two] = contents[two], contents[one]


def cut(contents: dict[str, bytes]) -> None:
    """Drop the seal but keep saying that the case is closed."""
    contents.pop("events/000005.json")
    manifest(contents, lambda m: m.update(events=4))


def hole(contents: dict[str, bytes]) -> None:
    """Drop the third event and renumber, as a careful forger would."""
    contents["events/000003.json"] = contents["events/000004.json"]
    contents["events/000004.json"] = contents.pop("events/000005.json")
    manifest(contents, lambda m: m.update(events=4))


DOCUMENT, PHOTO = "documents/001-行政处罚决定书.pdf", "evidence/002-现场照片.jpg"


CASES = [
        (lambda c: c.update({DOCUMENT: b"%PDF decisioN"}), {"文件与记录"}),
        (lambda c: c.update({PHOTO: b""}), {"文件与记录"}),
        (lambda c: c.pop(PHOTO), {"文件与记录"}),
        (lambda c: swap(c, DOCUMENT, PHOTO), {"文件与记录"}),
        (lambda c: manifest(c, lambda m: m["files"].pop()), {"多余文件"}),
        (lambda c: manifest(c, lambda m: m["files"].append(m["files"][0])), {"文件与记录"}),
        (lambda c: manifest(c, lambda m: m["files"][0].update(entries=[])), {"文件与记录"}),
        (lambda c: manifest(c, lambda m: m["files"][0].update(entries=[0])), {"文件与记录"}),
        (lambda c: manifest(c, lambda m: m["files"][0].update(entries=[99])), {"文件与记录"}),
        (lambda c: manifest(c, lambda m: m["files"][0].update(name="假名.pdf")), {"文件与记录"}),
        (lambda c: c.update({"evidence/伪证.jpg": b"forged"}), {"多余文件"}),
        (lambda c: c.update({"events/extra.json": b"{}"}), {"事件与承诺", "记录顺序", "多余文件"}),
        (lambda c: swap(c, "events/000002.json", "events/000003.json"), {"记录顺序", "完整性"}),
        (hole, {"记录顺序", "完整性"}),
        (cut, {"完整性"}),
        (lambda c: manifest(c, lambda m: m.update(closed=False)), {"完整性"}),
        (lambda c: manifest(c, lambda m: m.update(stream="case:other")), {"记录顺序"}),
        (lambda c: manifest(c, lambda m: m.update(events=4)), {"记录顺序"}),
        (lambda c: event(c, 2, lambda b: b.update(event=b["event"].replace("责令", "免予"))), {"事件与承诺"}),
        (lambda c: event(c, 2, lambda b: b.update(salt="0" * 32)), {"事件与承诺"}),
        (lambda c: event(c, 2, lambda b: b["trees"]["sm3"]["proof"].reverse()), {"收录证明"}),
        (lambda c: event(c, 1, lambda b: b["trees"]["sm3"].update(checkpoint="x")), {"检查点签名", "收录证明"}),
        (lambda c: event(c, 3, lambda b: b["trees"]["sm3"].update(checkpoint="x")), {"检查点签名", "收录证明"}),
        (lambda c: c.update({"events/000002.json": b"{"}), {"事件与承诺", "记录顺序", "文件与记录", "完整性"}),
        (lambda c: c.update({"policy.json": changed(c["policy.json"], lambda p: p.update(key="00" * 32))}), {"台账公钥文件"}),
        (lambda c: c.update({"policy.json": b"[]"}), {"格式"}),
        (lambda c: c.pop("policy.json"), {"格式"}),
        (lambda c: manifest(c, lambda m: m.update(files={})), {"格式"}),
        (lambda c: manifest(c, lambda m: m.update(files=[1])), {"格式"}),
]  # fmt: skip


# Hostile files


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("case.json", b"0" * 40_000_000)
    return target.getvalue()


def doubled() -> bytes:
    target = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(target, "w") as made:
        made.writestr("case.json", "{}")
        made.writestr("case.json", "{}")
    return target.getvalue()


HOSTILE = [
    (b"", 2),
    (b"\x00\xff" * 50, 2),
    (b"{}", 2),
    (b"[" * 100_000, 2),
    (b"[1]", 2),
    (b'{"format": 5}', 2),
    (b'{"format": "mingjing-decision@1"}', 1),
    (b'{"format": "mingjing-decision@1", "document": {"name": "a", "text": "\\ud800"}, "bundle": 0}', 1),
    (b'{"a": ' + b"9" * 100_000 + b"}", 2),
    (b'{"format": "mingjing-decision@1", "format": "mingjing-decision@1"}', 2),
    (b"PK\x03\x04" + b"\x00" * 200, 1),
    (packed({"word/document.xml": b"<x/>"}), 2),
    (packed({"case.json": b"{}"}), 2),
    (packed({"case.json": b"nonsense"}), 1),
    (packed({"folder/case.json": b"{}"}), 2),
    (packed({"../case.json": b"{}"}), 1),
    (packed({"/etc/passwd": b"{}"}), 1),
    (packed({"a\\..\\b": b"{}"}), 1),
    (bomb(), 1),
]
