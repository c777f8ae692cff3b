"""Words of 重大执法决定备案: what is owed, whom it is lodged with, what is done to it, what stands on the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.foundation.people import Role


class LodgingState(StrEnum):
    """Where the lodging of a decision stands."""

    OWED = "owed"
    REPORTED = "reported"
    RETURNED = "returned"
    REGISTERED = "registered"
    FOUND = "found"
    WAIVED = "waived"


LODGING_NAMES = {
    LodgingState.OWED: "待备案",
    LodgingState.REPORTED: "已报送，待登记",
    LodgingState.RETURNED: "已退回，待补正",
    LodgingState.REGISTERED: "已登记备案",
    LodgingState.FOUND: "已备案，发现问题",
    LodgingState.WAIVED: "不需要备案",
}
OWES_LODGING = frozenset({LodgingState.OWED, LodgingState.RETURNED})


class LodgingMove(StrEnum):
    """What is done to a lodging; the first two happen by themselves, with the case."""

    SERVE = "serve"
    CHANGE = "change"
    REPORT = "report"
    REGISTER = "register"
    RETURN = "return"
    FIND = "find"
    WAIVE = "waive"
    NOTE = "note"


LODGING_MOVE_NAMES = {
    LodgingMove.SERVE: "决定送达",
    LodgingMove.CHANGE: "决定变更、撤销",
    LodgingMove.REPORT: "报送备案",
    LodgingMove.REGISTER: "登记备案",
    LodgingMove.RETURN: "退回补正",
    LodgingMove.FIND: "发现问题",
    LodgingMove.WAIVE: "认定不需要备案",
    LodgingMove.NOTE: "知悉变更",
}
_ANY = frozenset(LodgingState)
LODGING_MOVES: Mapping[LodgingMove, tuple[frozenset[LodgingState], LodgingState | None]] = {
    LodgingMove.SERVE: (_ANY, None),
    LodgingMove.CHANGE: (_ANY, None),
    LodgingMove.REPORT: (OWES_LODGING, LodgingState.REPORTED),
    LodgingMove.REGISTER: (frozenset({LodgingState.REPORTED}), LodgingState.REGISTERED),
    LodgingMove.RETURN: (frozenset({LodgingState.REPORTED}), LodgingState.RETURNED),
    LodgingMove.FIND: (
        frozenset({LodgingState.REPORTED, LodgingState.REGISTERED, LodgingState.FOUND}),
        LodgingState.FOUND,
    ),
    LodgingMove.WAIVE: (OWES_LODGING, LodgingState.WAIVED),
    LodgingMove.NOTE: (_ANY, None),
}
"""Move → (states it starts from, state it leads to; None where the state stays)."""
BY_ITSELF = (LodgingMove.SERVE, LodgingMove.CHANGE)
RECEIVING = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)
"""Who of the organ it was lodged with registers, returns and notes."""
MADE, SERVED = "made", "served"
BEGINS = {MADE: "作出决定之日", SERVED: "送达之日"}
JUSTICE, SUPERIOR = "justice", "superior"
RECEIVERS = {JUSTICE: "本级司法行政机关", SUPERIOR: "上一级机关"}
UNITS = {"wd": "个工作日", "d": "日"}


@dataclass(frozen=True, slots=True)
class LodgingTerm:
    """The local rule that counts for a decision: how long, from which day, with whom, by which source.

    `unit`: "wd" working days, "d" natural days.
    """

    days: int
    unit: str
    begins: str
    to: str
    source: str
    verified: bool
    since: date

    @property
    def words(self) -> str:
        """自送达之日起15个工作日内报本级司法行政机关备案."""
        return f"自{BEGINS[self.begins]}起{self.days}{UNITS[self.unit]}内报{RECEIVERS[self.to]}备案"

    @property
    def cites(self) -> str:
        """The source, and that nobody compared it where nobody did."""
        return self.source + ("" if self.verified else "，未核实")

    def told(self) -> dict[str, Any]:
        """As it is kept with the lodging: a later change of the file moves no running term."""
        return {
            "days": self.days, "unit": self.unit, "begins": self.begins, "to": self.to, "source": self.source,
            "verified": self.verified, "since": self.since.isoformat(),
        }  # fmt: skip


def term_of(told: Mapping[str, Any]) -> LodgingTerm:
    """What `told` kept."""
    return LodgingTerm(**{**told, "since": date.fromisoformat(told["since"])})


@dataclass(frozen=True, slots=True)
class LodgedFile:
    """A document of the case handed in with the report, with its digest at that moment."""

    id: str
    label: str
    digest: str


@dataclass(frozen=True, slots=True)
class LodgingDraft:
    """What is typed into the report. `to_id`: an organ of the platform; None where `to_name` lies outside of it.

    `more`: further files, on paper, a line each.
    """

    to_id: UUID | None
    to_name: str
    file_ids: tuple[str, ...]
    more: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class LodgingStepFacts:
    """One thing done to a lodging; `by_name` is empty where it came by itself with the case."""

    seq: int
    move: str
    text: str
    told: Mapping[str, Any]
    by_name: str
    at: datetime

    @property
    def name(self) -> str:
        """The move in Chinese."""
        return LODGING_MOVE_NAMES[LodgingMove(self.move)]

    @property
    def files(self) -> tuple[LodgedFile, ...]:
        """The documents handed in with a report."""
        return tuple(LodgedFile(*one) for one in self.told.get("files", ()))


@dataclass(frozen=True, slots=True)
class LodgingFacts:
    """A lodging as its readers see it. `first_due`, `due`: None until the clock runs; `changed`: a change nobody noted yet."""

    id: UUID
    number: str
    case_id: UUID
    organ_id: UUID
    organ_name: str
    region: str
    decision_no: str
    title: str
    reasons: tuple[str, ...]
    decided_on: date
    served_on: date | None
    term: LodgingTerm
    first_due: date | None
    due: date | None
    to_id: UUID | None
    to_name: str
    reported_on: date | None
    changed: bool
    state: str
    opened_at: datetime
    steps: tuple[LodgingStepFacts, ...] = ()

    @property
    def state_name(self) -> str:
        """The state in Chinese; what waits for its service says so."""
        waits = self.state == LodgingState.OWED and self.due is None
        return "待送达后备案" if waits else LODGING_NAMES[LodgingState(self.state)]

    @property
    def report(self) -> LodgingStepFacts | None:
        """The last report."""
        return next((one for one in reversed(self.steps) if one.move == LodgingMove.REPORT), None)

    @property
    def owes(self) -> bool:
        """Whether the organ owes a report."""
        return self.state in OWES_LODGING

    @property
    def reported_late(self) -> bool:
        """Whether the first report came after its day."""
        return self.reported_on is not None and self.first_due is not None and self.reported_on > self.first_due


@dataclass(frozen=True, slots=True)
class LodgingFigure:
    """An organ's lodgings of the decisions of a year."""

    organ_name: str
    owed: int
    in_time: int
    late: int
    waiting: int
    registered: int
    found: int
    waived: int
    changed: int
