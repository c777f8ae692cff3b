"""Who may file, as sentences."""

from uuid import UUID

from mingjing.foundation.access import holds, predicate
from mingjing.foundation.people import Actor, Role


@predicate("本机关人员")
def of_the_organ(actor: Actor, organ_id: UUID) -> bool:
    """The person belongs to the organ whose file it is."""
    return actor.organ_id == organ_id


may_file = of_the_organ & holds(Role.ARCHIVIST, "档案员")
may_hand_over = of_the_organ & (
    holds(Role.HANDLER, "承办人") | holds(Role.ARCHIVIST, "档案员") | holds(Role.HEAD, "负责人")
)
may_approve = of_the_organ & holds(Role.HEAD, "负责人")
may_appraise = of_the_organ & (holds(Role.ARCHIVIST, "档案员") | holds(Role.HEAD, "负责人"))
may_destroy = of_the_organ & (holds(Role.HEAD, "负责人") | holds(Role.REVIEWER, "法制审核人"))
"""Two approve, neither of whom proposed: a county organ has often but one head, so the reviewer may be the second."""
may_keep = of_the_organ & (
    holds(Role.ARCHIVIST, "档案员") | holds(Role.HEAD, "负责人") | holds(Role.REVIEWER, "法制审核人")
)
may_lend = of_the_organ & (holds(Role.ARCHIVIST, "档案员") | holds(Role.HEAD, "负责人"))
"""Who decides on loans; what only the head may grant is a rule (ARCH-41)."""


@predicate("办案、审核、档案、监督等岗位的人员")
def may_borrow(actor: Actor, _: object) -> bool:
    """Whoever works on cases; the three administrators see no content."""
    return bool(actor.roles - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


@predicate("审计管理员或者执法监督员")
def may_settle_audit(actor: Actor, _: object) -> bool:
    """Who says what came of the findings of an audit."""
    return actor.has(Role.AUDIT_ADMIN, Role.SUPERVISOR)
