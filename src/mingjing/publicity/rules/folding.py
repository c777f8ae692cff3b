"""Texts made comparable: full-width and other digits folded, invisible characters dropped, offsets kept."""

import unicodedata
from dataclasses import dataclass

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_BETWEEN = frozenset(" \t\r\n\u3000\u00a0-–—_.·•*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, where it stood in the original."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original of a stretch of the folded text (`end` exclusive, not empty)."""
        return self.places[start], self.places[end - 1] + 1


def _one(character: str) -> str:
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    if character in "\u3000\u00a0":
        return " "
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def fold(text: str) -> Folded:
    """Fold a text, character by character."""
    kept = [(at, _one(character)) for at, character in enumerate(text) if character not in _INVISIBLE]
    return Folded("".join(character for _, character in kept), tuple(at for at, _ in kept))


def with_numerals(folded: Folded) -> Folded:
    """The same with 一二三 … 〇 read as digits, so that a number written in Chinese is seen."""
    return Folded(folded.text.translate(_CHINESE_DIGITS), folded.places)


def compact(text: str) -> str:
    """A text without blanks, joints and case, for comparing names and numbers."""
    return "".join(character for character in fold(text).text.upper() if character not in _BETWEEN)
