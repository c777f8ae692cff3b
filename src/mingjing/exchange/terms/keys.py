"""Words of the API keys of an organ."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    """What a key may be used for."""

    FEED = "feed"
    READ = "read"
    RECALL = "recall"
    DEPOSIT = "deposit"
    STATION = "station"
    PROVE = "prove"
    REVIEW = "review"


SCOPE_NAMES = {
    Scope.FEED: "报送决定", Scope.READ: "查询报送的状态", Scope.RECALL: "登记撤下事由、撤下", Scope.DEPOSIT: "存入案卷材料和音像",
    Scope.STATION: "采集站登记、上传音像", Scope.PROVE: "查询存入的案卷、取证明",
    Scope.REVIEW: "外部送审：送法制审核、查询意见",
}  # fmt: skip
RECORDING_SCOPES = frozenset({Scope.DEPOSIT, Scope.STATION, Scope.REVIEW})
"""What only a person who handles cases can lend a name to."""
LONGEST_DAYS = 366
"""The longest life of a key, in days."""
KEY_PREFIX = "mjk"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key without its secret."""

    id: UUID
    organ_id: UUID
    name: str
    scopes: tuple[str, ...]
    person_id: UUID
    issued_at: datetime
    issued_by: str
    expires_on: date
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_reason: str
    issuer_id: UUID | None = None
    accepted_at: datetime | None = None

    def state(self, on: date) -> str:
        """`waiting`, `active`, `expired` or `revoked` on a day; the last day counts. Waiting: its person has not agreed."""
        if self.revoked_at is not None:
            return "revoked"
        if on > self.expires_on:
            return "expired"
        return "active" if self.accepted_at else "waiting"


KEY_STATES = {"waiting": "待本人接受", "active": "可以使用", "expired": "已到期", "revoked": "已撤销"}


class NotAKey(Exception):
    """Nobody is let in with this: unknown, expired, revoked, or its person is no longer in service. Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request with an Idempotency-Key was answered."""

    status: int
    body: str
