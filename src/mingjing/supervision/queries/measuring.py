"""The figures of an appraisal, counted from what the platform holds; behind each, what it was counted from."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.kernel.days import CHINA, ONE, local_day
from mingjing.organs import queries as organs
from mingjing.publicity import queries as publicity
from mingjing.supervision.models import GradedFile, Order, Report
from mingjing.supervision.queries.duties import quarter_due
from mingjing.supervision.rules.clocks import quarter_ends
from mingjing.supervision.terms import OrderMove, OrderState, Scope
from mingjing.supervision.terms.appraisals import Figure, Ref

WHOLE, HUNDREDTH = Decimal(100), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which organs, between which days (both included), looked at when."""

    organ_ids: tuple[UUID, ...]
    since: date
    until: date
    now: datetime


Found = dict[UUID, Figure]


def measured(keys: Collection[str], asked: Asked) -> dict[UUID, dict[str, Figure]]:
    """Organ → figure by key. Each figure takes a few queries, however many organs; every organ has every figure."""
    told: dict[UUID, dict[str, Figure]] = {one: {} for one in asked.organ_ids}
    for key in keys:
        found = COUNTING[key](asked)
        for organ_id in asked.organ_ids:
            told[organ_id][key] = found.get(organ_id, Figure(Decimal(0), Decimal(0)))
    return told


def _shares(rows: Iterable[tuple[UUID, Ref]]) -> Found:
    """How many of how many, by organ."""
    held: dict[UUID, list[Ref]] = {}
    for organ_id, ref in rows:
        held.setdefault(organ_id, []).append(ref)
    return {
        key: Figure(Decimal(sum(one.good for one in refs)), Decimal(len(refs)), tuple(refs))
        for key, refs in held.items()
    }


def _publicity(asked: Asked) -> Found:
    rows = publicity.terms_told(asked.organ_ids, asked.since, asked.until)
    return _shares((one.organ_id, Ref("publication", str(one.publication_id), one.number, one.in_time)) for one in rows)


def _of_cases(rows: Iterable[cases.Kept]) -> Found:
    return _shares((one.organ_id, Ref("case", str(one.case_id), one.number, one.good)) for one in rows)


def _recordings(asked: Asked) -> Found:
    return _of_cases(cases.films_kept(asked.organ_ids, asked.since, asked.until))


def _review(asked: Asked) -> Found:
    return _of_cases(cases.reviews_kept(asked.organ_ids, asked.since, asked.until, asked.now))


def _archives(asked: Asked) -> Found:
    return _of_cases(cases.archives_kept(asked.organ_ids, asked.since, asked.until, asked.now))


def _gradings(asked: Asked) -> Found:
    """The average of the files with a result, over one hundred."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (asked.since, asked.until + ONE))
    rows = GradedFile.objects.select_related("grading").filter(
        organ_id__in=asked.organ_ids, score__isnull=False, grading__drawn_at__gte=start, grading__drawn_at__lt=end
    )
    held: dict[UUID, list[tuple[Decimal, Ref]]] = {}
    for one in rows.order_by("grading__drawn_at", "rank"):
        score = Decimal(one.score or 0)
        ref = Ref("graded", str(one.pk), f"{one.case_no}：{score} 分，{one.band}", one.band != "不合格")
        held.setdefault(one.organ_id, []).append((score, ref))
    return {
        key: Figure(
            (sum((score for score, _ in told), Decimal(0)) / len(told)).quantize(HUNDREDTH),
            WHOLE,
            tuple(ref for _, ref in told),
        )
        for key, told in held.items()
    }


def _orders(asked: Asked) -> Found:
    rows = Order.objects.filter(
        organ_id__in=asked.organ_ids, first_due__gte=asked.since, first_due__lte=asked.until
    ).prefetch_related("steps")  # fmt: skip
    return _shares(
        (one.organ_id, Ref("order", str(one.pk), one.number, _in_time(one))) for one in rows.order_by("first_due", "number")
    )  # fmt: skip


def _in_time(one: Order) -> bool:
    """Answered, or closed without an answer, by the day it was issued with."""
    steps = sorted(one.steps.all(), key=lambda step: step.seq)
    ended = (OrderMove.ANSWER, OrderMove.CLOSE) if one.state == OrderState.CLOSED else (OrderMove.ANSWER,)
    first = next((step for step in steps if step.move in ended), None)
    return first is not None and local_day(first.at) <= one.first_due


def _reports(asked: Asked) -> Found:
    since = organs.registered_on(set(asked.organ_ids))
    years = range(asked.since.year - 1, asked.until.year + 1)
    signed: dict[tuple[UUID, int, int], tuple[UUID, date]] = {}
    rows = Report.objects.filter(scope=Scope.QUARTER, organ_id__in=asked.organ_ids, year__in=list(years))
    for row in rows.order_by("seq").only("id", "organ_id", "year", "quarter", "signed_at"):
        signed.setdefault((row.organ_id, row.year, row.quarter), (row.pk, local_day(row.signed_at)))
    told = []
    for organ_id in asked.organ_ids:
        for year in years:
            for quarter in range(1, 5):
                due = quarter_due(year, quarter)
                if not asked.since <= due <= asked.until or since[organ_id] > quarter_ends(year, quarter):
                    continue
                key, day = signed.get((organ_id, year, quarter), (None, date.max))
                ref = Ref("report" if key else "", str(key or ""), f"{year} 年第 {quarter} 季度", day <= due)
                told.append((organ_id, ref))
    return _shares(told)


COUNTING: dict[str, Callable[[Asked], Found]] = {
    "publicity": _publicity, "recordings": _recordings, "review": _review, "gradings": _gradings, "orders": _orders,
    "archives": _archives, "reports": _reports,
}  # fmt: skip
"""Counting rules kp-2026: key of `parameters/appraisal.yaml` → how it is counted."""
