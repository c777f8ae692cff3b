"""People are appointed to roles and dismissed from them."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import access
from mingjing.organs.models import Appointment
from mingjing.organs.operations.keeping import keep, reason_given, the_person, trail
from mingjing.organs.rules import incompatible
from mingjing.organs.terms import AppointmentFacts, By


@operation("organ:role:appointed")
def appoint(*, person_id: UUID, role: str, basis: str, by: By, at: datetime) -> AppointmentFacts:
    """任命角色，自 `at` 起生效。A security administrator does it. Raises Invalid, Refused (ORG-01), Forbidden."""
    person = the_person(person_id)
    access.require(access.keeps_roles, by, person.organ_id, doing="任命角色")
    wanted = _role(role)
    held = set(person.appointments.filter(ends_at=None).values_list("role", flat=True))
    if wanted in held:
        raise Invalid({"role": [f"{person.name}已经是{ROLE_NAMES[wanted]}，无须再次任命。"]})
    findings = incompatible(person.name, held, wanted)
    if findings:
        raise Refused(*findings)
    text = reason_given(basis, field="basis")
    row = keep(Appointment(person=person, role=wanted, starts_at=at, basis=text))
    trail(
        "organ:role:appointed",
        organ_id=person.organ_id,
        at=at,
        by=by,
        person=str(person.id),
        role=str(wanted),
        basis=text,
    )
    return row.facts()


@operation("organ:role:dismissed")
def dismiss(*, person_id: UUID, role: str, basis: str, by: By, at: datetime) -> AppointmentFacts:
    """免去角色，自 `at` 起失效。Raises Invalid, Forbidden."""
    person = the_person(person_id, active=False)
    access.require(access.keeps_roles, by, person.organ_id, doing="免去角色")
    wanted = _role(role)
    row = person.appointments.filter(role=wanted, ends_at=None).first()
    if row is None:
        raise Invalid({"role": [f"{person.name}现在不是{ROLE_NAMES[wanted]}。"]})
    if at < row.starts_at:
        raise Invalid({"at": ["免职时间不能早于任职时间。"]})
    row.ends_at, row.end_basis = at, reason_given(basis, field="basis")
    keep(row)
    trail(
        "organ:role:dismissed",
        organ_id=person.organ_id,
        at=at,
        by=by,
        person=str(person.id),
        role=str(wanted),
        basis=row.end_basis,
    )
    return row.facts()


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise Invalid({"role": ["没有这个角色，请从列表中选择。"]}) from None
