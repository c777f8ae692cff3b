"""The example county puts an open case to the public table of its benchmark: once with a fact not found out, then with all of them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mingjing.cases import operations, queries
from mingjing.cases.queries import lists
from mingjing.cases.terms.weighing import Stated

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

FACTS = {"设备台数": "2", "已失效仍在使用": "否", "两年内再次违反": "否"}
FIRST = {"设备台数": "2", "已失效仍在使用": "", "两年内再次违反": ""}


def ask(world: "World", now: datetime) -> None:
    """The first open case of the emergency bureau whose public table asks just these facts, with its first evidence."""
    handler = world.actor(world.teams["应急局"]["handlers"][0], now)
    for row in lists.case_list(handler, lists.Filters(), now.date(), limit=100).rows:
        facts = queries.case_page(row["id"], handler, now).facts
        if facts.decision is not None or not facts.evidence:
            continue
        for one in queries.askable(facts, now.date()):
            if [factor.name for factor in one.table.factors] != list(FACTS):
                continue
            for told, at in ((FIRST, now - timedelta(minutes=20)), (FACTS, now - timedelta(minutes=5))):
                stated = [Stated(name, text, (1,) if text else ()) for name, text in told.items()]
                operations.ask_discretion(
                    case_id=facts.id, edition_id=one.cited["id"], stated=stated, base=None, by=handler, now=at
                )
            return
