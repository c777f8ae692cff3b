"""The example county's major decisions as they are lodged with the superior: some registered, one sent back, one waiting, the rest owed."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from mingjing.kernel.days import CHINA
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.lodgings import LodgingDraft, LodgingFacts, LodgingState

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

HOMES = ("应急局", "市监局")
LEFT = 2
"""How many of an organ stay owed."""


def lodge(world: "World", now: datetime) -> None:
    """Of each organ's owed decisions the oldest are reported; the last three reported wait, go back, are registered."""
    for home in HOMES:
        head = world.actor(world.teams[home]["head"], now)
        owed = [one for one in queries.lodgings(head, (LodgingState.OWED,), limit=100) if one.served_on]
        for place, one in enumerate(owed[LEFT:]):
            _reported(world, one, home, place, now)


def _reported(world: "World", one: LodgingFacts, home: str, place: int, now: datetime) -> None:
    at = datetime.combine(one.served_on or one.decided_on, time(16, 0), CHINA) + timedelta(days=5)
    if at + timedelta(days=2) > now:
        return
    head, bureau = world.actor(world.teams[home]["head"], at), world.organs["司法局"]
    files = tuple(each.id for each in queries.lodgeable(one.case_id) if each.decision)
    if not files:
        return
    draft = LodgingDraft(bureau, "", files, ("现场照片光盘一张",) if place else ())
    operations.report_lodging(lodging_id=one.id, draft=draft, by=head, at=at)
    by, later = world.actor("监", at + timedelta(days=1)), at + timedelta(days=1)
    if place == 1:
        due = later.date() + timedelta(days=10)
        operations.return_lodging(lodging_id=one.id, text="没有附法制审核意见书，请补报。", due=due, by=by, at=later)
    elif place:
        operations.register_lodging(lodging_id=one.id, by=by, at=later)
