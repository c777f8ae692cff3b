"""Words of 评议考核: the scheme with its items, the score of an organ, what moves it on, what lies behind a figure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.supervision.terms.objections import ObjectionFacts


class SchemeState(StrEnum):
    """Where a scheme of appraisal stands."""

    DRAFT = "draft"
    RELEASED = "released"
    REPLACED = "replaced"
    SCORING = "scoring"
    FINISHED = "finished"
    DROPPED = "dropped"


SCHEME_NAMES = {
    SchemeState.DRAFT: "草案",
    SchemeState.RELEASED: "已印发",
    SchemeState.REPLACED: "已被新版替代",
    SchemeState.SCORING: "评分中",
    SchemeState.FINISHED: "已定稿",
    SchemeState.DROPPED: "没有印发，已作废",
}


class AppraisalState(StrEnum):
    """Where an organ's score stands."""

    SCORING = "scoring"
    TOLD = "told"
    OBJECTED = "objected"
    SETTLED = "settled"


APPRAISAL_NAMES = {
    AppraisalState.SCORING: "评分中",
    AppraisalState.TOLD: "已告知，可提异议",
    AppraisalState.OBJECTED: "有异议，待答复",
    AppraisalState.SETTLED: "已定",
}


class AppraisalMove(StrEnum):
    """What is done to an organ's score."""

    ENTER = "enter"
    TELL = "tell"
    OBJECT = "object"
    ACCEPT = "accept"
    ANSWER = "answer"


APPRAISAL_MOVE_NAMES = {
    AppraisalMove.ENTER: "填写得分",
    AppraisalMove.TELL: "告知机关",
    AppraisalMove.OBJECT: "提出异议",
    AppraisalMove.ACCEPT: "确认没有异议",
    AppraisalMove.ANSWER: "答复异议",
}
APPRAISAL_MOVES = {
    AppraisalMove.ENTER: (AppraisalState.SCORING, AppraisalState.SCORING),
    AppraisalMove.TELL: (AppraisalState.SCORING, AppraisalState.TOLD),
    AppraisalMove.OBJECT: (AppraisalState.TOLD, AppraisalState.OBJECTED),
    AppraisalMove.ACCEPT: (AppraisalState.TOLD, AppraisalState.SETTLED),
    AppraisalMove.ANSWER: (AppraisalState.OBJECTED, AppraisalState.SETTLED),
}
"""Move → (state it starts from, state it leads to)."""

INTERNAL, PUBLIC = "internal", "public"
PUBLISHING = {INTERNAL: "在被考核机关内部通报", PUBLIC: "向社会公开"}


NO_SCORE = "没有适用的项目"
"""In place of a total where nothing of the scheme happened in the period."""


def score_cells(total: Decimal | None, band: str) -> tuple[str, str]:
    """Total and band for a table."""
    return (NO_SCORE, "") if total is None else (str(total), band)


def score_words(total: Decimal | None, band: str) -> str:
    """Total and band in a sentence."""
    return NO_SCORE if total is None else f"{total} 分，{band}"


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure the platform counts: what it is called, how it is counted, where that is written."""

    key: str
    title: str
    counted: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class SchemeItem:
    """One item of a scheme. `metric`: the figure it is scored by; empty where a person scores by the `standard`."""

    key: str
    title: str
    full: Decimal
    metric: str = ""
    standard: str = ""

    def as_json(self) -> dict[str, str]:
        """What the table keeps and the ledger digests."""
        return {"key": self.key, "title": self.title, "full": str(self.full), "metric": self.metric, "standard": self.standard}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchemeDraft:
    """What a supervisor types: the period, the organs, the items, how the result is told."""

    year: int
    title: str
    since: date
    until: date
    organ_ids: tuple[UUID, ...]
    items: tuple[SchemeItem, ...]
    publish: str = INTERNAL
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """One thing behind a figure: the page that shows it, its id, its name, whether it was done as it should be."""

    page: str
    id: str
    label: str
    good: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted figure: how many of how many. Where nothing fell due (`every` = 0) the item does not apply."""

    good: Decimal
    every: Decimal
    refs: tuple[Ref, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What the table keeps and the ledger digests."""
        return {"good": str(self.good), "every": str(self.every), "refs": [[one.page, one.id, one.label, one.good] for one in self.refs]}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave: points, why, and the evidence for it."""

    points: Decimal
    why: str
    evidence: str

    def as_json(self) -> dict[str, str]:
        """What the table keeps and the ledger digests."""
        return {"points": str(self.points), "why": self.why, "evidence": self.evidence}


@dataclass(frozen=True, slots=True)
class Line:
    """One item of an organ's score. `points` is None while nobody scored it; `given` is a person's, also a correction."""

    item: SchemeItem
    applicable: bool
    points: Decimal | None
    figure: Figure | None = None
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """A scheme as its readers see it."""

    id: UUID
    number: str
    year: int
    seq: int
    title: str
    issuer_id: UUID
    issuer_name: str
    region: str
    since: date
    until: date
    organs: tuple[tuple[UUID, str], ...]
    items: tuple[SchemeItem, ...]
    counting: str
    publish: str
    note: str
    reason: str
    state: str
    digest: str
    drafted_by: str
    drafted_at: datetime
    released_by: str
    released_at: datetime | None
    conclusion: str
    signed_by: str
    signed_at: datetime | None
    edition_id: UUID | None

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return SCHEME_NAMES[SchemeState(self.state)]

    @property
    def publish_name(self) -> str:
        """How the result is told, in Chinese."""
        return PUBLISHING[self.publish]


@dataclass(frozen=True, slots=True)
class AppraisalFacts(ObjectionFacts):
    """An organ's score as its readers see it."""

    id: UUID
    scheme: SchemeFacts
    organ_id: UUID
    organ_name: str
    state: str
    lines: tuple[Line, ...]
    total: Decimal | None
    band: str
    rank: int
    scored_by: str
    told_at: datetime | None

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return APPRAISAL_NAMES[AppraisalState(self.state)]

    @property
    def scored(self) -> bool:
        """Whether nothing that applies waits for its points."""
        return all(one.points is not None for one in self.lines if one.applicable)

    @property
    def score(self) -> str:
        """Total and band in Chinese, of one that is scored."""
        return score_words(self.total, self.band)
