"""The county that is measured: founded and played through the operations, then multiplied."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mingjing.cases import queries
from mingjing.cases.queries.coverage import owed
from mingjing.cases.queries.facts import load
from mingjing.foundation.people import Actor
from mingjing.parties import queries as parties
from mingjing.sites.bench import growing
from mingjing.sites.journeys import county, demo
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.recordings import film_act
from mingjing.sites.journeys.world import World

OFFICER, HEAD, SUPERVISOR, USERNAME = "甲", "己", "监", "zhangsan"
ACTING = {"collect_evidence": "evidence", "decide": "discussed", "file": "archived"}
LEAST = 60
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Grown:
    """The county at its full size: its people, and by act the copies on which that act can be done."""

    world: World
    now: datetime
    copies: dict[str, list[UUID]]
    published: int
    sources: dict[str, UUID]

    def actor(self, key: str) -> Actor:
        """A person of the county."""
        return self.world.actor(key, self.now)

    def played(self, code: str) -> UUID:
        """The played case that the copies of an act were made from."""
        return self.sources[code]

    def player(self, code: str) -> Player:
        """A player at the cases of one act, to fill in its form."""
        told = told_until(ACTING[code])
        story: dict[str, Any] = {
            "journey": code, "organ": told.organ, "party": told.party, "matter": told.matter, "steps": [],
        }  # fmt: skip
        return Player(self.world, story)


def told_until(until: str) -> county.Told:
    """The played case of the emergency-management bureau that stops there."""
    return next(told for told in county.PLAN if told.until == until and told.organ == "应急局")


def build(cases: int, now: datetime, *, cited_only: bool = False) -> Grown:
    """Found, play and multiply."""
    world = demo.set_up(now, _tell, cited_only=cited_only)
    sources = {code: played_case(world, told_until(until)) for code, until in ACTING.items()}
    made = growing.grow(cases, frozenset(sources.values()), LEAST)
    copies = {code: made[source] for code, source in sources.items()}
    _film(world, copies["decide"], now)
    return Grown(world, now, copies, growing.publish_copies(), sources)


def _film(world: World, copies: list[UUID], now: datetime) -> None:
    """A copy has the acts of its source but no recordings: what stops the decision (AV-02) is filmed as in the journeys."""
    by = world.actor(OFFICER, now)
    for key in copies:
        facts = load(queries.case_row(key))
        for one in owed(facts):
            if one.stops and (act := facts.act(one.act_seq)):
                film_act(key, act, facts.procedure.acts[one.code].span, by, now)


def played_case(world: World, told: county.Told) -> UUID:
    """The case of the example county that was played so."""
    party = parties.party(world.parties[told.party])
    rows = growing.table("cases.Case").objects.filter(party_id=party.id, matter_code__endswith=told.matter)
    found: UUID = rows.values_list("id", flat=True).get()
    return found


def _tell(what: str, done: int, total: int) -> None:
    if done == total:
        print(f"  {what}：{total}", file=sys.stderr)  # noqa: T201


def moment_of_acting(now: datetime) -> datetime:
    """When the measured acts happen: just before they are entered."""
    return now - timedelta(minutes=5)
