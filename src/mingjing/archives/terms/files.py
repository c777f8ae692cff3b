"""Words of the room: what lies in a file, how long it is kept, what a check found.

A dossier is an opaque id here: the room knows documents and digests, never cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Volume(StrEnum):
    """正卷 is open to those entitled to see the file; 副卷 holds what the organ keeps to itself."""

    MAIN = "main"
    AUXILIARY = "auxiliary"


VOLUME_NAMES = {Volume.MAIN: "正卷", Volume.AUXILIARY: "副卷"}


class Retention(StrEnum):
    """How long a file is kept."""

    PERMANENT = "permanent"
    THIRTY = "y30"
    TEN = "y10"


RETENTION_NAMES = {Retention.PERMANENT: "永久", Retention.THIRTY: "30年", Retention.TEN: "10年"}
RETENTION_YEARS = {Retention.THIRTY: 30, Retention.TEN: 10}


class Secrecy(StrEnum):
    """密级. Whatever is a state secret may not lie in this open installation."""

    NONE = "none"
    INTERNAL = "internal"
    SECRET = "secret"  # noqa: S105  a classification
    CONFIDENTIAL = "confidential"
    TOP = "top"


SECRECY_NAMES = {
    Secrecy.NONE: "不涉密",
    Secrecy.INTERNAL: "内部",
    Secrecy.SECRET: "秘密",
    Secrecy.CONFIDENTIAL: "机密",
    Secrecy.TOP: "绝密",
}
STATE_SECRETS = (Secrecy.SECRET, Secrecy.CONFIDENTIAL, Secrecy.TOP)


class Place(StrEnum):
    """Who keeps a filed file."""

    STAFF = "staff"
    HOUSE = "house"
    GONE = "gone"


PLACE_NAMES = {Place.STAFF: "本机关档案室", Place.HOUSE: "已移交档案馆", Place.GONE: "已销毁"}


@dataclass(frozen=True, slots=True)
class ArchiveItem:
    """One thing in the file. `form` is the document's form, or `evidence` or `attachment` for what was handed in.

    `pages` counts the pages of the electronic copy; `name` and the digests (hex) are those the ledger logged, empty for
    a thing without electronic copy (paper, objects), which is listed and kept apart. `follows` is the act whose
    document a receipt proves the service of: it is filed behind that document.
    """

    seq: int
    form: str
    title: str
    day: date
    number: str = ""
    pages: int = 0
    name: str = ""
    sha256: str = ""
    sm3: str = ""
    size: int = 0
    media_type: str = ""
    follows: int = 0

    @property
    def electronic(self) -> bool:
        """Whether there is a copy in the store."""
        return bool(self.sha256)

    @property
    def recording(self) -> bool:
        """Whether it is sound or film, which is kept apart and has no pages."""
        return self.media_type.startswith(("audio/", "video/"))

    def as_json(self) -> dict[str, Any]:
        """What the table keeps of cover, contents and note, which have no line in the contents."""
        return {
            "seq": self.seq, "form": self.form, "title": self.title, "date": self.day.isoformat(), "number": self.number,
            "pages": self.pages, "name": self.name, "sha256": self.sha256, "sm3": self.sm3, "size": self.size,
            "media_type": self.media_type,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One line of the contents: number in the volume, title, document number, day, pages from and to (0: none)."""

    no: int
    title: str
    number: str
    day: date
    first: int
    last: int
    volume: Volume
    group: str
    item: ArchiveItem

    @property
    def span(self) -> str:
        """The pages as they are printed: 3–7, 8, or — for what has none."""
        if not self.first:
            return "—"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def remark(self) -> str:
        """Where to look for what is not on a page."""
        if not self.item.electronic:
            return "纸质或者实物，另存"
        return "音像载体，另存" if self.item.recording else ""

    def as_json(self) -> dict[str, Any]:
        """What the table keeps."""
        return {
            "no": self.no, "title": self.title, "number": self.number, "date": self.day.isoformat(), "from": self.first,
            "to": self.last, "volume": self.volume.value, "group": self.group, "remark": self.remark,
            "form": self.item.form, "seq": self.item.seq, "name": self.item.name, "sha256": self.item.sha256,
            "sm3": self.item.sm3, "size": self.item.size, "media_type": self.item.media_type,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArchivedFacts:
    """A filed file as others see it."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    catalogue_no: str
    title: str
    retention: str
    opened_on: date
    closed_on: date
    archived_on: date
    pages: int
    paper_pages: int
    catalogue: tuple[Mapping[str, Any], ...]
    package_sha256: str
    package_sm3: str
    package_size: int
    report: Mapping[str, Any]
    archived_at: datetime
    archived_by: UUID
    archivist: str
    organ_name: str = ""
    secrecy: str = "none"
    place: str = "staff"
    retain_until: date | None = None
    check_due: date | None = None
    destroyed_at: datetime | None = None

    @property
    def retention_name(self) -> str:
        """永久, 30年 or 10年."""
        return RETENTION_NAMES[Retention(self.retention)]

    @property
    def place_name(self) -> str:
        """Who keeps it: the archive staff, the public archive, or nobody any more."""
        return PLACE_NAMES[Place(self.place)]

    @property
    def secrecy_name(self) -> str:
        """The classification in Chinese."""
        return SECRECY_NAMES[Secrecy(self.secrecy)]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a listing is narrowed by; every field is a query parameter of the address."""

    q: str = ""
    retention: str = ""
    year: int | None = None
    archived_from: date | None = None
    archived_to: date | None = None
    place: str = ""
    due_on: date | None = None
