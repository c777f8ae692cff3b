"""Words of the yearly caps (年度频次上限): the table of an organ, what was counted, what was counted apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mingjing.inspections.terms import CREDITS, RISKS

DANGEROUS = ("high", "higher")
TRUST = ("A", "B", "C", "D")
"""Classes of credit from the best to the worst; `none` is not ranked."""
GRADES = {credit: CREDITS[credit] for credit in (*TRUST, "none")}
"""The columns of a table of caps."""
MOST_VISITS = 99


def cell(risk: str, credit: str) -> str:
    """The key of a class in a table of caps."""
    return f"{risk}.{credit}"


CELLS = {cell(risk, credit): f"{RISKS[risk]}·{GRADES[credit]}" for risk in RISKS for credit in GRADES}


class CapState(StrEnum):
    """How far a table of caps is."""

    DRAFT = "draft"
    STANDING = "standing"
    DROPPED = "dropped"


CAP_NAMES = {CapState.DRAFT: "待批准", CapState.STANDING: "已批准公布", CapState.DROPPED: "已作废"}


@dataclass(frozen=True, slots=True)
class CapDraft:
    """What is typed for a table: class → most inspections an enterprise and year, from which day, on which basis."""

    figures: Mapping[str, int]
    since: date | None
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CapFacts:
    """A table of caps."""

    id: UUID
    organ_id: UUID
    organ_name: str
    organ_code: str
    figures: Mapping[str, int]
    since: date
    basis: str
    note: str
    state: str
    made_by: UUID
    made_name: str
    made_at: datetime
    approved_name: str
    approved_at: datetime | None

    @property
    def state_name(self) -> str:
        """How far it is, in Chinese."""
        return CAP_NAMES[CapState(self.state)]


@dataclass(frozen=True, slots=True)
class Cap:
    """How often an enterprise may be inspected in a year. `published`: from the organ's own table, not our default."""

    most: int
    basis: str
    published: bool
    risk: str
    credit: str

    @property
    def class_name(self) -> str:
        """The class it is for."""
        return f"{RISKS[self.risk]}·{CREDITS[self.credit]}"


@dataclass(frozen=True, slots=True)
class Held:
    """One inspection of the year: `apart` where its cause is not counted under the cap."""

    visit_id: UUID
    number: str
    on: date
    apart: bool
    cause: str


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often an organ came to an enterprise in a year, against the cap."""

    year: int
    held: tuple[Held, ...]
    cap: Cap

    @property
    def counted(self) -> int:
        """How many count under the cap."""
        return sum(not one.apart for one in self.held)

    @property
    def apart(self) -> int:
        """How many are counted apart."""
        return sum(one.apart for one in self.held)

    @property
    def exceeded(self) -> bool:
        """Whether more inspections were counted than the cap allows."""
        return self.counted > self.cap.most


@dataclass(frozen=True, slots=True)
class UsedRow:
    """An enterprise in the organ's overview of a year."""

    code: str
    name: str
    counted: int
    apart: int
    cap: Cap

    @property
    def reached(self) -> bool:
        """Whether the cap is used up."""
        return self.counted >= self.cap.most
