"""A report as the public list keeps it: texts and rows. What is not known is a dash, what is none is 0."""

from typing import Any

from mingjing.kernel.money import show
from mingjing.supervision.terms import UNKNOWN, Annual, Cell, Table

COMPARED = ("file_case", "penalties", "close", "reviewed", "reconsideration-asked", "lawsuit-asked")
_WORDS = {
    "file_case": "立案", "penalties": "行政处罚决定", "close": "结案", "reviewed": "法制审核", "reconsideration-asked": "行政复议",
    "lawsuit-asked": "行政诉讼",
}  # fmt: skip


def values(now: Annual, before: Annual | None, text: str) -> dict[str, Any]:
    """The values of an edition: the text part, every table, the months, the year before, the sources filled in by hand."""
    told: dict[str, Any] = {
        "year": str(now.year),
        "counting": f"{now.counting}；处罚轻重{now.severity}",
        "text": text,
        "months": [[f"{place} 月", str(count)] for place, count in enumerate(now.months, start=1)],
        "years": years(now, before),
        "sources": list(now.sources),
    }
    told |= {table.key: rows(table) for table in now.tables}
    return {key: value for key, value in told.items() if value}


def rows(table: Table) -> list[list[str]]:
    """A table as the public reads it; the last column says where a figure comes from."""
    money = table.money
    return [_row(one, money) for one in table.lines]


def _row(one: Cell, money: bool) -> list[str]:
    amount = [UNKNOWN if one.money is None else show(one.money)] if money else []
    return [one.label, shown(one.number), *amount, one.how]


def shown(number: int | None) -> str:
    """A figure as text."""
    return UNKNOWN if number is None else str(number)


def years(now: Annual, before: Annual | None) -> list[list[str]]:
    """This year beside the year before, for the figures that mean the same every year."""
    return [[_WORDS[key], shown(before.number(key) if before else None), shown(now.number(key))] for key in COMPARED]
