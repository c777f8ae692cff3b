"""Matters of public opinion for those concerned: the organ's own and the supervisors of its region."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases import queries as cases
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.records import queries as records
from mingjing.supervision.models import Concern
from mingjing.supervision.rules.concerns import first_response_in_time, hours
from mingjing.supervision.terms import SIGNING, Duty
from mingjing.supervision.terms.concerns import SEVERITIES, UNANSWERED, ConcernFacts, ConcernState, RecordRef


def _visible(by: Actor) -> QuerySet[Concern]:
    if by.has(Role.SUPERVISOR):
        return Concern.objects.filter(region=organs.organ(by.organ_id).region)
    return Concern.objects.filter(organ_id=by.organ_id) if by.has(*SIGNING) else Concern.objects.none()


def concerns(
    by: Actor, states: Collection[str], *, words: str = "", after: tuple[datetime, UUID] | None = None, limit: int = 20
) -> tuple[ConcernFacts, ...]:
    """The matters this person may see in some states, by the time of their first response. Three queries at most."""
    rows = _visible(by).filter(state__in=list(states))
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(claim__icontains=words))
    if after:
        rows = rows.filter(Q(first_due__gt=after[0]) | Q(first_due=after[0], pk__gt=after[1]))
    return tuple(row.facts() for row in rows.prefetch_related("steps").order_by("first_due", "pk")[:limit])


def concern(concern_id: UUID, by: Actor) -> ConcernFacts | None:
    """One matter; None for who is not concerned."""
    row = _visible(by).filter(pk=concern_id).prefetch_related("steps").first()
    return row.facts() if row else None


def concern_counts(by: Actor) -> Mapping[str, int]:
    """State → how many of the matters this person may see. Two queries at most."""
    return dict(_visible(by).values_list("state").annotate(count=Count("pk")).order_by())


def records_of(one: ConcernFacts) -> tuple[RecordRef, ...]:
    """The documents and the playable recordings of the cases a matter is about, with their digests now."""
    found = []
    for case_id, number in one.cases:
        dossier = cases.dossier_of(case_id)
        for made in records.documents(dossier):
            label = f"{number} {made.title} {made.number}".strip()
            found.append(
                RecordRef("document", str(case_id), str(made.id), label[:200], made.pdf_sha256 or made.data_sha256)
            )
        for film in records.recordings(dossier):
            if film.playable:
                found.append(
                    RecordRef("recording", str(case_id), str(film.id), f"{number} {film.name}"[:200], film.sha256)
                )
    return tuple(found)


def concern_duties(by: Actor) -> tuple[Duty, ...]:
    """What the matters of the own organ ask of it: to draft, to check, to answer. One query."""
    rows = Concern.objects.filter(organ_id=by.organ_id, state__in=list(UNANSWERED)).order_by("first_due")
    words = {ConcernState.OPEN: "去拟定", ConcernState.DRAFTED: "去核对", ConcernState.CHECKED: "去回应"}
    return tuple(
        Duty(
            f"舆情 {one.title}", one.organ_name, one.get_state_display(), words[ConcernState(one.state)], "concern", (one.pk,),
            due=None if one.answered_at else local_day(one.first_due), steps=("自发现之时起按自然小时计算，遇休息日不顺延（国办发〔2016〕61号，原文未核对）",),
        )
        for one in rows[:50]
    )  # fmt: skip


def late_concerns(by: Actor, now: datetime, *, limit: int = 50) -> tuple[tuple[UUID, str, Finding], ...]:
    """SUP-97 asked as a clock: the id, the organ and the finding of matters not answered in time. Two queries at most."""
    rows = _visible(by).filter(state__in=list(UNANSWERED), first_due__lt=now, answered_at__isnull=True)
    return tuple(
        (one.pk, one.organ_name, found) for one in rows.order_by("first_due", "pk")[:limit]
        for found in first_response_in_time(one.number, one.state, one.first_due, now)
    )  # fmt: skip


def response_hours() -> Mapping[str, int]:
    """Severity → hours to the first response (SUP-91)."""
    return {severity: hours(severity) for severity in SEVERITIES}
