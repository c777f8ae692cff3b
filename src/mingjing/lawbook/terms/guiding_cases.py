"""指导案例: what one says, how far it is, what it rests on, and why it is shown beside a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from mingjing.foundation.people import Role

SEARCH_KIND: Final = "guiding"
SOUND_KIND: Final = "guidingpy"
GUIDING_ROLES: Final = (Role.REVIEWER, Role.HEAD, Role.SUPERVISOR)


class GuidingSource(StrEnum):
    """Whose guiding case it is."""

    OWN = "own"
    SUPERIOR = "superior"
    NATIONAL = "national"


GUIDING_SOURCES: Final[Mapping[GuidingSource, str]] = {
    GuidingSource.OWN: "本级发布",
    GuidingSource.SUPERIOR: "上级机关发布",
    GuidingSource.NATIONAL: "国家机关发布",
}


class GuidingState(StrEnum):
    """How far a guiding case is."""

    DRAFT = "draft"
    RETURNED = "returned"
    CHECKED = "checked"
    RELEASED = "released"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


GUIDING_STATES: Final[Mapping[GuidingState, tuple[str, str]]] = {
    GuidingState.DRAFT: ("待审核", "info"),
    GuidingState.RETURNED: ("退回修改", "warn"),
    GuidingState.CHECKED: ("审核通过，待发布", "info"),
    GuidingState.RELEASED: ("现行", "good"),
    GuidingState.REPLACED: ("已被替代", "quiet"),
    GuidingState.WITHDRAWN: ("已停止参照", "quiet"),
}
"""The word of a state and its colour."""
EVER_PUBLIC: Final = frozenset({GuidingState.RELEASED, GuidingState.REPLACED, GuidingState.WITHDRAWN})
OPEN: Final = frozenset({GuidingState.DRAFT, GuidingState.RETURNED, GuidingState.CHECKED})


class GuidingMove(StrEnum):
    """What may be done to one."""

    REVISE = "revise"
    CHECK = "check"
    RELEASE = "release"
    END = "end"


GUIDING_MOVES: Final[Mapping[GuidingMove, tuple[str, frozenset[GuidingState]]]] = {
    GuidingMove.REVISE: ("修改", frozenset({GuidingState.DRAFT, GuidingState.RETURNED})),
    GuidingMove.CHECK: ("审核", frozenset({GuidingState.DRAFT})),
    GuidingMove.RELEASE: ("发布", frozenset({GuidingState.CHECKED})),
    GuidingMove.END: ("停止参照", frozenset({GuidingState.RELEASED})),
}
"""The table of moves: the word, and the states from which it is made."""


class Side(StrEnum):
    """How a matter or a guiding case uses a key of the library."""

    DUTY = "duty"
    PENALTY = "penalty"
    OFFENCE = "offence"


GUIDING_TEXTS: Final[Mapping[str, tuple[str, int, int]]] = {
    "facts": ("基本案情", 30, 5000),
    "decision": ("处理结果和依据", 20, 5000),
    "discretion": ("裁量考虑", 0, 3000),
    "significance": ("指导意义", 20, 3000),
}
"""The long texts of a guiding case: label, fewest and most characters."""


@dataclass(frozen=True, slots=True)
class GuidingSpec:
    """A guiding case as it is written.

    `offences`: the matters by name, so that it holds for whichever organ enforces them. `issuer`, `document_number`,
    `source_number`: of one that a superior or the state released. `origin`: the number of the own public decision it was
    made from, and `origin_address` where that stands; `shielded`: names of that decision that must not be read here.
    """

    title: str
    domain: str
    offences: tuple[str, ...]
    violates: tuple[str, ...]
    penalises: tuple[str, ...]
    keywords: tuple[str, ...]
    facts: str
    decision: str
    discretion: str
    significance: str
    source: str = GuidingSource.OWN
    issuer: str = ""
    document_number: str = ""
    source_number: str = ""
    origin: str = ""
    origin_address: str = ""
    shielded: tuple[str, ...] = ()
    fictional: bool = False

    @property
    def citations(self) -> tuple[str, ...]:
        """Everything it cites, once."""
        return tuple(dict.fromkeys((*self.violates, *self.penalises)))

    def texts(self) -> dict[str, str]:
        """Every text that everybody will read, by field."""
        return {
            "title": self.title, "keywords": "、".join(self.keywords), "offences": "、".join(self.offences), "facts": self.facts,
            "decision": self.decision, "discretion": self.discretion, "significance": self.significance,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rest:
    """A citation with the article it named on the day of release: its address and the digest of its text."""

    citation: str
    sha256: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Who did something and when."""

    by_id: UUID
    by_name: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class GuidingFacts:
    """A guiding case as others may know it. `code` is its permanent address, `number` how it is called."""

    id: UUID
    organ_id: UUID
    organ_name: str
    state: GuidingState
    spec: GuidingSpec
    rests: tuple[Rest, ...]
    digest: str
    code: str
    number: str
    authors: tuple[UUID, ...]
    confirmed: tuple[str, ...]
    confirmed_why: str
    drafted: Passed
    checked: Passed | None
    released: Passed | None
    ended: Passed | None
    released_on: date | None
    moved_at: datetime
    replaced_by: str = ""

    @property
    def title(self) -> str:
        """Its title."""
        return self.spec.title

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return GUIDING_STATES[self.state][0]

    @property
    def colour(self) -> str:
        """The colour of the state."""
        return GUIDING_STATES[self.state][1]

    @property
    def source_name(self) -> str:
        """Whose it is, in Chinese."""
        return GUIDING_SOURCES[GuidingSource(self.spec.source)]

    @property
    def called(self) -> str:
        """How it is called: 示范县司法局第1号, 省应急管理厅指导案例第3号 (文号)."""
        who = self.organ_name if self.spec.source == GuidingSource.OWN else self.spec.issuer
        return f"{who}指导案例{self.number}" if self.number else f"{who}指导案例（未编号）"

    @property
    def place(self) -> str:
        """Where it stands in a list by its last change, for the address of the next page."""
        return f"{self.moved_at.isoformat()}_{self.id}"

    def may(self, move: GuidingMove) -> bool:
        """Whether its state allows a move."""
        return self.state in GUIDING_MOVES[move][1]


