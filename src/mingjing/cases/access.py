"""Who may perform an act: the one gate that every operation asks."""

from mingjing.cases.terms.procedure import ActSpec
from mingjing.cases.terms.sight import BUSINESS, Seen, may_do, may_see, role_name
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor, Role

__all__ = ["BUSINESS", "Seen", "may_do", "may_see", "require", "role_name"]


def require(actor: Actor, case: Seen, spec: ActSpec, *, drafting: bool = False) -> None:
    """Raise Forbidden unless the person may perform (or draft) this act."""
    role = spec.drafter if drafting and spec.drafter else spec.by
    if may_do(actor, case, role):
        return
    who = f"本案{role_name(role)}" if role == Role.HANDLER and case.handlers else f"本机关{role_name(role)}"
    raise Forbidden(f"{actor.name}不能办理“{spec.name}”：须由{who}办理。请转交有权限的人员。")
