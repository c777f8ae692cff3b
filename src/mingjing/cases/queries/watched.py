"""What is watched in the cases of every organ, for early warning: counts only."""

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Q

from mingjing.cases.models import Case, Deadline, Refusal
from mingjing.cases.queries.lists import WORK
from mingjing.cases.terms.facts import CHINA

REVIEW_FIRST = ("G-26", "REV-03")
"""Rules that refuse a decision because the review is missing, failed or is stale."""


def work_overdue(on: date) -> dict[UUID, tuple[int, int]]:
    """Organ → (cases in work, of them overdue). One query."""
    rows = Case.objects.filter(stage__in=WORK).order_by().values_list("organ_id")
    told = rows.annotate(working=Count("id"), late=Count("id", filter=Q(due_on__lt=on)))
    return {organ_id: (working, late) for organ_id, working, late in told}


def unreviewed_refused(since: date, until: date) -> dict[UUID, int]:
    """Organ → how many decisions were tried between two days, both included, that no review had cleared. One query."""
    begin, end = datetime.combine(since, time.min, CHINA), datetime.combine(until, time.max, CHINA)
    asked = Q()
    for number in REVIEW_FIRST:
        asked |= Q(rules__contains=number)
    rows = Refusal.objects.filter(asked, code__startswith="decide", at__gte=begin, at__lte=end)
    return dict(rows.order_by().values_list("case__organ_id").annotate(number=Count("id")))


def films_overdue(on: date) -> dict[UUID, int]:
    """Organ → how many acts owe audio-video past its date (AV-02). One query."""
    rows = Deadline.objects.filter(code="recording", due__lt=on)
    return dict(rows.order_by().values_list("organ_id").annotate(number=Count("id")))
