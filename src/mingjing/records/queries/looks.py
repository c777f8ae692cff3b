"""Reads for the supervision of looks: by person and day, in sums, one by one."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Finding
from mingjing.records.models import Viewing
from mingjing.records.rules.looks import NIGHT, looks_are_usual
from mingjing.records.terms.looks import LookDay, LookFacts, LookTotal

SAVED = Q(what="export") | Q(purpose__contains="下载")


def _within(organ_id: UUID | None, since: date, until: date) -> "QuerySet[Viewing]":
    start = datetime.combine(since, time.min, CHINA)
    rows = Viewing.objects.filter(at__gte=start, at__lt=datetime.combine(until + timedelta(days=1), time.min, CHINA))
    return rows.filter(dossier__organ_id=organ_id) if organ_id else rows


def look_days(organ_id: UUID | None, since: date, until: date) -> tuple[LookDay, ...]:
    """Who looked at how much on each day, at the files of an organ (None: of all). One query."""
    rows = (
        _within(organ_id, since, until)
        .annotate(day=TruncDate("at"), hour=ExtractHour("at"))
        .order_by()
        .values("person_id", "person_name", "day")
        .annotate(
            looks=Count("id"),
            files=Count("dossier_id", distinct=True),
            saved=Count("id", filter=SAVED),
            parties=Count("object_id", filter=Q(what="party"), distinct=True),
            night=Count("id", filter=Q(hour__gte=NIGHT[0]) | Q(hour__lt=NIGHT[1])),
        )
    )
    return tuple(sorted((LookDay(**row) for row in rows), key=lambda one: (one.day, one.person_name), reverse=True))


def look_remarks(days: Iterable[LookDay]) -> tuple[tuple[LookDay, Finding], ...]:
    """What there is to check (REC-30), with the day it is about."""
    return tuple((day, finding) for day in days for finding in looks_are_usual(day))


def look_totals(organ_id: UUID | None, since: date, until: date) -> tuple[LookTotal, ...]:
    """The sums of each person over some days, who looked most first. Two queries."""
    days = look_days(organ_id, since, until)
    files = dict(
        _within(organ_id, since, until)
        .order_by()
        .values_list("person_id")
        .annotate(n=Count("dossier_id", distinct=True))
    )
    remarked = {(day.person_id, day.day) for day, _ in look_remarks(days)}
    found: dict[UUID, list[LookDay]] = {}
    for day in days:
        found.setdefault(day.person_id, []).append(day)
    totals = [
        LookTotal(
            key, own[0].person_name, len({day.day for day in own}), sum(day.looks for day in own), files.get(key, 0),
            sum(day.saved for day in own), sum(day.night for day in own), sum((key, day.day) in remarked for day in own),
        )
        for key, own in found.items()
    ]  # fmt: skip
    return tuple(sorted(totals, key=lambda one: (-one.looks, one.person_name)))


def look_purposes(organ_id: UUID | None, since: date, until: date) -> tuple[tuple[str, int], ...]:
    """How often each purpose was given, most often first. One query."""
    rows = _within(organ_id, since, until).order_by().values_list("purpose").annotate(n=Count("id"))
    return tuple(sorted(((purpose or "没有写", n) for purpose, n in rows), key=lambda pair: (-pair[1], pair[0])))


def looks_of(
    person_id: UUID, organ_id: UUID | None, since: date, until: date, *, before: int = 0, limit: int = 50
) -> tuple[tuple[int, LookFacts], ...]:
    """What one person looked at, newest first, each with its place for the next page."""
    rows = _within(organ_id, since, until).filter(person_id=person_id).order_by("-id")
    rows = rows.filter(id__lt=before) if before else rows
    return tuple((row.id, LookFacts(row.dossier_id, row.what, row.name, row.purpose, row.at)) for row in rows[:limit])
