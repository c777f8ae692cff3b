"""Words of consulting a file from outside (查阅): who may read what, until when, how often, by which link."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mingjing.foundation.people import Actor, Role

ASKERS = (Role.HANDLER, Role.ARCHIVIST)
"""Who enters that somebody wants to consult a file."""


class Standing(StrEnum):
    """What the reader is to the case."""

    PARTY = "party"
    AGENT = "agent"
    LAWYER = "lawyer"
    INTERESTED = "interested"


STANDING_NAMES = {
    Standing.PARTY: "当事人（法定代表人、负责人）", Standing.AGENT: "委托代理人", Standing.LAWYER: "律师", Standing.INTERESTED: "利害关系人",
}  # fmt: skip


class Material(StrEnum):
    """What can be consulted."""

    DOCUMENT = "document"
    ATTACHMENT = "attachment"
    RECORDING = "recording"


MATERIAL_NAMES = {Material.DOCUMENT: "文书", Material.ATTACHMENT: "附件", Material.RECORDING: "音像"}


class GrantState(StrEnum):
    """How far a grant has come."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"


GRANT_NAMES = {
    GrantState.ASKED: "等负责人决定", GrantState.GRANTED: "可以查阅", GrantState.REFUSED: "没有批准", GrantState.REVOKED: "已撤销",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is to read: name, what to the case, and by what papers that was checked."""

    name: str
    standing: str
    checked: str


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One thing that may be consulted; `place` is its number in the grant, from 1."""

    place: int
    kind: str
    object_id: UUID
    name: str
    openings: int = 0


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """One opening by the link."""

    place: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """A grant as others see it. It never tells the token: only its digest is kept."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    reader: Reader
    purpose: str
    days: int
    most: int
    opened: int
    state: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str
    expires_at: datetime | None
    linked_at: datetime | None
    items: tuple[ItemFacts, ...] = ()

    def stands(self, now: datetime) -> bool:
        """Whether somebody may read by it at a moment."""
        running = self.expires_at is not None and now < self.expires_at
        return self.state == GrantState.GRANTED and running and self.opened < self.most

    def state_name(self, now: datetime) -> str:
        """How it stands, in Chinese."""
        if self.state != GrantState.GRANTED:
            return GRANT_NAMES[GrantState(self.state)]
        if self.expires_at is not None and now >= self.expires_at:
            return "已到期"
        if self.opened >= self.most:
            return "次数已用完"
        return "可以查阅" if self.linked_at else "还没有生成链接"


def may_decide(actor: Actor, organ_id: UUID) -> bool:
    """Who decides on a grant and revokes it."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD)


def may_ask(actor: Actor, organ_id: UUID) -> bool:
    """Who enters a grant, makes its link and revokes it."""
    return actor.organ_id == organ_id and actor.has(*ASKERS)


def token_digest(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
