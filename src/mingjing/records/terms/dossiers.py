"""Words of dossiers: documents, files handed in, who looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


def stream(dossier_id: UUID) -> str:
    """The ledger stream of a dossier: everything that happens to it is one chain."""
    return f"dossier:{dossier_id}"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document as other rooms see it."""

    id: UUID
    dossier_id: UUID
    act_seq: int
    form: str
    form_version: int
    title: str
    number: str
    data: Mapping[str, Any]
    data_sha256: str
    made_at: datetime
    external: bool
    pdf_sha256: str
    pdf_sm3: str
    pdf_size: int
    pages: int
    void_reason: str
    edition_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """A file handed in."""

    id: UUID
    dossier_id: UUID
    name: str
    media_type: str
    sha256: str
    sm3: str
    size: int
    added_at: datetime

    def as_json(self) -> dict[str, Any]:
        """What an act keeps of it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "media_type": self.media_type,
            "sha256": self.sha256,
            "sm3": self.sm3,
            "size": self.size,
        }


@dataclass(frozen=True, slots=True)
class ViewingFacts:
    """One look at a document or a file."""

    name: str
    person_name: str
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FormFacts:
    """A document template: id, Chinese name, number code, version, layout family, mandatory contents.

    `progress`: whether it tells the party of its matter, and so prints the code to ask how far that is. `hash`: digest of
    the template and its schema. `signers`: who signs on paper; empty where nobody has to.
    """

    id: str
    name: str
    version: int
    family: str
    mandatory: tuple[tuple[str, str], ...]
    progress: bool = False
    hash: str = ""
    signers: tuple[str, ...] = ()


class NotFound(Exception):
    """No such document or file, or it is not this dossier's."""


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """Somebody opened something in a dossier, as the auditor sees it: no name of a file."""

    id: int
    dossier_id: UUID | None
    what: str
    person_id: UUID
    person_name: str
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """How much is kept, and how much waits to be rendered."""

    documents: int
    files: int
    size: int
    waiting: int
