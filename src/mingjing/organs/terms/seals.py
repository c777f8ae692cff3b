"""Words of seals: the register, who may use one, from which day which documents must bear one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mingjing.foundation.people import Role

SEAL_USERS = (
    Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.CHAIR, Role.HEAD, Role.PUBLICIST, Role.ARCHIVIST,
)  # fmt: skip
"""Who may be named to keep or use a seal: never one of the three administrators, never the supervisor."""
SEAL_READERS = (*SEAL_USERS, Role.SUPERVISOR)


class SealState(StrEnum):
    """Whether a seal may be used."""

    ACTIVE = "active"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


SEAL_STATES: Mapping[str, str] = {
    SealState.ACTIVE: "启用", SealState.STOPPED: "停用", SealState.CANCELLED: "已注销",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealDraft:
    """What is typed when a seal is registered. `number`: how the seal service knows it."""

    kind: str
    name: str
    owner: str
    holder_id: UUID
    users: tuple[UUID, ...]
    number: str
    serial: str
    valid_from: date | None
    valid_to: date | None
    filing_number: str = ""


@dataclass(frozen=True, slots=True)
class SealFacts:
    """A seal of an organ as it is registered now."""

    id: UUID
    organ_id: UUID
    kind: str
    name: str
    owner: str
    holder_id: UUID
    holder: str
    users: tuple[UUID, ...]
    user_names: tuple[str, ...]
    number: str
    serial: str
    valid_from: date
    valid_to: date
    filing_number: str
    state: str
    note: str
    registered_at: datetime

    def problem_on(self, day: date) -> str:
        """Why it may not be used on that day; empty where it may."""
        if self.state != SealState.ACTIVE:
            return f"“{self.name}”{SEAL_STATES[self.state]}"
        if not self.valid_from <= day <= self.valid_to:
            return f"“{self.name}”的有效期是 {self.valid_from} 至 {self.valid_to}，今天不能用"
        return ""

    def lends_to(self, person_id: UUID) -> bool:
        """Whether this person keeps it or is named to use it."""
        return person_id == self.holder_id or person_id in self.users


@dataclass(frozen=True, slots=True)
class SealingFacts:
    """From `since` on: must documents bear a seal, which forms (none: every one that goes out), which are sealed by themselves."""

    since: date
    required: bool
    forms: tuple[str, ...]
    automatic: tuple[str, ...]
    seal_id: UUID | None
    reason: str
    set_by: str
    set_at: datetime

    def owed(self, form: str, external: bool) -> bool:
        """Whether a document of that form must bear a seal."""
        return self.required and (form in self.forms if self.forms else external)
