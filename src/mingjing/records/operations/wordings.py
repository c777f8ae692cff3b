"""Acknowledging a wording guide."""

from datetime import datetime

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.ledger import operations as ledger
from mingjing.records.events import Event
from mingjing.records.models import WordingRead
from mingjing.records.queries.wordings import wording
from mingjing.records.terms import NotFound


@operation(Event.WORDING_READ)
def acknowledge_wording(*, act: str, by: Actor, at: datetime) -> bool:
    """Note that a person read the guide of an act as it is now; whether that is new. Raises NotFound.

    Read again, nothing is logged twice; a guide that was changed is to be read anew. 国办发〔2018〕118号第三部分（八）。
    """
    one = wording(act)
    if one is None:
        raise NotFound("这一步没有用语指引。")
    _, fresh = WordingRead.objects.get_or_create(
        person_id=by.person_id,
        act=act,
        version=one.version,
        defaults={"organ_id": by.organ_id, "person_name": by.name, "at": at},
    )
    if fresh:
        payload = {"act": act, "version": one.version}
        ledger.append(kind=Event.WORDING_READ, stream=f"wording:{by.organ_id}", at=at, by=by, payload=payload)
    return fresh
