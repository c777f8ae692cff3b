"""Frozen answers of the room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import quote
from uuid import UUID

from mingjing.publicity.terms.files import PublicFile
from mingjing.publicity.terms.moves import GONE, IN_PUBLIC, STATE_NAMES, State

SEARCH_KIND = "publication"
SOUND_KIND = "publicationpy"
"""The pinyin of what is public of a decision, beside its text in the search index."""


def address_of(organ_code: str, number: str) -> str:
    """The permanent path of the public page of a decision: /gs/<机关代字>/<文号>/."""
    return f"/gs/{quote(organ_code, safe='')}/{quote(number, safe='')}/"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One move in the life of a publication."""

    at: datetime
    move: str
    state: str
    person_name: str
    note: str
    ledger_index: int | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One public version. `parts` is empty where the version may no longer be shown."""

    seq: int
    released_at: datetime
    reason: str
    hidden: bool
    sha256: str
    ledger_index: int
    ledger_hash: str
    parts: Mapping[str, str]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The redacted text of the decision, paragraph by paragraph."""
        return tuple(self.parts[f"p{at}"] for at in range(len(self.parts)) if f"p{at}" in self.parts)

    @property
    def text(self) -> tuple[str, ...]:
        """Every text the public reads: the summary's, then the paragraphs."""
        return tuple(text for text in self.parts.values() if text)


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """A publication as the bureau sees it: its state and clocks, nothing of its content."""

    id: UUID
    source_ref: str
    organ_id: UUID
    organ_name: str
    organ_code: str
    number: str
    category: str
    decided_on: date
    state: str
    due: date
    due_provisional: bool
    due_steps: tuple[str, ...]
    released_at: datetime | None
    withdrawn_at: datetime | None
    call_trigger: str
    call_due: date | None
    exempt_ground: str
    address: str
    term_until: date | None = None
    term_why: str = ""
    ended_ground: str = ""
    ended_reason: str = ""
    check_kind: str = ""

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return STATE_NAMES[State(self.state)]

    @property
    def is_public(self) -> bool:
        """Whether its content can be read by anybody now."""
        return self.state in IN_PUBLIC

    @property
    def is_gone(self) -> bool:
        """Whether it was public and a tombstone is left."""
        return self.state in GONE

    @property
    def open_due(self) -> date | None:
        """The day by which the organ must act next, None where nothing is owed."""
        if self.call_due is not None and self.state in IN_PUBLIC:
            return self.call_due
        owed = self.state in {State.DUE, State.PROPOSED, State.CONFIRMED}
        return self.due if owed else None


@dataclass(frozen=True, slots=True)
class WaitingFacts:
    """A publication that waits for the organ, with its traffic light (red, amber, green)."""

    publication: PublicationFacts
    party_name: str
    cause: str
    task: str
    due: date
    working_days_left: int
    light: str


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """A redaction candidate with what a person decided."""

    id: UUID
    part: str
    start: int
    end: int
    text: str
    ground: str
    why: str
    replacement: str
    origin: str
    certain: bool
    verdict: str
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """The two sides of the redaction page: originals and what would become public, by part."""

    originals: Mapping[str, str]
    public: Mapping[str, str]
    spans: tuple[SpanFacts, ...]
    party_name: str
    roles: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line of the public list: redacted columns only. A withdrawn decision has none of them."""

    id: UUID
    number: str
    organ_code: str
    organ_name: str
    category: str
    decided_on: date
    released_at: datetime
    state: str
    party: str
    cause: str
    outcome: str
    result: str
    address: str
    withdrawn_reason: str = ""
    check_kind: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether only a tombstone is left."""
        return self.state in GONE


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """Everything the public page of one decision shows."""

    row: DecisionRow
    updated_at: datetime
    version: VersionFacts | None
    history: tuple[StepFacts, ...]
    older: tuple[VersionFacts, ...]
    withdrawn_at: datetime | None
    withdrawn_trigger: str
    withdrawn_index: int | None
    replaced_by: str
    decision_index: int | None
    uscc: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class CopiedDecision:
    """A decision for the static copy: its page, and every text that may be proved, (version, text, place in the log).

    `files`: place of a version in the log → its public attachments.
    """

    shown: PublicDecision
    texts: tuple[tuple[int, str, int], ...]
    files: Mapping[int, tuple[PublicFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the public list is narrowed by; every value is optional. `state`: public, corrected, withdrawn or ended.

    `check`: how an inspected enterprise was chosen (CheckKind); `outcome`: words that the kind of decision must contain.
    `uscc`: the credit code of the organisation it concerns. `month`: any day of the month in which it was made public.
    """

    q: str = ""
    organ_code: str = ""
    category: str = ""
    cause: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    uscc: str = ""
    month: date | None = None
    check: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the public list, newest first, with keyset tokens. `snippets`: id → (text, searched for) pieces.

    `by_day`: the order is that of the days of decision, not of publication.
    """

    rows: tuple[DecisionRow, ...]
    next: str = ""
    previous: str = ""
    capped: bool = False
    snippets: Mapping[UUID, tuple[tuple[str, bool], ...]] = field(default_factory=dict)
    by_day: bool = False


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """A published flow chart: drawing, BPMN 2.0 and the same in words."""

    key: str
    title: str
    version: str
    organ_name: str
    published_at: datetime
    svg: str
    bpmn: str
    text: str
    sha256: str
    ledger_index: int
    organ_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """An organisation as its public decisions name it: the newest name, how many there are of each category, since when."""

    uscc: str
    name: str
    total: int
    categories: Mapping[str, int]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What an organ made public in one month, by category; all zero is information too (本月无)."""

    first: date
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All categories together."""
        return sum(self.counts.values())
