"""What the auditor may know of cases: numbers, steps and rules. Never a party, a cause or a word of what is in a file."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mingjing.cases.models import Case, Refusal

MOST = 200


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """An attempt that rules refused, without its sentence, which may speak of the case."""

    id: int
    case_number: str
    organ_id: UUID
    code: str
    by_name: str
    at: datetime
    rules: str


def numbers(dossier_ids: Collection[UUID]) -> dict[UUID, str]:
    """The case numbers of dossiers."""
    rows = Case.objects.filter(dossier_id__in=set(dossier_ids)).values_list("dossier_id", "number", "lead_number")
    return {dossier: number or lead for dossier, number, lead in rows}


def cases_of(dossier_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Dossier → the id and the number of its case. One query."""
    rows = Case.objects.filter(dossier_id__in=set(dossier_ids)).values_list("dossier_id", "id", "number", "lead_number")
    return {dossier: (case_id, number or lead) for dossier, case_id, number, lead in rows}


def dossiers(word: str) -> tuple[UUID, ...]:
    """The dossiers of cases whose number holds the word."""
    rows = Case.objects.filter(_named(word)).order_by("-opened_at").values_list("dossier_id", flat=True)
    return tuple(rows[:MOST])


def refusal_log(
    *, people: Collection[UUID] | None = None, number: str = "", since: datetime | None = None,
    until: datetime | None = None, before: int = 0, limit: int = 50,
) -> tuple[RefusalLine, ...]:  # fmt: skip
    """Refused attempts, newest first."""
    rows = Refusal.objects.select_related("case").order_by("-id")
    asked = {"by_id__in": people, "at__gte": since, "at__lt": until, "id__lt": before or None}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    if number:
        rows = rows.filter(case__in=Case.objects.filter(_named(number)))
    return tuple(
        RefusalLine(row.id, row.case.number or row.case.lead_number, row.case.organ_id, row.code, row.by_name, row.at, row.rules)
        for row in rows[:limit]
    )  # fmt: skip


def count_refusals(since: datetime, until: datetime) -> int:
    """How many attempts rules refused in a time."""
    return Refusal.objects.filter(at__gte=since, at__lte=until).count()


def _named(word: str) -> Q:
    return Q(number__contains=word) | Q(lead_number__contains=word)
