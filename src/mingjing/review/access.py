"""Who may submit, review, and settle."""

from typing import Any
from uuid import UUID

from mingjing.foundation.access import Predicate, holds, predicate
from mingjing.foundation.people import Actor, Role
from mingjing.organs.queries import below


@predicate("本机关的人员")
def is_of(actor: Actor, organ_id: Any) -> bool:
    """Whether the actor belongs to the organ."""
    return bool(actor.organ_id == organ_id)


@predicate("本机关或者上级机关的人员")
def is_at_or_above(actor: Actor, organ_id: Any) -> bool:
    """Whether the actor's organ is this one or one above it: a superior organ may review for a lower one."""
    return actor.organ_id == organ_id or organ_id in below(actor.organ_id)


may_submit = (holds(Role.HANDLER, "承办人") | holds(Role.EXAMINER, "案件审查人")) & is_of
may_review = holds(Role.REVIEWER, "法制审核人") & is_at_or_above
may_say_not_major = (
    holds(Role.HANDLER, "承办人") | holds(Role.EXAMINER, "案件审查人") | holds(Role.REVIEWER, "法制审核人")
) & is_of
may_extend = holds(Role.HEAD, "行政机关负责人") & is_at_or_above
may_settle = may_extend
may_consult = may_submit | may_review
may_register_body = holds(Role.HEAD, "行政机关负责人") & is_of
may_draft_list = holds(Role.REVIEWER, "法制审核人") & is_of
may_set_list = may_register_body
may_hand_over = may_draft_list | may_set_list
may_record_training = (holds(Role.REVIEWER, "法制审核人") | holds(Role.HEAD, "行政机关负责人")) & is_of

may_keep_counsel = (holds(Role.HEAD, "行政机关负责人") | holds(Role.SUPERVISOR, "执法监督员")) & is_of
may_ask_counsel = (holds(Role.REVIEWER, "法制审核人") | holds(Role.HEAD, "行政机关负责人")) & is_of
may_assign_counsel = (holds(Role.HEAD, "行政机关负责人") & is_of) | holds(Role.SUPERVISOR, "执法监督员")
may_enter_advice = holds(Role.REVIEWER, "法制审核人") & is_of


def require(rule: Predicate, by: Actor, organ_id: UUID, *, doing: str) -> None:
    """Raise Forbidden unless the rule holds for this organ."""
    rule.require(by, organ_id, doing=doing)
