"""Words of the room: the acts a year consists of, the cells of the annual report, and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Told:
    """One act of a case in the year: enough to count it and to find it again."""

    case_id: UUID
    case_no: str
    code: str
    on: date
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: how many, how much (yuan, where money is counted), and the cases behind it."""

    key: str
    label: str
    count: int
    cases: tuple[tuple[UUID, str], ...]
    amount: Decimal | None = None
    part: bool = False
    """A part of the line above it (其中), which no sum counts again."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report. `total` is the line that the other whole lines must add up to, where there is one."""

    key: str
    title: str
    cells: tuple[Cell, ...]
    total: Cell | None = None


@dataclass(frozen=True, slots=True)
class Annual:
    """The figures of an organ's year, counted by one version of the counting rules."""

    organ_id: UUID
    organ_name: str
    year: int
    counting: str
    tables: tuple[Table, ...]

    def cell(self, key: str) -> Cell | None:
        """The figure of a key."""
        every = (one for table in self.tables for one in (*table.cells, *((table.total,) if table.total else ())))
        return next((one for one in every if one.key == key), None)
