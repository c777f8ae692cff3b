"""Who draws up a plan, who approves it, who sees it."""

from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor, Role
from mingjing.inspections.terms import KEEPERS


@predicate("本机关的承办人或者公示员")
def keeps_draws(actor: Actor, organ_id: UUID) -> bool:
    """The organ's own."""
    return actor.organ_id == organ_id and actor.has(*KEEPERS)


@predicate("本机关的负责人")
def approves_draws(actor: Actor, organ_id: UUID) -> bool:
    """The head of the organ: plans, dispatch, substitutions."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD)


@predicate("本机关的承办人、公示员或者负责人")
def checks_classes(actor: Actor, organ_id: UUID) -> bool:
    """Who may agree to what a colleague entered."""
    return actor.organ_id == organ_id and actor.has(*KEEPERS, Role.HEAD)