@dataclass(frozen=True, slots=True)
class Moved:
    """A citation of a guiding case that no longer reads as it did: repealed or amended, since a day."""

    citation: str
    since: date
    gone: bool

    @property
    def told(self) -> str:
        """《…》第九十七条 2027-01-01 起失效."""
        return f"{self.citation} {self.since.isoformat()} 起{'失效' if self.gone else '有修改'}"


@dataclass(frozen=True, slots=True)
class Shared:
    """What a guiding case has in common with a case: the offence, penalty and duty articles, or only words."""

    offence: bool
    penalty: tuple[str, ...]
    duty: tuple[str, ...]

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in words, strongest first."""
        found = ["同一违法行为"] if self.offence else []
        found += [f"同一处罚条款{one}" for one in self.penalty]
        found += [f"同一义务条款{one}" for one in self.duty]
        return tuple(found) or ("用词相近",)


@dataclass(frozen=True, slots=True)
class GuidingMatch:
    """A guiding case that is pushed to who handles a case, and why."""

    facts: GuidingFacts
    shared: Shared


@dataclass(frozen=True, slots=True)
class MatterUse:
    """A matter that rests on an article, in force on the day asked for."""

    matter_id: UUID
    organ_id: UUID
    code: str
    name: str
    sides: frozenset[Side]
    benchmark: str


@dataclass(frozen=True, slots=True)
class Uses:
    """What rests on an article on a day. `more`: how many matters are not listed."""

    matters: tuple[MatterUse, ...]
    guiding: tuple[GuidingFacts, ...]
    more: int = 0
