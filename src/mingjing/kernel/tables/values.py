"""What a cell can hold, and how values are compared: exact, never by guess; None is a fact that is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

Value = Any
"""str, bool, Decimal, date, None (not known), a list of values, a mapping of names to values, or a Span."""
EXACT = Context(prec=34, traps=[DivisionByZero, InvalidOperation, Overflow])
"""34 digits as the standard asks (decimal128); what cannot be computed raises and is never NaN."""
TYPE_NAMES = {"number": "数字", "string": "文字", "boolean": "是或者否", "date": "日期"}


class NotDecidable(Exception):  # noqa: N818 an answer, not a fault of the program
    """The table has no answer: `message` in Chinese says why. Raised instead of any guess."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Span:
    """From low to high; `closed` says of each end whether it belongs to it."""

    low: Value
    high: Value
    closed: tuple[bool, bool] = (True, True)

    def holds(self, value: Value) -> bool | None:
        """Whether a value lies in it; None where the value or an end is not known."""
        above = compare(">=" if self.closed[0] else ">", value, self.low)
        return both(above, compare("<=" if self.closed[1] else "<", value, self.high))


def type_of(value: Value) -> str:
    """The name of a value's type; `unknown` for None. Raises NotDecidable for what no cell can hold (a float among them)."""
    if value is None:
        return "unknown"
    for kind, name in ((bool, "boolean"), (Decimal, "number"), (str, "string"), (date, "date"), (list, "list"), (Span, "range"), (Mapping, "structure")):  # fmt: skip
        if isinstance(value, kind):
            return name
    raise NotDecidable(f"不认识的值：{value!r}（{type(value).__name__}）；数字须用十进制数")


def taken(value: Value) -> Value:
    """A fact as it is taken in: whole numbers become decimals, lists and structures are gone through; floats are refused."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, list | tuple):
        return [taken(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): taken(one) for name, one in value.items()}
    type_of(value)
    return value


def both(one: bool | None, other: bool | None) -> bool | None:
    """And over what may be unknown."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    """Or over what may be unknown."""
    if one is True or other is True:
        return True
    return None if one is None or other is None else False


def every(found: Iterable[bool | None]) -> bool | None:
    """And over many; True over none."""
    told = list(found)
    return False if False in told else None if None in told else True


def some(found: Iterable[bool | None]) -> bool | None:
    """Or over many; False over none."""
    told = list(found)
    return True if True in told else None if None in told else False


def equal(one: Value, other: Value) -> bool | None:
    """Whether two values are the same; None where one is not known. Raises NotDecidable for different types."""
    if one is None or other is None:
        return None
    if type_of(one) != type_of(other):
        raise NotDecidable(f"{shown(one)}是{_kind(one)}，{shown(other)}是{_kind(other)}，不能比较")
    return bool(one == other)


def compare(sign: str, one: Value, other: Value) -> bool | None:
    """`<`, `<=`, `>`, `>=` of two numbers, texts or dates; None where one is not known. Raises NotDecidable."""
    if one is None or other is None:
        return None
    if type_of(one) != type_of(other) or type_of(one) not in {"number", "string", "date"}:
        raise NotDecidable(f"{shown(one)}和{shown(other)}不能比较大小")
    found: dict[str, bool] = {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}
    return found[sign]


def shown(value: Value) -> str:
    """A value as people read it."""
    if value is None:
        return "未知"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, Span):
        return (
            f"{'[' if value.closed[0] else '('}{shown(value.low)}..{shown(value.high)}{']' if value.closed[1] else ')'}"
        )
    if isinstance(value, Mapping):
        return "、".join(f"{name}：{shown(one)}" for name, one in value.items())
    return "、".join(shown(one) for one in value)


def _kind(value: Value) -> str:
    return TYPE_NAMES.get(type_of(value), "成组的值")
