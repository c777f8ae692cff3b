"""How an organ's audio-video stood in a period, as figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from mingjing.kernel.days import CHINA
from mingjing.records.models import Recording
from mingjing.records.terms import RecordingState


@dataclass(frozen=True, slots=True)
class FilmFigures:
    """Of the recordings that began in the period: all, come late, not come, without a file, unlike what was committed."""

    made: int
    late: int
    missing: int
    unfiled: int
    unlike: int


def film_figures(organ_ids: Collection[UUID], since: date, until: date) -> FilmFigures:
    """The figures of some organs between two days, both included. One query."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (since, until + timedelta(days=1)))
    rows = Recording.objects.filter(organ_id__in=list(organ_ids), started_at__gte=start, started_at__lt=end)
    held = Q(held_at__isnull=False)
    told = rows.aggregate(
        made=Count("pk"), late=Count("pk", filter=Q(held_at__gt=F("due_at"))),
        missing=Count("pk", filter=Q(state=RecordingState.COMMITTED)), unfiled=Count("pk", filter=Q(dossier__isnull=True)),
        unlike=Count("pk", filter=held & ~Q(held_sha256=F("sha256"))),
    )  # fmt: skip
    return FilmFigures(**told)
