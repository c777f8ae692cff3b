"""The example county's channels: a board in the hall, the credit platform by files carried to it, and the portal itself."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mingjing.exchange import operations, queries
from mingjing.exchange.terms import ChannelKind

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

CHANNELS = (
    (ChannelKind.PORTAL, "本平台门户", ""),
    (ChannelKind.CREDIT, "市信用平台", "由信息中心每日摆渡"),
    (ChannelKind.BOARD, "政务大厅公示栏", "示范县政务服务大厅一楼"),
)


def open_all(world: "World", founded: datetime) -> None:
    """Every channel of every organ with cases, before the first case."""
    by = world.actor("系小管", founded)
    for home in world.teams:
        for kind, name, target in CHANNELS:
            operations.open_channel(
                organ_id=world.organs[home],
                kind=kind,
                name=name,
                target=target,
                since=founded.date(),
                by=by,
                at=founded,
            )


def work(world: "World", now: datetime) -> None:
    """The worker has been here; one party asks for its credit to be repaired, a publicist has put most papers up."""
    while operations.deliver_due(by="system", now=now + timedelta(seconds=1), limit=200):
        pass
    for home in world.teams:
        organ_id, clerk = world.organs[home], world.actor(world.teams[home]["publicist"], now)
        waiting = [one for one in queries.deliveries(organ_id, ("queued",), now.date()) if one.channel.kind == "board"]
        for one in waiting[:-2]:
            operations.confirm_delivery(delivery_id=one.id, proof="已张贴，留存照片", by=clerk, at=now)
        item = next(iter(queries.credit_items(organ_id, ("shown",))), None)
        if item is not None:
            operations.ask_credit(
                item_id=item.id, kind="repair", applicant=item.party_name, claim="罚款已经缴清，附缴款凭证和信用承诺书。",
                applied_on=now.date(), by=clerk, at=now,
            )  # fmt: skip
