"""Calling up everything about a party: said what for, once, and logged as a look."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.records.events import Event
from mingjing.records.operations.dossiers import looked
from mingjing.records.operations.recordings import refuse
from mingjing.records.rules.recordings import purpose_is_said

PARTY = "party"
"""What a look at everything about a party is called."""


@operation(Event.PARTY_CALLED)
def call_party(*, party_id: UUID, name: str, purpose: str, by: Actor, at: datetime) -> None:
    """Let a person see everything about a party that the person may see; logged with the purpose (R-13, R-15).

    Raises Refused (REC-15).
    """
    refuse(purpose_is_said(purpose))
    looked(
        None, f"party:{party_id}", what=PARTY, object_id=party_id, name=name, purpose=f"{purpose.strip()}（查看当事人全部材料）",
        at=at, by=by,
    )  # fmt: skip
