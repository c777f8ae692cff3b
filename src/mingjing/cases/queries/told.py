"""The acts of an organ between two days, for whoever counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from mingjing.cases.models import Act
from mingjing.cases.terms import ORDINARY
from mingjing.cases.terms.facts import CHINA


@dataclass(frozen=True, slots=True)
class ActTold:
    """One act: its case, the number by which the case is known, the day, and what was entered.

    The end of a remedy carries `remedy_kind`, the kind of the remedy it ends.
    """

    organ_id: UUID
    case_id: UUID
    case_no: str
    code: str
    on: date
    data: Mapping[str, Any]
    seq: int = 0
    procedure: str = ORDINARY


def acts_between(organ_ids: Collection[UUID], since: date, until: date, codes: Collection[str]) -> tuple[ActTold, ...]:
    """The acts of these codes of some organs between two days, both included, in order of time. Two queries."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (since, until + timedelta(days=1)))
    rows = Act.objects.filter(case__organ_id__in=list(organ_ids), code__in=list(codes), at__gte=start, at__lt=end)
    told = rows.order_by("at", "seq").values_list(
        "case__organ_id",
        "case_id",
        "case__decision_number",
        "case__number",
        "case__lead_number",
        "code",
        "at",
        "data",
        "seq",
        "case__procedure",
        named=True,
    )
    kinds = _remedy_kinds(organ_ids) if "end_remedy" in codes else {}
    return tuple(
        ActTold(
            one.case__organ_id, one.case_id, one.case__decision_number or one.case__number or one.case__lead_number, one.code,
            one.at.astimezone(CHINA).date(),
            one.data | ({"remedy_kind": kinds.get((one.case_id, str(one.data.get("remedy_seq"))), "")} if one.code == "end_remedy" else {}), one.seq, one.case__procedure,
        )
        for one in told
    )  # fmt: skip


def _remedy_kinds(organ_ids: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    rows = Act.objects.filter(case__organ_id__in=list(organ_ids), code="receive_remedy").values_list(
        "case_id", "seq", "data"
    )
    return {(case_id, str(seq)): str(data.get("kind", "")) for case_id, seq, data in rows}


def acts_counted(organ_ids: Collection[UUID], since: date, until: date) -> dict[UUID, tuple[int, int]]:
    """How many acts of each organ were recorded between two days, both included, and in how many cases. One query."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (since, until + timedelta(days=1)))
    rows = Act.objects.filter(case__organ_id__in=list(organ_ids), at__gte=start, at__lt=end)
    told = rows.values_list("case__organ_id").annotate(acts=Count("pk"), cases=Count("case_id", distinct=True))
    return {organ_id: (acts, cases) for organ_id, acts, cases in told.order_by()}
