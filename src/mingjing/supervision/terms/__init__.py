"""Words of the room: the acts a year consists of, the cells of a report, frozen reports, sheets filled in by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.foundation.people import Role

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Told:
    """One act of a case in the year: enough to count it and to find it again. `simple`: of a penalty on the spot."""

    case_id: UUID
    case_no: str
    code: str
    on: date
    data: Mapping[str, Any]
    simple: bool = False


@dataclass(frozen=True, slots=True)
class Counting:
    """One version of the counting rules with the severity table it uses; both have numbers that a report names.

    `order` runs from light to heavy; `corrected` are the results of remedies that count as corrections.
    """

    number: str
    severity: str
    order: tuple[str, ...]
    corrected: frozenset[str]
    verified: bool
    cites: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `count` and `amount` (yuan) are counted from cases, `hand` and `hand_amount` were filled in by hand.

    None is not known, 0 is none. `cases` are those behind what was counted.
    """

    key: str
    label: str
    count: int | None
    cases: tuple[tuple[UUID, str], ...] = ()
    amount: Decimal | None = None
    part: bool = False
    """A part of the line above it (其中), which no sum counts again."""
    hand: int | None = None
    hand_amount: Decimal | None = None

    @property
    def number(self) -> int | None:
        """What the report says: both together; None where neither is known."""
        known = [one for one in (self.count, self.hand) if one is not None]
        return sum(known) if known else None

    @property
    def money(self) -> Decimal | None:
        """Both amounts together (yuan); None where neither is known."""
        known = [one for one in (self.amount, self.hand_amount) if one is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def how(self) -> str:
        """Where the figure comes from: counted, filled in by hand, both, or not known."""
        if self.hand is None:
            return "不掌握" if self.count is None else "平台计算"
        return f"手工填报 {self.hand}" if self.count is None else f"平台计算 {self.count}，手工填报 {self.hand}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report. `total` is the line that the other whole lines must add up to, where there is one.

    `money`: it has a column of amounts. `counts`: the platform counts it from cases or registers.
    """

    key: str
    title: str
    cells: tuple[Cell, ...]
    total: Cell | None = None
    money: bool = False

    @property
    def lines(self) -> tuple[Cell, ...]:
        """Every line with the total last."""
        return (*self.cells, *((self.total,) if self.total else ()))


@dataclass(frozen=True, slots=True)
class Annual:
    """The figures of an organ's year or quarter (0: the whole year), counted by one version of the counting rules.

    `months`: decisions month by month, counted from cases. `sources`: where the figures filled in by hand come from.
    """

    organ_id: UUID
    organ_name: str
    year: int
    counting: str
    tables: tuple[Table, ...]
    severity: str = ""
    quarter: int = 0
    months: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()

    def cell(self, key: str) -> Cell | None:
        """The figure of a key."""
        return next((one for table in self.tables for one in table.lines if one.key == key), None)

    def number(self, key: str) -> int | None:
        """What the report says under a key; None where it is not known."""
        found = self.cell(key)
        return found.number if found else None

    @property
    def period(self) -> str:
        """2026 年, 2026 年第 3 季度."""
        return f"{self.year} 年" + (f"第 {self.quarter} 季度" if self.quarter else "")


class Scope(StrEnum):
    """Which report: of an organ's year, of its quarter, of a region's year."""

    ANNUAL = "annual"
    QUARTER = "quarter"
    ROLLUP = "rollup"


SCOPE_NAMES = {Scope.ANNUAL: "年报", Scope.QUARTER: "季报", Scope.ROLLUP: "区域汇总"}


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """That the government took the report in: the number and day of its receipt, and who entered it."""

    body: str
    number: str
    received_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A frozen report. `state` is where its publication stands; empty for a quarter, which is not made public."""

    id: UUID
    scope: str
    organ_id: UUID
    organ_name: str
    region: str
    year: int
    quarter: int
    seq: int
    figures: Annual
    text: str
    digest: str
    reason: str
    signed_by: str
    signed_at: datetime
    edition_id: UUID | None
    state: str
    children: tuple[tuple[str, str, str], ...]
    late: tuple[str, ...]
    ledger_index: int | None
    receipt: ReceiptFacts | None = None

    @property
    def title(self) -> str:
        """示范县应急管理局2026年行政执法统计年报."""
        return title_of(
            self.scope, self.region if self.scope == Scope.ROLLUP else self.organ_name, self.year, self.quarter
        )


def title_of(scope: str, name: str, year: int, quarter: int = 0) -> str:
    """The title of a report."""
    if scope == Scope.ROLLUP:
        return f"{name}{year}年行政执法统计年报汇总"
    return f"{name}{year}年" + (f"第{quarter}季度行政执法统计季报" if quarter else "行政执法统计年报")


@dataclass(frozen=True, slots=True)
class Fed:
    """A figure filled in by hand: how many, how much (yuan); None where it is not known."""

    count: int | None = None
    amount: Decimal | None = None


class SheetState(StrEnum):
    """Where a sheet filled in by hand stands."""

    ENTERED = "entered"
    CHECKED = "checked"
    RETURNED = "returned"
    REPLACED = "replaced"


SHEET_NAMES = {
    SheetState.ENTERED: "待核对", SheetState.CHECKED: "已核对", SheetState.RETURNED: "已退回", SheetState.REPLACED: "已被新的代替",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Figures filled in by hand, for an organ of the platform or one outside it: the source, who entered, who checked."""

    id: UUID
    subject_id: UUID
    subject_name: str
    outside: bool
    region: str
    year: int
    quarter: int
    seq: int
    values: Mapping[str, Fed]
    source: str
    reason: str
    state: str
    entered_by: str
    entered_at: datetime
    checked_by: str
    checked_at: datetime | None
    returned_reason: str
    digest: str


@dataclass(frozen=True, slots=True)
class OutsiderFacts:
    """An organ of the region that does not work on this platform: its figures are filled in by the supervisor."""

    id: UUID
    name: str
    region: str
    registered_by: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Child:
    """One part of a region's sum: an organ, an organ outside the platform, or a region below. None where it is late."""

    kind: str
    id: UUID
    name: str
    figures: Annual | None
    digest: str = ""
    whole: bool = True
    """Whether the frozen figures still have the digest they were signed with."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed (a report, a check, an answer, a look at a warning): what, by whom, until when, what is missing, where it is done.

    `page` names the page and `place` its parts; `due` is None where no clock runs.
    """

    what: str
    organ_name: str
    missing: str
    action: str
    page: str
    place: tuple[object, ...]
    query: str = ""
    due: date | None = None
    steps: tuple[str, ...] = ()


class OrderState(StrEnum):
    """Where a supervision order (督办单) stands."""

    ISSUED = "issued"
    ANSWERED = "answered"
    RETURNED = "returned"
    CLOSED = "closed"


ORDER_NAMES = {
    OrderState.ISSUED: "待报告",
    OrderState.ANSWERED: "已报告，待审核",
    OrderState.RETURNED: "已退回，待补充报告",
    OrderState.CLOSED: "已办结",
}


class OrderMove(StrEnum):
    """What is done to an order."""

    ANSWER = "answer"
    RETURN = "return"
    CLOSE = "close"


ORDER_MOVE_NAMES = {
    OrderMove.ANSWER: "报告办理情况",
    OrderMove.RETURN: "退回补充",
    OrderMove.CLOSE: "办结",
}
ORDER_MOVES = {
    OrderMove.ANSWER: (frozenset({OrderState.ISSUED, OrderState.RETURNED}), OrderState.ANSWERED),
    OrderMove.RETURN: (frozenset({OrderState.ANSWERED}), OrderState.RETURNED),
    OrderMove.CLOSE: (frozenset({OrderState.ISSUED, OrderState.ANSWERED, OrderState.RETURNED}), OrderState.CLOSED),
}
ANSWERING = (Role.HEAD, Role.REVIEWER)
SIGNING = (Role.PUBLICIST, Role.REVIEWER, Role.HEAD)
"""Who of an organ reads and answers supervision orders."""
OWES_ANSWER = frozenset({OrderState.ISSUED, OrderState.RETURNED})


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What a supervisor types. `letter_id`: the complaint behind it, which the organ never learns of."""

    organ_id: UUID
    subject: str
    asks: str
    basis: str
    due: date
    case_id: UUID | None = None
    letter_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderStepFacts:
    """One thing done to an order."""

    move: str
    text: str
    due: date | None
    by_name: str
    at: datetime
    wrong: bool = False
    """Whether the end of the order says that a decision was found wrong."""

    @property
    def name(self) -> str:
        """The move in Chinese."""
        return ORDER_MOVE_NAMES[OrderMove(self.move)]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A supervision order as its reader may see it: `letter_id` is empty for everybody but the supervisors.

    `first_due`: the day it was issued with; `due`: the one that counts now, after a return.
    """

    id: UUID
    number: str
    issuer_id: UUID
    issuer_name: str
    organ_id: UUID
    organ_name: str
    region: str
    subject: str
    asks: str
    basis: str
    first_due: date
    due: date
    case_id: UUID | None
    case_no: str
    letter_id: UUID | None
    state: str
    issued_by: str
    issued_at: datetime
    steps: tuple[OrderStepFacts, ...]

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return ORDER_NAMES[OrderState(self.state)]

    def late_on(self, day: date) -> bool:
        """Whether the organ owes an answer that was due before a day."""
        return self.state in OWES_ANSWER and self.due < day
