"""What a cell asks of the value above it: alternatives of comparisons, ranges and values; said in the words of the law.

以上、以下 hold their own number, 不满、超过 do not (民法典第一千二百五十九条).
"""

from collections.abc import Collection
from dataclasses import dataclass

from mingjing.kernel.tables.expressions import SUBJECT, Expr, Facts, Grammar
from mingjing.kernel.tables.parsing import Faulty, Reader
from mingjing.kernel.tables.values import TYPE_NAMES, NotDecidable, Span, Value, compare, equal, shown, some, type_of

WORDS = {"<": "不满{}", "<=": "{}以下", ">": "超过{}", ">=": "{}以上", "=": "{}", "!=": "不是{}"}
_OPEN, _CLOSE = {"[": True, "(": False, "]": False}, {"]": True, ")": False, "[": False}


@dataclass(frozen=True, slots=True)
class Part:
    """One alternative: a comparison with a value, a range, or a condition of its own over `?`."""

    sign: str
    of: Expr
    fixed: bool
    """Whether the value is written in the cell, so that it can be checked before any fact is known."""

    def verdict(self, value: Value, facts: Facts) -> bool | None:
        """Whether a value satisfies it; None where something is not known. Raises NotDecidable."""
        if self.sign == SUBJECT:
            return self._condition({**facts, SUBJECT: value})
        held = self.of(facts)
        if isinstance(held, Span):
            return held.holds(value)
        if self.sign == "null":
            return value is None
        if self.sign in {"=", "!="}:
            found = _among(value, held)
            return found if found is None or self.sign == "=" else not found
        return compare(self.sign, value, held)

    def _condition(self, facts: Facts) -> bool | None:
        found = self.of(facts)
        if found is not None and not isinstance(found, bool):
            raise NotDecidable(f"条件的结果是{shown(found)}，应为是或者否")
        return found

    @property
    def value(self) -> Value:
        """What is written in the cell. Only where it is fixed."""
        return self.of({})


def _among(value: Value, held: Value) -> bool | None:
    if isinstance(held, list) and not isinstance(value, list):
        return some(equal(value, one) for one in held)
    return equal(value, held)


@dataclass(frozen=True, slots=True)
class Tests:
    """A whole cell. `anything`: the cell does not ask (-)."""

    text: str
    parts: tuple[Part, ...]
    negated: bool = False

    @property
    def anything(self) -> bool:
        """Whether the cell leaves the value open."""
        return not self.parts

    def verdict(self, value: Value, facts: Facts) -> bool | None:
        """Whether a value satisfies the cell: True, False, or None where it is not known. Raises NotDecidable."""
        if not self.parts:
            return True
        found = some(part.verdict(value, facts) for part in self.parts)
        return found if found is None or not self.negated else not found


def tests(text: str, kind: str = "", names: Collection[str] = ()) -> Tests:
    """Read a cell. `kind`: the type of its column. Raises Faulty, where a fixed value is of another type too."""
    if text.strip() in {"", "-"}:
        return Tests(text, ())
    reader = Reader(text, names)
    negated = _negated(reader)
    parts = [_part(reader, names)]
    while reader.skip(","):
        parts.append(_part(reader, names))
    if negated:
        reader.must(")")
    reader.ended()
    for part in parts:
        _of_its_type(part, kind, text)
    return Tests(text, tuple(parts), negated)


def _negated(reader: Reader) -> bool:
    """`not(…)` around the whole cell."""
    return bool(reader.skip("not")) and bool(reader.must("("))


def _part(reader: Reader, names: Collection[str]) -> Part:
    if (span := _span(reader, names)) is not None:
        return span
    grammar = Grammar(reader, names, {})
    if sign := reader.skip("<", "<=", ">", ">=", "=", "!="):
        return _made(sign, grammar.sum())
    place = reader.place
    of = grammar.whole()
    read = reader.between(place)
    if SUBJECT in read:
        return Part(SUBJECT, of, fixed=False)
    return Part("null", of, fixed=True) if read == ("null",) else _made("=", of)


def _made(sign: str, of: Expr) -> Part:
    return Part(sign, of, fixed=_fixed(of))


def _fixed(of: Expr) -> bool:
    """An expression that needs no fact has its value already."""
    try:
        of({})
    except KeyError:
        return False
    return True


def _span(reader: Reader, names: Collection[str]) -> Part | None:
    """A range such as [1..5) or ]1..5]; None, with nothing read, where none stands here."""
    place = reader.place
    if not (left := reader.skip("[", "(", "]")):
        return None
    grammar = Grammar(reader, names, {})
    try:
        low = grammar.sum()
    except Faulty:
        reader.back(place)
        return None
    if not reader.skip(".."):
        reader.back(place)
        return None
    high = grammar.sum()
    closed = (_OPEN[left], _CLOSE[reader.must("]", ")", "[")])
    made = Part("in", lambda facts: Span(low(facts), high(facts), closed), fixed=_fixed(low) and _fixed(high))
    if made.fixed and _backwards(made.value):
        raise Faulty("起点大于终点，什么也不包含", reader.text)
    return made


def _backwards(span: Span) -> bool:
    if span.low is None or span.high is None:
        raise Faulty("范围的两端都要写明", shown(span))
    try:
        rising = compare("<=" if all(span.closed) else "<", span.low, span.high)
    except NotDecidable as wrong:
        raise Faulty(wrong.message, shown(span)) from wrong
    return not rising


def _of_its_type(part: Part, kind: str, text: str) -> None:
    if not part.fixed or part.sign == "null" or kind not in TYPE_NAMES:
        return
    for one in values_of(part):
        if (found := type_of(one)) != kind:
            raise Faulty(f"这一列是{TYPE_NAMES[kind]}，{shown(one)}是{TYPE_NAMES.get(found, '别的')}", text)


def values_of(part: Part) -> tuple[Value, ...]:
    """The values that a fixed part names: the ends of its range, each of its list, or the one."""
    held = part.value
    if isinstance(held, Span):
        return (held.low, held.high)
    return tuple(held) if isinstance(held, list) else (held,)


def said(cell: Tests, unit: str = "") -> str:
    """The cell in plain Chinese: `>= 3` is 3以上, `[3..5)` is 3以上不满5, `-` is 不限."""
    if not cell.parts:
        return "不限"
    told = "或者".join(_said(part, cell.text, unit) for part in cell.parts)
    return f"不是（{told}）" if cell.negated else told


def _said(part: Part, text: str, unit: str) -> str:
    if part.sign == "null":
        return "没有查明"
    if not part.fixed:
        return f"符合“{text.strip()}”"
    held = part.value
    if isinstance(held, Span):
        low, high = WORDS[">=" if held.closed[0] else ">"], WORDS["<=" if held.closed[1] else "<"]
        return low.format(_bare(held.low) + unit) + high.format(_bare(held.high) + unit)
    if isinstance(held, list):
        return "或者".join(_bare(one) + unit for one in held)
    return WORDS[part.sign].format(_bare(held) + unit)


def _bare(value: Value) -> str:
    """A text stands without its marks in a sentence of the law."""
    return value if isinstance(value, str) else shown(value)
