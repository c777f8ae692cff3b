"""Words of the reading desk (借阅台): what is asked for, by whom, how long, and how a loan ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class LendingKind(StrEnum):
    """To read the electronic copy, or to borrow the paper."""

    READ = "read"
    PAPER = "paper"


LENDING_NAMES = {LendingKind.READ: "电子阅览", LendingKind.PAPER: "借出纸质件"}


class Extent(StrEnum):
    """How much of the file."""

    MAIN = "main"
    NAMED = "named"
    WHOLE = "whole"


EXTENT_NAMES = {Extent.MAIN: "只看正卷", Extent.NAMED: "指定的材料", Extent.WHOLE: "全卷（含副卷、补充卷）"}


class LendingState(StrEnum):
    """How far a loan has come. A grant to read has no state of its own for its end: the term decides."""

    ASKED = "asked"
    REFUSED = "refused"
    GRANTED = "granted"
    OUT = "out"
    RETURNED = "returned"
    ENDED = "ended"


LENDING_STATES = {
    LendingState.ASKED: "等待批准",
    LendingState.REFUSED: "不同意",
    LendingState.GRANTED: "已批准",
    LendingState.OUT: "借出",
    LendingState.RETURNED: "已归还",
    LendingState.ENDED: "已收回",
}


class Condition(StrEnum):
    """What came back."""

    GOOD = "good"
    DAMAGED = "damaged"
    LOST = "lost"


CONDITION_NAMES = {Condition.GOOD: "完好", Condition.DAMAGED: "有破损、缺页", Condition.LOST: "遗失，没有归还"}


@dataclass(frozen=True, slots=True)
class Borrower:
    """Who reads: a person of the platform (`person_id`), or an outsider with unit and number of the letter."""

    name: str
    unit: str
    person_id: UUID | None = None
    organ_id: UUID | None = None
    letter: str = ""

    @property
    def outside(self) -> bool:
        """Whether this is nobody of the platform."""
        return self.person_id is None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `items` are keys of lines of the contents, read only where `extent` is NAMED."""

    kind: str
    extent: str
    items: tuple[str, ...]
    purpose: str
    days: int


@dataclass(frozen=True, slots=True)
class Lines:
    """What the rules know of a file: the keys of each volume, whether it is kept here and has paper."""

    main: frozenset[str]
    other: frozenset[str]
    place: str
    paper_pages: int

    def of(self, extent: str, items: Sequence[str]) -> frozenset[str]:
        """The keys an extent means."""
        if extent == Extent.WHOLE:
            return self.main | self.other
        return self.main if extent == Extent.MAIN else frozenset(items) & (self.main | self.other)


@dataclass(frozen=True, slots=True)
class Renewal:
    """One longer term, and who gave it."""

    at: datetime
    by_name: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class LendingFacts:
    """One loan, from the request to its end."""

    id: UUID
    file_id: UUID
    organ_id: UUID
    catalogue_no: str
    kind: str
    extent: str
    items: tuple[str, ...]
    purpose: str
    days: int
    reader: Borrower
    state: str
    asked_by: UUID
    asked_name: str
    asked_at: datetime
    decided_name: str
    decided_at: datetime | None
    opinion: str
    until: date | None
    renewals: tuple[Renewal, ...]
    out_name: str
    out_at: datetime | None
    closed_name: str
    closed_at: datetime | None
    condition: str
    note: str

    @property
    def paper(self) -> bool:
        """Whether paper leaves the room."""
        return self.kind == LendingKind.PAPER

    @property
    def kind_name(self) -> str:
        """To read or to borrow, in Chinese."""
        return LENDING_NAMES[LendingKind(self.kind)]

    @property
    def extent_name(self) -> str:
        """How much, in Chinese."""
        return EXTENT_NAMES[Extent(self.extent)]

    @property
    def condition_name(self) -> str:
        """How it came back, in Chinese."""
        return CONDITION_NAMES[Condition(self.condition)] if self.condition else ""

    def late(self, on: date) -> int:
        """Days that the paper is overdue."""
        out = self.state == LendingState.OUT and self.until is not None
        return max(0, (on - self.until).days) if out and self.until else 0

    def over(self, on: date) -> bool:
        """Whether the term of a grant has ended."""
        return self.until is not None and on > self.until

    def state_name(self, on: date) -> str:
        """How far, in Chinese, as of a day."""
        if self.state == LendingState.OUT and (days := self.late(on)):
            return f"逾期 {days} 天"
        if self.state == LendingState.GRANTED:
            return ("已到期" if self.over(on) else "可以阅览") if not self.paper else "等待领取"
        if self.condition == Condition.LOST:
            return "遗失"
        return LENDING_STATES[LendingState(self.state)]


@dataclass(frozen=True, slots=True)
class LentItem:
    """One thing that a loan lets its reader read."""

    key: str
    title: str
    number: str
    day: str
    pages: int
    sha256: str
    media_type: str
    volume: str

    @property
    def film(self) -> bool:
        """Whether it is sound or film."""
        return self.media_type.startswith(("audio/", "video/"))

    @property
    def shown(self) -> bool:
        """Whether pages of it can be shown."""
        return self.media_type == "application/pdf" or self.media_type in {"image/png", "image/jpeg"}


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """One look at one thing of a file at the desk."""

    lending_id: UUID
    catalogue_no: str
    title: str
    reader: str
    unit: str
    by_name: str
    at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class LendingFilters:
    """What the register is narrowed by."""

    q: str = ""
    kind: str = ""
    tab: str = ""
    since: date | None = None
    until: date | None = None


def key_of(row: Mapping[str, Any]) -> str:
    """The key of a line of the contents."""
    return f"{row['volume']}-{row['no']}"
