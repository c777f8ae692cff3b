"""Who collects, checks and releases a kind of list: what an organ may decide, and when the work cannot be done."""

from collections.abc import Collection, Mapping, Set
from uuid import UUID

from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.publicity.terms import PART_TITLES, STAFF_ROLES, KindSpec

_N118 = "国办发〔2018〕118号第二部分（二）"


@rule("PUB-60", cites=_N118, acts=("staff_kind",))
def every_part_is_given(parts: Mapping[str, Collection[str]]) -> tuple[Finding, ...]:
    """每一种事前公示内容的采集、审核、发布，都要明确由哪些角色负责；只能交给本机关的执法岗位，不能交给系统、安全、审计管理员。"""
    found = []
    for part, title in PART_TITLES.items():
        roles = set(parts.get(part, ()))
        if not roles:
            found.append((part, f"“{title}”没有定给任何角色", f"请为“{title}”至少选一种角色"))
        elif roles - set(STAFF_ROLES):
            found.append((part, f"“{title}”定给了不能担任的角色", "请从列出的岗位里选"))
    return tuple(every_part_is_given.finding(fact, next_step=step, field=part) for part, fact, step in found)


@rule("PUB-61", cites=_N118, acts=("release_entry",))
def nobody_missing(kind: KindSpec, holders: Mapping[str, Set[UUID]]) -> tuple[Finding, ...]:
    """采集、审核、发布有一项没有人担任，或者采集和审核只有同一个人能办的，这一种内容不得发布。"""
    found = [
        nobody_missing.finding(
            f"{kind.title}的“{title}”现在没有人担任（{_names(getattr(kind, part))}）",
            next_step="请安全管理员任命人员，或者由负责人改定分工",
        )
        for part, title in PART_TITLES.items()
        if not people(kind, part, holders)
    ]
    if not found and len(people(kind, "collect", holders) | people(kind, "check", holders)) < 2:
        found.append(
            nobody_missing.finding(
                f"{kind.title}的采集和审核只有同一个人能办，采集人不能审核自己采集的内容",
                next_step="请再任命一人，或者由负责人改定分工",
            )
        )
    return tuple(found)


def people(kind: KindSpec, part: str, holders: Mapping[str, Set[UUID]]) -> frozenset[UUID]:
    """Who can do a part of the work now. `holders`: role → the people in service who hold it."""
    return frozenset(one for role in getattr(kind, part) for one in holders.get(role, ()))


def _names(roles: Collection[str]) -> str:
    return "、".join(ROLE_NAMES[role] for role in Role if role in roles)
