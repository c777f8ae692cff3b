"""A decision is said not to be a major one: with the reason, once, and only where nothing says that it is (L-06)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.review import access, events
from mingjing.review.models import NotMajor
from mingjing.review.operations.keeping import plain_text, refuse
from mingjing.review.queries.majority import comparison
from mingjing.review.rules import not_major_findings
from mingjing.review.terms import UNKNOWABLE, Comparison, DecisionProfile, NotMajorFacts, Source

LONGEST = 2000


@operation(events.SAID_NOT_MAJOR)
def say_not_major(*, title: str, profile: DecisionProfile, reason: str, by: Actor, at: datetime) -> NotMajorFacts:
    """认定不属于重大执法决定: of a decision of an organ that keeps its cases elsewhere, before it is made.

    Raises Refused (REV-25), Invalid (the same decision was said so already), Forbidden.
    """
    access.require(access.may_say_not_major, by, profile.organ_id, doing="认定不属于重大执法决定")
    tidy = plain_text(title, "title", longest=200)
    found = comparison(profile, local_day(at))
    refuse(not_major_findings(found, reason))
    return kept_not_major(
        found,
        organ_id=profile.organ_id,
        source=Source.OUTSIDE,
        title=tidy,
        reason=reason,
        said=_said(profile),
        by=by,
        at=at,
    )


def kept_not_major(
    found: Comparison, *, title: str, reason: str, by: Actor, at: datetime, field: str = "reason", **more: Any
) -> NotMajorFacts:
    """Keep what was said, with its line in the ledger. Raises Invalid where it was said already."""
    row = NotMajor(
        title=title, reason=plain_text(reason, field, longest=LONGEST), catalogue=found.catalogue, unknown=list(found.unknown),
        said_by=by.person_id, said_by_name=by.name, said_at=at, **more,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"title": ["这个决定已经作过认定，请从列表查看。"]}) from None
    append(kind=events.SAID_NOT_MAJOR, stream=f"review-major:{row.organ_id}", at=at, by=by, payload=row.as_told())
    emit(events.SAID_NOT_MAJOR, at=at, organ=str(row.organ_id))
    return row.facts()


def _said(profile: DecisionProfile) -> dict[str, Any]:
    """The facts as they were given: words, and nothing where it was not known."""
    return {"category": profile.category} | {
        name: "unknown" if name in profile.unknown else _word(getattr(profile, name)) for name in UNKNOWABLE
    }


def _word(value: bool | Decimal | str | Iterable[str] | None) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    return str(value) if isinstance(value, Decimal) else list(value)
