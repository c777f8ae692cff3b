"""Words of 案卷评查: the standard with its items, a plan and its sample, a graded file, what moves it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.supervision.terms.objections import ObjectionFacts


class GradingState(StrEnum):
    """Where a round of grading stands."""

    PLANNED = "planned"
    DRAWN = "drawn"
    FINISHED = "finished"


GRADING_NAMES = {
    GradingState.PLANNED: "待抽取",
    GradingState.DRAWN: "评查中",
    GradingState.FINISHED: "已完成",
}


class FileState(StrEnum):
    """Where a file in the sample stands."""

    DRAWN = "drawn"
    MARKED = "marked"
    OBJECTED = "objected"
    SETTLED = "settled"


FILE_NAMES = {
    FileState.DRAWN: "待评查",
    FileState.MARKED: "已评查，可提异议",
    FileState.OBJECTED: "有异议，待答复",
    FileState.SETTLED: "已定",
}


class FileMove(StrEnum):
    """What is done to a file in the sample."""

    MARK = "mark"
    OBJECT = "object"
    ACCEPT = "accept"
    ANSWER = "answer"


FILE_MOVE_NAMES = {
    FileMove.MARK: "评查",
    FileMove.OBJECT: "提出异议",
    FileMove.ACCEPT: "确认没有异议",
    FileMove.ANSWER: "答复异议",
}
FILE_MOVES = {
    FileMove.MARK: (FileState.DRAWN, FileState.MARKED),
    FileMove.OBJECT: (FileState.MARKED, FileState.OBJECTED),
    FileMove.ACCEPT: (FileState.MARKED, FileState.SETTLED),
    FileMove.ANSWER: (FileState.OBJECTED, FileState.SETTLED),
}
"""Move → (state it starts from, state it leads to)."""


@dataclass(frozen=True, slots=True)
class RubricItem:
    """One item of the content part. `acts`: whose presence in the case makes it applicable; `missing`: `zero` where the
    law always asks for it, `exclude` where it leaves the denominator."""

    id: str
    title: str
    full: Decimal
    acts: frozenset[str]
    missing: str


@dataclass(frozen=True, slots=True)
class BaseItem:
    """One kind of formal defect, with the most points it may cost."""

    id: str
    title: str
    full: Decimal


@dataclass(frozen=True, slots=True)
class Veto:
    """A major problem that makes a file fail. `mode`: A found by rules, S in part, H by people only."""

    no: int
    title: str
    mode: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """A grading standard (评查标准): legality + content × obtained ÷ applicable − formal defects; a major problem is 0."""

    id: str
    title: str
    source: str
    verified: bool
    legality: Decimal
    content: Decimal
    base_most: Decimal
    bands: tuple[tuple[str, Decimal], ...]
    vetoes: tuple[Veto, ...]
    items: tuple[RubricItem, ...]
    base: tuple[BaseItem, ...]

    @property
    def parts(self) -> dict[str, tuple[str, Decimal]]:
        """Everything that may cost points: id → (title, most)."""
        return {one.id: (one.title, one.full) for one in self.items} | {
            one.id: (one.title, one.full) for one in self.base
        }


@dataclass(frozen=True, slots=True)
class AutoFinding:
    """What the rules found in a file. `item`: the rubric's item it belongs to, empty where to none; `veto`: 0 for none."""

    rule: str
    act_seq: int
    act_name: str
    message: str
    veto: int
    points: int
    item: str

    @property
    def key(self) -> str:
        """The name of the finding among those of its file."""
        return f"{self.rule}.{self.act_seq}"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a grader found: item or base item → (points lost, why), major problem → why, finding not adopted → why."""

    items: Mapping[str, tuple[Decimal, str]] = field(default_factory=dict)
    vetoes: Mapping[int, str] = field(default_factory=dict)
    rejected: Mapping[str, str] = field(default_factory=dict)
    opinion: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the table keeps and the ledger digests."""
        return {
            "items": {key: [str(points), why] for key, (points, why) in sorted(self.items.items())},
            "vetoes": {str(no): why for no, why in sorted(self.vetoes.items())},
            "rejected": dict(sorted(self.rejected.items())),
            "opinion": self.opinion,
        }


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of a graded file: whether it applied, what it lost and why."""

    title: str
    full: Decimal
    applicable: bool
    lost: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class GradingDraft:
    """What a supervisor plans: closed cases of which organs, closed between which days, how many of each."""

    title: str
    organ_ids: tuple[UUID, ...]
    since: date
    until: date
    per_organ: int


@dataclass(frozen=True, slots=True)
class GradingFacts:
    """A round of grading. `population`: organ → how many closed files there were when the sample was drawn."""

    id: UUID
    number: str
    title: str
    issuer_name: str
    region: str
    rubric: str
    organs: tuple[tuple[UUID, str], ...]
    since: date
    until: date
    per_organ: int
    state: str
    seed: str
    tree_size: int
    population: Mapping[str, int]
    draw_digest: str
    planned_by: str
    planned_at: datetime
    drawn_at: datetime | None
    summary: str
    finished_by: str
    finished_at: datetime | None

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return GRADING_NAMES[GradingState(self.state)]


@dataclass(frozen=True, slots=True)
class GradedFacts(ObjectionFacts):
    """A file in the sample, as its readers see it."""

    id: UUID
    grading_id: UUID
    grading_number: str
    grading_title: str
    organ_id: UUID
    organ_name: str
    case_id: UUID
    case_no: str
    rank: int
    state: str
    score: Decimal | None
    band: str
    marks: Marks
    auto: tuple[AutoFinding, ...]
    items: tuple[ItemScore, ...]
    grader: str
    graded_at: datetime | None

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return FILE_NAMES[FileState(self.state)]

    @property
    def failed(self) -> bool:
        """Whether the file is below the pass mark or has a major problem."""
        return self.band == "不合格"
