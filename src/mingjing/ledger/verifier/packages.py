"""A ZIP that nobody vouches for: its members, read piece by piece within bounds."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from typing import Any

from mingjing.ledger.verifier.digests import new_sm3
from mingjing.ledger.verifier.reading import parsed
from mingjing.ledger.verifier.saying import Bad

JSON_LIMIT = 8 << 20
MEMBERS_LIMIT, TOTAL_LIMIT, RATIO_LIMIT, CHUNK = 50_000, 16 << 30, 200, 1 << 20
UNREADABLE = (Bad, OSError, RuntimeError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zipfile.error)


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
