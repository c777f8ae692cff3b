"""Frozen reports and sheets filled in by hand."""

from uuid import UUID

from django.db.models import QuerySet

from mingjing.supervision.models import Outsider, Report, Sheet
from mingjing.supervision.rules.freezing import report_digest
from mingjing.supervision.terms import OutsiderFacts, ReportFacts, Scope, SheetFacts, SheetState


def _reports() -> QuerySet[Report]:
    return Report.objects.select_related("edition", "receipt")


def report(report_id: UUID) -> ReportFacts | None:
    """One frozen report."""
    row = _reports().filter(pk=report_id).first()
    return row.facts() if row else None


def reports(organ_id: UUID, year: int) -> tuple[ReportFacts, ...]:
    """Every report an organ signed for a year and its quarters, newest first."""
    return tuple(row.facts() for row in _reports().filter(organ_id=organ_id, year=year))


def newest(scope: Scope, organ_id: UUID, year: int, quarter: int = 0) -> ReportFacts | None:
    """The newest report of an organ's year or quarter."""
    row = _reports().filter(scope=scope, organ_id=organ_id, year=year, quarter=quarter).order_by("-seq").first()
    return row.facts() if row else None


def rollup(region: str, year: int) -> ReportFacts | None:
    """The newest sum of a region's year."""
    row = _reports().filter(scope=Scope.ROLLUP, region=region, year=year).order_by("-seq").first()
    return row.facts() if row else None


def is_whole(report_id: UUID) -> bool:
    """Whether a frozen report still has the digest it was signed with."""
    row = Report.objects.get(pk=report_id)
    return row.digest == digest_of(row)


def digest_of(row: Report) -> str:
    """The digest of what lies in the table now."""
    name = row.region if row.scope == Scope.ROLLUP else row.organ_name
    return report_digest(row.scope, name, row.year, row.quarter, row.figures, row.text, row.children)


def sheet(sheet_id: UUID) -> SheetFacts | None:
    """One sheet."""
    row = Sheet.objects.filter(pk=sheet_id).first()
    return row.facts() if row else None


def sheets(subject_id: UUID, year: int) -> tuple[SheetFacts, ...]:
    """Every sheet of a subject's year, newest first."""
    return tuple(row.facts() for row in Sheet.objects.filter(subject_id=subject_id, year=year))


def last_sheet(subject_id: UUID, year: int, quarter: int = 0) -> SheetFacts | None:
    """The newest sheet that waits, is checked or was returned: what a new form starts from."""
    states = (SheetState.ENTERED, SheetState.CHECKED, SheetState.RETURNED)
    row = (
        Sheet.objects.filter(subject_id=subject_id, year=year, quarter=quarter, state__in=states)
        .order_by("-seq")
        .first()
    )
    return row.facts() if row else None


def region_sheets(region: str, year: int) -> tuple[SheetFacts, ...]:
    """The sheets of a region's organs outside the platform, newest first."""
    return tuple(row.facts() for row in Sheet.objects.filter(region=region, year=year, outside=True))


def outsider(outsider_id: UUID) -> OutsiderFacts | None:
    """One organ outside the platform."""
    row = Outsider.objects.filter(pk=outsider_id).first()
    return row.facts() if row else None


def outsiders(region: str) -> tuple[OutsiderFacts, ...]:
    """The organs of a region outside the platform."""
    return tuple(row.facts() for row in Outsider.objects.filter(region=region))
