"""Channels as data: opened and closed by the system administrator, with a ledger entry; the address is fixed here."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from mingjing.exchange.access import keeps_channels
from mingjing.exchange.events import Event
from mingjing.exchange.models import Channel
from mingjing.exchange.operations.delivering import fill
from mingjing.exchange.operations.packing import make_key
from mingjing.exchange.rules.channels import destination
from mingjing.exchange.terms import KEYED, KIND_NAMES, ChannelFacts, ChannelKind
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append


@operation(Event.CHANNEL_OPENED)
def open_channel(
    *, organ_id: UUID, kind: str, name: str, target: str = "", since: date, by: Actor, at: datetime
) -> tuple[ChannelFacts, str]:
    """Open a channel; what is public already goes out too. Gives back the channel and its new key, which is told once.

    `by` is the organ's system administrator. Raises Invalid, Refused (XCH-42), Forbidden.
    """
    keeps_channels.require(by, organ_id, doing="开通公示渠道")
    tidy, place = name.strip(), target.strip()
    errors = {}
    if kind not in set(ChannelKind):
        errors["kind"] = ["没有这种渠道，请从列表中选择"]
    if not 1 < len(tidy) <= 60 or clean(tidy)[1]:
        errors["name"] = ["写明渠道的名称，二到六十个字"]
    elif Channel.objects.filter(organ_id=organ_id, name=tidy).exists():
        errors["name"] = ["已经有同名的渠道；停用的渠道不再启用，请换一个名称"]
    if len(place) > 300 or clean(place)[1]:
        errors["target"] = ["地址或者地点最多 300 个字，不能有不可见的字符"]
    if since > local_day(at):
        errors["since"] = ["开通日期不能晚于今天"]
    if errors:
        raise Invalid(errors)
    if found := destination(kind, place, plain_allowed=bool(settings.MINGJING_PUSH_PLAIN)):
        raise Refused(*found)
    row = Channel.objects.create(organ_id=organ_id, kind=kind, name=tidy, target=place, since=since)
    told = {"channel": str(row.pk), "kind": kind, "name": tidy, "target": place, "since": since.isoformat()}
    append(kind=Event.CHANNEL_OPENED, stream=f"exchange:{organ_id}", at=at, by=by, payload=told)
    key = make_key(row.pk) if kind in KEYED else ""
    fill(row, at)
    return row.facts(), key


@operation(Event.CHANNEL_CLOSED)
def close_channel(*, channel_id: UUID, reason: str, by: Actor, at: datetime) -> ChannelFacts:
    """Switch a channel off from tomorrow; removals of what it received are still sent. Never deleted."""
    row = Channel.objects.select_for_update().filter(pk=channel_id).first()
    if row is None:
        raise Invalid({"channel": ["没有这个渠道，请从公示渠道页重新进入"]})
    keeps_channels.require(by, row.organ_id, doing="停用公示渠道")
    if len(reason.strip()) < 4 or clean(reason)[1]:
        raise Invalid({"reason": ["写明停用的理由，至少四个字"]})
    if row.until is not None:
        raise Invalid({"channel": [f"“{row.name}”已经停用"]})
    row.until = local_day(at)
    row.save(update_fields=["until"])
    told = {
        "channel": str(row.pk),
        "name": row.name,
        "kind": KIND_NAMES[ChannelKind(row.kind)],
        "reason": reason.strip(),
    }
    append(kind=Event.CHANNEL_CLOSED, stream=f"exchange:{row.organ_id}", at=at, by=by, payload=told)
    return row.facts()
