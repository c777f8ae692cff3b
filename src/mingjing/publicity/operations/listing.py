"""Moving an edition of a public list on: check, return, release, stop, drop; each leaves its line in the ledger."""

from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By, EntryFacts
from mingjing.organs import queries as organs
from mingjing.publicity.access import may_work
from mingjing.publicity.events import Event
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.operations.forcing import give_up_its_place, settle, take_its_place
from mingjing.publicity.operations.moving import plain, refuse
from mingjing.publicity.queries.staff import staffed
from mingjing.publicity.rules.registers import (
    complete,
    different_people,
    entry_move_allowed,
    entry_reason,
    promise_within_statute,
)
from mingjing.publicity.rules.staff import nobody_missing
from mingjing.publicity.terms import (
    ENTRY_MOVE_NAMES,
    ENTRY_MOVES,
    EditionFacts,
    EditionState,
    EntryMove,
)


def held(edition_id: UUID, *, by: Actor, at: datetime, to: EntryMove, part: str) -> Edition:
    """The edition with its entry, locked until commit, if this person may make this move now.

    Raises Invalid where there is none, Forbidden, and Refused (PUB-25).
    """
    entry_id = Edition.objects.filter(pk=edition_id).values_list("entry_id", flat=True).first()
    if entry_id is None:
        raise Invalid({"edition": ["没有这一版，请从清单重新进入"]})
    entry = RegisterEntry.objects.select_for_update().get(pk=entry_id)
    settle(entry, by=by, at=at)
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    edition.entry = entry
    spec = staffed(entry.organ_id, entry.kind)
    may_work(spec, part).require(by, entry.organ_id, doing=f"{ENTRY_MOVE_NAMES[to]}{spec.title}")
    refuse(entry_move_allowed(edition.state, to))
    return edition


def log(edition: Edition, event: Event, *, by: Actor, at: datetime, **more: Any) -> EntryFacts:
    """One ledger entry in the stream of the entry, and the event. What they say is public beforehand, or neutral."""
    entry = edition.entry
    told = {
        "entry_id": str(entry.pk), "organ_id": str(entry.organ_id), "kind": entry.kind, "code": entry.code,
        "seq": edition.seq, "digest": edition.digest, "state": edition.state, **more,
    }  # fmt: skip
    made = append(kind=event, stream=f"pubreg:{entry.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
    return made


@operation(Event.ENTRY_OUTDATED)
def mark_outdated(*, organ_id: UUID, kind: str, code: str, why: str, by: By, at: datetime) -> bool:
    """What a public entry was taken from has changed (PUB-120): it says so until it is collected anew and released.

    The room that keeps the register calls it, in the transaction of the change. Gives back whether anything is public.
    """
    entry = RegisterEntry.objects.select_for_update().filter(organ_id=organ_id, kind=kind, code=code).first()
    if entry is None or not (entry.current_id or entry.coming_id):
        return False
    entry.outdated_at, entry.outdated_why = at, why[:200]
    entry.save(update_fields=["outdated_at", "outdated_why"])
    told = {"entry_id": str(entry.pk), "organ_id": str(organ_id), "kind": kind, "code": code, "why": entry.outdated_why}
    append(kind=Event.ENTRY_OUTDATED, stream=f"pubreg:{entry.pk}", at=at, by=by, payload=told)
    emit(Event.ENTRY_OUTDATED, at=at, **told)
    return True


@operation(Event.ENTRY_CHECKED)
def check_entry(*, edition_id: UUID, by: Actor, at: datetime) -> EditionFacts:
    """Find an edition right (P-01): not by whoever collected it (PUB-21), and nothing missing (PUB-22)."""
    edition = held(edition_id, by=by, at=at, to=EntryMove.CHECK, part="check")
    spec = edition.facts().spec
    refuse(
        different_people(edition.collected_by, by.person_id),
        complete(spec, edition.values),
        promise_within_statute(edition.values),
    )
    edition.checked_by, edition.checked_name, edition.checked_at = by.person_id, by.name, at
    _move(edition, EntryMove.CHECK)
    log(edition, Event.ENTRY_CHECKED, by=by, at=at)
    return edition.facts()


@operation(Event.ENTRY_RETURNED)
def return_entry(*, edition_id: UUID, reason: str, by: Actor, at: datetime) -> EditionFacts:
    """Send an edition back to whoever collects, with the reason (PUB-27)."""
    plain(reason=reason)
    edition = held(edition_id, by=by, at=at, to=EntryMove.RETURN, part="check")
    refuse(entry_reason(reason))
    edition.returned_reason = reason.strip()
    edition.checked_by, edition.checked_name, edition.checked_at = None, "", None
    _move(edition, EntryMove.RETURN)
    log(edition, Event.ENTRY_RETURNED, by=by, at=at)
    return edition.facts()


@operation(Event.ENTRY_RELEASED)
def release_entry(*, edition_id: UUID, by: Actor, at: datetime) -> EditionFacts:
    """Make a checked edition public. Everybody who worked on it is recorded (P-01), and nobody may be missing (PUB-61).

    In force already, it ends the one before it; with a later day it waits beside it until then (PUB-62).
    """
    edition = held(edition_id, by=by, at=at, to=EntryMove.RELEASE, part="release")
    entry, spec = edition.entry, staffed(edition.entry.organ_id, edition.entry.kind)
    refuse(
        different_people(edition.collected_by, edition.checked_by),
        complete(spec, edition.values),
        nobody_missing(spec, organs.role_holders(entry.organ_id, at)),
    )
    edition.released_by, edition.released_name, edition.released_at = by.person_id, by.name, at
    edition.state = EditionState.RELEASED
    edition.ledger_index = log(edition, Event.ENTRY_RELEASED, by=by, at=at, title=edition.name).index
    edition.save()
    take_its_place(entry, edition, at)
    return edition.facts()


@operation(Event.ENTRY_RETIRED)
def retire_entry(*, edition_id: UUID, reason: str, by: Actor, at: datetime) -> EditionFacts:
    """Stop an edition being public, with the reason that the public reads (PUB-27); another that waits for its day stays."""
    edition = _ended(edition_id, EntryMove.RETIRE, part="release", reason=reason, by=by, at=at)
    give_up_its_place(edition)
    log(edition, Event.ENTRY_RETIRED, by=by, at=at)
    return edition.facts()


@operation(Event.ENTRY_DROPPED)
def drop_entry(*, edition_id: UUID, reason: str, by: Actor, at: datetime) -> EditionFacts:
    """Give up an edition that never was public, with the reason (PUB-27)."""
    edition = _ended(edition_id, EntryMove.DROP, part="collect", reason=reason, by=by, at=at)
    log(edition, Event.ENTRY_DROPPED, by=by, at=at)
    return edition.facts()


def _ended(edition_id: UUID, move: EntryMove, *, part: str, reason: str, by: Actor, at: datetime) -> Edition:
    """The edition after it was ended with a reason; refuses without one (PUB-27)."""
    plain(reason=reason)
    edition = held(edition_id, by=by, at=at, to=move, part=part)
    refuse(entry_reason(reason))
    edition.ended_at, edition.ended_reason = at, reason.strip()
    _move(edition, move)
    return edition


def _move(edition: Edition, move: EntryMove) -> None:
    edition.state = ENTRY_MOVES[move][1]
    edition.save()
