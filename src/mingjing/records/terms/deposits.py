"""Words of deposits: what another system puts into a file here under its own numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Step(StrEnum):
    """The link of the procedure that a material records (R-01)."""

    START = "start"
    EVIDENCE = "evidence"
    REVIEW = "review"
    DECISION = "decision"
    SERVICE = "service"
    EXECUTION = "execution"
    OTHER = "other"


STEPS: Mapping[str, str] = {
    Step.START: "启动",
    Step.EVIDENCE: "调查取证",
    Step.REVIEW: "审核",
    Step.DECISION: "决定",
    Step.SERVICE: "送达",
    Step.EXECUTION: "执行",
    Step.OTHER: "其他",
}


class ItemState(StrEnum):
    """How far a material has come."""

    COMMITTED = "committed"
    HELD = "held"
    DIFFERS = "differs"
    ABSENT = "absent"


ITEM_STATES: Mapping[str, str] = {
    ItemState.COMMITTED: "已登记，待上传",
    ItemState.HELD: "已入库",
    ItemState.DIFFERS: "已入库，与登记不一致",
    ItemState.ABSENT: "已说明不能上传",
}


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """What a system says of a document before it sends it. `sha256` in hex, `size` in bytes."""

    name: str
    sha256: str
    size: int
    step: str
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class DepositFacts:
    """A file of another system. `id`: the dossier; `fresh`: opened by this very call."""

    id: UUID
    organ_id: UUID
    source_ref: str
    title: str
    case_number: str
    opened_at: datetime
    sealed_at: datetime | None
    fresh: bool = False

    @property
    def marked(self) -> str:
        """What stands as 案件编号 in the marks of its recordings."""
        return self.case_number or self.source_ref


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A material of such a file, a document or a recording. `received`: how many bytes of an unfinished upload have come."""

    id: UUID
    deposit_id: UUID
    source_ref: str
    name: str
    step: str
    sha256: str
    size: int
    made_on: date | None
    committed_at: datetime
    state: str
    held_at: datetime | None
    held_sha256: str
    held_sm3: str
    held_size: int
    media_type: str
    reason: str
    received: int
    recording_id: UUID | None
    attachment_id: UUID | None
    fresh: bool = False

    @property
    def is_recording(self) -> bool:
        """Whether it is audio-video."""
        return self.recording_id is not None

    @property
    def owed(self) -> bool:
        """Whether the content is still to come."""
        return self.state == ItemState.COMMITTED


@dataclass(frozen=True, slots=True)
class StepFacts:
    """How much of one link is recorded: in text, in sound and picture."""

    step: str
    documents: int
    recordings: int

    @property
    def name(self) -> str:
        """The link in Chinese."""
        return STEPS[self.step]
