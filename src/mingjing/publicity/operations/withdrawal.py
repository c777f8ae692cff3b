"""Taking down: the trigger starts a three-day clock, the withdrawal leaves a tombstone."""

from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import Workdays, national
from mingjing.organs.queries import local_for
from mingjing.publicity.access import may_call_back
from mingjing.publicity.events import Event
from mingjing.publicity.models import Publication
from mingjing.publicity.operations.drafting import draft_of
from mingjing.publicity.operations.moving import held, log, moved, plain, refuse
from mingjing.publicity.operations.searching import forget
from mingjing.publicity.rules.clocks import parameters, withdraw_by
from mingjing.publicity.rules.gates import withdrawal_reason
from mingjing.publicity.terms import TRIGGER_NAMES, Move, PublicationFacts, Trigger


@operation(Event.CALLED_BACK)
def call_back(
    *,
    publication_id: UUID,
    trigger: str,
    note: str,
    known_on: date,
    by: Actor,
    at: datetime,
    calendar: Workdays | None = None,
) -> PublicationFacts:
    """Register that a decision was changed, revoked, held unlawful or void, or must be redone (行政处罚法第四十八条).

    Starts the clock of three working days from the day this was known (PUB-06); a decision not yet public can no
    longer be released (PUB-13). `note` names the document; it is shown to the organ, not to the public.
    """
    publication = held(publication_id, by=by, to=Move.CALL_BACK, access=may_call_back)
    plain(note=note)
    refuse(withdrawal_reason(trigger, note))
    _known(publication, trigger, known_on, at, calendar)
    publication.call_note = note.strip()
    entry = log(publication, Event.CALLED_BACK, by=by, at=at, payload={"trigger": trigger})
    moved(
        publication,
        Move.CALL_BACK,
        Event.CALLED_BACK,
        entry,
        by=by,
        at=at,
        note=TRIGGER_NAMES[Trigger(trigger)],
        code=trigger,
    )
    return publication.facts()


@operation(Event.WITHDRAWN)
def withdraw(
    *,
    publication_id: UUID,
    reason: str,
    by: Actor,
    at: datetime,
    trigger: str = "",
    known_on: date | None = None,
    calendar: Workdays | None = None,
) -> PublicationFacts:
    """Take a public decision down everywhere and publish why (PUB-07).

    What stays public is number, organ, decision date, trigger and reason. `trigger` and `known_on` (default: today) are
    needed where the trigger was not registered before. Raises Refused: PUB-03 where the reason itself tells what must not be public.
    """
    publication = held(publication_id, by=by, to=Move.WITHDRAW)
    plain(reason=reason)
    trigger = trigger or publication.call_trigger
    refuse(withdrawal_reason(trigger, reason))
    refuse(draft_of(publication).scan({"reason": reason}))
    if publication.call_on is None:
        _known(publication, trigger, known_on or local_day(at), at, calendar)
    publication.call_trigger = trigger
    publication.withdrawn_at = at
    publication.withdrawn_reason = reason.strip()
    publication.ended_ground = trigger
    emptied(publication)
    payload = {
        "trigger": trigger,
        "reason": reason.strip(),
        "late": local_day(at) > (publication.call_due or local_day(at)),
    }
    entry = log(publication, Event.WITHDRAWN, by=by, at=at, payload=payload)
    publication.withdrawn_index = entry.index
    moved(publication, Move.WITHDRAW, Event.WITHDRAWN, entry, by=by, at=at, note=reason.strip(), code=trigger)
    return publication.facts()


def _known(publication: Publication, trigger: str, known_on: date, at: datetime, calendar: Workdays | None) -> None:
    if not publication.decided_on <= known_on <= local_day(at):
        raise Invalid({"known_on": ["知道事由的日期应在作出决定之日和今天之间"]})
    publication.call_trigger = trigger
    publication.call_on = known_on
    where = local_for(parameters, publication.organ_id, None)
    publication.call_due = local_day(withdraw_by(known_on, calendar or national(), where).due)


def emptied(publication: Publication) -> None:
    """No public query can reach the old content any more; the kept versions are for the archive and the audit."""
    publication.current = None
    publication.public_party = publication.public_cause = ""
    publication.public_outcome = publication.public_result = ""
    forget(publication)
