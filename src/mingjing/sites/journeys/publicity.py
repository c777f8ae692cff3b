"""The publicist's part of a story: propose, confirm and release, or withdraw."""

from datetime import datetime
from uuid import UUID

from mingjing.cases.queries import calendar
from mingjing.foundation.people import Actor
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import PublicationFacts


def _the(dossier_id: UUID) -> PublicationFacts:
    found = queries.by_source(str(dossier_id))
    if not found:
        raise LookupError("这个案卷没有进入公示")
    return found[0]


def publish(dossier_id: UUID, *, by: Actor, at: datetime) -> str:
    """Confirm what the rules propose to remove and release; gives back the new state. Raises Refused, Forbidden."""
    key = _the(dossier_id).id
    proposed = operations.propose_redaction(publication_id=key, by=by, at=at)
    if proposed:
        operations.decide_spans(
            publication_id=key, verdicts={span.id: ("accepted", "") for span in proposed}, by=by, at=at
        )
    operations.confirm(publication_id=key, by=by, at=at)
    return str(operations.release(publication_id=key, by=by, at=at).state)


def withdraw(dossier_id: UUID, *, reason: str, trigger: str, by: Actor, at: datetime) -> str:
    """Take the decision down with its public reason. Raises Refused, Forbidden."""
    key = _the(dossier_id).id
    return str(
        operations.withdraw(publication_id=key, trigger=trigger, reason=reason, by=by, at=at, calendar=calendar()).state
    )
