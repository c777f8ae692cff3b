"""Subscriptions by mail (邮件订阅): what a person asked to be told of, and what one letter to them says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.publicity.terms.facts import DecisionRow


@dataclass(frozen=True, slots=True)
class SubscriptionFacts:
    """A subscription, without the address it goes to. `query`: the filters as they stand in an address."""

    id: UUID
    title: str
    query: str
    asked_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None

    @property
    def running(self) -> bool:
        """Whether letters are sent."""
        return self.confirmed_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Digest:
    """One letter about to be sent: public columns only. It tells what was made public after `since`, where the
    letter before it ended, and not after `until`.
    """

    subscription: SubscriptionFacts
    address: str
    token: str
    rows: tuple[DecisionRow, ...]
    more: bool
    since: datetime
    until: datetime
