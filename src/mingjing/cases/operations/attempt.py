"""An act asked for from outside: performed, or refused and the attempt kept, so that nobody can try in silence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mingjing.cases import events
from mingjing.cases.models import Case, Refusal
from mingjing.cases.operations.files import render_ahead
from mingjing.cases.operations.perform import perform
from mingjing.cases.terms import ActFacts
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Refused
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records


def attempt(
    *,
    case_id: UUID | None,
    code: str,
    data: Mapping[str, Any],
    by: Actor,
    at: datetime,
    now: datetime,
    drafter: Actor | None = None,
    version: int | None = None,
    draft_id: UUID | None = None,
) -> ActFacts:
    """Perform an act; where a rule refuses it, keep the attempt in its own transaction and refuse.

    Raises what `perform` raises. Must not be called inside a transaction, or the record of the attempt would vanish
    with it.
    """
    with refusals_kept(case_id=case_id, code=code, by=by, now=now):
        if code == "archive" and case_id is not None:
            render_ahead(case_id=case_id, by=by, now=now)
        return perform(
            case_id=case_id,
            code=code,
            data=data,
            by=by,
            at=at,
            now=now,
            drafter=drafter,
            version=version,
            draft_id=draft_id,
        )


@contextmanager
def refusals_kept(*, case_id: UUID | None, code: str, by: Actor, now: datetime) -> Iterator[None]:
    """Where a rule refuses what is tried inside, keep the attempt in its own transaction, and refuse."""
    try:
        yield
    except Refused as refused:
        if case_id is not None:
            with transaction.atomic():
                log_refusal(case_id=case_id, code=code, refused=refused, by=by, now=now)
        raise


@operation(events.ACT_REFUSED)
def log_refusal(*, case_id: UUID, code: str, refused: Refused, by: Actor, now: datetime) -> None:
    """Keep a refused attempt: who, which act, which rules."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return
    rules = sorted(refused.rules)
    Refusal.objects.create(
        case=case,
        code=code,
        by_id=by.person_id,
        by_name=by.name,
        at=now,
        rules=",".join(rules)[:200],
        message=str(refused)[:2000],
    )
    ledger.append(
        kind=events.ACT_REFUSED,
        stream=records.stream(case.dossier_id),
        at=now,
        by=by,
        payload={"code": code, "rules": rules},
    )
