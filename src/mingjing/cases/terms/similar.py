"""类案: the factors of a decided case, why it is like the present one and why not, and what others received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from mingjing.foundation.people import Role
from mingjing.lawbook.terms import PENALTY_NAMES

PENALTY: Final = "decide"
PROPOSING: Final = ("report", "notify", "discuss")
ADDRESSEES: Final[Mapping[str, str]] = {"unit": "单位", "person": "个人（含个体工商户）"}
ANSWERING: Final = (Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.HEAD)
KINDS: Final[Mapping[str, str]] = {one.value: name for one, name in PENALTY_NAMES.items()}
NO_PENALTY: Final = "不予行政处罚"


@dataclass(frozen=True, slots=True)
class Factors:
    """What makes one case like another: of a decided one as it was decided, of a pending one as it is proposed.

    `fine` is None where there is none. `sketch` stands for the words of the facts; nobody can read them out of it.
    `inner`: what only the file says (circumstances, harm, correction) may be compared; of what is merely public it may not.
    """

    matter_code: str
    breached: str
    basis: str
    tier: str
    addressee: str
    discretion: str = ""
    leniency: str = ""
    harm: str = ""
    corrected: str = ""
    amount: Decimal | None = None
    domain: str = ""
    region: str = ""
    kinds: str = ""
    fine: Decimal | None = None
    sketch: str = ""
    inner: bool = True


@dataclass(frozen=True, slots=True)
class Likeness:
    """One decided case beside the present one: reasons for and against, in words; never a name of a party."""

    case_id: UUID
    dossier_id: UUID
    organ_id: UUID
    number: str
    decided_on: date
    factors: Factors
    like: tuple[str, ...]
    unlike: tuple[str, ...]
    text: Decimal
    own: bool
    address: str = ""

    @property
    def penalty(self) -> str:
        """The kinds of penalty in words."""
        return "、".join(KINDS.get(kind, kind) for kind in self.factors.kinds.split()) or NO_PENALTY


@dataclass(frozen=True, slots=True)
class Spread:
    """What others received: how many decisions, and of those with a fine the five figures; other penalties counted.

    `since`: where there were so many that only the latest count, from which day.
    """

    cases: int
    fined: int
    least: Decimal | None = None
    low: Decimal | None = None
    median: Decimal | None = None
    high: Decimal | None = None
    most: Decimal | None = None
    kinds: tuple[tuple[str, int], ...] = ()
    since: date | None = None

    def told(self) -> dict[str, str]:
        """As the ledger keeps it."""
        figures = {name: getattr(self, name) for name in ("least", "low", "median", "high", "most")}
        return {"cases": str(self.cases), "fined": str(self.fined)} | {
            name: "" if value is None else f"{value:.2f}" for name, value in figures.items()
        }


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered to a suggestion: taken or not, why, and what was suggested then."""

    seq: int
    taken: bool
    reason: str
    suggested: Mapping[str, Any]
    by_id: UUID
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """The present case beside others. `narrow`: same offence and tier and kind of party; `wide`: same offence.

    `seq` is the act that proposes (0: nothing is proposed yet). `outside`: the message where the proposed fine lies
    outside the middle, else empty. `thin`: too few cases to speak of a middle.
    """

    present: Factors
    seq: int
    found: tuple[Likeness, ...]
    narrow: Spread
    wide: Spread
    since: date
    outside: str = ""
    place: str = ""
    thin: bool = False
    least: int = 0
    letters: int = 0
    said: tuple[Said, ...] = field(default=())

    @property
    def answered(self) -> tuple[Said, ...]:
        """What was answered about the present proposal."""
        return tuple(one for one in self.said if one.seq == self.seq)

    @property
    def owes_a_reason(self) -> bool:
        """Whether the proposal lies outside and nobody has said why."""
        return bool(self.outside) and not self.answered

    def suggested(self) -> dict[str, Any]:
        """What the page showed, to be kept with the answer."""
        fine = self.present.fine
        return {
            "fine": "" if fine is None else f"{fine:.2f}", "tier": self.present.tier, "outside": bool(self.outside),
            "same_tier": self.narrow.told(), "same_offence": self.wide.told(), "since": self.since.isoformat(),
            "cases": [one.number for one in self.found[:5]],
        }  # fmt: skip
