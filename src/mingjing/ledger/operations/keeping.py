"""The log keeps itself: its keys, its heartbeat, and what it says when the clock goes back."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from mingjing.foundation.operations import operation
from mingjing.ledger import keys, notes, signers, trees
from mingjing.ledger.models import Entry, KeyChange
from mingjing.ledger.operations.appending import append
from mingjing.ledger.terms import By, Event
from mingjing.ledger.verifier.policies import key_text

HEART, CLOCK, KEYS = "ledger:heart", "ledger:clock", "ledger:keys"


@operation(Event.KEY_CHANGED)
def change_key(*, algorithm: str, by: By, at: datetime, first_only: bool = False) -> str:
    """Bring in a new signing key (`ed25519` or `sm2`), by a statement signed with the old key and the new one.

    The first SM2 key is brought in by the Ed25519 key. Checkpoints made from now on are signed by the new key; gives
    back its public key as C2SP text, or nothing where `first_only` and there is one already. Raises KeyMissing.
    """
    trees.only_writer(trees.APPENDING)
    first = algorithm == "sm2" and not KeyChange.objects.filter(algorithm="sm2").exists()
    if first_only and not first:
        return ""
    begins = trees.integrate().size
    trees.only_writer(trees.INTEGRATING)
    keys.settle(algorithm)
    old = signers.signer("ed25519" if first else algorithm)
    new = signers.signer(algorithm, may_make=True, following=not first)
    statement = keys.statement(algorithm, old, new, begins, at)
    digest = hashlib.sha256(statement.encode()).hexdigest()
    KeyChange.objects.create(
        digest=digest, algorithm=algorithm, public=new.public, begins=begins, at=at, statement=statement
    )
    key = key_text(notes.origin("sm3" if algorithm == "sm2" else "sha256"), new.kind + new.public)
    payload = {"algorithm": algorithm, "begins": begins, "key": key, "statement": digest}
    append(kind=Event.KEY_CHANGED, stream=KEYS, at=at, by=by, payload=payload)
    transaction.on_commit(lambda: keys.settle(algorithm))
    return key


def ensure_sm2(*, by: By, at: datetime) -> bool:
    """Bring in the SM2 key where there is none yet and this machine can; whether that was done. Raises KeyMissing."""
    if not signers.can_make("sm2") or KeyChange.objects.filter(algorithm="sm2").exists():
        return False
    return bool(change_key(algorithm="sm2", by=by, at=at, first_only=True))


@operation(Event.BEATEN)
def beat(*, by: By, at: datetime) -> bool:
    """Log that the system is alive, once an hour, so that silence can be seen; whether that was done."""
    if _beaten(at):
        return False
    trees.only_writer(trees.APPENDING)
    if _beaten(at):  # by somebody who was a moment faster
        return False
    append(kind=Event.BEATEN, stream=HEART, at=at, by=by, payload={})
    return True


@operation(Event.FAULTED)
def watch_clock(*, by: By, at: datetime) -> bool:
    """Log that the clock went behind the last entry by more than the tolerance; whether that was so. Once for each time."""
    if _behind(at) is None:
        return False
    trees.only_writer(trees.APPENDING)
    told = _behind(at)
    if told is None:  # somebody who was a moment faster has logged it
        return False
    index, seconds = told
    append(kind=Event.FAULTED, stream=CLOCK, at=at, by=by, payload={"last": index, "behind": seconds})
    return True


def _behind(at: datetime) -> tuple[int, int] | None:
    """The entry that is later than now by more than the tolerance, and by how many seconds."""
    newest = Entry.objects.order_by("-index").values_list("index", "at").first()
    if newest is None:
        return None
    told = [newest]
    heart, fault = _newest(HEART), _newest(CLOCK)
    if heart and (not fault or fault[0] < heart[0]):
        told.append(heart)
    index, last = max(told, key=lambda one: one[1])
    late = last - at
    return (index, int(late.total_seconds())) if late > timedelta(seconds=settings.MINGJING_CLOCK_TOLERANCE) else None


def _beaten(at: datetime) -> bool:
    last = _newest(HEART)
    return last is not None and _hour(last[1]) == _hour(at)


def _newest(stream: str) -> tuple[int, datetime] | None:
    return Entry.objects.filter(stream=stream).order_by("-stream_seq").values_list("index", "at").first()


def _hour(at: datetime) -> int:
    return int(at.timestamp()) // 3600
