"""Organs are registered and amended; an installation is founded."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from mingjing.foundation.operations import operation
from mingjing.foundation.people import ROLE_NAMES
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.identifiers import uscc_problem
from mingjing.organs import access
from mingjing.organs.models import Organ
from mingjing.organs.operations.accounts import make_account
from mingjing.organs.operations.keeping import keep, reason_given, the_organ, trail, unchanged
from mingjing.organs.operations.people import register_person
from mingjing.organs.operations.roles import appoint
from mingjing.organs.rules import kind_findings
from mingjing.organs.terms import ADMINISTRATORS, AdministratorDraft, By, OrganDraft, OrganFacts

_LONG = ("basis",)
_PLACE = frozenset({"parent_id", "principal_id", "level", "government"})


@operation("organ:organ:registered")
def register_organ(*, draft: OrganDraft, by: By, at: datetime) -> OrganFacts:
    """登记执法主体（P-02）。

    A system administrator of the superior organ (or of an organ that has no superior) may do it. Raises Invalid,
    Refused (ORG-04), Forbidden.
    """
    access.require(access.keeps_registers, by, draft.parent_id, doing="登记执法主体")
    organ = Organ(**asdict(draft), registered_at=at, keeps_platform=not Organ.objects.exists())
    _keep(organ, draft)
    trail("organ:organ:registered", organ_id=organ.id, at=at, by=by, registered=_printable(draft))
    return organ.facts()


@operation("organ:organ:amended")
def amend_organ(
    *, organ_id: UUID, changes: dict[str, object], reason: str, by: By, at: datetime, seen: str = ""
) -> OrganFacts:
    """变更执法主体的登记事项；`changes` names fields of OrganDraft, `seen` is the mark of the state that was shown.

    Raises Invalid, Refused (ORG-04), Forbidden."""
    access.require(access.keeps_registers, by, organ_id, doing="变更执法主体登记")
    organ = the_organ(organ_id, lock=True)
    unchanged(seen, organ.facts().mark)
    unknown = sorted(set(changes) - set(OrganDraft.__dataclass_fields__))
    if unknown or not changes:
        raise Invalid({field: ["没有这个登记事项。"] for field in unknown} or {"changes": ["没有要变更的事项。"]})
    _may_move(by, organ, changes)
    before = OrganDraft(**{name: getattr(organ, name) for name in OrganDraft.__dataclass_fields__})
    after = replace(before, **_typed(changes))
    text = reason_given(reason)
    for name in changes:
        setattr(organ, name, getattr(after, name))
    _keep(organ, after)
    old, new = _printable(before), _printable(after)
    changed = {name: [old[name], new[name]] for name in sorted(changes)}
    trail("organ:organ:amended", organ_id=organ.id, at=at, by=by, changed=changed, reason=text)
    return organ.facts()


@operation("organ:installation:founded")
def found(*, organ: OrganDraft, administrators: Sequence[AdministratorDraft], by: By, at: datetime) -> OrganFacts:
    """登记第一个机关和三员，并为三员开通账号。

    Only possible with by="system" and while no account exists; exactly one person for each of the three administrator
    roles. Raises Invalid, Refused, Forbidden.
    """
    if sorted(draft.role for draft in administrators) != sorted(ADMINISTRATORS):
        names = "、".join(ROLE_NAMES[role] for role in sorted(ADMINISTRATORS))
        raise Invalid({"administrators": [f"须各指定一人担任：{names}。"]})
    first = register_organ(draft=organ, by=by, at=at)
    people = [register_person(organ_id=first.id, name=one.name, by=by, at=at) for one in administrators]
    for draft, person in zip(administrators, people, strict=True):
        appoint(person_id=person.id, role=draft.role, basis="系统初始化", by=by, at=at)
    for draft, person in zip(administrators, people, strict=True):
        make_account(person.id, draft.username, draft.password, by=by, at=at)
    return first


def _may_move(by: By, organ: Organ, changes: dict[str, object]) -> None:
    """Where an organ belongs is not decided by itself: by who keeps the organ above, and the one it is to go to."""
    if not _PLACE & set(changes):
        return
    above = {organ.parent_id, _typed({"parent_id": changes.get("parent_id", organ.parent_id)})["parent_id"]}
    for one in above:
        access.require(access.keeps_registers, by, one, doing="变更上级机关、层级、本级人民政府、委托机关")


def _typed(changes: dict[str, object]) -> dict[str, Any]:
    columns = {field.attname: field for field in Organ._meta.concrete_fields}
    typed: dict[str, Any] = {}
    for name, value in changes.items():
        try:
            typed[name] = columns[name].to_python(value)
        except ValidationError as problem:
            raise Invalid({name: list(problem.messages)}) from None
    return typed


def _keep(organ: Organ, draft: OrganDraft) -> None:
    findings = kind_findings(draft)
    if findings:
        raise Refused(*findings)
    if draft.effective_to is not None and draft.effective_to < draft.effective_from:
        raise Invalid({"effective_to": ["失效日期不能早于生效日期。"]})
    parents = {**dict(Organ.objects.values_list("id", "parent_id")), organ.id: draft.parent_id}
    if organ.id == draft.principal_id or organ.id in access.superiors(organ.id, parents):
        raise Invalid({"parent_id": ["上级机关或者委托机关不能是本机关或者本机关的下级。"]})
    organ.uscc = draft.uscc.strip().upper()
    if organ.uscc:
        problem = uscc_problem(organ.uscc)
        twin = Organ.objects.filter(uscc=organ.uscc).exclude(id=organ.id).first()
        if problem or twin:
            raise Invalid({"uscc": [problem or f"这个统一社会信用代码已经登记给{twin}，请核对。"]})
    keep(organ, multiline=_LONG)


def _printable(draft: OrganDraft) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in asdict(draft).items()}
