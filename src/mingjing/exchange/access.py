"""Who hands data over to other platforms, and who takes it in: rows carry identity numbers that are never published."""

from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor, Role
from mingjing.organs import operations as organs

FEEDERS = (Role.PUBLICIST, Role.HEAD, Role.HANDLER)


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


@predicate("本机关的公示员、负责人或者承办人")
def feeds(actor: Actor, organ_id: UUID) -> bool:
    """The organ's publicist, head or handler."""
    return actor.organ_id == organ_id and actor.has(*FEEDERS)


@predicate("本机关或者上级机关的系统管理员")
def keeps_keys(actor: Actor, organ_id: UUID) -> bool:
    """The system administrator who keeps the organ's registers."""
    return organs.may_keep(actor, organ_id)
