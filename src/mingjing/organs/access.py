"""Who may keep the registers of organs, people, roles and accounts."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from mingjing.foundation.access import Forbidden, Predicate, holds, predicate
from mingjing.foundation.people import Actor, Role
from mingjing.organs.models import Account, Organ
from mingjing.organs.terms import ADMINISTRATORS, SYSTEM, By


def superiors(organ_id: UUID | None, parents: Mapping[UUID, UUID | None]) -> list[UUID]:
    """The organs above this one, nearest first."""
    chain: list[UUID] = []
    above = parents.get(organ_id) if organ_id else None
    while above is not None and above not in chain:
        chain.append(above)
        above = parents.get(above)
    return chain


is_system_admin = holds(Role.SYSTEM_ADMIN, "系统管理员")
is_security_admin = holds(Role.SECURITY_ADMIN, "安全管理员")
is_auditor = holds(Role.AUDIT_ADMIN, "审计管理员")
is_supervisor = holds(Role.SUPERVISOR, "执法监督员")


@predicate("本机关或者上级机关的人员")
def is_at_or_above(actor: Actor, organ_id: Any) -> bool:
    """Whether the actor's organ is this organ, one above it, or the one that keeps the platform."""
    if actor.organ_id == organ_id:
        return True
    rows = Organ.objects.values_list("id", "parent_id", "keeps_platform")
    parents: dict[UUID, UUID | None] = {}
    for one, parent, keeps_platform in rows:
        if keeps_platform and one == actor.organ_id:
            return True
        parents[one] = parent
    return actor.organ_id in superiors(organ_id, parents)


@predicate("同级人民政府的人员")
def is_of_same_government(actor: Actor, organ_id: Any) -> bool:
    """Whether both organs belong to the same government, whose supervision body watches over all of them."""
    governments = Organ.objects.filter(id__in=[actor.organ_id, organ_id]).values_list("government", flat=True)
    return len(set(governments)) == 1


def reach(actor: Actor) -> frozenset[UUID] | None:
    """The organs this person is at or above, in one question; None for all of them: the organ that keeps the platform."""
    parents: dict[UUID, UUID | None] = {}
    for one, parent, keeps_platform in Organ.objects.values_list("id", "parent_id", "keeps_platform"):
        if keeps_platform and one == actor.organ_id:
            return None
        parents[one] = parent
    return frozenset(one for one in parents if actor.organ_id == one or actor.organ_id in superiors(one, parents))


@predicate("本机关负责人")
def keeps_seals(actor: Actor, organ_id: Any) -> bool:
    """Who registers an organ's seals and says what must bear one: its head, who is none of the three administrators."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD) and not actor.has(*ADMINISTRATORS)


keeps_registers = is_system_admin & is_at_or_above
keeps_roles = is_security_admin & is_at_or_above
watches_logs = is_auditor & is_at_or_above
may_withhold = keeps_registers | (is_supervisor & (is_of_same_government | is_at_or_above))


def unlocks(held: Collection[str]) -> Predicate:
    """Who may unlock the account of a person who holds these administrators' roles (三员分立).

    Whoever made the password does not open the door as well: for one of the three it is the security administrator, for
    a security administrator another one or the auditor.
    """
    if not held:
        return keeps_registers
    return keeps_roles | watches_logs if Role.SECURITY_ADMIN in held else keeps_roles


def require(rule: Predicate, by: By, organ_id: UUID | None, *, doing: str) -> None:
    """Raise Forbidden unless the rule holds; `system` acts only while no account exists."""
    if by == SYSTEM:
        if Account.objects.exists():
            raise Forbidden(f"系统已有账号，{doing}须由有权限的人员办理。请用管理员账号登录后再办。")
    elif isinstance(by, Actor):
        rule.require(by, organ_id, doing=doing)
    else:
        raise Forbidden(f"{doing}须写明由谁办理。")
