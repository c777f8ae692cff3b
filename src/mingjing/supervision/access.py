"""Who sees and who signs the figures of a year."""

from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor, Role


@predicate("本机关的公示员、法制审核人、负责人，或者执法监督员")
def sees_figures(actor: Actor, organ_id: UUID) -> bool:
    """The organ's own, or a supervisor."""
    return actor.has(Role.SUPERVISOR) or (
        actor.organ_id == organ_id and actor.has(Role.PUBLICIST, Role.REVIEWER, Role.HEAD)
    )


@predicate("本机关的公示员、法制审核人或者负责人")
def signs_figures(actor: Actor, organ_id: UUID) -> bool:
    """The organ's own."""
    return actor.organ_id == organ_id and actor.has(Role.PUBLICIST, Role.REVIEWER, Role.HEAD)
