"""Who hands data over to other platforms: rows carry identity numbers that are never published."""

from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor, Role


@predicate("本机关的公示员或者负责人")
def hands_over(actor: Actor, organ_id: UUID) -> bool:
    """The organ's publicist or head."""
    return actor.organ_id == organ_id and actor.has(Role.PUBLICIST, Role.HEAD)


@predicate("本机关的系统管理员")
def keeps_channels(actor: Actor, organ_id: UUID) -> bool:
    """The organ's system administrator: addresses and keys are installation, not content."""
    return actor.organ_id == organ_id and actor.has(Role.SYSTEM_ADMIN)


@predicate("本机关的负责人")
def decides_credit(actor: Actor, organ_id: UUID) -> bool:
    """A head of the organ."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD)
