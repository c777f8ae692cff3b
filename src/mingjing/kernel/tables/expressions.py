"""Expressions, read once into functions over the facts: arithmetic, comparison, and/or/not, paths, a few functions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal, DecimalException

from mingjing.kernel.tables.parsing import KEYWORDS, Faulty, Reader
from mingjing.kernel.tables.values import EXACT, NotDecidable, Span, Value, both, compare, either, equal, shown, type_of

Facts = Mapping[str, Value]
Expr = Callable[[Facts], Value]
Known = Mapping[str, Callable[..., Value]]
SUBJECT = "?"
"""The name under which a unary test finds the value it tests."""


def expression(text: str, names: Collection[str] = (), functions: Known | None = None) -> Expr:
    """An expression over these names. Raises Faulty where it cannot be read or a name is not known."""
    reader = Reader(text, {*names, *(functions or {})})
    made = Grammar(reader, names, functions or {}).whole()
    reader.ended()
    return made


class Grammar:
    """One text on its way to a function; each method reads what binds more tightly than the one before."""

    def __init__(self, reader: Reader, names: Collection[str], functions: Known) -> None:
        self.reader, self.names = reader, frozenset(names)
        self.functions = {**FUNCTIONS, **functions}

    def whole(self) -> Expr:
        """The loosest: if, then or."""
        if not self.reader.skip("if"):
            return self._joined("or", lambda: self._joined("and", self._compared, both), either)
        asked = self.whole()
        self.reader.must("then")
        then = self.whole()
        self.reader.must("else")
        other = self.whole()
        return lambda facts: _chosen(asked(facts), then, other, facts)

    def _joined(self, word: str, inner: Callable[[], Expr], join: Callable[[bool | None, bool | None], bool | None]) -> Expr:  # fmt: skip
        parts = [inner()]
        while self.reader.skip(word):
            parts.append(inner())
        if len(parts) == 1:
            return parts[0]

        def joined(facts: Facts) -> Value:
            found = _truth(parts[0](facts), word)
            for part in parts[1:]:
                found = join(found, _truth(part(facts), word))
            return found

        return joined

    def _compared(self) -> Expr:
        left = self.sum()
        if self.reader.skip("between"):
            low = self.sum()
            self.reader.must("and")
            high = self.sum()
            return lambda facts: Span(low(facts), high(facts)).holds(left(facts))
        sign = self.reader.skip("<", "<=", ">", ">=", "=", "!=")
        if not sign:
            return left
        right = self.sum()
        return _relation(sign, left, right)

    def sum(self) -> Expr:
        """Plus and minus."""
        left = self._product()
        while sign := self.reader.skip("+", "-"):
            left = _operation(sign, left, self._product())
        return left

    def _product(self) -> Expr:
        left = self._power()
        while sign := self.reader.skip("*", "/"):
            left = _operation(sign, left, self._power())
        return left

    def _power(self) -> Expr:
        left = self._signed()
        while self.reader.skip("**"):
            left = _operation("**", left, self._signed())
        return left

    def _signed(self) -> Expr:
        if self.reader.skip("-"):
            return _operation("-", lambda _: Decimal(0), self._signed())
        made = self._simple()
        while self.reader.skip("."):
            token = self.reader.take()
            if token.kind not in {"name", "word"}:
                raise Faulty("“.”后面应为名称", self.reader.text)
            made = _part(made, token.text)
        return made

    def _simple(self) -> Expr:
        token = self.reader.take()
        if token.kind == "number":
            number = Decimal(token.text)
            return lambda _: number
        if token.kind == "string":
            return lambda _: token.text
        if token.text == "(" and token.kind == "sign":
            made = self.whole()
            self.reader.must(")")
            return made
        if token.text == "[" and token.kind == "sign":
            return _listed(self._arguments("]"))
        if token.text == SUBJECT:
            return lambda facts: facts[SUBJECT]
        return self._named(token.kind, token.text)

    def _named(self, kind: str, name: str) -> Expr:
        if kind == "word" and name in _CONSTANTS:
            value = _CONSTANTS[name]
            return lambda _: value
        if kind in {"word", "name"} and self.reader.skip("("):
            if name not in self.functions:
                raise Faulty(f"没有“{name}”这个函数", self.reader.text)
            return _called(self.functions[name], self._arguments(")"), name)
        if kind == "name" and name in self.names:
            return lambda facts: facts[name]
        if kind == "end":
            raise Faulty("没有写完", self.reader.text)
        if kind == "word" and name not in KEYWORDS:
            raise Faulty(f"不知道“{name}”是什么", self.reader.text)
        raise Faulty(f"“{name}”不能放在这里", self.reader.text)

    def _arguments(self, end: str) -> list[Expr]:
        found: list[Expr] = []
        if self.reader.skip(end):
            return found
        found.append(self.whole())
        while self.reader.skip(","):
            found.append(self.whole())
        self.reader.must(end)
        return found


def _chosen(asked: Value, then: Expr, other: Expr, facts: Facts) -> Value:
    truth = _truth(asked, "if")
    return None if truth is None else (then if truth else other)(facts)


def _truth(value: Value, word: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise NotDecidable(f"“{word}”只能用于是或者否，不能用于{shown(value)}")


def _relation(sign: str, left: Expr, right: Expr) -> Expr:
    if sign in {"=", "!="}:

        def same(facts: Facts) -> Value:
            found = equal(left(facts), right(facts))
            return found if found is None or sign == "=" else not found

        return same
    return lambda facts: compare(sign, left(facts), right(facts))


def _operation(sign: str, left: Expr, right: Expr) -> Expr:
    return lambda facts: computed(sign, left(facts), right(facts))


def computed(sign: str, one: Value, other: Value) -> Value:
    """An operation of two values; None where one is not known. Raises NotDecidable: other types, division by zero."""
    if one is None or other is None:
        return None
    if sign == "+" and isinstance(one, str) and isinstance(other, str):
        return one + other
    if not (type_of(one) == type_of(other) == "number"):
        raise NotDecidable(f"{shown(one)}和{shown(other)}不能用“{sign}”计算")
    try:
        return _ARITHMETIC[sign](one, other)
    except DecimalException as wrong:
        raise NotDecidable(f"{shown(one)}{sign}{shown(other)}算不出来（除数为零或者超出范围）") from wrong


def _part(of: Expr, name: str) -> Expr:
    def part(facts: Facts) -> Value:
        held = of(facts)
        if held is None:
            return None
        if not isinstance(held, Mapping) or name not in held:
            raise NotDecidable(f"{shown(held)}里没有“{name}”")
        return held[name]

    return part


def _listed(parts: Sequence[Expr]) -> Expr:
    return lambda facts: [part(facts) for part in parts]


def _called(function: Callable[..., Value], arguments: Sequence[Expr], name: str) -> Expr:
    def called(facts: Facts) -> Value:
        given = [one(facts) for one in arguments]
        try:
            return function(*given)
        except (TypeError, ValueError, AttributeError, DecimalException) as wrong:
            raise NotDecidable(f"“{name}”不能用于{shown(given)}") from wrong

    return called


def _numbers(given: Sequence[Value]) -> list[Decimal] | None:
    """The numbers a function is given, alone or as a list; None where one is not known. Raises TypeError."""
    found = given[0] if len(given) == 1 and isinstance(given[0], list) else list(given)
    if None in found:
        return None
    if not found or any(type_of(one) != "number" for one in found):
        raise TypeError
    return list(found)


def _over(function: Callable[[list[Decimal]], Decimal]) -> Callable[..., Value]:
    def over(*given: Value) -> Value:
        found = _numbers(given)
        return None if found is None else function(found)

    return over


def _rounded(value: Value, places: Value) -> Value:
    if value is None or places is None:
        return None
    return EXACT.quantize(value, Decimal(1).scaleb(-int(places)))


def _not(value: Value) -> bool | None:
    truth = _truth(value, "not")
    return None if truth is None else not truth


_ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply, "/": EXACT.divide, "**": EXACT.power,
}  # fmt: skip
_CONSTANTS: Mapping[str, Value] = {"true": True, "false": False, "null": None}
FUNCTIONS: Known = {
    "not": _not,
    "min": _over(min),
    "max": _over(max),
    "sum": _over(lambda found: sum(found, Decimal(0))),
    "abs": _over(lambda found: EXACT.abs(found[0])),
    "floor": _over(lambda found: found[0].to_integral_value("ROUND_FLOOR")),
    "ceiling": _over(lambda found: found[0].to_integral_value("ROUND_CEILING")),
    "decimal": _rounded,
    "count": lambda found: Decimal(len(found)),
    "date": lambda text: None if text is None else date.fromisoformat(text),
    "contains": lambda text, part: None if text is None or part is None else part in text,
}
"""The functions of the language that tables may call; everything else is an error, never ignored."""
