"""The outbox of deliveries: filled by the public moves, emptied by the worker, settled by receipts or by hand."""

import logging
from collections.abc import Collection
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mingjing.exchange.access import hands_over
from mingjing.exchange.events import Event
from mingjing.exchange.models import Channel, CreditItem, Delivery
from mingjing.exchange.operations.packing import Stale, key_of, now_public, opened, package
from mingjing.exchange.operations.sending import clear, send
from mingjing.exchange.rules.channels import acknowledged_by, by_hand_is_told, receipt_fits
from mingjing.exchange.terms import (
    BY_PERSON,
    UNSETTLED,
    ChannelKind,
    CreditState,
    DeliveryAct,
    DeliveryFacts,
    DeliveryState,
    Receipt,
    legible,
)
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.text import clean
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import IN_PUBLIC, Category, PublicationFacts, State

log = logging.getLogger(__name__)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""How long to wait after the first, second … failed attempt; after the last a person has to look."""
LEASE = timedelta(minutes=10)
LARGEST_RECEIPTS = 5 * 1024 * 1024
_OF_CREDIT = frozenset({State.WITHDRAWN, *IN_PUBLIC})
"""States that the credit channel hears of; the term of publicity and its early end are another clock."""


@operation(Event.DELIVERY_QUEUED)
def queue(
    *,
    publication_id: UUID,
    state: str,
    index: int,
    by: By,
    at: datetime,
    calendar: Workdays | None = None,
) -> int:
    """A public move has happened: one delivery for each channel. Idempotent; gives back how many are new.

    `index`: the ledger entry of the move, `at` its moment, from which the clocks run. What waited for the same place is superseded.
    """
    facts = publicity.publication(publication_id)
    if facts is None:
        return 0
    act = DeliveryAct.SHOW if state in IN_PUBLIC else DeliveryAct.REMOVE
    public = now_public(publication_id)
    seq = public.version.seq if public and public.version else 0
    day, days = local_day(at), calendar or national()
    rows = [
        _put(channel, facts, act, (seq, index), (at, day), days, item)
        for channel in _channels(facts, act, day)
        if channel.kind != ChannelKind.CREDIT or state in _OF_CREDIT
        for item in _items(channel, facts.id, act)
    ]
    return sum(rows)


def _channels(facts: PublicationFacts, act: str, on: date) -> list[Channel]:
    """Those that are on; for a removal also those that were, and received it."""
    own = Channel.objects.filter(organ_id=facts.organ_id, since__lte=on)
    living = Q(until__isnull=True) | Q(until__gte=on)
    if act == DeliveryAct.REMOVE:
        living |= Q(pk__in=Delivery.objects.filter(publication_id=facts.id).values("channel_id"))
    return list(own.filter(living))


def _put(
    channel: Channel,
    facts: PublicationFacts,
    act: str,
    what: tuple[int, int],
    when: tuple[datetime, date],
    days: Workdays,
    item: UUID | None = None,
) -> bool:
    """One delivery, if it is new. `what`: version and ledger entry; `when`: now, and the day of the move; `item`: whose
    credit it is about. What waited for the same place, of the same party, is superseded.
    """
    (seq, index), (at, day) = what, when
    first = act == DeliveryAct.SHOW and seq == 1
    due = local_day(acknowledged_by(act, facts.decided_on if first else day, days).due)
    row, fresh = Delivery.objects.get_or_create(
        channel=channel,
        publication_id=facts.id,
        item_id=item,
        index=index,
        act=act,
        defaults={
            "number": facts.number,
            "seq": seq,
            "state": DeliveryState.QUEUED,
            "made_at": at,
            "next_at": None if channel.kind in BY_PERSON else at,
            "due": max(_no_later(due, facts, act, first=first), day),
        },
    )
    if fresh:
        others = Delivery.objects.filter(channel=channel, publication_id=facts.id, item_id=item).exclude(pk=row.pk)
        others.filter(index__lte=index, state__in=UNSETTLED).update(state=DeliveryState.SUPERSEDED, next_at=None)
        if others.filter(index__gt=index).exists():
            Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.SUPERSEDED, next_at=None)
    return fresh


def _no_later(due: date, facts: PublicationFacts, act: str, *, first: bool) -> date:
    """A withdrawal must be everywhere within the three days from knowing, not from the portal's own withdrawal; what is
    neither penalty nor licence may be pushed as late as it may be published.
    """
    if act == DeliveryAct.REMOVE and facts.state == State.WITHDRAWN and facts.call_due:
        return min(due, facts.call_due)
    slow = first and facts.category not in {Category.PENALTY, Category.LICENCE}
    return max(due, facts.due) if slow else due


def _items(channel: Channel, publication_id: UUID, act: str) -> list[UUID | None]:
    """Whose items a channel hears of: the credit channel of each that is shown, or of each it was sent; others of none."""
    if channel.kind != ChannelKind.CREDIT:
        return [None]
    rows = CreditItem.objects.filter(publication_id=publication_id).order_by("place")
    if act == DeliveryAct.SHOW:
        return list(rows.filter(state=CreditState.SHOWN).values_list("pk", flat=True))
    sent = Delivery.objects.filter(channel=channel, act=DeliveryAct.SHOW)
    return list(rows.filter(pk__in=sent.values("item")).values_list("pk", flat=True))


def queue_credit(*, item_id: UUID, act: str, index: int, at: datetime, calendar: Workdays | None = None) -> int:
    """The credit clock of one party has moved by itself (late rows, stop, repair): the credit channels only, in the
    caller's transaction.
    """
    publication_id = CreditItem.objects.values_list("publication_id", flat=True).get(pk=item_id)
    facts = publicity.publication(publication_id)
    public = now_public(publication_id)
    if facts is None:
        return 0
    seq = public.version.seq if public and public.version else 0
    when, days = (at, local_day(at)), calendar or national()
    return sum(
        _put(one, facts, act, (seq, index), when, days, item_id)
        for one in _channels(facts, act, local_day(at))
        if one.kind == ChannelKind.CREDIT and item_id in _items(one, facts.id, act)
    )


def fill(channel: Channel, at: datetime) -> int:
    """Everything that is public of the organ, for a channel just opened."""
    days = national()
    rows = []
    for key, number, seq, index, _ in publicity.standing(channel.organ_id):
        for item in _items(channel, key, DeliveryAct.SHOW):
            due = local_day(acknowledged_by(DeliveryAct.SHOW, local_day(at), days).due)
            rows.append(
                Delivery(
                    channel=channel,
                    publication_id=key,
                    item_id=item,
                    number=number,
                    seq=seq,
                    act=DeliveryAct.SHOW,
                    index=index,
                    state=DeliveryState.QUEUED,
                    made_at=at,
                    next_at=None if channel.kind in BY_PERSON else at,
                    due=due,
                )  # fmt: skip
            )
    return len(Delivery.objects.bulk_create(rows, batch_size=500))


def deliver_due(*, by: By, now: datetime, limit: int = 20) -> int:
    """Send what waits, at most `limit`; gives back how many attempts were made. Two workers never send the same at once.
    One that fails stops no other.

    The network is spoken to outside every transaction; what came of it is written afterwards.
    """
    ready = Delivery.objects.filter(state__in=(DeliveryState.QUEUED, DeliveryState.FAILED), next_at__lte=now).order_by(
        "next_at", "index"
    )
    done = 0
    for row in list(ready.select_related("channel", "item")[:limit]):
        claimed = Delivery.objects.filter(pk=row.pk, state=row.state, next_at=row.next_at).update(next_at=now + LEASE)
        if claimed:
            try:
                _attempt(row, by=by, now=now)
            except Exception:
                log.exception("delivery %s failed", row.pk)
                _failed(row, "平台处理这条推送时出错，请系统管理员查看日志", now)
            done += 1
    return done


def _attempt(row: Delivery, *, by: By, now: datetime) -> None:
    try:
        content = b"" if row.channel.kind == ChannelKind.PORTAL else package(row)
    except Stale:
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.SUPERSEDED, next_at=None)
        return
    except Invalid as problem:
        _failed(row, "；".join(text for texts in problem.errors.values() for text in texts), now)
        return
    row.sha256 = sha256(content).hexdigest() if content else ""
    # Kept before it goes out: a receipt may come back faster than the answer.
    Delivery.objects.filter(pk=row.pk).update(sha256=row.sha256)
    answer = send(row, content)
    if not answer.good:
        log.warning("delivery %s failed: %s", row.pk, answer.failure)
        _failed(row, answer.failure, now)
    elif answer.waits:
        open_ = Delivery.objects.filter(pk=row.pk, state__in=UNSETTLED)
        open_.update(state=DeliveryState.SENT, sent_at=now, next_at=None, failure="")
    else:
        acknowledge(delivery_id=row.pk, receipt=answer.receipt, by=by, at=now)


def _failed(row: Delivery, failure: str, now: datetime) -> None:
    """Wait longer each time; after the last wait nothing more is tried until a person looks."""
    after = WAITS[row.attempts] if row.attempts < len(WAITS) else None
    open_ = Delivery.objects.filter(pk=row.pk, state__in=UNSETTLED)
    more = {"attempts": row.attempts + 1, "next_at": now + after if after else None}
    open_.update(state=DeliveryState.FAILED, failure=legible(failure, 500), **more)


@operation(Event.DELIVERY_ACKNOWLEDGED)
def acknowledge(*, delivery_id: UUID, receipt: str, by: By, at: datetime) -> bool:
    """The other side has it: settled, with its receipt in the ledger. Idempotent; False where it was settled before."""
    row = Delivery.objects.select_for_update(of=("self",)).select_related("channel", "item").get(pk=delivery_id)
    if row.state not in UNSETTLED:
        return False
    row.state, row.receipt, row.acknowledged_at = DeliveryState.ACKNOWLEDGED, receipt[:120], at
    row.sent_at, row.next_at, row.failure = row.sent_at or at, None, ""
    row.save()
    if row.channel.kind == ChannelKind.CREDIT:
        transaction.on_commit(lambda: clear(row))
    _log(Event.DELIVERY_ACKNOWLEDGED, row, by=by, at=at, receipt=row.receipt, sha256=row.sha256)
    return True


def _log(event: Event, row: Delivery, *, by: By, at: datetime, **told: str) -> None:
    payload = {
        "delivery": str(row.pk), "channel": row.channel.name, "number": row.number, "version": row.seq, "act": row.act,
    }  # fmt: skip
    append(kind=event, stream=f"pub:{row.publication_id}", at=at, by=by, payload=payload | told)


def _held(delivery_id: UUID, *, by: Actor, doing: str) -> Delivery:
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("channel", "item")
        .filter(pk=delivery_id)
        .first()
    )
    if row is None:
        raise Invalid({"delivery": ["没有这条推送，请从公示渠道页重新进入"]})
    hands_over.require(by, row.channel.organ_id, doing=doing)
    return row


@operation(Event.DELIVERY_RETRIED)
def retry(*, delivery_id: UUID, reason: str, by: Actor, at: datetime) -> DeliveryFacts:
    """Send it again now, with the reason in the ledger. Raises Invalid where it is settled or served by a person."""
    row = _held(delivery_id, by=by, doing="重新推送")
    _plain(reason)
    if found := by_hand_is_told(reason, "reason"):
        raise Refused(*found)
    if row.state not in UNSETTLED or row.channel.kind in BY_PERSON:
        raise Invalid({"delivery": [f"这条推送是“{row.facts().state_name}”，不用重新推送"]})
    row.state, row.next_at, row.attempts = DeliveryState.QUEUED, at, 0
    row.save(update_fields=["state", "next_at", "attempts"])
    _log(Event.DELIVERY_RETRIED, row, by=by, at=at, reason=reason.strip())
    return row.facts()


@operation("exchange:delivery:confirmed")
def confirm_delivery(*, delivery_id: UUID, proof: str, by: Actor, at: datetime) -> DeliveryFacts:
    """A person says that the board or the static copy shows it now (or no longer), and by what that can be seen."""
    row = _held(delivery_id, by=by, doing="确认渠道已经更新")
    _plain(proof)
    if found := by_hand_is_told(proof, "proof"):
        raise Refused(*found)
    if row.channel.kind not in BY_PERSON:
        raise Invalid({"delivery": ["这个渠道以对方的回执为准，不能人工确认"]})
    if not acknowledge(delivery_id=row.pk, receipt=proof.strip(), by=by, at=at):
        raise Invalid({"delivery": ["这条已经办结，没有重复办理"]})
    row.refresh_from_db()
    return row.facts()


def acknowledge_copies(*, delivery_ids: Collection[UUID], manifest: str, by: By, at: datetime) -> int:
    """The static copy was written after these were queued: each is settled, the copy's list of files its receipt.

    `manifest`: SHA-256 of manifest.json. Only deliveries of static copies; what was superseded meanwhile stays so. Gives
    back how many were settled; the same copy told again settles nothing.
    """
    rows = Delivery.objects.filter(pk__in=delivery_ids, channel__kind=ChannelKind.STATIC, state__in=UNSETTLED)
    receipt = f"manifest.json sha256:{manifest}"
    wanted = rows.order_by("index", "pk").values_list("pk", flat=True)
    return sum(acknowledge(delivery_id=key, receipt=receipt, by=by, at=at) for key in list(wanted))


@operation(Event.DELIVERY_REJECTED)
def import_receipts(*, channel_id: UUID, content: bytes, by: Actor, at: datetime) -> tuple[int, tuple[str, ...]]:
    """Take in a signed file of receipts: how many deliveries it settled, and what was wrong with the others.

    Raises Invalid where the file is too large, cannot be read, or is not signed with the channel's key; Forbidden.
    """
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is None:
        raise Invalid({"channel": ["没有这个渠道"]})
    hands_over.require(by, channel.organ_id, doing="导入回执")
    if len(content) > LARGEST_RECEIPTS:
        raise Invalid({"file": ["文件超过 5 MB，请分几次导入"]})
    told = opened(content, key_of(channel.pk))
    settled, problems = 0, []
    for one in told["receipts"]:
        receipt = Receipt.read(one) if isinstance(one, dict) else Receipt("", "", "", False)
        good, problem = _settle(channel, receipt, by=by, at=at)
        settled += good
        problems += [problem] if problem else []
    return settled, tuple(problems)


def _settle(channel: Channel, receipt: Receipt, *, by: Actor, at: datetime) -> tuple[int, str]:
    try:
        row = channel.deliveries.select_related("channel", "item").filter(pk=UUID(receipt.delivery)).first()
    except ValueError:
        row = None
    if row is None:
        return 0, f"没有编号为“{receipt.delivery[:40]}”的推送"
    if found := receipt_fits(row.facts(), receipt):
        return 0, f"{row.number}：{found[0].message}"
    if row.state == DeliveryState.ACKNOWLEDGED and row.receipt == receipt.receipt:
        return 0, ""
    if not receipt.accepted:
        _failed_for_good(row, f"对方拒绝：{receipt.reason or '没有写明理由'}")
        _log(Event.DELIVERY_REJECTED, row, by=by, at=at, receipt=receipt.receipt, sha256=row.sha256)
        return 0, f"{row.number}：对方拒绝，{receipt.reason or '没有写明理由'}"
    if not acknowledge(delivery_id=row.pk, receipt=receipt.receipt, by=by, at=at):
        return 0, f"{row.number}：这条推送已经{row.facts().state_name}，不再收回执"
    return 1, ""


def _failed_for_good(row: Delivery, failure: str) -> None:
    open_ = Delivery.objects.filter(pk=row.pk, state__in=UNSETTLED)
    open_.update(state=DeliveryState.FAILED, failure=failure[:500], next_at=None)


def _plain(text: str) -> None:
    if problems := clean(text)[1]:
        raise Invalid({"reason": list(problems)})
