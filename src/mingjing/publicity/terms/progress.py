"""How far a matter is (办理进度), and how each kind of act is told: what the portal shows without knowing a case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mingjing.publicity.terms.applications import Applicable


@dataclass(frozen=True, slots=True)
class ProgressClock:
    """A right of the party that still runs: its name and its last day; `provisional` while a calendar is not known."""

    name: str
    due: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """Where a matter stands: stage, days, next stage and the party's running rights. No content, no party, no officer.

    `numbers` are the numbers by which the paper calls it; `chart` is the key of the published flow chart; `applicable` is
    what the party may apply for online at this stage, with the last day of each.
    """

    source_ref: str
    organ_name: str
    numbers: tuple[str, ...]
    stage: str
    since: date
    next_stage: str
    chart: str
    dates: tuple[tuple[str, date], ...]
    clocks: tuple[ProgressClock, ...]
    ended: bool
    noted_at: datetime
    organ_id: UUID | None = None
    applicable: tuple[Applicable, ...] = ()


@dataclass(frozen=True, slots=True)
class RightsStep:
    """One step that concerns the party: by which document it is told, what stands in it, on which articles it rests.

    `rules` are the sentences that must hold before the organ may take it; `yours` says that the party takes it.
    """

    name: str
    cites: tuple[str, ...]
    document: str
    says: tuple[str, ...]
    rules: tuple[str, ...]
    yours: bool


@dataclass(frozen=True, slots=True)
class RightsFacts:
    """How one kind of act is told (告知与权利), as published: steps in order, and the periods of the party's rights."""

    key: str
    version: str
    title: str
    cites: tuple[str, ...]
    steps: tuple[RightsStep, ...]
    periods: tuple[tuple[str, str, str], ...]
    sha256: str
    published_at: datetime
    ledger_index: int
