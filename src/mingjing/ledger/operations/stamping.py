"""Once a day, an authority that is not us stamps the time on both checkpoints."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from mingjing.foundation import timestamps
from mingjing.foundation.operations import operation
from mingjing.foundation.timestamps import NotStamped
from mingjing.ledger import trees
from mingjing.ledger.models import Stamp
from mingjing.ledger.operations.appending import append
from mingjing.ledger.operations.keeping import CLOCK
from mingjing.ledger.queries.stamping import checked, head_of, stamp_request
from mingjing.ledger.terms import By, Event

Send = Callable[[str, bytes], bytes]


@operation(Event.STAMPED)
def take_stamp(*, size: int, tree: str, token: bytes, by: By, nonce: int | None = None) -> bool:
    """Keep a token over one of our checkpoints, once verified; whether it is new. Raises NotStamped, NotLogged.

    Its time is not held against our clock, as a token that travelled by hand is old: see `compare_clock`.
    """
    stamped = checked(head_of(size), tree, token, nonce)
    digest = hashlib.sha256(token).hexdigest()
    if Stamp.objects.filter(pk=digest).exists():
        return False
    try:
        with transaction.atomic():
            Stamp.objects.create(
                digest=digest, size=size, tree=tree, at=stamped.at, authority=stamped.authority, token=token
            )
    except IntegrityError:  # the same, brought at the same moment
        return False
    return True


@operation("ledger:clock:compared")
def compare_clock(*, told: datetime, by: By, at: datetime) -> bool:
    """Log that our clock and that of the authority differ by more than the tolerance; whether that is so."""
    if abs(told - at) <= timedelta(seconds=settings.MINGJING_CLOCK_TOLERANCE):
        return False
    append(kind=Event.FAULTED, stream=CLOCK, at=at, by=by, payload={"authority": told.isoformat(), "source": "tsa"})
    return True


def stamp_due(*, by: By, at: datetime, send: Send | None = None) -> int:
    """Stamp today's checkpoints where an address is set and today has none yet; how many. Raises NotStamped."""
    if not settings.MINGJING_TSA_URL or stamped_on(at):
        return 0
    return stamp_now(by=by, at=at, send=send)


def stamped_on(at: datetime) -> bool:
    """Whether a day has a stamp already."""
    last = Stamp.objects.order_by("-at").values_list("at", flat=True).first()
    return last is not None and timezone.localdate(last) == timezone.localdate(at)


def stamp_now(*, by: By, at: datetime, send: Send | None = None) -> int:
    """Have both checkpoints stamped, each over the digest of its own tree; SHA-256 where the authority takes no SM3.

    Raises NotStamped, KeyMissing.
    """
    size, kept = trees.integrate().size, 0
    for tree in trees.HASHERS:
        nonce = secrets.randbits(63)
        token = _token(tree, size, nonce, send or timestamps.posted)
        kept += take_stamp(size=size, tree=tree, token=token, by=by, nonce=nonce)
        if tree == "sha256":
            told = Stamp.objects.get(pk=hashlib.sha256(token).hexdigest()).at
            compare_clock(told=told, by=by, at=at)
    return kept


def _token(tree: str, size: int, nonce: int, send: Send) -> bytes:
    url = settings.MINGJING_TSA_URL
    try:
        return timestamps.token_of(send(url, stamp_request(tree, tree, nonce, size)))
    except NotStamped as refusal:
        if tree == "sm3" and "没有受理" in str(refusal):
            return timestamps.token_of(send(url, stamp_request(tree, "sha256", nonce, size)))
        raise
