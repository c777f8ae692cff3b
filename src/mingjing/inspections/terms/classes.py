"""Words of the register of classes (分级分类): risk and credit of an enterprise, from when to when, who entered, who checked."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mingjing.inspections.terms import CREDITS, RISKS

UNSET = "未定"


class LotState(StrEnum):
    """How far a lot of classes is: what one person entered in one act."""

    WAITING = "waiting"
    STANDING = "standing"
    TURNED_DOWN = "down"


LOT_NAMES = {LotState.WAITING: "待复核", LotState.STANDING: "已复核，施行", LotState.TURNED_DOWN: "已退回"}


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Classes of one enterprise as typed or read from a file; an empty class takes the former one away."""

    code: str
    name: str
    risk: str
    credit: str
    since: date | None
    until: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """Classes of one enterprise as entered."""

    organ_id: UUID
    organ_name: str
    code: str
    name: str
    risk: str
    credit: str
    since: date
    until: date | None
    lot_id: UUID
    state: str
    source: str
    reason: str
    made_name: str
    checked_name: str

    @property
    def risk_name(self) -> str:
        """The class of risk, in Chinese."""
        return RISKS.get(self.risk, UNSET)

    @property
    def credit_name(self) -> str:
        """The class of credit, in Chinese."""
        return CREDITS.get(self.credit, UNSET)


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What was entered in one act, and who checked it."""

    id: UUID
    organ_id: UUID
    organ_name: str
    state: str
    source: str
    reason: str
    count: int
    made_by: UUID
    made_name: str
    made_at: datetime
    checked_name: str
    checked_at: datetime | None
    answer: str

    @property
    def state_name(self) -> str:
        """How far it is, in Chinese."""
        return LOT_NAMES[LotState(self.state)]


@dataclass(frozen=True, slots=True)
class Difference:
    """An enterprise of a draw's list whose class there is not the one in the register."""

    code: str
    name: str
    listed: str
    registered: str
