"""What every change of the lawbook leaves behind: a line in the ledger and an event, in the same transaction."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.lawbook.events import Event
from mingjing.ledger.operations import append

LIBRARY = "lawbook:library"
"""The ledger's stream of what was brought into the library; an organ's lists have the stream `lawbook:<organ id>`."""


def kept(event: Event, *, by: Actor, at: datetime, organ_id: UUID | None = None, **payload: str | int) -> None:
    """Log and tell what was done. The payload names digests, so that a published list can be proven later."""
    if organ_id is not None:
        payload["organ_id"] = str(organ_id)
    stream = LIBRARY if organ_id is None else f"lawbook:{organ_id}"
    append(kind=str(event), stream=stream, at=at, by=by, payload=payload)
    emit(str(event), at=at, **payload)
