"""What a supervisor and a head look at: refused attempts, organs by what is late, risks. Nothing ranks persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from mingjing.cases.models import Act, Refusal
from mingjing.cases.queries.lists import COLUMNS, WORK, scope
from mingjing.cases.terms import ORDINARY
from mingjing.foundation.people import Actor

LIMIT = 50


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    """An act somebody asked for and the rules refused."""

    id: int
    case_id: UUID
    case_number: str
    party: str
    organ_id: UUID
    code: str
    by_name: str
    at: datetime
    rules: tuple[str, ...]
    message: str


def refusals(
    actor: Actor, *, case_id: UUID | None = None, organ_id: UUID | None = None, before: int = 0, limit: int = LIMIT
) -> tuple[RefusalFacts, ...]:
    """Refused attempts in the cases this person may see, newest first; `before` is the id of the last one shown."""
    rows = Refusal.objects.filter(case__in=scope(actor)).select_related("case").order_by("-id")
    if case_id:
        rows = rows.filter(case_id=case_id)
    if organ_id:
        rows = rows.filter(case__organ_id=organ_id)
    if before:
        rows = rows.filter(id__lt=before)
    return tuple(
        RefusalFacts(
            id=row.id, case_id=row.case_id, case_number=row.case.number or row.case.lead_number, party=row.case.party_name,
            organ_id=row.case.organ_id, code=row.code, by_name=row.by_name, at=row.at, rules=tuple(row.rules.split(",")),
            message=row.message,
        )
        for row in rows[:limit]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrganStanding:
    """How the cases of one organ stand. Counts only: no amounts, no persons."""

    organ_id: UUID
    working: int
    overdue: int
    unreviewed: int
    withdrawn: int
    closed: int
    refused: int


def _unreviewed() -> Exists:
    return Exists(Act.objects.filter(case=OuterRef("pk"), code="give_opinion"))


def standings(actor: Actor, on: date) -> tuple[OrganStanding, ...]:
    """One line per organ, in two queries: in work, overdue, decided without a legal review, decisions changed."""
    rows = (
        scope(actor).annotate(reviewed=_unreviewed()).order_by().values("organ_id").annotate(
            working=Count("id", filter=Q(stage__in=WORK)),
            overdue=Count("id", filter=Q(due_on__lt=on)),
            unreviewed=Count("id", filter=Q(outcome__startswith="decide", reviewed=False, procedure=ORDINARY)),
            withdrawn=Count("id", filter=Q(outcome__contains=":")),
            closed=Count("id", filter=Q(stage__in=("closed", "archived"))),
        )
    )  # fmt: skip
    refused = dict(
        Refusal.objects.filter(case__in=scope(actor))
        .order_by()
        .values_list("case__organ_id")
        .annotate(number=Count("id"))
    )
    return tuple(OrganStanding(**row, refused=refused.get(row["organ_id"], 0)) for row in rows)


@dataclass(frozen=True, slots=True)
class Risks:
    """What a head has to look at in the own organ."""

    overdue: tuple[Mapping[str, Any], ...]
    unreviewed: tuple[Mapping[str, Any], ...]
    changed: tuple[Mapping[str, Any], ...]


def risks(actor: Actor, on: date, limit: int = 20) -> Risks:
    """Overdue cases, decisions without a legal review, decisions changed or revoked, in three queries."""
    rows = scope(actor).filter(organ_id=actor.organ_id)
    unreviewed = rows.annotate(reviewed=_unreviewed()).filter(
        outcome__startswith="decide", reviewed=False, procedure=ORDINARY
    )
    return Risks(
        tuple(rows.filter(due_on__lt=on).order_by("due_on").values(*COLUMNS)[:limit]),
        tuple(unreviewed.order_by("-decided_on").values(*COLUMNS)[:limit]),
        tuple(rows.filter(outcome__contains=":").order_by("-updated_at").values(*COLUMNS)[:limit]),
    )


def waiting_for(actor: Actor, role: str, limit: int = LIMIT) -> tuple[Mapping[str, Any], ...]:
    """The organ's cases that wait for a role (examiner, chair, archivist), nearest date first, with what comes next."""
    rows = scope(actor).filter(organ_id=actor.organ_id, awaiting=role).order_by("due_on", "-updated_at")
    return tuple(rows.values(*COLUMNS, "next_act", "next_why")[:limit])


def cases_by_dossier(actor: Actor, dossiers: tuple[UUID, ...]) -> dict[UUID, Mapping[str, Any]]:
    """The cases behind dossiers, by dossier, where this person may see them."""
    rows = scope(actor).filter(dossier_id__in=dossiers).values("id", "dossier_id", *COLUMNS)
    return {row["dossier_id"]: row for row in rows}
