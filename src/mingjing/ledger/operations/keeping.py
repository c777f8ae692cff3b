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
def change_key(*, algorithm: str, by: By, at: datetime) -> str:
    """Bring in a new signing key (`ed25519` or `sm2`), by a statement signed with the old key and the new one.

    The first SM2 key is brought in by the Ed25519 key. Checkpoints made from now on are signed by the new key; gives
    back its public key as C2SP text. Raises KeyMissing.
    """
    trees.integrate()
    trees.only_writer(trees.APPENDING)
    trees.only_writer(trees.INTEGRATING)
    keys.settle(algorithm)
    begins = trees.integrate().size
    first = algorithm == "sm2" and not KeyChange.objects.filter(algorithm="sm2").exists()
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
    """Bring in the SM2 key where there is none yet; whether that was done. Raises KeyMissing, ImportError."""
    if KeyChange.objects.filter(algorithm="sm2").exists():
        return False
    change_key(algorithm="sm2", by=by, at=at)
    return True


@operation(Event.BEATEN)
def beat(*, by: By, at: datetime) -> bool:
    """Log that the system is alive, once an hour, so that silence can be seen; whether that was done."""
    last = _newest(HEART)
    if last is not None and _hour(last[1]) == _hour(at):
        return False
    append(kind=Event.BEATEN, stream=HEART, at=at, by=by, payload={})
    return True


@operation(Event.FAULTED)
def watch_clock(*, by: By, at: datetime) -> bool:
    """Log that the clock went behind the last entry by more than the tolerance; whether that was so. Once for each time."""
    newest = Entry.objects.order_by("-index").values_list("index", "at").first()
    if newest is None:
        return False
    told = [newest]
    heart, fault = _newest(HEART), _newest(CLOCK)
    if heart and (not fault or fault[0] < heart[0]):
        told.append(heart)
    index, last = max(told, key=lambda one: one[1])
    if last - at <= timedelta(seconds=settings.MINGJING_CLOCK_TOLERANCE):
        return False
    payload = {"last": index, "behind": int((last - at).total_seconds())}
    append(kind=Event.FAULTED, stream=CLOCK, at=at, by=by, payload=payload)
    return True


def _newest(stream: str) -> tuple[int, datetime] | None:
    return Entry.objects.filter(stream=stream).order_by("-stream_seq").values_list("index", "at").first()


def _hour(at: datetime) -> int:
    return int(at.timestamp()) // 3600
