"""A report as it is kept: the figures as plain JSON, with the cases behind each, and the digest that holds them."""

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from mingjing.kernel.hashing import canonical
from mingjing.supervision.terms import Annual, Cell, Fed, Table


def freeze(figures: Annual) -> dict[str, Any]:
    """The figures as JSON without floats; every case is written once and pointed to."""
    cases = list(dict.fromkeys(case for table in figures.tables for one in table.lines for case in one.cases))
    places = {case: place for place, case in enumerate(cases)}
    return {
        "counting": figures.counting,
        "severity": figures.severity,
        "months": list(figures.months),
        "sources": list(figures.sources),
        "cases": [[str(case_id), number] for case_id, number in cases],
        "tables": [
            {
                "key": table.key,
                "title": table.title,
                "money": table.money,
                "total": table.total is not None,
                "lines": [_line(one, places) for one in table.lines],
            }
            for table in figures.tables
        ],
    }


def _line(one: Cell, places: Mapping[tuple[UUID, str], int]) -> dict[str, Any]:
    return {
        "key": one.key, "label": one.label, "count": one.count, "amount": _text(one.amount), "part": one.part,
        "hand": one.hand, "hand_amount": _text(one.hand_amount), "cases": [places[case] for case in one.cases],
    }  # fmt: skip


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def thaw(told: Mapping[str, Any], organ_id: UUID, organ_name: str, year: int, quarter: int) -> Annual:
    """The figures as they were frozen."""
    cases = [(UUID(case_id), number) for case_id, number in told["cases"]]
    tables = []
    for table in told["tables"]:
        lines = [
            Cell(
                one["key"], one["label"], one["count"], tuple(cases[place] for place in one["cases"]), _decimal(one["amount"]),
                one["part"], one["hand"], _decimal(one["hand_amount"]),
            )
            for one in table["lines"]
        ]  # fmt: skip
        total = lines.pop() if table["total"] else None
        tables.append(Table(table["key"], table["title"], tuple(lines), total, table["money"]))
    return Annual(
        organ_id, organ_name, year, told["counting"], tuple(tables), told["severity"], quarter, tuple(told["months"]),
        tuple(told["sources"]),
    )  # fmt: skip


def report_digest(
    scope: str, name: str, year: int, quarter: int, figures: Mapping[str, Any], text: str, children: list[list[str]]
) -> str:
    """SHA-256 over everything a report says, with the digests of its children."""
    told = {
        "scope": scope, "name": name, "year": year, "quarter": quarter, "figures": dict(figures), "text": text,
        "children": children,
    }  # fmt: skip
    return sha256(canonical(told)).hexdigest()


def pack(values: Mapping[str, Fed]) -> dict[str, list[str | int | None]]:
    """Figures filled in by hand as JSON."""
    return {key: [one.count, _text(one.amount)] for key, one in sorted(values.items())}


def unpack(told: Mapping[str, Any]) -> dict[str, Fed]:
    """Figures filled in by hand as they were kept."""
    return {key: Fed(count, _decimal(amount)) for key, (count, amount) in told.items()}


def sheet_digest(name: str, year: int, quarter: int, values: Mapping[str, Fed], source: str) -> str:
    """SHA-256 over a sheet filled in by hand."""
    told = {"name": name, "year": year, "quarter": quarter, "values": pack(values), "source": source}
    return sha256(canonical(told)).hexdigest()
