"""Who may change the lawbook."""

from uuid import UUID

from mingjing.foundation.access import Predicate, predicate
from mingjing.foundation.people import Actor, Role
from mingjing.lawbook.terms.guiding_cases import GUIDING_ROLES
from mingjing.organs.queries import guided

KEEPERS = (Role.REVIEWER, Role.HEAD, Role.PUBLICIST)


@predicate("系统管理员、法制审核人或者行政机关负责人")
def keeps_library(actor: Actor, _: object) -> bool:
    """Who may bring laws into the library."""
    return actor.has(Role.SYSTEM_ADMIN, Role.REVIEWER, Role.HEAD)


@predicate("本机关的法制审核人、公示员或者负责人")
def keeps_catalogues(actor: Actor, organ_id: UUID) -> bool:
    """Who may change an organ's matters, benchmarks and lists."""
    return actor.organ_id == organ_id and actor.has(*KEEPERS)


@predicate("本机关负责人")
def heads(actor: Actor, organ_id: UUID) -> bool:
    """Who may put a benchmark into force."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD)


@predicate("上级机关的法制审核人、负责人或者执法监督人员")
def guides(actor: Actor, organ_id: UUID) -> bool:
    """Who may give guidance on an organ's catalogue: people of an organ above it, or of the justice bureau."""
    return actor.has(Role.REVIEWER, Role.HEAD, Role.SUPERVISOR) and organ_id in guided(actor.organ_id)


@predicate("本机关的法制审核人或者负责人")
def answers(actor: Actor, organ_id: UUID) -> bool:
    """Who may answer a guidance for the organ."""
    return actor.organ_id == organ_id and actor.has(Role.REVIEWER, Role.HEAD)


@predicate("司法行政部门或者上级机关的法制审核人、负责人、执法监督人员")
def writes_guiding_cases(actor: Actor, organ_id: UUID) -> bool:
    """Who may write and check guiding cases for an organ; whether the organ guides others is asked by a rule (LAW-20)."""
    return actor.organ_id == organ_id and actor.has(*GUIDING_ROLES)


@predicate("司法行政部门或者上级机关的负责人、执法监督人员")
def releases_guiding_cases(actor: Actor, organ_id: UUID) -> bool:
    """Who may release a guiding case of an organ, or end it."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD, Role.SUPERVISOR)


guide_catalogue: Predicate = guides
answer_guidance: Predicate = answers
import_law: Predicate = keeps_library
change_catalogue: Predicate = keeps_catalogues
publish_benchmark: Predicate = heads
write_guiding_case: Predicate = writes_guiding_cases
release_guiding_case: Predicate = releases_guiding_cases
