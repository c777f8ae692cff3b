"""Who hands data over to other platforms, and who takes it in: rows carry identity numbers that are never published."""

from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor, Role
from mingjing.organs import operations as registers
from mingjing.organs import queries as organs

FEEDERS = (Role.PUBLICIST, Role.HEAD, Role.HANDLER)
RECORDERS = (Role.HANDLER,)
"""In whose name a machine may deposit: the records room asks again."""


@predicate("本机关的公示员或者负责人")
def hands_over(actor: Actor, organ_id: UUID) -> bool:
    """The organ's publicist or head."""
    return actor.organ_id == organ_id and actor.has(Role.PUBLICIST, Role.HEAD)


@predicate("本机关、上级机关或者平台管理机关的系统管理员")
def keeps_channels(actor: Actor, organ_id: UUID) -> bool:
    """A system administrator of the organ, of one above it, or of the one that keeps the platform."""
    if not actor.has(Role.SYSTEM_ADMIN):
        return False
    return organs.keeps_platform(actor.organ_id) or organ_id in organs.below(actor.organ_id)


@predicate("本机关的负责人")
def decides_credit(actor: Actor, organ_id: UUID) -> bool:
    """A head of the organ."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD)


@predicate("本机关的公示员、负责人或者承办人")
def feeds(actor: Actor, organ_id: UUID) -> bool:
    """The organ's publicist, head or handler."""
    return actor.organ_id == organ_id and actor.has(*FEEDERS)


@predicate("密钥写明的人员本人")
def speaks_for_itself(actor: Actor, person_id: UUID) -> bool:
    """The very person in whose name a key acts, at a page: no machine agrees for them."""
    return actor.person_id == person_id and not actor.via


@predicate("本机关或者上级机关的系统管理员")
def keeps_keys(actor: Actor, organ_id: UUID) -> bool:
    """The system administrator who keeps the organ's registers."""
    return registers.may_keep(actor, organ_id)
