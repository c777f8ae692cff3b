"""Asking for letters about new decisions, confirming, ending. Nobody is told who else asked."""

import base64
import hmac
from dataclasses import asdict
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

from mingjing.foundation.operations import operation
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.ledger.terms import By
from mingjing.publicity.events import Event
from mingjing.publicity.models import Mailbox, Subscription
from mingjing.publicity.rules.subscriptions import kept_until, may_write_to
from mingjing.publicity.terms import Filters, SubscriptionFacts

LONGEST_ADDRESS = 120


@operation(Event.SUBSCRIPTION_ASKED)
def subscribe(
    *, address: str, filters: Filters, query: str, title: str, by: By, at: datetime
) -> tuple[SubscriptionFacts, str] | None:
    """Keep what is asked for until the address confirms it; gives back the token of the letter that asks for that.

    None where this address is asked too often (PUB-86): whoever typed it is told the same as always, so that nobody
    learns what another person subscribed to. Raises Invalid for what is no mail address.
    """
    tidy = mail_address(address)
    if filters.state:
        raise Invalid({"address": ["只能订阅新公示的决定；已更正、已撤下的请用 Atom 订阅"]})
    mark = _mark(tidy)
    rows = Subscription.objects.filter(mark=mark)
    today = rows.filter(asked_at__gt=at - timedelta(days=1)).count()
    if not may_write_to(today, rows.filter(confirmed_at__isnull=False, ended_at=None).count()):
        return None
    made = Subscription.objects.create(
        title=title[:300], query=query[:1000], filters=kept_filters(filters), mark=mark, asked_at=at
    )
    Mailbox.objects.create(subscription=made, cipher=_box().encrypt(tidy.encode()).decode())
    return made.facts(), token_of(made.pk)


@operation(Event.SUBSCRIPTION_CONFIRMED)
def confirm_subscription(*, token: str, by: By, at: datetime) -> SubscriptionFacts | None:
    """The address says yes; done once, repeated without effect. None for a token of no subscription, or of one that ended."""
    row = _held(token)
    if row is None or row.ended_at is not None:
        return None
    if row.confirmed_at is None:
        row.confirmed_at = row.seen_until = at
        row.save(update_fields=["confirmed_at", "seen_until"])
    return row.facts()


@operation(Event.SUBSCRIPTION_ENDED)
def unsubscribe(*, token: str, by: By, at: datetime) -> SubscriptionFacts | None:
    """End a subscription; its address is deleted at once (PUB-88). Repeated without effect."""
    row = _held(token)
    if row is None:
        return None
    if row.ended_at is None:
        _end(row, at)
    return row.facts()


@operation(Event.SUBSCRIPTIONS_SWEPT)
def sweep_subscriptions(*, by: By, at: datetime) -> int:
    """Delete the addresses that did not confirm in time (PUB-88), at most 500; gives back how many."""
    rows = Subscription.objects.select_for_update().filter(confirmed_at=None, ended_at=None).order_by("asked_at")
    stale = [row for row in rows[:500] if (until := kept_until(row.asked_at, False, False)) and until < at]
    for row in stale:
        _end(row, at)
    return len(stale)


def subscription(token: str) -> SubscriptionFacts | None:
    """The subscription that a token belongs to."""
    found = _held(token, lock=False)
    return found.facts() if found else None


def mail_address(typed: str) -> str:
    """A mail address as it is kept. Raises Invalid."""
    text, problems = clean(typed)
    tidy = text.strip()
    try:
        validate_email(tidy)
    except ValidationError:
        problems = ["这不是电子邮箱地址，例如 zhangsan@example.cn"]
    if problems or len(tidy) > LONGEST_ADDRESS:
        raise Invalid({"address": problems or [f"邮箱地址最多 {LONGEST_ADDRESS} 个字符"]})
    return tidy


def address_of(row: Subscription) -> str:
    """The address that letters go to; empty where it was deleted or the key has changed."""
    box = Mailbox.objects.filter(pk=row.pk).first()
    try:
        return _box().decrypt(box.cipher.encode()).decode() if box else ""
    except InvalidToken:
        return ""


def token_of(subscription_id: UUID) -> str:
    """What proves that somebody reads the letters of a subscription: made again for each letter, kept nowhere."""
    seal = salted_hmac("mingjing-subscription", subscription_id.hex, algorithm="sha256").hexdigest()
    return f"{subscription_id.hex}-{seal[:32]}"


def kept_filters(filters: Filters) -> dict[str, Any]:
    """Filters as plain JSON."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(filters).items()}


def read_filters(kept: dict[str, Any]) -> Filters:
    """Read what `kept_filters` wrote."""
    days = {key: date.fromisoformat(kept[key]) for key in ("since", "until", "month") if kept.get(key)}
    return Filters(**{**kept, **{key: days.get(key) for key in ("since", "until", "month")}})


def _held(token: str, *, lock: bool = True) -> Subscription | None:
    key, _, _ = token.partition("-")
    try:
        subscription_id = UUID(hex=key)
    except ValueError:
        return None
    if not hmac.compare_digest(token_of(subscription_id).encode(), token.encode()):
        return None
    rows = Subscription.objects.select_for_update() if lock else Subscription.objects.all()
    return rows.filter(pk=subscription_id).first()


def _end(row: Subscription, at: datetime) -> None:
    Mailbox.objects.filter(pk=row.pk).delete()
    row.ended_at, row.mark = at, ""
    row.save(update_fields=["ended_at", "mark"])


def _mark(address: str) -> str:
    return salted_hmac("mingjing-mailbox", address.casefold(), algorithm="sha256").hexdigest()


def _box() -> Fernet:
    seed = sha256(b"mingjing-mailbox:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(seed))
