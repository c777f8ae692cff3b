"""Who hears what: every reaction between rooms, on one page. Events go up; calls go down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from mingjing.cases import events, queries
from mingjing.cases import operations as cases
from mingjing.exchange import operations as exchange
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations as publicity
from mingjing.publicity.events import Event as Publicity
from mingjing.publicity.terms import State


def publication_moved(event: Mapping[str, Any]) -> None:
    """The case remembers where the publication of its decision stands."""
    cases.note_publication(source_ref=str(event["source_ref"]), state=str(event["state"]), by="system")


def progress_moved(event: Mapping[str, Any]) -> None:
    """The portal learns how far a matter is, as it stands when the event is heard, for who asks with the paper's code."""
    now = timezone.now()
    if (facts := queries.progress(UUID(str(event["case"])), now)) is not None:
        publicity.note_progress(facts=facts, by="system", at=now)


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
    events.ACT_DONE: (progress_moved,),
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
