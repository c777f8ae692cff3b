"""Words of the channels: where a published decision must also stand, and how far each delivery has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class ChannelKind(StrEnum):
    """How a channel is served."""

    PORTAL = "portal"
    STATIC = "static"
    BOARD = "board"
    CREDIT = "credit"
    UPPER = "upper"


KIND_NAMES = {
    ChannelKind.PORTAL: "本平台门户",
    ChannelKind.STATIC: "静态副本",
    ChannelKind.BOARD: "大厅公示栏",
    ChannelKind.CREDIT: "信用平台（文件摆渡）",
    ChannelKind.UPPER: "上级统一公示平台（接口）",
}
BY_PERSON = frozenset({ChannelKind.STATIC, ChannelKind.BOARD})
"""Channels that a person serves and confirms."""
KEYED = frozenset({ChannelKind.CREDIT, ChannelKind.UPPER})
"""Channels whose packages and receipts are signed with a key of their own."""


class DeliveryAct(StrEnum):
    """What the channel is asked to do."""

    SHOW = "show"
    REMOVE = "remove"


ACT_NAMES = {DeliveryAct.SHOW: "公开", DeliveryAct.REMOVE: "撤下"}


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    QUEUED = "queued"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    SUPERSEDED = "superseded"


DELIVERY_NAMES = {
    DeliveryState.QUEUED: "待推送",
    DeliveryState.SENT: "已送出，待回执",
    DeliveryState.ACKNOWLEDGED: "已回执",
    DeliveryState.FAILED: "推送失败",
    DeliveryState.SUPERSEDED: "已被后来的推送取代",
}
UNSETTLED = frozenset({DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.FAILED})


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One channel of one organ. `target`: the address of an interface, else what a person calls the place."""

    id: UUID
    organ_id: UUID
    kind: str
    name: str
    target: str
    since: date
    until: date | None

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return KIND_NAMES[ChannelKind(self.kind)]

    def is_on(self, on: date) -> bool:
        """Whether it is served on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """One version of one publication on its way to one channel. `light` as on every clock; empty once settled.

    `party_name`: whose item it is, on the credit channel only.
    """

    id: UUID
    channel: ChannelFacts
    publication_id: UUID
    number: str
    seq: int
    act: str
    index: int
    state: str
    attempts: int
    made_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    acknowledged_at: datetime | None
    receipt: str
    sha256: str
    failure: str
    due: date
    light: str = ""
    party_name: str = ""

    @property
    def state_name(self) -> str:
        """The state in Chinese."""
        return DELIVERY_NAMES[DeliveryState(self.state)]

    @property
    def act_name(self) -> str:
        """What the channel is asked to do, in Chinese."""
        return ACT_NAMES[DeliveryAct(self.act)]


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What came of one attempt. `waits`: taken, and a receipt will follow."""

    good: bool
    receipt: str = ""
    failure: str = ""
    waits: bool = False


def legible(told: Any, most: int) -> str:
    """What the other side says as one line of letters that every database keeps."""
    return "".join(one if one.isprintable() else " " for one in str(told)[:most])


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as the other side writes it."""

    delivery: str
    sha256: str
    receipt: str
    accepted: bool
    reason: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Receipt":
        """Read it; what is absent is empty, what nobody can see is left out."""
        return cls(
            legible(told.get("delivery", ""), 60),
            legible(told.get("sha256", ""), 64),
            legible(told.get("receipt", ""), 120),
            told.get("accepted") is True,
            legible(told.get("reason", ""), 300),
        )
