"""Who may file, as sentences."""

from uuid import UUID

from mingjing.foundation.access import holds, predicate
from mingjing.foundation.people import Actor, Role


@predicate("本机关人员")
def of_the_organ(actor: Actor, organ_id: UUID) -> bool:
    """The person belongs to the organ whose file it is."""
    return actor.organ_id == organ_id


may_file = of_the_organ & holds(Role.ARCHIVIST, "档案员")
