"""Question sets: kept by an organ, used in an interview."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation import typesetting
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.hashing import fingerprint
from mingjing.ledger import operations as ledger
from mingjing.records.access import may_draft_forms, may_head
from mingjing.records.events import Event
from mingjing.records.models import QuestionSet, QuestionUse
from mingjing.records.operations.dossiers import stream
from mingjing.records.operations.recordings import refuse
from mingjing.records.queries.questions import question_set
from mingjing.records.rules.questions import questions_are_plain
from mingjing.records.terms import NotFound
from mingjing.records.terms.questions import QuestionSet as Facts


@operation(Event.QUESTIONS_KEPT)
def keep_questions(
    *,
    name: str,
    cause: str,
    questions: Sequence[str],
    retired: bool,
    by: Actor,
    at: datetime,
    set_id: UUID | None = None,
) -> Facts:
    """Keep a list, new or changed; what a head keeps may be offered at once, what others keep waits for a head to release it.

    Raises Forbidden, NotFound, Invalid, Refused (FORM-07)."""
    may_draft_forms.require(by, by.organ_id, doing="编写询问提纲")
    asked = [one.strip() for one in questions if one.strip()]
    retired = retired or not may_head(by, by.organ_id)
    refuse(questions_are_plain(name, asked))
    if missing := typesetting.missing_glyphs({"questions": asked}):
        raise Invalid({"questions": [typesetting.unprintable(char, "询问提纲") for char, _ in missing]})
    row = QuestionSet(organ_id=by.organ_id)
    if set_id:
        found = QuestionSet.objects.select_for_update().filter(id=set_id, organ_id=by.organ_id).first()
        if found is None:
            raise NotFound("没有这份询问提纲，请从清单重新进入。")
        row = found
    row.name, row.cause, row.questions, row.retired = name.strip(), cause.strip()[:120], asked, retired
    row.sha256, row.changed_by, row.changed_at = fingerprint({"questions": asked}), by.name, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(questions_are_plain.finding(
            f"已经有一份“{row.name}”", field="name", next_step="请换一个名称，或者修改原来的那份"
        )) from None  # fmt: skip
    payload = {"set": str(row.id), "sha256": row.sha256, "retired": retired}
    ledger.append(kind=Event.QUESTIONS_KEPT, stream=f"forms:{by.organ_id}", at=at, by=by, payload=payload)
    return row.facts()


@operation(Event.QUESTIONS_USED)
def use_questions(*, set_id: UUID, dossier_id: UUID, by: Actor, at: datetime) -> Facts:
    """Note that a list was put into an interview of a dossier, with the digest of what it says now. Raises NotFound."""
    one = question_set(set_id, by.organ_id)
    QuestionUse.objects.create(
        chosen_id=one.id, dossier_id=dossier_id, name=one.name, sha256=one.sha256, person_id=by.person_id, person_name=by.name, at=at,
    )  # fmt: skip
    payload = {"set": str(one.id), "name": one.name, "sha256": one.sha256}
    ledger.append(kind=Event.QUESTIONS_USED, stream=stream(dossier_id), at=at, by=by, payload=payload)
    return one
