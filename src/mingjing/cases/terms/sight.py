"""Who may see a case and whose turn an act is: pure predicates that read as sentences."""

from dataclasses import dataclass
from uuid import UUID

from mingjing.foundation.access import Predicate, predicate
from mingjing.foundation.people import ROLE_NAMES, Actor, Role

BUSINESS = (Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.CHAIR, Role.HEAD, Role.PUBLICIST, Role.ARCHIVIST)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a predicate needs to know of a case."""

    organ_id: UUID
    handlers: frozenset[UUID] = frozenset()


@predicate("本机关办案人员")
def works_in_the_organ(actor: Actor, case: Seen) -> bool:
    """A person with a business role in the organ of the case."""
    return actor.organ_id == case.organ_id and actor.has(*BUSINESS)


@predicate("执法监督员")
def supervises(actor: Actor, case: Seen) -> bool:
    """A supervisor of the justice bureau sees every case, and changes none."""
    return actor.has(Role.SUPERVISOR)


may_see: Predicate = works_in_the_organ | supervises


def role_name(role: str) -> str:
    """The Chinese name of a role of the procedure table."""
    return ROLE_NAMES[Role(role)]


def may_do(actor: Actor, case: Seen, role: str) -> bool:
    """Whether the person holds the role in the case's organ; a handler must be named in the case once it has handlers."""
    if actor.organ_id != case.organ_id or not actor.has(role):
        return False
    return role != Role.HANDLER or not case.handlers or actor.person_id in case.handlers
