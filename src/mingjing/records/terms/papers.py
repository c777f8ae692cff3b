"""Words of paper beside the electronic document (纸质与电子一致): scans, their pages, what differs, who signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.foundation.people import Role

SCANNERS = (Role.HANDLER, Role.EXAMINER, Role.CHAIR, Role.ARCHIVIST)
"""Who takes in scans and compares them."""
PAPER_READERS = (*SCANNERS, Role.HEAD)


class PageState(StrEnum):
    """Where a scanned page stands."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    REPLACED = "replaced"
    SET_ASIDE = "set_aside"


PAGE_STATES = {
    PageState.MATCHED: "已对应",
    PageState.UNMATCHED: "待对应",
    PageState.REPLACED: "已有新的扫描件",
    PageState.SET_ASIDE: "不属于案卷",
}
MARK_KINDS = {
    "signature": "签名", "date": "日期", "seal": "印章、指印", "note": "批注", "stain": "污渍、折痕，不是文字", "different": "文字不同",
}  # fmt: skip
SIGNED_KINDS = frozenset({"signature", "date", "seal", "note"})
REASONED_KINDS = frozenset({"different", "stain", "note"})


class Outcome(StrEnum):
    """What comparing a page came to."""

    SAME = "same"
    SIGNED = "signed"
    DIFFERENT = "different"


OUTCOMES = {Outcome.SAME: "一致", Outcome.SIGNED: "一致，有签名", Outcome.DIFFERENT: "有出入"}


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """One file that came from a scanner or a camera."""

    id: UUID
    organ_id: UUID
    dossier_id: UUID | None
    name: str
    media_type: str
    sha256: str
    size: int
    pages: int
    read: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ScanPageFacts:
    """One page of a scan: which page of which document it is, what differs, what a person said of it.

    `spots` are boxes in millimetres of the page; `marks` what each of them is, in the same order.
    """

    id: UUID
    scan_id: UUID
    scan_name: str
    scan_sha256: str
    organ_id: UUID
    number: int
    state: str
    dossier_id: UUID | None
    document_id: UUID | None
    page: int
    by_code: bool
    problem: str
    reason: str
    spots: tuple[Mapping[str, Any], ...]
    way: tuple[float, ...]
    marks: tuple[Mapping[str, Any], ...]
    outcome: str
    note: str
    checked_by: str
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature on paper, or that it was refused."""

    document_id: UUID
    page: int
    role: str
    name: str
    refused: bool
    reason: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """How the paper of one document stands. `gone`: pages nobody scanned; `unchecked`, `different`: pages; `unsigned`: roles."""

    document_id: UUID
    dossier_id: UUID
    title: str
    number: str
    act_seq: int
    pages: int
    needed: tuple[str, ...]
    gone: tuple[int, ...] = ()
    unchecked: tuple[int, ...] = ()
    different: tuple[int, ...] = ()
    unsigned: tuple[str, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is owed."""
        return not (self.gone or self.unchecked or self.different or self.unsigned)
