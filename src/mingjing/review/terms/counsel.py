"""Counsel and public lawyers (法律顾问、公职律师): the pool, and what they are asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class CounselKind(StrEnum):
    """Whom an organ asks: an adviser it engaged, or a lawyer in public service."""

    ADVISER = "adviser"
    PUBLIC = "public"


COUNSEL_KINDS = {CounselKind.ADVISER: "法律顾问", CounselKind.PUBLIC: "公职律师"}


class AskState(StrEnum):
    """Where a request for an opinion stands."""

    ASKED = "asked"
    ASSIGNED = "assigned"
    ADVISED = "advised"
    CALLED_OFF = "called_off"


ASK_NAMES = {
    AskState.ASKED: "待指派",
    AskState.ASSIGNED: "待出具意见",
    AskState.ADVISED: "已出具意见",
    AskState.CALLED_OFF: "已撤回",
}


class AskMove(StrEnum):
    """What is done with a request."""

    ASSIGN = "assign"
    ADVISE = "advise"
    CALL_OFF = "call-off"


ASK_MOVES = {
    AskMove.ASSIGN: ("指派顾问", frozenset({AskState.ASKED})),
    AskMove.ADVISE: ("登记意见", frozenset({AskState.ASSIGNED})),
    AskMove.CALL_OFF: ("撤回请求", frozenset({AskState.ASKED, AskState.ASSIGNED})),
}
# What the counsel states before being assigned: each must be answered, and answered with 否.
CONFLICT_QUESTIONS = {
    "took_part": "参与过本案的办理、审查、审核或者听证",
    "acted": "担任过当事人的代理人、法律顾问，或者与当事人有利害关系",
    "firm_acted": "所在单位（律师事务所）代理当事人或者为其提供法律服务",
}


@dataclass(frozen=True, slots=True)
class CounselDraft:
    """What is registered of a counsel; the price of a bought service as recorded, as typed."""

    name: str
    kind: str
    employer: str
    field: str
    certificate: str = ""
    valid_until: date | None = None
    contract_from: date | None = None
    contract_until: date | None = None
    price: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CounselFacts:
    """One counsel of the pool as of now; `end_reason` where out of it."""

    id: UUID
    organ_id: UUID
    organ_name: str
    name: str
    kind: str
    employer: str
    field: str
    certificate: str
    valid_until: date | None
    contract_from: date | None
    contract_until: date | None
    price: Decimal | None
    person_id: UUID | None
    registered_at: datetime
    end_reason: str

    @property
    def kind_name(self) -> str:
        """法律顾问 or 公职律师."""
        return COUNSEL_KINDS[CounselKind(self.kind)]

    def fits_on(self, day: date) -> bool:
        """Whether certificate and contract hold on a day, as far as there are any."""
        certified = self.valid_until is None or day <= self.valid_until
        begun = self.contract_from is None or self.contract_from <= day
        return certified and begun and (self.contract_until is None or day <= self.contract_until)


@dataclass(frozen=True, slots=True)
class Involved:
    """Who had to do with the case over its whole history, as far as there are data.

    `persons`: who handled, examined, reviewed or chaired; `agents`: names of the party and of who acted for it; `told`: the texts that
    tell of them, in which a firm may be named.
    """

    persons: Collection[UUID] = ()
    agents: Collection[str] = ()
    told: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A signed paper opinion: the SHA-256 of its scan and where the paper is kept."""

    sha256: str
    place: str


@dataclass(frozen=True, slots=True)
class AskFacts:
    """One request for an opinion, with the opinion where it was given. The opinion is advice and passes nothing."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    organ_name: str
    round: int
    title: str
    question: str
    materials: tuple[Mapping[str, str], ...]
    due_on: date
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    state: str
    counsel: CounselFacts | None
    stated: Mapping[str, str]
    assigned_by_name: str
    assigned_at: datetime | None
    advice: str
    advised_on: date | None
    advised_by_name: str
    advised_at: datetime | None
    paper: PaperFacts | None
    off_reason: str

    @property
    def state_name(self) -> str:
        """待指派, 待出具意见, 已出具意见 or 已撤回."""
        return ASK_NAMES[AskState(self.state)]

    @property
    def waits(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in {AskState.ASKED, AskState.ASSIGNED}


@dataclass(frozen=True, slots=True)
class CounselFigure:
    """How many opinions one counsel gave to one organ in a period."""

    organ_name: str
    counsel_name: str
    kind_name: str
    employer: str
    given: int
    late: int
