"""People are appointed to roles and dismissed from them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import ROLE_NAMES, Actor, Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import access
from mingjing.organs.models import Account, Appointment, Person
from mingjing.organs.operations.keeping import keep, not_oneself, reason_given, the_organ, the_person, trail
from mingjing.organs.rules import incompatible
from mingjing.organs.terms import ADMINISTRATORS, AppointmentFacts, By


@operation("organ:role:appointed")
def appoint(
    *,
    person_id: UUID,
    role: str,
    basis: str,
    by: By,
    at: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
) -> AppointmentFacts:
    """任命角色，自 `since`（缺省为 `at`）起生效，到 `until` 为止（不含）。

    A security administrator does it, never for himself; a role never begins in the past. Raises Invalid, Refused
    (ORG-01), Forbidden.
    """
    person = the_person(person_id)
    access.require(access.keeps_roles, by, person.organ_id, doing="任命角色")
    wanted = _role(role)
    _within_reach(by, wanted)
    start = since or at
    _span_fits(at, start, until)
    held = set(_overlapping(person, start, until).values_list("role", flat=True))
    if wanted in held:
        raise Invalid({"role": [f"{person.name}在这段时间已经是{ROLE_NAMES[wanted]}，无须再次任命。"]})
    findings = incompatible(person.name, held, wanted)
    if findings:
        raise Refused(*findings)
    not_oneself(by, person.id, "授予角色")
    _password_is_own(person, wanted)
    text = reason_given(basis, field="basis")
    row = keep(Appointment(person=person, role=wanted, starts_at=start, ends_at=until, basis=text))
    trail(
        "organ:role:appointed",
        organ_id=person.organ_id,
        at=at,
        by=by,
        person=str(person.id),
        role=str(wanted),
        basis=text,
        since=start.isoformat(),
        until=until.isoformat() if until else "",
    )
    return row.facts()


def _within_reach(by: By, wanted: Role) -> None:
    """Nobody gives sight of more organs than he looks after himself: a supervisor reads the cases of all. Raises Forbidden."""
    if wanted is Role.SUPERVISOR and isinstance(by, Actor) and access.reach(by) is not None:
        raise Forbidden(
            f"{by.name}不能任命执法监督员：执法监督员查阅所有机关的案件，须由平台管理机关的安全管理员任命。请报平台管理机关办理。"
        )


def _password_is_own(person: Person, wanted: Role) -> None:
    """Nobody becomes one of the three whose first password another administrator still knows. Raises Invalid."""
    first = Account.objects.filter(person=person, must_change_password=True, is_active=True)
    if wanted in ADMINISTRATORS and first.exists():
        raise Invalid({"role": [f"{person.name}还没有改掉一次性密码。请本人先登录改密，再授予{ROLE_NAMES[wanted]}。"]})


def _one_stays(person: Person, role: Role, at: datetime) -> None:
    """The organ that keeps the platform is never without one of the three. Raises Invalid."""
    if role not in ADMINISTRATORS or not person.organ.keeps_platform:
        return
    # Of two who leave at the same moment the second waits here and sees that the first is gone.
    the_organ(person.organ_id, lock=True)
    held = Appointment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at, role=role)
    others = held.filter(person__organ_id=person.organ_id, person__active=True).exclude(person=person)
    if not others.exists():
        name = ROLE_NAMES[role]
        raise Invalid(
            {"role": [f"{person.name}是{person.organ.name}仅有的{name}，平台不能没有{name}。请先授予接任的人。"]}
        )


def _span_fits(at: datetime, start: datetime, until: datetime | None) -> None:
    if start < at:
        raise Invalid({"since": ["任职起不能早于现在：以前办的事不能事后补授权限。"]})
    if until is not None and until <= start:
        raise Invalid({"until": ["任职止应当晚于任职起。"]})


def _overlapping(person: Person, start: datetime, until: datetime | None) -> QuerySet[Appointment]:
    rows = person.appointments.filter(Q(ends_at=None) | Q(ends_at__gt=start))
    return rows if until is None else rows.filter(starts_at__lt=until)


@operation("organ:role:dismissed")
def dismiss(
    *, person_id: UUID, role: str, basis: str, by: By, at: datetime, appointment_id: UUID | None = None
) -> AppointmentFacts:
    """免去角色，自 `at` 起失效；还没有开始的，不再开始。Raises Invalid, Forbidden."""
    person = the_person(person_id, active=False)
    access.require(access.keeps_roles, by, person.organ_id, doing="免去角色")
    wanted = _role(role)
    rows = person.appointments.filter(Q(ends_at=None) | Q(ends_at__gt=at), role=wanted)
    row = rows.filter(id=appointment_id).first() if appointment_id else rows.order_by("starts_at").first()
    if row is None:
        raise Invalid({"role": [f"{person.name}现在不是{ROLE_NAMES[wanted]}。"]})
    if row.starts_at <= at:
        _one_stays(person, wanted, at)
    row.ends_at, row.end_basis = max(at, row.starts_at), reason_given(basis, field="basis")
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
