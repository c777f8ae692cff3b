"""The public text as one plain document: what the proof names and what is downloaded."""

from collections.abc import Mapping
from datetime import date

from mingjing.kernel.days import plain

_SUMMARY = (
    ("party", "当事人"),
    ("cause", "案由"),
    ("violation", "违法事实"),
    ("outcome", "决定种类"),
    ("result", "处理结果"),
    ("basis", "依据"),
    ("remedies", "救济途径"),
)


def public_text(organ: str, number: str, decided_on: date, parts: Mapping[str, str]) -> str:
    """Number, organ and date, the summary (总局令第45号第四条), then the redacted text."""
    lines = [number, f"作出机关：{organ}", f"作出日期：{plain(decided_on)}", "", "一、摘要"]
    lines += [f"{label}：{parts[part]}" for part, label in _SUMMARY if parts.get(part)]
    lines += ["", "二、决定书正文", *_body(parts), ""]
    return "\n".join(lines)


def _body(parts: Mapping[str, str]) -> list[str]:
    return [parts[f"p{at}"] for at in range(len(parts)) if f"p{at}" in parts]


def file_name(number: str, version: int) -> str:
    """The name under which the public text is logged and downloaded."""
    return f"{number}-公开文本-第{version}版.txt"
