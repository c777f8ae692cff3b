"""The law library and the organs' matters for a world."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from mingjing.lawbook import operations as lawbook
from mingjing.lawbook import queries
from mingjing.organs import queries as organs
from mingjing.sites.journeys import registers

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World


def fill(world: "World", at: datetime, progress: Any, *, cited_only: bool = False) -> None:
    """Bring in the national laws of the package (or only those the matters cite), then each organ's matters,
    benchmarks and lists."""
    heads = {home: world.teams[home]["head"] for home in world.teams}
    first = world.actor(next(iter(heads.values())), at)
    only = lawbook.laws_cited() | registers.laws_cited() if cited_only else ()
    if not queries.totals().get("laws"):
        lawbook.import_library(by=first, at=at, progress=progress, only=only)
    for home, head in heads.items():
        plant(world, home, head, at)


def plant(world: "World", home: str, head: str, at: datetime) -> None:
    """Matters, benchmarks and catalogues of one organ from the shipped seeds."""
    organ = organs.organ(world.organs[home])
    lawbook.plant_seeds(by=world.actor(head, at), at=at, organ_id=organ.id, pack=organ.domain, valid_from=at.date())
