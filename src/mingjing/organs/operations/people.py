"""People are registered, retired, and their legal qualification recorded."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Greatest

from mingjing.foundation.operations import operation
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import access
from mingjing.organs.models import Account, LegalQualification, Person, UnitStay
from mingjing.organs.operations.keeping import (
    keep,
    not_a_keeper,
    not_oneself,
    reason_given,
    the_organ,
    the_person,
    trail,
    unchanged,
)
from mingjing.organs.rules.units import stay_begins
from mingjing.organs.terms import By, PersonFacts, QualificationFacts


@operation("organ:person:registered")
def register_person(
    *, organ_id: UUID, name: str, by: By, at: datetime, unit: str = "", post: str = "", unit_since: date | None = None
) -> PersonFacts:
    """登记机关人员；所在机构自何日起，没有写的自登记当日起（REV-63）。Raises Invalid, Forbidden, Refused."""
    access.require(access.keeps_registers, by, organ_id, doing="登记人员")
    person = keep(Person(organ=the_organ(organ_id), name=name, unit=unit, post=post, registered_at=at))
    stay = _stay(person, unit_since, at) if person.unit or unit_since else {}
    trail("organ:person:registered", organ_id=organ_id, at=at, by=by, person=str(person.id), **stay)
    return person.facts()


def _stay(person: Person, since: date | None, at: datetime) -> dict[str, dict[str, str]]:
    """From this day on the person is in the unit that stands in the register: for the ledger line of the act.

    Raises Invalid, Refused (REV-63).
    """
    if since and not person.unit and not person.stays.exists():
        raise Invalid({"unit_since": ["没有写所在机构，日期不用填。"]})
    today, last = local_day(at), person.stays.last()
    begins = since or today
    if found := stay_begins(begins, today, last.since if last else None):
        raise Refused(*found)
    row = keep(UnitStay(person=person, unit=person.unit, since=begins))
    return {"stay": {"unit": row.unit, "since": begins.isoformat()}}


@operation("organ:person:amended")
def amend_person(
    *, person_id: UUID, name: str, unit: str, post: str, reason: str, by: By, at: datetime, seen: str = "",
    unit_since: date | None = None,
) -> PersonFacts:  # fmt: skip
    """变更人员的姓名、所在机构（自何日起，没有写的自当日起，REV-63）、职务。

    Raises Invalid (nothing changed, a stale form, no reason), Forbidden, Refused.
    """
    person = the_person(person_id)
    access.require(access.keeps_registers, by, person.organ_id, doing="变更人员登记")
    before = person.facts()
    unchanged(seen, before.mark)
    text = reason_given(reason)
    person.name, person.unit, person.post = name, unit, post
    after = keep(person).facts()
    names = [one for one in ("name", "unit", "post") if getattr(before, one) != getattr(after, one)]
    if not names:
        raise Invalid({"记录": ["没有要变更的事项。"]})
    if unit_since and "unit" not in names:
        raise Invalid({"unit_since": ["所在机构没有变更，日期不用填。"]})
    stay = _stay(person, unit_since, at) if "unit" in names else {}
    changed = {one: [getattr(before, one), getattr(after, one)] for one in names}
    payload = {"person": str(person.id), "changed": changed, "reason": text, **stay}
    trail("organ:person:amended", organ_id=person.organ_id, at=at, by=by, **payload)
    return after


@operation("organ:person:retired")
def retire_person(*, person_id: UUID, reason: str, by: By, at: datetime) -> PersonFacts:
    """登记人员离岗：其角色同时终止，账号同时停用。Raises Invalid, Forbidden."""
    person = the_person(person_id)
    access.require(access.keeps_registers, by, person.organ_id, doing="登记人员离岗")
    not_oneself(by, person.id, "登记离岗")
    not_a_keeper(person, at, "登记离岗")
    text = reason_given(reason)
    person.active = False
    person.save(update_fields=["active"])
    rows = person.appointments.filter(Q(ends_at=None) | Q(ends_at__gt=at))
    ended = rows.update(ends_at=Greatest("starts_at", Value(at, output_field=DateTimeField())), end_basis=text)
    Account.objects.filter(person=person).update(is_active=False)
    payload = {"person": str(person.id), "reason": text, "roles_ended": ended}
    trail("organ:person:retired", organ_id=person.organ_id, at=at, by=by, **payload)
    return person.facts()


@operation("organ:qualification:recorded")
def record_legal_qualification(
    *,
    person_id: UUID,
    by: By,
    at: datetime,
    number: str = "",
    obtained_on: date | None = None,
    first_review_on: date | None = None,
) -> QualificationFacts:
    """登记法律职业资格和初次从事法制审核的日期（行政处罚法第五十八条第二款）。

    Both are optional, because someone who began before the cut-off may have no certificate. Raises Invalid, Forbidden.
    """
    person = the_person(person_id)
    access.require(access.keeps_registers, by, person.organ_id, doing="登记法律职业资格")
    _dates_fit(number.strip(), obtained_on, first_review_on, local_day(at))
    row = LegalQualification.objects.filter(person=person).first() or LegalQualification(person=person)
    row.number, row.obtained_on, row.first_review_on = number, obtained_on, first_review_on
    keep(row)
    dates = {"obtained_on": str(obtained_on or ""), "first_review_on": str(first_review_on or "")}
    trail(
        "organ:qualification:recorded",
        organ_id=person.organ_id,
        at=at,
        by=by,
        person=str(person.id),
        number=number,
        **dates,
    )
    return row.facts()


def _dates_fit(number: str, obtained_on: date | None, first_review_on: date | None, today: date) -> None:
    errors: dict[str, list[str]] = {}
    if bool(number) != (obtained_on is not None):
        errors["number"] = ["证书号和取得日期须一并填写。"]
    if not number and first_review_on is None:
        errors["first_review_on"] = ["没有资格证书的，须填写初次从事法制审核的日期。"]
    for field, day in (("obtained_on", obtained_on), ("first_review_on", first_review_on)):
        if day is not None and day > today:
            errors[field] = ["日期不能晚于今天。"]
    if errors:
        raise Invalid(errors)
