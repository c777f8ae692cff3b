"""What the town knows of guiding cases: one that the justice bureau released, of the offence of the town's cases."""

from dataclasses import replace
from uuid import UUID

from mingjing.lawbook import queries
from mingjing.sites.journeys import guiding, world


def guided(shifan: world.World) -> dict[str, UUID]:
    """The id behind the addresses of guiding cases."""
    at = world.moment("2026-09-01 09:00")
    matter = next(one for one in queries.matters(shifan.organs["应急局"]) if one.code == "AQ097-7")
    spec = replace(guiding.WELDERS, offences=(matter.name,))
    return {"guiding_id": guiding.released(shifan, spec, at).id}
