"""Words of an organ's own forms (文书格式备案): what may be adjusted, the steps of a filing, what others may know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.foundation.people import Role

OWN = "own-"
"""How the ids of forms begin that an organ added by itself."""
FAMILIES = {"outgoing": "对外文书", "record": "笔录、记录", "approval": "内部审批"}
FIELD_KINDS = {"text": "一行文字", "longtext": "多行文字", "date": "日期"}
DRAFTERS = (Role.HANDLER, Role.REVIEWER, Role.HEAD)
"""Who drafts an adjustment and sends it to be filed."""
FORM_READERS = (*DRAFTERS, Role.SUPERVISOR, Role.ARCHIVIST)


class FilingState(StrEnum):
    """Where a version of an organ's form stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"


FILING_STATES = {
    FilingState.DRAFT: "拟稿",
    FilingState.APPROVED: "已审定，未报送",
    FilingState.SENT: "已报送备案",
    FilingState.ACCEPTED: "已备案",
    FilingState.RETURNED: "已退回",
}
USABLE = (FilingState.APPROVED, FilingState.SENT, FilingState.ACCEPTED)
UNFILED = (FilingState.APPROVED, FilingState.SENT)


@dataclass(frozen=True, slots=True)
class AddedField:
    """A field the standard does not have."""

    key: str
    label: str
    kind: str = "text"
    required: bool = False

    def as_json(self) -> dict[str, Any]:
        """What is kept."""
        return {"key": self.key, "label": self.label, "kind": self.kind, "required": self.required}


@dataclass(frozen=True, slots=True)
class FormContent:
    """What differs from the standard, as plain text: nothing of it is ever read as markup or code.

    `labels`: field → other name; `required`: fields that must be filled in besides; `left_out`: fields not printed;
    `title`, `opening`, `closing`, `copies`: fixed sentences; `large`: bigger type.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    added: tuple[AddedField, ...] = ()
    title: str = ""
    opening: str = ""
    closing: str = ""
    copies: str = ""
    large: bool = False

    def as_json(self) -> dict[str, Any]:
        """What is kept and hashed."""
        return {
            "labels": dict(self.labels), "required": list(self.required), "left_out": list(self.left_out),
            "added": [one.as_json() for one in self.added], "title": self.title, "opening": self.opening,
            "closing": self.closing, "copies": self.copies, "large": self.large,
        }  # fmt: skip

    def texts(self) -> dict[str, Any]:
        """What a template prints of it."""
        said = {"title": self.title, "opening": self.opening, "closing": self.closing, "copies": self.copies}
        return {key: text for key, text in said.items() if text} | ({"large": True} if self.large else {})


def content_from(kept: Mapping[str, Any]) -> FormContent:
    """What was kept, as a fact."""
    return FormContent(
        labels=dict(kept.get("labels", {})), required=tuple(kept.get("required", ())), left_out=tuple(kept.get("left_out", ())),
        added=tuple(AddedField(**one) for one in kept.get("added", ())), title=kept.get("title", ""),
        opening=kept.get("opening", ""), closing=kept.get("closing", ""), copies=kept.get("copies", ""),
        large=bool(kept.get("large", False)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What a person hands in as a new version. `form` is empty for a form the organ adds by itself."""

    form: str
    content: FormContent
    reason: str
    valid_from: date | None
    valid_to: date | None = None
    family: str = ""


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """One version of an organ's form, with every step of its filing."""

    id: UUID
    organ_id: UUID
    form: str
    family: str
    name: str
    version: int
    content: FormContent
    sha256: str
    reason: str
    valid_from: date
    valid_to: date | None
    state: str
    drafted_by: UUID
    drafter: str
    drafted_at: datetime
    approver: str
    approved_at: datetime | None
    sender: str
    sent_at: datetime | None
    materials: str
    answerer: str
    answered_at: datetime | None
    filing_number: str
    filed_on: date | None
    answer: str

    @property
    def own(self) -> bool:
        """Whether the organ added the whole form, instead of adjusting a standard one."""
        return self.form.startswith(OWN)

    @property
    def printed(self) -> str:
        """The name as it is printed."""
        return self.content.title or self.name

    def in_force(self, on: date) -> bool:
        """Whether documents of that day are made from it."""
        return self.state in USABLE and self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the standard: what, how it was, how it is."""

    what: str
    before: str
    after: str
