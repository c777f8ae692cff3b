"""What every act does: lock, look up the table of moves, write the step, the ledger entry and the event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.access import Predicate
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By, EntryFacts, ObjectRef
from mingjing.publicity.access import may_publish
from mingjing.publicity.events import Event, Moved
from mingjing.publicity.models import Publication, Step
from mingjing.publicity.rules.gates import move_allowed
from mingjing.publicity.terms import MOVE_NAMES, MOVES, Move

NOBODY, SYSTEM_NAME = UUID(int=0), "平台自动"
"""Who stands in the history for an act of the system."""


def held(publication_id: UUID, *, by: Actor, to: Move, access: Predicate = may_publish) -> Publication:
    """The publication, locked until commit, if this person may make this move now.

    Raises Invalid where there is none, Forbidden, and Refused (PUB-08).
    """
    publication = locked(publication_id)
    access.require(by, publication, doing=MOVE_NAMES[to])
    refuse(move_allowed(publication.state, to))
    return publication


def locked(publication_id: UUID) -> Publication:
    """The publication, locked until commit. Raises Invalid where there is none."""
    publication = Publication.objects.select_for_update().filter(pk=publication_id).first()
    if publication is None:
        raise Invalid({"publication": ["没有这件公示，请从公示台账重新进入"]})
    return publication


def refuse(*findings: Sequence[Finding]) -> None:
    """Raise Refused with every blocking finding, if there is one."""
    stopping = blocking([finding for group in findings for finding in group])
    if stopping:
        raise Refused(*stopping)


def plain(**texts: str) -> None:
    """Raise Invalid, naming each field, where typed text holds control or invisible characters."""
    errors = {field: problems for field, text in texts.items() if (problems := clean(text)[1])}
    if errors:
        raise Invalid(errors)


def log(
    publication: Publication,
    event: Event,
    *,
    by: By,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    objects: Sequence[ObjectRef] = (),
) -> EntryFacts:
    """One ledger entry of the stream of this publication. The payload must be safe for the public."""
    safe = {
        "publication": str(publication.pk),
        "number": publication.number,
        "organ_name": publication.organ_name,
        "organ_code": publication.organ_code,
        "decided_on": publication.decided_on.isoformat(),
    }
    return append(
        kind=event, stream=f"pub:{publication.pk}", at=at, by=by, payload=safe | dict(payload or {}), objects=objects
    )


def moved(
    publication: Publication,
    move: Move,
    event: Event,
    entry: EntryFacts,
    *,
    by: By,
    at: datetime,
    note: str = "",
    code: str = "",
) -> None:
    """Take the move: the new state, saved only if nobody else moved it meanwhile, the step, and the event.

    `code`: why, from the table of reasons.

    Raises Refused (PUB-08) where another person was faster.
    """
    before = publication.state
    publication.state = MOVES[move][1] or before
    publication.updated_at = at
    won = Publication.objects.filter(pk=publication.pk, state=before).update(state=publication.state)
    if not won:
        refuse(move_allowed(Publication.objects.values_list("state", flat=True).get(pk=publication.pk), move))
    publication.save()
    Step.objects.create(
        publication=publication,
        at=at,
        move=move,
        state=publication.state,
        person_id=NOBODY if isinstance(by, str) else by.person_id,
        person_name=SYSTEM_NAME if isinstance(by, str) else by.name,
        note=note,
        code=code,
        ledger_index=entry.index,
    )
    told = Moved(
        str(publication.pk),
        publication.source_ref,
        str(publication.organ_id),
        publication.number,
        publication.state,
        local_day(at).isoformat(),
        entry.index,
        code,
        at.isoformat(),
    )
    emit(event, at=at, **told.payload())
