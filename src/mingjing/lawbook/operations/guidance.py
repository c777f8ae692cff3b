"""A superior organ writes what it holds of an organ's catalogue of major decisions; the organ answers (L-07)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused, blocking
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import Guidance
from mingjing.lawbook.operations import entries
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.rules.comparing import guidance_says_something
from mingjing.lawbook.terms import GuidanceFacts

LONGEST = 2000


@operation(Event.GUIDANCE_GIVEN)
def give_guidance(*, organ_id: UUID, text: str, by: Actor, at: datetime) -> GuidanceFacts:
    """提出指导意见 on the catalogue of a subordinate organ. Raises Refused (LAW-08), Invalid, Forbidden."""
    access.guide_catalogue.require(by, organ_id, doing="对法制审核目录提出指导意见")
    waiting = Guidance.objects.filter(organ_id=organ_id, by_organ_id=by.organ_id, answered_at=None).exists()
    _refuse(text, waiting=waiting, answering=False)
    row = Guidance(
        organ_id=organ_id, by_organ_id=by.organ_id, text=entries.told("指导意见", text, "text", LONGEST),
        given_by=by.person_id, given_by_name=by.name, given_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(*guidance_says_something(text, waiting=True, answering=False)) from None
    told = row.as_told()
    told.pop("organ_id")
    kept(Event.GUIDANCE_GIVEN, by=by, at=at, organ_id=organ_id, **told)
    return row.facts()


@operation(Event.GUIDANCE_ANSWERED)
def answer_guidance(*, guidance_id: UUID, answer: str, by: Actor, at: datetime) -> GuidanceFacts:
    """答复指导意见, once. Raises Refused (LAW-08), Invalid, Forbidden."""
    row = Guidance.objects.select_for_update().filter(pk=guidance_id).first()
    if row is None:
        raise Invalid({"guidance_id": ["没有这件指导意见，请从目录页进入。"]})
    access.answer_guidance.require(by, row.organ_id, doing="答复指导意见")
    _refuse(answer, waiting=row.answered_at is None, answering=True)
    row.answer, row.answered_at = entries.told("答复", answer, "answer", LONGEST), at
    row.answered_by, row.answered_by_name = by.person_id, by.name
    row.save(update_fields=["answer", "answered_at", "answered_by", "answered_by_name"])
    kept(Event.GUIDANCE_ANSWERED, by=by, at=at, organ_id=row.organ_id, guidance=str(row.pk), answer=row.answer)
    return row.facts()


def _refuse(text: str, *, waiting: bool, answering: bool) -> None:
    if found := blocking(tuple(guidance_says_something(text, waiting=waiting, answering=answering))):
        raise Refused(*found)
