"""Chinese numerals of article numbers, both ways: 五十八 and 58."""

import re
import unicodedata

_DIGITS = "零一二三四五六七八九"
_TENS = ((1000, "千"), (100, "百"), (10, "十"))
_SPELLED = re.compile(
    "(?:([一二三四五六七八九])千)?零?(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?零?([一二三四五六七八九])?"
)


def numeral(n: int) -> str:
    """An article number in Chinese: 58 五十八, 110 一百一十, 1001 一千零一. Raises ValueError outside 1 to 9999."""
    if not 1 <= n <= 9999:
        raise ValueError(f"{n} is no number of an article")
    text, rest, gap = "", n, False
    for worth, name in (*_TENS, (1, "")):
        digit, rest = divmod(rest, worth)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(text) and not digit
    return text.removeprefix("一") if 10 <= n < 20 else text


def number(text: str) -> int:
    """The number that 五十八, 一百〇一, 58 or ５８ means, from 1 to 9999. Raises ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace("〇", "零")
    found = int(plain[:5]) if plain.isascii() and plain.isdigit() else _spelled(plain)
    if not 1 <= found <= 9999:
        raise ValueError(f"{text[:20]} is no number of an article")
    return found


def _spelled(text: str) -> int:
    found = _SPELLED.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:20]} is no Chinese number")
    thousands, hundreds, tens, ten, ones = found.groups(default="零")
    many = _DIGITS.index(tens) if tens != "零" else int(ten == "十")
    return _DIGITS.index(thousands) * 1000 + _DIGITS.index(hundreds) * 100 + many * 10 + _DIGITS.index(ones)
