"""Cells written in the words of the law: 3人以上不满5人 is [3..5), 是 is true, 甲、乙 are the texts "甲","乙".

以上、以下、以内 hold their own number, 不满、不足、未满、超过 do not (民法典第一千二百五十九条).
"""

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from mingjing.kernel.numerals import number
from mingjing.kernel.tables.parsing import Faulty

ANYTHING = frozenset({"", "-", "—", "不限", "不问"})
YES, NO = frozenset({"是", "有", "true"}), frozenset({"否", "无", "没有", "false"})
UNKNOWN = frozenset({"没有查明", "null"})
_FIGURE = r"(\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)(千|万|亿)?\s*{unit}"
_TIMES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}
LARGEST = Decimal(10) ** 15
"""More than any sum or count of a case; what is larger could not be computed exactly."""
_ABOVE, _BELOW = r"超过|大于|多于|高于", r"不满|不足|未满|低于|少于|小于"
_BETWEEN = r"(?:且|，|,|、|但)?\s*"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From low to high, None where it is open; `closed` says of each end whether it belongs to it."""

    low: Decimal | None
    high: Decimal | None
    closed: tuple[bool, bool] = (True, True)

    def within(self, outer: "Bounds") -> bool:
        """Whether nothing of this lies outside another."""
        return self._low_inside(outer) and self._high_inside(outer)

    def _low_inside(self, outer: "Bounds") -> bool:
        if outer.low is None:
            return True
        return self.low is not None and (
            self.low > outer.low or (self.low == outer.low and (outer.closed[0] or not self.closed[0]))
        )

    def _high_inside(self, outer: "Bounds") -> bool:
        if outer.high is None:
            return True
        return self.high is not None and (
            self.high < outer.high or (self.high == outer.high and (outer.closed[1] or not self.closed[1]))
        )

    def holds(self, value: Decimal) -> bool:
        """Whether a number lies within."""
        above = self.low is None or value > self.low or (value == self.low and self.closed[0])
        return above and (self.high is None or value < self.high or (value == self.high and self.closed[1]))


def cell(text: str, kind: str, unit: str = "", choices: Collection[str] = ()) -> str:
    """The cell of a decision table that these words mean; what is written as a cell already stays. Raises Faulty.

    `kind`: number, boolean or string. `choices`: the texts a column of texts may hold.
    """
    plain = text.strip()
    if plain in ANYTHING:
        return "-"
    if plain in UNKNOWN:
        return "null"
    if kind == "boolean":
        return _yes_or_no(plain)
    return _named(plain, choices) if kind == "string" else _numeric(plain, unit)


def _yes_or_no(plain: str) -> str:
    if plain in YES | NO:
        return "true" if plain in YES else "false"
    raise Faulty("这一列只能写是、否或者不限", plain)


def _named(plain: str, choices: Collection[str]) -> str:
    if plain in choices:  # 非营利 is a choice of its own, not the opposite of 营利
        return f'"{plain}"'
    told = _listed(plain)
    negated = plain.startswith(("不是", "非")) and not (choices and set(told) <= set(choices))
    if negated:
        told = _listed(plain.removeprefix("不是" if plain.startswith("不是") else "非"))
    if choices and (strange := [one for one in told if one not in choices]):
        raise Faulty(f"没有“{strange[0]}”这个选项，只有：{'、'.join(choices)}", plain)
    if any(not one or '"' in one for one in told):
        raise Faulty("选项之间用顿号隔开，不能空着，也不能带引号", plain)
    listed = ",".join(f'"{one}"' for one in told)
    return f"not({listed})" if negated else listed


def _listed(plain: str) -> list[str]:
    return [one.strip().strip('"“”') for one in re.split(r"[、,，]|或者", plain)]


def _numeric(plain: str, unit: str) -> str:
    if plain[0] in "[(]<>=!" or plain.startswith(("not(", "not (")):
        return plain
    parts = [_part(one.strip(), unit) for one in re.split(r"或者|；|;", plain)]
    return ",".join(parts)


def _part(words: str, unit: str) -> str:
    found = bounds(words, unit)
    if found.low is not None and found.low == found.high:
        return f"{found.low:f}"
    if found.low is None:
        return f"{'<=' if found.closed[1] else '<'} {found.high:f}"
    if found.high is None:
        return f"{'>=' if found.closed[0] else '>'} {found.low:f}"
    left, right = "[" if found.closed[0] else "(", "]" if found.closed[1] else ")"
    return f"{left}{found.low:f}..{found.high:f}{right}"


def bounds(words: str, unit: str = "") -> Bounds:
    """The range that 3人以上不满5人, 超过2万元, 5倍以上10倍以下, 1至2 mean. Raises Faulty for anything else."""
    figure = _FIGURE.format(unit=f"(?:{re.escape(unit)})?" if unit else "")
    for pattern, low, high in _PATTERNS:
        if found := re.fullmatch(pattern.replace("#", figure), words.strip()):
            told = [_figure(found[2 * place + 1], found[2 * place + 2]) for place in range(len(found.groups()) // 2)]
            _one_meaning(found, told, unit, words)
            return _bounded(told, low, high, words)
    raise Faulty("看不懂这个范围，请写成“3以上不满5”“超过2”“1至2”这样", words)


def _one_meaning(found: re.Match[str], told: Sequence[Decimal], unit: str, words: str) -> None:
    """Refuse what can be read in two ways: 2至5万元 (two yuan?), 2万以上 in a column that counts in 万元."""
    times = found.groups()[1::2]
    if unit[:1] in _TIMES and any(times):
        raise Faulty(f"单位已经是{unit}，数字里不要再写万、亿", words)
    named = bool(unit) and found.string[found.end(1) :].lstrip().startswith(unit)  # 500元至1万元 says what it means
    if len(told) > 1 and told[0] and not times[0] and times[1] and not named:
        raise Faulty("两个数要写成一样的写法，例：2万至5万", words)


# What stands, and whether its low and high end belong to it; None where there is no such end.
_PATTERNS: tuple[tuple[str, bool | None, bool | None], ...] = (
    (rf"#以上{_BETWEEN}(?:{_BELOW})#", True, False),
    (rf"#以上{_BETWEEN}#(?:以下|以内)", True, True),
    (rf"(?:{_ABOVE})#(?:的)?{_BETWEEN}(?:{_BELOW})#", False, False),
    (rf"(?:{_ABOVE})#(?:的)?{_BETWEEN}#(?:以下|以内)", False, True),
    (r"#(?:至|到|-|—|～|~)#", True, True),
    (r"#(?:以上|及以上)", True, None),
    (rf"(?:{_ABOVE})#", False, None),
    (r"#(?:以下|以内)", None, True),
    (rf"(?:{_BELOW})#", None, False),
    (r"#", True, True),
)


def _bounded(told: list[Decimal], low: bool | None, high: bool | None, words: str) -> Bounds:
    if low is None:
        return Bounds(None, told[0], (True, bool(high)))
    if high is None:
        return Bounds(told[0], None, (low, True))
    first, last = told[0], told[-1]
    if first > last or (first == last and not (low and high)):
        raise Faulty("起点大于终点，什么也不包含", words)
    return Bounds(first, last, (low, high))


def _figure(digits: str, times: str | None) -> Decimal:
    try:
        value = Decimal(digits.replace(",", "")) if digits[0].isascii() else Decimal(number(digits.replace("两", "二")))
    except (InvalidOperation, ValueError) as wrong:
        raise Faulty("看不懂这个数", digits) from wrong
    if (value := value * _TIMES.get(times or "", 1)) > LARGEST:
        raise Faulty("这个数太大", digits[:40])
    return value


_MARK = re.compile(_FIGURE.format(unit=r"[^\d，。；、]{0,4}?") + r"(以上|以下|以内)")
_BARE_MARK = re.compile(rf"({_ABOVE}|{_BELOW})" + _FIGURE.format(unit=""))


def marks(text: str) -> tuple[tuple[Decimal, bool, str], ...]:
    """Every number with a word of boundary in a text: the number, whether it belongs to the range, and the words.

    The text is the source's own: what looks like a number there and is none is passed over.
    """
    held = [(one[1], one[2], True, one[0]) for one in _MARK.finditer(text)]
    bare = [(one[2], one[3], False, one[0]) for one in _BARE_MARK.finditer(text)]
    found = []
    for digits, times, belongs, words in (*held, *bare):
        with suppress(Faulty):
            found.append((_figure(digits, times), belongs, words))
    return tuple(found)
