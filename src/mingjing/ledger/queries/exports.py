"""Exports that anybody can check offline: a decision with its proof, and a whole case file."""

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from mingjing.kernel.batches import in_batches
from mingjing.kernel.hashing import Sums
from mingjing.ledger.queries.bundles import Bundle, Prover, policy, stream_bundles
from mingjing.ledger.terms import CLOSED, ExportFile, NotLogged
from mingjing.ledger.verifier.mingjing_verify import verify
from mingjing.ledger.verifier.onefile import STATION_PARTS, WITNESS_PARTS, carried

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
BATCH = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)
_README = """本文件包由“明镜”行政执法平台导出，可离线核验。

一、核验办法
  1. 安装 Python 3.8 或以上版本，在命令行运行：python mingjing_verify.py 本文件包.zip
  2. 或者打开公示门户的“核验”页面，选择本文件包，文件只在浏览器里计算，不会上传。
  核验程序请尽量从行政机关公示门户下载，不要只信包内附带的这一份；
  用 --key 填入行政机关公布的公钥，才能确认签名确实出自该机关。

二、文件说明
  case.json            清单：每个文件的摘要和对应的台账序号
  documents/           文书
  evidence/            证据材料
  events/              逐条记录及其证明
  policy.json          台账名称和公钥
  mingjing_verify.py   单文件核验程序（只用 Python 标准库）
"""


def decision_file(document: ExportFile, index: int) -> bytes:
    """One document with the proof of the entry that names it (format mingjing-decision@1), as JSON.

    Raises NotLogged where the entry does not name exactly this content under this name.
    """
    return next(decision_files([(document, index)]))


def decision_files(wanted: Iterable[tuple[ExportFile, int]]) -> Iterator[bytes]:
    """The same for many documents, all against one checkpoint, each tile read once. Raises NotLogged.

    Brings the trees up to date first.
    """
    proofs = Prover()
    for some in in_batches(wanted, BATCH):
        for (document, _), proof in zip(some, proofs.bundles([index for _, index in some]), strict=True):
            _named(document.name, _digests(document.pieces()), [proof])
            told = {
                "name": document.name,
                "media_type": document.media_type,
                "content": base64.b64encode(document.content).decode(),
            }
            yield _json({"format": "mingjing-decision@1", "document": told, "bundle": proof})


def export_case(stream: str, files: Sequence[ExportFile]) -> bytes:
    """The exported case file as bytes, for files that fit into memory; see `write_case`."""
    target = io.BytesIO()
    write_case(target, stream, files)
    return target.getvalue()


def write_case(target: IO[bytes], stream: str, files: Sequence[ExportFile]) -> None:
    """Write the exported case file (format mingjing-case@1), a ZIP that is the same for the same log and files.

    The manifest holds nothing that is not proved. Files are read piece by piece: a film needs no more memory than a page.
    Raises NotLogged where the stream is empty or a file is not named, with both digests, by an event of the stream.
    """
    bundles = stream_bundles(stream)
    events = [json.loads(proof["event"]) for proof in bundles]
    listed: list[dict[str, Any]] = []
    contents: dict[str, Iterable[bytes]] = {}
    for number, file in enumerate(files, start=1):
        path = f"{file.folder}/{number:03d}-{safe_name(file.name)}"
        contents[path] = file.pieces()
        digests = _digests(file.pieces())
        listed.append({"path": path, "name": file.name, "entries": _named(file.name, digests, bundles), **digests})
    manifest = {
        "format": "mingjing-case@1",
        "stream": stream,
        "closed": events[-1]["kind"] == CLOSED,
        "events": len(bundles),
        "files": listed,
    }
    contents["case.json"] = (_json(manifest),)
    contents["policy.json"] = (_json(policy()),)
    contents["README.txt"] = (_README.encode(),)
    contents["mingjing_verify.py"] = (verifier_file(),)
    for event, proof in zip(events, bundles, strict=True):
        contents[f"events/{event['seq']:06d}.json"] = (_json(proof),)
    _zip(target, contents, {one["path"]: one["size"] for one in listed})


def verifier_file() -> bytes:
    """The one-file verifier, which needs nothing but Python's standard library."""
    return carried()


def witness_file() -> bytes:
    """The one-file witness, which needs Python's standard library and `cryptography`."""
    return carried(WITNESS_PARTS)


def station_file() -> bytes:
    """The one-file agent of a docking station, which needs nothing but Python's standard library."""
    return carried(STATION_PARTS)


def verified(path: Path, key: str = "") -> dict[str, Any]:
    """What the one-file verifier says of a file: checks, conclusion (`end`) and exit code."""
    told: dict[str, Any] = verify(str(path), key).as_dict()
    return told


def safe_name(name: str) -> str:
    """A name that every file system takes; the verifier does the same."""
    return _UNSAFE.sub("_", name).strip(" .")[:120] or "_"


def _named(name: str, digests: Mapping[str, Any], bundles: Sequence[Bundle]) -> list[int]:
    """The indexes of the entries that name this content. Raises NotLogged."""
    wanted = {"name": name, **digests}
    found = [
        int(proof["index"])
        for proof in bundles
        if any(wanted.items() <= named.items() for named in json.loads(proof["event"])["objects"])
    ]
    if not found:
        raise NotLogged(f"台账没有登记文件“{name}”的这份内容，不能导出：请先办理登记，或从存储中取原件。")
    return found


def _digests(pieces: Iterable[bytes]) -> dict[str, Any]:
    sums = Sums.of(pieces)
    return {"sha256": sums.sha256, "sm3": sums.sm3, "size": sums.size}


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _zip(target: IO[bytes], contents: Mapping[str, Iterable[bytes]], sizes: Mapping[str, int]) -> None:
    """Uncompressed, sorted, without times: the same bytes on every machine, readable by the smallest reader."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(contents):
            member = zipfile.ZipInfo(path, _EPOCH)
            member.create_system = 3
            member.external_attr = 0o100644 << 16
            # A reader that knows no ZIP64 still reads what is small; so it is used only where it must be.
            with packed.open(member, "w", force_zip64=sizes.get(path, 0) > zipfile.ZIP64_LIMIT // 2) as written:
                for piece in contents[path]:
                    written.write(piece)
