"""Public decisions by whose they are, and by month: what an organisation's and an organ's pages count."""

from datetime import date

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncMonth

from mingjing.publicity.models import Publication
from mingjing.publicity.queries.public_rows import of_month
from mingjing.publicity.terms import IN_PUBLIC, Category, MonthCounts, SubjectFacts

MONTHS = 12


def subject(uscc: str) -> SubjectFacts | None:
    """The organisation with this credit code as its public decisions show it; None where none is public. Two queries.

    Only what PUB-85 gathered: natural persons, withdrawn decisions and codes that never were public have none.
    """
    rows = Publication.objects.filter(party_uscc=uscc, state__in=IN_PUBLIC) if uscc else Publication.objects.none()
    newest = rows.order_by("-released_at", "-pk").values_list("public_party", flat=True).first()
    if newest is None:
        return None
    grouped = rows.order_by().values_list("category").annotate(Count("pk"), Min("decided_on"), Max("decided_on"))
    told = list(grouped)
    return SubjectFacts(
        uscc=uscc,
        name=newest,
        total=sum(count for _, count, _, _ in told),
        categories={category: count for category, count, _, _ in told},
        first=min(first for _, _, first, _ in told),
        last=max(last for _, _, _, last in told),
    )


def is_subject(uscc: str) -> bool:
    """Whether an organisation with this credit code has anything public. One query."""
    return bool(uscc) and Publication.objects.filter(party_uscc=uscc, state__in=IN_PUBLIC).exists()


def twelve_months(on: date, organ_code: str = "") -> tuple[MonthCounts, ...]:
    """The last twelve months, the present one first, each with its counts by category; months without any too. One query."""
    numbers = (divmod(on.year * 12 + on.month - 1 - back, 12) for back in range(MONTHS))
    firsts = [date(year, month + 1, 1) for year, month in numbers]
    rows = Publication.objects.filter(state__in=IN_PUBLIC, released_at__gte=of_month(firsts[-1])["released_at__gte"])
    rows = rows.filter(released_at__lt=of_month(on)["released_at__lt"])
    rows = rows.filter(organ_code=organ_code) if organ_code else rows
    counted: dict[date, dict[str, int]] = {first: dict.fromkeys(Category, 0) for first in firsts}
    by_month = rows.annotate(month=TruncMonth("released_at")).order_by()
    for moment, category, count in by_month.values_list("month", "category").annotate(count=Count("pk")):
        counted[moment.date()][category] = count
    return tuple(MonthCounts(first, counted[first]) for first in firsts)
