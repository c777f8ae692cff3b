"""A decision held against the catalogue of major decisions; a catalogue held against the superior's."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from mingjing.lawbook.terms.catalogues import CatalogueFacts, MajorRowFacts


class Fit(StrEnum):
    """Whether a decision falls under an entry. What is not known is not a no."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


FIT_NAMES = {Fit.YES: "属于", Fit.UNKNOWN: "不清楚", Fit.NO: "不属于"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a proposed decision; None: not known (yet). Amounts are yuan, nothing proposed is 0."""

    category: str
    level: str = ""
    domain: str = ""
    party_is_unit: bool | None = None
    kinds: tuple[str, ...] | None = None
    fine: Decimal | None = None
    confiscation: Decimal | None = None
    procedure: str | None = None
    after_hearing: bool | None = None
    public_interest: bool | None = None
    social_risk: bool | None = None
    major_rights: bool | None = None
    complex: bool | None = None


@dataclass(frozen=True, slots=True)
class RowFit:
    """One entry of the catalogue, whether the decision falls under it, and why: a sentence for each condition."""

    row: MajorRowFacts
    fit: Fit
    reasons: tuple[str, ...]

    @property
    def fit_name(self) -> str:
        """属于, 不清楚 or 不属于."""
        return FIT_NAMES[self.fit]


@dataclass(frozen=True, slots=True)
class FollowingFacts:
    """How an organ's catalogue stands to the guiding one of its superior (L-07)."""

    organ_id: UUID
    own: CatalogueFacts | None
    upper: CatalogueFacts | None
    open_guidance: int = 0

    @property
    def state(self) -> str:
        """none: nothing to follow; missing: no own catalogue; follows; lags: made after an older version, or without it."""
        if self.upper is None:
            return "none"
        if self.own is None:
            return "missing"
        return "follows" if self.own.follows == self.upper.catalogue_id else "lags"


@dataclass(frozen=True, slots=True)
class GuidanceFacts:
    """A written guidance (指导意见) of a superior organ on an organ's catalogue, and its answer."""

    id: UUID
    organ_id: UUID
    by_organ_id: UUID
    text: str
    given_by_name: str
    given_at: datetime
    answer: str
    answered_by_name: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class CatalogueDuty:
    """What an organ owes its superior: an answer to a guidance, or a catalogue made after its newest version."""

    kind: str
    id: UUID
