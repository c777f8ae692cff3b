"""Analyses of weak links, for who signs them and for who supervises the region."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.foundation.people import Actor, Role
from mingjing.organs import queries as organs
from mingjing.supervision.models import Analysis
from mingjing.supervision.rules.clocks import quarter_ends, quarters_before
from mingjing.supervision.terms import SIGNING, Duty
from mingjing.supervision.terms.analyses import AnalysisFacts, AnalysisState

FILM_NAMES = {
    "made": "登记的音像记录", "late": "逾期上传", "missing": "没有上传", "unfiled": "没有归入案卷", "unlike": "与登记的摘要不符",
}  # fmt: skip


def _visible(by: Actor) -> QuerySet[Analysis]:
    """A supervisor sees the region's and those of its organs; the organ's own people their own."""
    if by.has(Role.SUPERVISOR):
        return Analysis.objects.filter(region=organs.organ(by.organ_id).region)
    if by.has(*SIGNING):
        return Analysis.objects.filter(owner_id=by.organ_id, whole_region=False)
    return Analysis.objects.none()


def analyses(by: Actor, *, after: tuple[int, int, UUID] | None = None, limit: int = 20) -> tuple[AnalysisFacts, ...]:
    """The analyses this person may see, newest quarter first. Two queries at most."""
    rows = _visible(by)
    if after:
        year, quarter, key = after
        rows = rows.filter(
            Q(year__lt=year) | Q(year=year, quarter__lt=quarter) | Q(year=year, quarter=quarter, pk__gt=key)
        )
    return tuple(row.facts() for row in rows.order_by("-year", "-quarter", "pk")[:limit])


def analysis(analysis_id: UUID, by: Actor) -> AnalysisFacts | None:
    """One analysis; None for who may not see it."""
    row = _visible(by).filter(pk=analysis_id).first()
    return row.facts() if row else None


def analysis_duties(by: Actor, today: date, since: date, name: str) -> Iterator[Duty]:
    """The analysis of the last quarter, where it is not signed: of the own organ, or of a supervisor's region. One query."""
    watches = by.has(Role.SUPERVISOR)
    if not watches and not by.has(*SIGNING):
        return
    ((year, quarter),) = quarters_before(today, 1)
    if since > quarter_ends(year, quarter):
        return
    row = (
        Analysis.objects.filter(owner_id=by.organ_id, whole_region=watches, year=year, quarter=quarter)
        .order_by("-seq")
        .first()
    )
    if row is not None and row.state == AnalysisState.SIGNED:
        return
    missing = "没有发起" if row is None else row.facts().state_name
    page, place = ("analysis", (row.pk,)) if row else ("analysis_new", ())
    yield Duty(
        f"{year} 年第 {quarter} 季度薄弱环节分析", name, missing, "去分析", page, place,
    )  # fmt: skip
