"""Which characters our fonts can print: asked before a document is set, because names hold rare characters."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from mingjing.kernel.findings import Invalid

FONTS = Path(__file__).parent / "fonts"
LAYOUT = frozenset("\n\r\t")
PLACES = {
    "number": "文号",
    "date": "日期",
    "organ.name": "机关名称",
    "organ.address": "机关地址",
    "case.cause": "案由",
    "case.number": "案号",
    "party.name": "当事人姓名（名称）",
    "party.representative": "法定代表人（负责人）",
    "party.id_no": "当事人证件号码",
    "party.address": "当事人住址（住所）",
    "officers": "执法人员",
    "signatures": "意见和签名",
    "evidence": "证据",
    "form": "文书名称",
}


class MissingGlyphs(Invalid):
    """The fonts cannot print a character. `errors` maps the field to Chinese messages naming the character."""


@cache
def printable() -> frozenset[str]:
    """Every character the product's fonts can print, but for the invisible ones."""
    covered: set[int] = set()
    for path in sorted(FONTS.glob("*.otf")):
        with TTFont(path, lazy=True) as font:
            covered |= set(font.getBestCmap() or ())
    return frozenset(char for char in map(chr, covered) if unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"})


@cache
def _known() -> frozenset[str]:
    return printable() | LAYOUT


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, path)


def missing_glyphs(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The characters that cannot be printed, each with the path of its field (`party.name`), in order, without repeats."""
    known = _known()
    found = ((char, path) for text, path in _texts(data, "") if not known.issuperset(text) for char in text)
    return [(char, path) for char, path in dict.fromkeys(found) if char not in known]


def require_glyphs(data: Mapping[str, Any]) -> None:
    """Raises MissingGlyphs, naming each character and its field, where the fonts cannot print something."""
    errors: dict[str, list[str]] = {}
    for char, path in missing_glyphs(data):
        errors.setdefault(path.removeprefix("fields."), []).append(unprintable(char, _label(path, data)))
    if errors:
        raise MissingGlyphs(errors)


def unprintable(char: str, label: str) -> str:
    """Why a character of this field cannot be taken, and what to do, in Chinese."""
    code = f"U+{ord(char):04X}"
    if unicodedata.category(char).startswith("C") and unicodedata.category(char) != "Cn":
        return f"“{label}”含有看不见的字符（{code}），请删除后重新输入。"
    return f"“{label}”中的“{char}”（{code}）字库没有，印不出来。请核对用字；确是此字的，请管理员补充字库。"


def _label(path: str, data: Mapping[str, Any]) -> str:
    head, _, name = path.partition(".")
    if head in {"fields", "tables"}:
        field = name.partition(".")[0]
        return str(data.get("labels", {}).get(field, field))
    return PLACES.get(path) or PLACES.get(head) or path
