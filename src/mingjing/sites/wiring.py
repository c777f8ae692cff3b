"""Who hears what: every reaction between rooms, on one page. Events go up; calls go down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.cases import operations as cases
from mingjing.exchange import operations as exchange
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity.events import Event as Publicity
from mingjing.publicity.terms import State


def publication_moved(event: Mapping[str, Any]) -> None:
    """The case remembers where the publication of its decision stands."""
    cases.note_publication(source_ref=str(event["source_ref"]), state=str(event["state"]), by="system")


def to_the_channels(event: Mapping[str, Any]) -> None:
    """Every other channel hears of a public move; the credit channel by its own clock. Idempotent."""
    key, state = UUID(str(event["publication_id"])), str(event["state"])
    now = datetime.fromisoformat(str(event["moved_at"]))
    if state == State.WITHDRAWN:
        exchange.cancel_credit(publication_id=key, by=SYSTEM, at=now)
    elif state == State.REPUBLISHED:
        exchange.reinstate_credit(publication_id=key, by=SYSTEM, at=now)
    elif state == State.RELEASED:
        exchange.open_credit(publication_id=key, by=SYSTEM, at=now)
    exchange.queue(
        publication_id=key,
        state=state,
        index=int(event["ledger_index"]),
        by=SYSTEM,
        at=now,
    )


LISTENERS = {
    Publicity.SCHEDULED: (publication_moved,),
    Publicity.PROPOSED: (publication_moved,),
    Publicity.CONFIRMED: (publication_moved,),
    Publicity.REOPENED: (publication_moved,),
    Publicity.RELEASED: (publication_moved, to_the_channels),
    Publicity.CORRECTED: (publication_moved, to_the_channels),
    Publicity.CALLED_BACK: (publication_moved,),
    Publicity.WITHDRAWN: (publication_moved, to_the_channels),
    Publicity.EXPIRED: (publication_moved, to_the_channels),
    Publicity.REPAIRED: (publication_moved, to_the_channels),
    Publicity.REPUBLISHED: (publication_moved, to_the_channels),
    Publicity.EXEMPTED: (publication_moved,),
    Publicity.RESUMED: (publication_moved,),
}
