"""An organ with a decision in a domain that has terms, its channels, and the worker's hand."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.publicity import ends, samples

from mingjing.exchange import operations, queries
from mingjing.exchange.terms import ChannelFacts, CreditFacts, DeliveryFacts
from mingjing.foundation import outbox
from mingjing.foundation.people import Role
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity.terms import PublicationFacts

ADMIN = samples.actor(Role.SYSTEM_ADMIN, name="吴系统")
NOW = samples.NOW
OPENED = date(2026, 11, 1)
ALL = ("queued", "sent", "acknowledged", "failed", "superseded")


def channel(kind: str = "credit", name: str = "", target: str = "", at: datetime = NOW) -> tuple[ChannelFacts, str]:
    return operations.open_channel(
        organ_id=samples.ORGAN, kind=kind, name=name or f"渠道{kind}", target=target, since=OPENED, by=ADMIN, at=at
    )


def released(**changes: Any) -> PublicationFacts:
    """A fine of 80,000 yuan, public, and heard of by the channels."""
    made = samples.released(ends.market(**changes))
    outbox.hear_waiting()
    return made


def moves() -> tuple[DeliveryFacts, ...]:
    """Every delivery, in the order of the moves."""
    found = queries.deliveries(None, ALL, NOW.date(), limit=500)
    return tuple(sorted(found, key=lambda one: (one.index, one.channel.name)))


def only(kind: str = "") -> DeliveryFacts:
    found = [one for one in moves() if not kind or one.channel.kind == kind]
    assert len(found) == 1, found
    return found[0]


def work(after: timedelta = timedelta()) -> int:
    """One round of the worker, some time after."""
    return operations.deliver_due(by=SYSTEM, now=datetime.now(NOW.tzinfo) + timedelta(seconds=1) + after)


def item() -> CreditFacts:
    found = queries.credit_items(None, ("hidden", "shown", "stopped", "repaired", "cancelled"))
    assert len(found) == 1
    return found[0]


def asked(item_id: UUID, kind: str = "repair", at: datetime | None = None, **more: Any) -> Any:
    moment = at or ends.PAST_WAIT
    told = {"applicant": "示范县恒源化工有限公司", "claim": "罚款已缴清，已作出承诺", "applied_on": moment.date()}
    return operations.ask_credit(item_id=item_id, kind=kind, by=samples.PUBLICIST, at=moment, **(told | more))
