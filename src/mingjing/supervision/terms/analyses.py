"""Words of the analysis of weak links: what it counts over a quarter, by rule and by violation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AnalysisState(StrEnum):
    """Where an analysis stands."""

    COUNTING = "counting"
    READY = "ready"
    SIGNED = "signed"


ANALYSIS_NAMES = {
    AnalysisState.COUNTING: "统计中",
    AnalysisState.READY: "待定稿",
    AnalysisState.SIGNED: "已定稿",
}


@dataclass(frozen=True, slots=True)
class WeakLink:
    """One rule that found something: its sentence, in how many cases, in how many in the period before (None: not known)."""

    rule: str
    sentence: str
    acts: tuple[str, ...]
    cases: tuple[tuple[UUID, str], ...]
    before: int | None

    @property
    def count(self) -> int:
        """How many cases."""
        return len(self.cases)

    @property
    def change(self) -> int | None:
        """More (+) or fewer (−) than the period before."""
        return None if self.before is None else self.count - self.before


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of violation: cases filed in this period and in the one before."""

    code: str
    name: str
    cases: tuple[tuple[UUID, str], ...]
    before: int

    @property
    def change(self) -> int:
        """More (+) or fewer (−) than the period before."""
        return len(self.cases) - self.before


@dataclass(frozen=True, slots=True)
class AnalysisFacts:
    """An analysis of weak links. `looked` of `total` cases were looked at; `films` are the figures of the audio-video."""

    id: UUID
    owner_id: UUID
    owner_name: str
    region: str
    whole_region: bool
    year: int
    quarter: int
    seq: int
    state: str
    looked: int
    total: int
    links: tuple[WeakLink, ...]
    kinds: tuple[Kind, ...]
    films: Mapping[str, int]
    causes: str
    measures: str
    digest: str
    begun_by: str
    begun_at: datetime
    signed_by: str
    signed_at: datetime | None

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return ANALYSIS_NAMES[AnalysisState(self.state)]

    @property
    def title(self) -> str:
        """What it is called."""
        where = f"{self.region}全区域" if self.whole_region else self.owner_name
        return f"{where} {self.year} 年第 {self.quarter} 季度执法薄弱环节分析"
