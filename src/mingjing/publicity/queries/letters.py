"""Letters of the public: for whoever handles them, and for the sender with number and code."""

import hmac
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Finding, Weight
from mingjing.publicity.models import Letter
from mingjing.publicity.rules.letters import answer_by
from mingjing.publicity.terms import LetterFacts, LetterKind, LetterState


def answerable(by: Actor) -> tuple[str, ...]:
    """The kinds of letters this person answers: complaints are the supervisors' own."""
    own = (LetterKind.CORRECTION, LetterKind.QUESTION) if by.has(Role.PUBLICIST, Role.HEAD) else ()
    return (*own, *((LetterKind.COMPLAINT,) if by.has(Role.SUPERVISOR) else ()))


def letters(
    by: Actor, state: str, *, after: tuple[date, UUID] | None = None, limit: int = 20
) -> tuple[LetterFacts, ...]:
    """The letters that this person's organ handles and this person may answer, by their last day. One query."""
    rows = Letter.objects.filter(handler_id=by.organ_id, state=state, kind__in=answerable(by))
    if after:
        day, key = after
        rows = rows.filter(due__gt=day) | rows.filter(due=day, pk__gt=key)
    return tuple(row.facts() for row in rows.order_by("due", "pk")[:limit])


def letter_counts(by: Actor) -> Mapping[str, int]:
    """How many letters wait for this person, and how many are answered. One query."""
    rows = Letter.objects.filter(handler_id=by.organ_id, kind__in=answerable(by)).values_list("state")
    return dict(rows.annotate(count=Count("pk")).order_by())


def letter_by_receipt(number: str, digest: str) -> LetterFacts | None:
    """The letter of a receipt: the number and the digest of the code must both fit. One query."""
    row = Letter.objects.filter(number=number).first()
    if row is None or not hmac.compare_digest(row.code, digest):
        return None
    return row.facts()


def late_letters(
    handler_ids: Collection[UUID], on: date, *, by: Actor | None = None, limit: int = 50
) -> tuple[tuple[LetterFacts, Finding], ...]:
    """PUB-28 asked as a clock: what some organs should have answered, the latest first. Warnings. One query.

    With `by`, only the kinds that this person answers.
    """
    rows = Letter.objects.filter(handler_id__in=list(handler_ids), state=LetterState.RECEIVED, due__lt=on)
    rows = rows.filter(kind__in=answerable(by)) if by else rows
    return tuple((row.facts(), _late(row)) for row in rows.order_by("due", "pk")[:limit])


def _late(row: Letter) -> Finding:
    message = f"{row.number}应在 {row.due.isoformat()} 以前答复，还没有答复"
    found: Finding = answer_by.finding(message, weight=Weight.WARN, next_step="马上办理答复")
    return found
