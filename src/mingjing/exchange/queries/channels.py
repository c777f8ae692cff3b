"""Channels and what is on its way to them, failures first."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from mingjing.exchange.models import Channel, Delivery
from mingjing.exchange.rules.channels import late_delivery, light, same_everywhere
from mingjing.exchange.terms import UNSETTLED, ChannelFacts, ChannelKind, DeliveryFacts, DeliveryState
from mingjing.kernel.findings import Finding
from mingjing.kernel.workdays import Workdays, national
from mingjing.publicity import queries as publicity


def channels(organ_id: UUID | None) -> tuple[tuple[ChannelFacts, dict[str, int]], ...]:
    """Every channel of an organ (None: of every organ) with how many deliveries are not settled, by state. Two queries."""
    rows = Channel.objects.filter(organ_id=organ_id) if organ_id else Channel.objects.all()
    counted: dict[UUID, dict[str, int]] = {}
    open_ = Delivery.objects.filter(state__in=UNSETTLED).order_by()
    for key, state, number in open_.values_list("channel_id", "state").annotate(Count("pk")):
        counted.setdefault(key, {})[state] = number
    return tuple((row.facts(), counted.get(row.pk, {})) for row in rows)


def channel(channel_id: UUID) -> ChannelFacts | None:
    """One channel."""
    row = Channel.objects.filter(pk=channel_id).first()
    return row.facts() if row else None


def delivery(delivery_id: UUID) -> DeliveryFacts | None:
    """One delivery."""
    row = Delivery.objects.select_related("channel", "item").filter(pk=delivery_id).first()
    return row.facts() if row else None


def waiting_for_a_copy(limit: int = 5000) -> tuple[UUID, ...]:
    """The deliveries of every organ that the next static copy settles, the earliest move first. One query."""
    rows = Delivery.objects.filter(channel__kind=ChannelKind.STATIC, state__in=UNSETTLED)
    return tuple(rows.order_by("index", "pk").values_list("pk", flat=True)[:limit])


def deliveries(
    organ_id: UUID | None, states: tuple[str, ...], on: date, *, limit: int = 50, calendar: Workdays | None = None
) -> tuple[DeliveryFacts, ...]:
    """What stands in these states, the earliest last day first."""
    rows = Delivery.objects.filter(state__in=states).select_related("channel", "item").order_by("due", "index", "pk")
    rows = rows.filter(channel__organ_id=organ_id) if organ_id else rows
    days = calendar or national()
    return tuple(row.facts(light(row.facts(), on, days)) for row in rows[:limit])


def matrix(
    organ_id: UUID | None, on: date, *, limit: int = 30, calendar: Workdays | None = None
) -> tuple[tuple[UUID, str, dict[UUID, DeliveryFacts], tuple[Finding, ...]], ...]:
    """Publications × channels: (id, number, newest delivery by channel, XCH-46), those with trouble first. A bounded
    number of queries, whatever the rows.
    """
    rows = Delivery.objects.filter(channel__organ_id=organ_id) if organ_id else Delivery.objects.all()
    late = rows.filter(Q(state=DeliveryState.FAILED) | Q(state__in=UNSETTLED, due__lt=on)).order_by("due", "index")
    newest = rows.order_by("-index")
    found = [*late.values_list("publication_id", flat=True)[: limit * 8]]
    found += newest.values_list("publication_id", flat=True)[: limit * 8]
    wanted = list(dict.fromkeys(found))[:limit]
    days = calendar or national()
    parties: dict[tuple[UUID, UUID], dict[UUID | None, DeliveryFacts]] = {}
    told: dict[UUID, dict[UUID, DeliveryFacts]] = {}
    settled: dict[UUID, dict[UUID, DeliveryFacts]] = {}
    for row in rows.filter(publication_id__in=wanted).select_related("channel", "item").order_by("index", "made_at"):
        if row.state != DeliveryState.SUPERSEDED:
            facts = row.facts(light(row.facts(), on, days))
            parties.setdefault((row.publication_id, row.channel_id), {})[row.item_id] = facts
            if row.state == DeliveryState.ACKNOWLEDGED and facts.channel.kind != "credit":
                settled.setdefault(row.publication_id, {})[row.channel_id] = facts
    for (key, channel_id), cells in parties.items():
        # Of several parties the one that is not settled stands for the decision.
        newest_of = list(cells.values())
        waiting = [one for one in newest_of if one.state in UNSETTLED]
        told.setdefault(key, {})[channel_id] = (waiting or newest_of)[-1]
    shown = publicity.versions_now(wanted)
    numbers = {key: next(iter(cells.values())).number for key, cells in told.items()}
    return tuple(
        (
            key,
            numbers[key],
            told[key],
            same_everywhere(numbers[key], shown.get(key), list(settled.get(key, {}).values())),
        )
        for key in wanted
        if key in told
    )


def late_deliveries(organ_id: UUID | None, on: date, *, limit: int = 200) -> tuple[Finding, ...]:
    """XCH-41 for an organ (None: every organ): pushes and withdrawals that no channel has acknowledged in time."""
    rows = (
        Delivery.objects.filter(state__in=UNSETTLED, due__lt=on).select_related("channel", "item").order_by("due", "pk")
    )
    rows = rows.filter(channel__organ_id=organ_id) if organ_id else rows
    return tuple(found for row in rows[:limit] for found in late_delivery(row.facts(), on))
