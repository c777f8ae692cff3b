"""How an organ keeps up with publicity between two days, as figures: what is public, what was made public in time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from mingjing.kernel.days import CHINA
from mingjing.publicity.models import Edition, Letter, Publication, Visit
from mingjing.publicity.terms import LetterKind, State


def entries_standing(organ_ids: Collection[UUID], on: date) -> dict[tuple[UUID, str], int]:
    """(organ, kind of list) → how many entries were public and in force at the end of that day. One query."""
    end = datetime.combine(on + timedelta(days=1), time.min, CHINA)
    rows = Edition.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=end), entry__organ_id__in=list(organ_ids), released_at__lt=end,
        valid_from__lte=on,
    )  # fmt: skip
    told = rows.values_list("entry__organ_id", "entry__kind").annotate(count=Count("entry_id", distinct=True))
    return {(organ_id, kind): count for organ_id, kind, count in told.order_by()}


def terms_kept(organ_ids: Collection[UUID], first: date, last: date) -> dict[UUID, tuple[int, int, int]]:
    """Of the decisions whose last day of publicity (PUB-01) lies between two days: public in time, public afterwards,
    not public. What the head exempted is not counted. One query.
    """
    rows = Publication.objects.filter(organ_id__in=list(organ_ids), due__gte=first, due__lte=last)
    shown = Q(released_at__isnull=False)
    told = rows.exclude(state=State.EXEMPT).values_list("organ_id").annotate(
        in_time=Count("pk", filter=shown & Q(released_at__date__lte=F("due"))),
        afterwards=Count("pk", filter=shown & Q(released_at__date__gt=F("due"))),
        still=Count("pk", filter=~shown),
    )  # fmt: skip
    return {organ_id: (in_time, afterwards, still) for organ_id, in_time, afterwards, still in told.order_by()}


@dataclass(frozen=True, slots=True)
class TermTold:
    """A decision whose last day of publicity has come: its number, and whether it was public by then."""

    organ_id: UUID
    publication_id: UUID
    number: str
    due: date
    in_time: bool


def terms_told(organ_ids: Collection[UUID], first: date, last: date) -> tuple[TermTold, ...]:
    """Those of which `terms_kept` gives the figures, one by one, by their day. One query."""
    rows = Publication.objects.filter(organ_id__in=list(organ_ids), due__gte=first, due__lte=last)
    told = rows.exclude(state=State.EXEMPT).order_by("due", "number", "id")
    return tuple(
        TermTold(
            one.organ_id, one.id, one.number, one.due,
            one.released_at is not None and one.released_at.astimezone(CHINA).date() <= one.due,
        )
        for one in told.only("id", "organ_id", "number", "due", "released_at")
    )  # fmt: skip


def visits_between(organ_ids: Collection[UUID], first: date, last: date) -> dict[UUID, tuple[int, int]]:
    """How many visits to enterprises (入企检查) began, and how many of them the enterprise confirmed. One query."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (first, last + timedelta(days=1)))
    rows = Visit.objects.filter(organ_id__in=list(organ_ids), opened_at__gte=start, opened_at__lt=end)
    told = rows.values_list("organ_id").annotate(every=Count("pk"), confirmed=Count("confirmed_at"))
    return {organ_id: (every, confirmed) for organ_id, every, confirmed in told.order_by()}


def complaints_between(first: date, last: date) -> dict[UUID, int]:
    """Organ → how many complaints about it came between two days, both included. One query."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (first, last + timedelta(days=1)))
    rows = Letter.objects.filter(kind=LetterKind.COMPLAINT, received_at__gte=start, received_at__lt=end)
    return dict(rows.order_by().values_list("organ_id").annotate(count=Count("pk")))
