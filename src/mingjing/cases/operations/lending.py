"""Consulting a case from outside: who of the house may offer it is asked of the case, the rest is the records room's."""

from datetime import datetime
from uuid import UUID

from mingjing.cases import access
from mingjing.cases.operations.files import case_for
from mingjing.cases.queries.facts import load
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor, Role
from mingjing.records import operations as records
from mingjing.records.operations.links import Chosen
from mingjing.records.terms.links import GrantFacts, Reader


@operation("case:reading:offered")
def offer_reading(
    *, case_id: UUID, chosen: Chosen, reader: Reader, purpose: str, days: int, most: int, by: Actor, now: datetime
) -> GrantFacts:
    """Offer chosen things of a case to a party, an agent, a lawyer. A handler offers own cases only, the archivist every one.

    Raises Forbidden, NotFound, Refused (READ-01, READ-02).
    """
    case = case_for(case_id, by)
    if not by.has(Role.ARCHIVIST) and not access.may_do(
        by, access.Seen(case.organ_id, load(case).handlers), Role.HANDLER
    ):
        raise Forbidden(f"{by.name}不能提供本案的查阅：须由本案承办人或者本机关档案员办理。")
    return records.ask_reading(
        dossier_id=case.dossier_id, chosen=chosen, reader=reader, purpose=purpose, days=days, most=most, by=by, at=now
    )
