"""Words of custody: handing a file over, checking it, taking it or giving it back; additions; what is held apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class HandoverTo(StrEnum):
    """Who takes over: the organ's archive staff, or the public archive (档案馆)."""

    STAFF = "staff"
    HOUSE = "house"


HANDOVER_NAMES = {HandoverTo.STAFF: "移交档案室", HandoverTo.HOUSE: "移交档案馆"}


class HandoverState(StrEnum):
    """How far it has come."""

    OFFERED = "offered"
    RECEIVED = "received"
    RETURNED = "returned"


STATE_NAMES = {HandoverState.OFFERED: "等待接收", HandoverState.RECEIVED: "已接收", HandoverState.RETURNED: "已退回"}


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """One handing over, with both persons."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    to: str
    title: str
    receiver: str
    state: str
    electronic: int
    paper_pages: int
    note: str
    offered_name: str
    offered_at: datetime
    settled_name: str
    settled_at: datetime | None
    reason: str
    receipt_no: str
    package_sha256: str
    offered_by: UUID

    @property
    def to_name(self) -> str:
        """Whither, in Chinese."""
        return HANDOVER_NAMES[HandoverTo(self.to)]

    @property
    def state_name(self) -> str:
        """How far, in Chinese."""
        return STATE_NAMES[HandoverState(self.state)]


class SupplementState(StrEnum):
    """An addition is asked for, then taken or refused."""

    ASKED = "asked"
    FILED = "filed"
    REFUSED = "refused"


SUPPLEMENT_NAMES = {
    SupplementState.ASKED: "等待批准",
    SupplementState.FILED: "已补充归档",
    SupplementState.REFUSED: "不同意",
}


@dataclass(frozen=True, slots=True)
class SupplementFacts:
    """An addition to a filed file: a volume of its own with its own contents and package."""

    id: UUID
    file_id: UUID
    number: int
    title: str
    name: str
    reason: str
    state: str
    asked_name: str
    asked_at: datetime
    settled_name: str
    settled_at: datetime | None
    opinion: str
    package_sha256: str
    package_size: int
    catalogue: tuple[Mapping[str, Any], ...]
    asked_by: UUID

    @property
    def state_name(self) -> str:
        """How far, in Chinese."""
        return SUPPLEMENT_NAMES[SupplementState(self.state)]


@dataclass(frozen=True, slots=True)
class ApartFacts:
    """Something classified that is kept elsewhere: its number only, no title and no content."""

    id: int
    dossier_id: UUID
    number: str
    secrecy: str
    kept_at: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ImportedFacts:
    """A file that came from another installation: read only, with its proofs."""

    id: UUID
    organ_id: UUID
    catalogue_no: str
    title: str
    source: str
    retention: str
    archived_on: date
    package_sha256: str
    package_sm3: str
    package_size: int
    catalogue: tuple[Mapping[str, Any], ...]
    checks: tuple[Mapping[str, Any], ...]
    conclusion: str
    origin: str
    imported_at: datetime
    importer: str
