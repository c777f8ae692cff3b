"""The end of a term and the way back: expiry by the platform itself, and a lawful republication."""

import logging
from datetime import datetime
from uuid import UUID

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.terms import SYSTEM, By
from mingjing.publicity.access import may_exempt
from mingjing.publicity.events import Event
from mingjing.publicity.models import Publication
from mingjing.publicity.operations.copies import files_ready, make_copies, taken_back
from mingjing.publicity.operations.drafting import draft_of
from mingjing.publicity.operations.moving import held, locked, log, moved, refuse
from mingjing.publicity.operations.moving import plain as no_hidden
from mingjing.publicity.operations.releasing import publish, set_term
from mingjing.publicity.operations.withdrawal import emptied
from mingjing.publicity.rules.gates import minor, move_allowed, never_publish
from mingjing.publicity.rules.terms import republish_ground, term_is_over, term_is_running
from mingjing.publicity.terms import IN_PUBLIC, REASONS, Move, PublicationFacts

log_of_work = logging.getLogger(__name__)


@operation(Event.EXPIRED)
def expire(*, publication_id: UUID, by: By, at: datetime) -> PublicationFacts:
    """Take a decision out of the public because its term is over (PUB-71); only the platform itself does this.

    What stays public is number, organ, dates, and that the term is over. Raises Forbidden for a person, Refused (PUB-08
    for a second time, PUB-71 before the day).
    """
    if by != SYSTEM:
        raise Forbidden("公示期满由平台自动办理，不由人办理。需要提前停止公示的，办理撤下或者提前终止。")
    publication = locked(publication_id)
    refuse(move_allowed(publication.state, Move.EXPIRE))
    refuse(term_is_over(publication.term_until, local_day(at)))
    last = plain(publication.term_until or local_day(at))
    end(publication, Move.EXPIRE, "term", f"公示期已于{last}届满，{publication.term_why}", at)
    entry = log(publication, Event.EXPIRED, by=by, at=at, payload={"ground": "term"})
    publication.withdrawn_index = entry.index
    moved(publication, Move.EXPIRE, Event.EXPIRED, entry, by=by, at=at, note=f"最后一日{last}", code="term")
    return publication.facts()


def expire_due(*, by: By, now: datetime, limit: int = 50) -> int:
    """Expire what has run out, at most `limit` at a time; gives back how many. Idempotent; one failure stops no other."""
    over = Publication.objects.filter(state__in=IN_PUBLIC, term_until__lt=local_day(now))
    done = 0
    for key in list(over.order_by("term_until").values_list("pk", flat=True)[:limit]):
        try:
            expire(publication_id=key, by=by, at=now)
            done += 1
        except (Refused, Invalid):
            log_of_work.exception("publication %s did not expire", key)
    return done


def end(publication: Publication, move: Move, ground: str, reason: str, at: datetime) -> None:
    """Make a tombstone of it: when, why, in words of the table of reasons; nothing of the content."""
    publication.withdrawn_at = at
    publication.ended_ground = ground
    publication.withdrawn_reason = reason or REASONS[move][ground].word
    emptied(publication)


@operation(Event.REPUBLISHED)
def republish(*, publication_id: UUID, ground: str, reason: str, by: Actor, at: datetime) -> PublicationFacts:
    """Make a decision public again whose withdrawal, expiry or early end was itself undone: a new version.

    `by` is a head of the organ; `reason` names the document and is public. What was marked in an attachment since the last
    version stays away: its copy is made anew, older versions are no longer shown. Raises Refused: PUB-74, PUB-75, PUB-03 to PUB-05, PUB-41 to PUB-43, and PUB-08.
    """
    publication = held(publication_id, by=by, to=Move.REPUBLISH, access=may_exempt)
    no_hidden(reason=reason)
    refuse(republish_ground(publication.state, ground, reason))
    draft = draft_of(publication)
    set_term(publication, draft.decision)
    last = publication.versions.order_by("-seq").first()
    if last is None:
        raise Invalid({"publication": ["这件公示没有公开过的版本，请联系系统管理员核对台账"]})
    refuse(
        term_is_running(publication.term_until, local_day(at)),
        never_publish(draft.decision.never_publish),
        minor(draft.decision),
        draft.scan(dict(last.parts) | {"reason": reason}),
        *files_ready(publication),
    )
    refuse(make_copies(publication, draft))
    if taken_back(publication, last):
        publication.versions.update(hidden=True)
    publication.withdrawn_at = publication.withdrawn_index = publication.call_on = publication.call_due = None
    publication.withdrawn_reason = publication.ended_ground = ""
    publication.call_trigger = publication.call_note = ""
    entry = publish(publication, last.parts, Event.REPUBLISHED, draft.decision, by=by, at=at, reason=reason.strip())
    moved(publication, Move.REPUBLISH, Event.REPUBLISHED, entry, by=by, at=at, note=reason.strip(), code=ground)
    return publication.facts()
