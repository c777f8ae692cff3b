"""Attachments of a public decision: the original, which only the organ sees, its marks and pages, and the public copy."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

FORMAT_NAMES = {
    "pdf": "PDF", "docx": "Word 文档", "xlsx": "Excel 工作簿", "xls": "Excel 工作簿（旧格式）", "jpeg": "JPG 图片", "png": "PNG 图片",
}  # fmt: skip
COPY_EXTENSIONS = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "xls": "xlsx", "jpeg": "jpg", "png": "png"}
MOST_FILES = 20
PICTURED = frozenset({"pdf", "jpeg", "png"})
"""Formats whose pages are looked at as pictures, so that boxes can be drawn on them."""


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """A place in a file: a stretch of a page's text, or a box in ten-thousandths of the page (`box`: left, top, right, bottom)."""

    id: UUID
    page: int
    start: int
    end: int
    box: tuple[int, int, int, int] | None
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
class PageFacts:
    """A page of a file: whether it has text, and who confirmed it. Pages are counted from 1."""

    number: int
    has_text: bool
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """An attachment as the organ sees it. `name` is that of the upload and is never public."""

    id: UUID
    publication_id: UUID
    seq: int
    name: str
    kind: str
    size: int
    sha256: str
    notices: tuple[str, ...]
    dropped: str
    attached_by: str
    attached_at: datetime
    pages: tuple[PageFacts, ...]
    marks: tuple[MarkFacts, ...]
    copied: bool = False

    @property
    def is_pictured(self) -> bool:
        """Whether its pages are pictures."""
        return self.kind in PICTURED

    @property
    def open(self) -> int:
        """How many marks wait for a verdict."""
        return sum(mark.verdict == "open" for mark in self.marks)

    @property
    def unconfirmed(self) -> tuple[int, ...]:
        """The pages nobody has confirmed as they are now."""
        return tuple(page.number for page in self.pages if page.confirmed_at is None)

    @property
    def ready(self) -> bool:
        """Whether nothing is left to do for it."""
        return bool(self.dropped) or not (self.open or self.unconfirmed)


@dataclass(frozen=True, slots=True)
class PageView:
    """One page side by side: its text, what the public will read of it, and its marks."""

    file: FileFacts
    number: int
    original: str
    public: str
    marks: tuple[MarkFacts, ...]


@dataclass(frozen=True, slots=True)
class PublicFile:
    """An attachment as everybody sees it: the copy only, under a name made of the decision's number."""

    seq: int
    name: str
    kind: str
    media_type: str
    size: int
    sha256: str
    sm3: str
    pages: tuple[str, ...]
    version: int

    @property
    def kind_name(self) -> str:
        """What it is, in Chinese."""
        return FORMAT_NAMES[self.kind]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A public copy as feeds and data name it. `address`: the path under which it is downloaded."""

    name: str
    media_type: str
    size: int
    sha256: str
    address: str


def copy_name(number: str, seq: int, version: int, kind: str) -> str:
    """The public name: made of the decision's number, never of the upload's name."""
    return f"{number}-附件{seq}-公开副本-第{version}版.{COPY_EXTENSIONS[kind]}"
