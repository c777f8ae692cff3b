"""Checking a row before it is kept, and the ledger line every act leaves."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from mingjing.foundation.people import ROLE_NAMES, Actor, Role
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.organs import access
from mingjing.organs.models import Appointment, Certificate, Organ, Person
from mingjing.organs.terms import ADMINISTRATORS, By

_HIDDEN = "含有换行或不可见的控制字符，请删除后重新填写。"
Row = TypeVar("Row", bound=models.Model)


def keep(row: Row, *, multiline: tuple[str, ...] = ()) -> Row:
    """Check every field and save. Raises Invalid with Chinese messages by field; a lost race is also Invalid."""
    errors = _control_characters(row, multiline)
    if errors:
        raise Invalid(errors)
    try:
        row.full_clean()
    except ValidationError as problem:
        texts = {
            field.replace("__all__", "记录"): [text for error in errors for text in _told(error)]
            for field, errors in problem.error_dict.items()
        }
        raise Invalid(texts) from None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid({"记录": ["与刚刚登记的另一条记录重复，请刷新后核对。"]}) from None
    return row


def _told(error: ValidationError) -> list[str]:
    """What one error says; of a value that somebody else has, in our own words."""
    if error.code == "unique" and error.params:
        return [f"已经有这个{error.params['field_label']}，请核对，或者换一个。"]
    return list(error.messages)


def _control_characters(row: models.Model, multiline: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in row._meta.concrete_fields:
        text = getattr(row, field.attname)
        if isinstance(text, str):
            setattr(row, field.attname, text.strip())
            if _hidden(text.replace("\r", "").replace("\n", "") if field.name in multiline else text):
                found[field.name] = [_HIDDEN]
    return found


def _hidden(text: str) -> bool:
    return any(sign in text for sign in "\r\n\t\x85\u2028\u2029\ufeff") or bool(clean(text)[1])


def may_keep(actor: Actor, organ_id: UUID | None) -> bool:
    """Whether the person keeps the registers of this organ: for pages that offer a form."""
    return access.keeps_registers(actor, organ_id)


def reach(actor: Actor) -> frozenset[UUID] | None:
    """The organs an administrator looks after; None for every one."""
    return access.reach(actor)


def may_appoint(actor: Actor, organ_id: UUID) -> bool:
    """Whether the person grants and takes away roles in this organ."""
    return access.keeps_roles(actor, organ_id)


def may_withhold(actor: Actor, organ_id: UUID) -> bool:
    """Whether the person may withhold, give back and revoke certificates of this organ."""
    return access.may_withhold(actor, organ_id)


def keeper_roles(person_id: UUID, at: datetime) -> frozenset[str]:
    """Which of the three administrators' roles a person holds at a moment, or is to hold."""
    rows = Appointment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), person_id=person_id, role__in=ADMINISTRATORS)
    return frozenset(rows.values_list("role", flat=True))


def may_unlock(actor: Actor, person_id: UUID, organ_id: UUID, at: datetime) -> bool:
    """Whether the person may unlock this account: of one of the three, not the one who may also give it a password."""
    return actor.person_id != person_id and access.unlocks(keeper_roles(person_id, at))(actor, organ_id)


def not_a_keeper(person: Person, at: datetime, doing: str) -> None:
    """Refuse to remove one of the three who still holds the role. Raises Invalid."""
    held = keeper_roles(person.id, at)
    if held:
        names = "、".join(ROLE_NAMES[role] for role in Role if role in held)
        raise Invalid(
            {"记录": [f"{person.name}现在是{names}，不能{doing}。请先由安全管理员把这个角色交给别人并收回，再办理。"]}
        )


def unchanged(seen: str, now: str) -> None:
    """Refuse a form that was opened before somebody else changed the same record. Raises Invalid."""
    if seen and seen != now:
        raise Invalid({"记录": ["您打开这一页以后，别人已经改过这条登记，没有写入任何内容。请重新打开，核对后再改。"]})


def not_oneself(by: By, person_id: UUID, doing: str) -> None:
    """What an administrator may not do to himself: another one must. Raises Invalid."""
    if isinstance(by, Actor) and by.person_id == person_id:
        raise Invalid({"记录": [f"不能给自己{doing}，请由另一名管理员办理。"]})


def trail(kind: str, *, organ_id: UUID, at: datetime, by: By, **payload: Any) -> None:
    """Leave a line in the organ's stream of the ledger, in this transaction."""
    append(kind=kind, stream=f"organ:{organ_id}", at=at, by=by, payload=payload)


def reason_given(reason: str, *, field: str = "reason", longest: int = 200) -> str:
    """A reason or basis that says something. Raises Invalid."""
    text = reason.strip()
    if not text:
        raise Invalid({field: ["请写明理由或者依据。"]})
    if len(text) > longest:
        raise Invalid({field: [f"最多 {longest} 个字，现在是 {len(text)} 个字。"]})
    if _hidden(text):
        raise Invalid({field: [_HIDDEN]})
    return text


def the_organ(organ_id: UUID, *, lock: bool = False) -> Organ:
    """The organ, or Invalid; with `lock` held until commit."""
    rows = Organ.objects.select_for_update() if lock else Organ.objects.all()
    organ = rows.filter(id=organ_id).first()
    if organ is None:
        raise Invalid({"organ_id": ["没有登记这个机关，请先登记。"]})
    return organ


def the_person(person_id: UUID, *, active: bool = True) -> Person:
    """The person, locked until commit so that two acts on one person wait for each other. Raises Invalid."""
    person = Person.objects.select_related("organ").select_for_update(of=("self",)).filter(id=person_id).first()
    if person is None:
        raise Invalid({"person_id": ["没有登记这个人员，请先登记。"]})
    if active and not person.active:
        raise Invalid({"person_id": [f"{person.name}已经离岗，不能再办理。"]})
    return person


def the_certificate(certificate_id: UUID) -> Certificate:
    """The certificate, locked until commit. Raises Invalid."""
    rows = Certificate.objects.select_related("person", "organ").select_for_update(of=("self",))
    certificate = rows.filter(id=certificate_id).first()
    if certificate is None:
        raise Invalid({"certificate_id": ["没有登记这个执法证件，请核对编号。"]})
    return certificate
