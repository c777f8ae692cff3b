"""Words of seals and signatures on documents: asked for, put on, failed; written on a screen, refused, of another version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.foundation.people import Role

SIGNATURE_TAKERS = (Role.HANDLER, Role.CHAIR)
"""Who hands the screen to whoever signs."""


class SealingStage(StrEnum):
    """Where the sealing of a document stands."""

    WAITING = "waiting"
    WORKING = "working"
    SEALED = "sealed"
    DROPPED = "dropped"


SEALING_STAGES: Mapping[str, str] = {
    SealingStage.WAITING: "待盖章", SealingStage.WORKING: "正在盖章", SealingStage.SEALED: "已盖章", SealingStage.DROPPED: "已撤回",
}  # fmt: skip
OPEN_STAGES = (SealingStage.WAITING, SealingStage.WORKING, SealingStage.SEALED)


@dataclass(frozen=True, slots=True)
class SealingFacts:
    """A document's seal, or the wait for one. `report`: what the last examination found, as it is kept."""

    id: UUID
    dossier_id: UUID
    document_id: UUID
    organ_id: UUID
    title: str
    number: str
    stage: str
    automatic: bool
    asked_at: datetime
    asked_name: str
    tries: int
    failure: str
    failed_at: datetime | None
    seal_id: UUID | None
    seal_name: str
    kind: str
    sealed_at: datetime | None
    sealed_name: str
    source_sha256: str
    sha256: str
    sm3: str
    size: int
    file_name: str
    result_sha256: str
    report: Mapping[str, Any]
    checked_at: datetime | None
    dropped_reason: str
    void: bool = False
    report_file: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sealed(self) -> bool:
        """Whether the document bears it."""
        return self.stage == SealingStage.SEALED

    @property
    def state(self) -> str:
        """What the last examination found: good, unknown, bad; empty where none was."""
        return str(self.report.get("state", ""))


class SignerRole(StrEnum):
    """As what somebody signs."""

    PARTY = "party"
    ASKED = "asked"
    RECIPIENT = "recipient"
    WITNESS = "witness"
    OFFICER = "officer"
    OTHER = "other"


SIGNER_ROLES: Mapping[str, str] = {
    SignerRole.PARTY: "当事人", SignerRole.ASKED: "被询问人", SignerRole.RECIPIENT: "受送达人", SignerRole.WITNESS: "见证人",
    SignerRole.OFFICER: "执法人员", SignerRole.OTHER: "其他在场人",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignatureDraft:
    """What comes from the screen. `strokes`: each a list of (x, y, pressure, milliseconds) in whole numbers.

    `refused`: the person would not sign, for `reason`, which `witness` saw. `shown`: the digest of the file shown.
    """

    role: str
    name: str
    shown: str
    strokes: tuple[tuple[tuple[int, int, int, int], ...], ...] = ()
    refused: bool = False
    reason: str = ""
    witness: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature on a screen, or the refusal of one. `current`: given to the document as it is now."""

    id: UUID
    document_id: UUID
    role: str
    name: str
    at: datetime
    shown_sha256: str
    refused: bool
    reason: str
    witness: str
    device: str
    taker: str
    strokes_sha256: str
    picture_sha256: str
    current: bool

    @property
    def told(self) -> str:
        """As what the person signed, in Chinese."""
        return SIGNER_ROLES.get(self.role, self.role)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The page of signatures of a document, as a file of its own."""

    document_id: UUID
    name: str
    sha256: str
    sm3: str
    size: int
    pages: int
    signatures: int


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A further file of a document that goes where the document goes: its seal, its signatures, the report on the seal.

    `sm3` and `size` are empty for what only exports take.
    """

    document_id: UUID
    what: str
    name: str
    sha256: str
    sm3: str
    size: int
    media_type: str
    pages: int = 0
