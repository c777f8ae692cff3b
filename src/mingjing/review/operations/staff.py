"""The review body and the reviewers' training are registered by the organ itself."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.review import access, events
from mingjing.review.models import ReviewBody, Training
from mingjing.review.operations.keeping import plain_text, refuse
from mingjing.review.queries.publicity import BODY_CODE, BODY_KIND
from mingjing.review.rules import body_findings, training_findings
from mingjing.review.terms import BodyFacts, TrainingFacts

SHORT = 200


@operation(events.BODY_REGISTERED)
def register_body(*, name: str, basis: str, phone: str, since: date, by: Actor, at: datetime) -> BodyFacts:
    """Register who reviews in the actor's organ; the body before it ends that day, and what is public of it is outdated (L-01).

    Raises Refused (REV-20), Invalid, Forbidden. 国办发〔2018〕118号（十一）.
    """
    access.require(access.may_register_body, by, by.organ_id, doing="登记法制审核机构")
    before = ReviewBody.objects.select_for_update().filter(organ_id=by.organ_id, until=None).first()
    refuse(body_findings(name, basis, since, local_day(at), before.facts() if before else None))
    if before is not None:
        before.until, before.end_reason = since, f"改由{name.strip()}担任"[:SHORT]
        before.save(update_fields=["until", "end_reason"])
    row = ReviewBody(
        organ_id=by.organ_id, name=plain_text(name, "name", shortest=2, longest=100),
        basis=plain_text(basis, "basis", shortest=2, longest=SHORT), phone=_optional(phone, "phone", 30), since=since,
        registered_by=by.person_id, registered_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"name": ["刚刚已由他人登记，请刷新后查看。"]}) from None
    _kept(events.BODY_REGISTERED, row.as_told(), by, at)
    publicity.mark_outdated(
        organ_id=by.organ_id, kind=BODY_KIND, code=BODY_CODE, why=f"法制审核机构自 {row.since} 起改由{row.name}担任，公开的内容正在更新",
        by=by, at=at,
    )  # fmt: skip
    return row.facts()


@operation(events.TRAINING_RECORDED)
def record_training(
    *, person_id: UUID, day: date, hours: str, topic: str, organiser: str, by: Actor, at: datetime
) -> TrainingFacts:
    """Write down one training of a reviewer of the organ; reviewers for themselves, the head for everybody (L-04).

    Raises Refused (REV-21), Invalid, Forbidden. 国办发〔2018〕118号（十一）.
    """
    access.require(access.may_record_training, by, by.organ_id, doing="登记法制审核人员培训")
    if not access.may_register_body(by, by.organ_id) and person_id != by.person_id:
        raise Invalid({"person_id": ["法制审核人只登记自己的培训；替别人登记请由负责人办理。"]})
    today, length = local_day(at), _hours(hours)
    reviewing = {one.id: one for one, _ in organs.reviewers(by.organ_id, today)}
    name = reviewing[person_id].name if person_id in reviewing else "所选人员"
    refuse(training_findings(person_id in reviewing, name, day, length, topic, organiser, today))
    row = Training(
        person_id=person_id, organ_id=by.organ_id, day=day, hours=length, topic=plain_text(topic, "topic", shortest=2, longest=SHORT),
        organiser=plain_text(organiser, "organiser", shortest=2, longest=100), recorded_by=by.person_id, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"topic": [f"{name} {day} 的这次培训已经登记过。"]}) from None
    _kept(events.TRAINING_RECORDED, row.as_told(), by, at)
    return row.facts()


@operation(events.TRAINING_VOIDED)
def void_training(*, training_id: UUID, reason: str, by: Actor, at: datetime) -> TrainingFacts:
    """Make a wrongly entered training void; it stays in the list with the reason. Raises Invalid, Forbidden."""
    row = Training.objects.select_for_update().filter(id=training_id).first()
    if row is None:
        raise Invalid({"training_id": ["没有这条培训记录。"]})
    access.require(access.may_register_body, by, row.organ_id, doing="作废培训记录")
    if row.void_reason:
        raise Invalid({"training_id": ["这条培训记录已经作废。"]})
    row.void_reason = plain_text(reason, "reason", longest=SHORT)
    row.save(update_fields=["void_reason"])
    told = {"training": str(row.id), "organ": str(row.organ_id), "reason": row.void_reason}
    _kept(events.TRAINING_VOIDED, told, by, at)
    return row.facts()


def _hours(text: str) -> Decimal:
    """Hours as typed, to one decimal. Raises Invalid."""
    try:
        found = Decimal(str(text).strip())
        if not found.is_finite() or found != round(found, 1) or abs(found) > 1000:
            raise InvalidOperation
    except InvalidOperation:
        raise Invalid({"hours": ["请写数字，最多一位小数，例如 4 或者 1.5。"]}) from None
    return found


def _optional(text: str, field: str, longest: int) -> str:
    return plain_text(text, field, longest=longest) if text.strip() else ""


def _kept(kind: str, told: Mapping[str, str], by: Actor, at: datetime) -> None:
    append(kind=kind, stream=f"review-staff:{told['organ']}", at=at, by=by, payload=told)
    emit(kind, at=at, organ=told["organ"])
