"""Letters to subscribers: one a day, about what is public at the moment of sending, sent outside every transaction."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.kernel.days import local_day
from mingjing.ledger.terms import By
from mingjing.publicity.events import Event
from mingjing.publicity.models import Publication, Subscription
from mingjing.publicity.operations.subscribing import address_of, read_filters, token_of
from mingjing.publicity.queries import page
from mingjing.publicity.rules.subscriptions import belongs_in_letter, letters_from
from mingjing.publicity.terms import DecisionRow, Digest

log = logging.getLogger(__name__)
ROWS = 20
LOOKED_AT = 20
"""How many subscriptions are looked at for each letter that may be sent; most have nothing new."""
SETTLED = timedelta(minutes=10)
"""A letter tells up to so long before it is sent: what was being released at that moment comes with the next one."""
TRIES = 7
"""A subscription whose letters failed on so many days is passed over until it is confirmed again."""
Send = Callable[[Digest], None]


def send_digests(*, send: Send, by: By, at: datetime, limit: int = 20) -> int:
    """Send the letters of today that are still to be sent, at most `limit`; gives back how many were.

    A letter is claimed before it is sent, so that two workers never send it twice; one that fails is put back.
    """
    if at < letters_from(at):
        return 0
    sent = 0
    for key in _due(at, limit * LOOKED_AT):
        if sent >= limit:
            break
        digest = claim_digest(subscription_id=key, by=by, at=at)
        if digest is None:
            continue
        try:
            digest = still_public(digest)
            if digest.rows:
                send(digest)
                Subscription.objects.filter(pk=key, failures__gt=0).update(failures=0)
                sent += 1
        except Exception as problem:
            # Only its kind: what a mail server says names the address.
            log.error("a letter to a subscriber failed: %s", type(problem).__name__)  # noqa: TRY400
            put_back(digest)
    return sent


@operation(Event.SUBSCRIPTIONS_SENT)
def claim_digest(*, subscription_id: UUID, by: By, at: datetime) -> Digest | None:
    """Take today's letter of a subscription; None where another worker has it or there is nothing new."""
    row = Subscription.objects.select_for_update().filter(pk=subscription_id, ended_at=None).first()
    today = local_day(at)
    if row is None or row.seen_until is None or (row.sent_on is not None and row.sent_on >= today):
        return None
    since, address = row.seen_until, address_of(row)
    until = at - SETTLED
    row.sent_on, row.seen_until = today, until
    row.save(update_fields=["sent_on", "seen_until"])
    found = [
        one
        for one in page(read_filters(row.filters), limit=ROWS + 1).rows
        if belongs_in_letter(one.state, one.released_at, since, until)
    ]
    if not found or not address:
        return None
    return Digest(row.facts(), address, token_of(row.pk), tuple(found[:ROWS]), len(found) > ROWS, since, until)


def still_public(digest: Digest) -> Digest:
    """The letter without what was withdrawn since it was claimed, each line as it is public now (PUB-87)."""
    rows = {row.pk: row for row in Publication.objects.filter(pk__in=[one.id for one in digest.rows])}
    fresh = _lines(rows[one.id] for one in digest.rows if one.id in rows)
    kept = tuple(one for one in fresh if belongs_in_letter(one.state, one.released_at, digest.since, digest.until))
    return replace(digest, rows=kept)


def _lines(rows: Iterable[Publication]) -> tuple[DecisionRow, ...]:
    return tuple(row.row() for row in rows)


def put_back(digest: Digest) -> None:
    """A letter that could not be sent: tomorrow's letter tells it again."""
    row = Subscription.objects.filter(pk=digest.subscription.id).first()
    if row is not None:
        row.seen_until, row.failures = digest.since, row.failures + 1
        row.save(update_fields=["seen_until", "failures"])


def _due(at: datetime, limit: int) -> list[UUID]:
    rows = Subscription.objects.filter(confirmed_at__isnull=False, ended_at=None, failures__lt=TRIES)
    open_today = rows.exclude(sent_on__gte=local_day(at)).order_by("asked_at")
    return list(open_today.values_list("pk", flat=True)[:limit])
