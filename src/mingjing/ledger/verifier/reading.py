"""Values out of JSON that nobody vouches for: of the right kind, or Bad."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

from mingjing.ledger.verifier.saying import Bad, Unfit


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
