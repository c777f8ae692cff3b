"""Words of feeding: a file as it was read, a row as it was checked, a decision as it was taken in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mingjing.exchange.terms.sheets import Problem
from mingjing.publicity.terms import Publishable

FILE_LIMIT = 10 * 1024 * 1024
"""The largest file taken in, in bytes."""
UNPACKED_LIMIT = 200 * 1024 * 1024
"""The most that a workbook may unpack to, in bytes."""
ROW_LIMIT = 2000
"""The most rows of one file."""
HEADER_WITHIN = 12
"""The line with the names of the columns must be among the first so many."""


class Channel(StrEnum):
    """How a decision came in."""

    FORM = "form"
    SHEET = "sheet"
    API = "api"


CHANNEL_NAMES = {Channel.FORM: "填表登记", Channel.SHEET: "表格导入", Channel.API: "接口报送"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and what it was in the file: text, number, day or error."""

    text: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a file. Lines and columns count from 0; `merged` are (top, left, bottom, right), ends included."""

    name: str
    lines: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of an edition stand: our key → place. `first`: the first line of data."""

    kind: str
    edition: str
    places: Mapping[str, int]
    first: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file as it was checked. `place` counts from 1, as in the spreadsheet."""

    place: int
    values: Mapping[str, str]
    problems: tuple[Problem, ...]
    same: bool = False

    @property
    def good(self) -> bool:
        """Whether it may be taken in."""
        return not self.problems and not self.same


@dataclass(frozen=True, slots=True)
class Entered:
    """A decision that a good group of lines makes: one, with a row for each party."""

    decision: Publishable
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it was checked: what it is, every line with its problems, and the decisions it would enter."""

    name: str
    sha256: str
    size: int
    kind: str
    edition: str
    sheet: str
    unknown: tuple[str, ...]
    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    entered: tuple[Entered, ...] = field(default=())

    @property
    def bad(self) -> tuple[Line, ...]:
        """The lines with problems."""
        return tuple(one for one in self.lines if one.problems)

    @property
    def good(self) -> tuple[Line, ...]:
        """The lines that would be taken in."""
        return tuple(one for one in self.lines if one.good)

    @property
    def same(self) -> tuple[Line, ...]:
        """The lines that were taken in before and change nothing."""
        return tuple(one for one in self.lines if one.same and not one.problems)


@dataclass(frozen=True, slots=True)
class FedFacts:
    """A decision that was fed: where it came from and where its publication stands. `fresh`: this call entered it."""

    id: UUID
    publication_id: UUID
    source_ref: str
    number: str
    channel: str
    at: datetime
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that was taken in, with its counts."""

    id: UUID
    at: datetime
    by_name: str
    name: str
    sha256: str
    kind: str
    edition: str
    rows: int
    entered: int
    same: int
    bad: int


@dataclass(frozen=True, slots=True)
class ParkedFacts:
    """A file that waits for the person to confirm it."""

    id: UUID
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FedRow:
    """A sheet row of a fed decision, with its publication."""

    publication_id: UUID
    number: str
    decided_on: date
    values: Mapping[str, str]
