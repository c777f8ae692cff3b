"""Reads of the annual inspection plans."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from mingjing.foundation.people import Actor
from mingjing.inspections.models import VisitCause, VisitCount, YearLine, YearPlan, YearVersion
from mingjing.inspections.queries.seeing import seen
from mingjing.inspections.terms import CAUSE_NAMES, Cause
from mingjing.inspections.terms.yearly import LineFacts, Mode, Unplanned, VersionFacts, VersionState, YearPlanFacts
from mingjing.kernel.hashing import fingerprint
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import CHECK_NAMES, CheckKind

COPIED = (
    "key", "entry_id", "item_code", "item_name", "subjects", "wanted", "month_from", "month_to", "mode", "partners", "ordered", "until",
)  # fmt: skip
PUBLIC_VERSIONS = (VersionState.STANDING, VersionState.SUPERSEDED)


def year_plans(by: Actor, *, q: str = "", before: datetime | None = None, limit: int = 20) -> tuple[YearPlanFacts, ...]:
    """The plans this person may see, newest first. Two queries at most."""
    rows = seen(YearPlan.objects.all(), by)
    if q and "\0" not in q:
        rows = rows.filter(title__icontains=q) | rows.filter(number__icontains=q) | rows.filter(organ_name__icontains=q)
    rows = rows.filter(made_at__lt=before) if before else rows
    return tuple(row.facts() for row in rows.order_by("-made_at")[:limit])


def year_plan(plan_id: UUID, by: Actor) -> YearPlanFacts | None:
    """One plan; None for who may not see it."""
    row = seen(YearPlan.objects.all(), by).filter(pk=plan_id).first()
    return row.facts() if row else None


def versions(plan_id: UUID, *, public: bool = False) -> tuple[VersionFacts, ...]:
    """Every version, newest first; only those that were approved for the public. One query."""
    rows = YearVersion.objects.filter(plan_id=plan_id)
    rows = rows.filter(state__in=PUBLIC_VERSIONS) if public else rows
    return tuple(row.facts() for row in rows.order_by("-seq"))


def lines(version_id: UUID) -> tuple[LineFacts, ...]:
    """The lines of a version, with what was done of each. Two queries."""
    rows = list(YearLine.objects.select_related("version__plan").filter(version_id=version_id).order_by("key"))
    if not rows:
        return ()
    plan = rows[0].version.plan
    done = _done(plan.organ_id, plan.year)
    return tuple(row.facts(plan.number, done.get(f"{plan.number}-{row.key}", 0)) for row in rows)


def _done(organ_id: UUID, year: int) -> Mapping[str, int]:
    """Number of a line → how many inspections named it."""
    rows = VisitCount.objects.filter(organ_id=organ_id, year=year).exclude(line="").values_list("line")
    return dict(rows.annotate(count=Count("pk")).order_by())


def line_named(organ_id: UUID, year: int, number: str) -> LineFacts | None:
    """A line of the organ's plan in force by its number. One query."""
    plan, _, key = number.strip().rpartition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 5):
        return None
    row = _standing_lines(organ_id, year).filter(version__plan__number=plan, key=int(key)).first()
    return row.facts(plan) if row else None


def random_line_of(organ_id: UUID, year: int, entry_id: UUID) -> LineFacts | None:
    """The line of the plan in force under which random checks of an item are made; None where it is not one line. One query."""
    rows = list(_standing_lines(organ_id, year).filter(mode=Mode.RANDOM, entry_id=entry_id)[:2])
    return rows[0].facts(rows[0].version.plan.number) if len(rows) == 1 else None


def lines_in_force(organ_id: UUID, year: int) -> tuple[LineFacts, ...]:
    """The lines of the organ's plan in force, for the form of arrival. One query."""
    return tuple(row.facts(row.version.plan.number) for row in _standing_lines(organ_id, year).order_by("key"))


def _standing_lines(organ_id: UUID, year: int) -> QuerySet[YearLine]:
    rows = YearLine.objects.select_related("version__plan")
    return rows.filter(version__plan__organ_id=organ_id, version__plan__year=year, version__state=VersionState.STANDING)


def unplanned(organ_id: UUID, year: int) -> tuple[Unplanned, ...]:
    """The year's inspections that no line of the plan asked for, by kind and cause. Three queries."""
    kinds = publicity.kinds_in_year(organ_id, year)
    planned = set(
        VisitCount.objects.filter(organ_id=organ_id, year=year).exclude(line="").values_list("visit_id", flat=True)
    )
    causes = dict(VisitCause.objects.filter(organ_id=organ_id, at__year=year).values_list("visit_id", "cause"))
    told = Counter((kind, causes.get(key, "")) for key, kind in kinds.items() if key not in planned)
    return tuple(
        Unplanned(
            CHECK_NAMES[CheckKind(kind)] if kind else "没有写明", CAUSE_NAMES[Cause(cause)] if cause else "", count
        )
        for (kind, cause), count in sorted(told.items())
    )


def public_year_plans(*, q: str = "", before: datetime | None = None, limit: int = 20) -> tuple[YearPlanFacts, ...]:
    """The plans that were approved, of every organ, newest first. One query."""
    rows = YearPlan.objects.exclude(approved_at=None)
    if q and "\0" not in q:
        found = (
            rows.filter(title__icontains=q) | rows.filter(number__icontains=q) | rows.filter(organ_name__icontains=q)
        )
        subjects = YearLine.objects.filter(version__state=VersionState.STANDING)
        said = subjects.filter(subjects__icontains=q) | subjects.filter(item_name__icontains=q)
        rows = found | rows.filter(pk__in=said.values("version__plan_id"))
    rows = rows.filter(approved_at__lt=before) if before else rows
    return tuple(row.facts() for row in rows.order_by("-approved_at")[:limit])


def public_year_plan(number: str) -> YearPlanFacts | None:
    """An approved plan by its number. One query."""
    row = YearPlan.objects.filter(number=number).exclude(approved_at=None).first()
    return row.facts() if row else None


def lines_digest(version: YearVersion) -> str:
    """The digest of a version's lines."""
    rows = YearLine.objects.filter(version=version).order_by("key").values_list(*COPIED)
    return fingerprint([[str(one) if one is not None else "" for one in row] for row in rows])
