"""Published flow charts."""

from datetime import date

from mingjing.kernel.days import local_day
from mingjing.publicity.models import PublishedChart
from mingjing.publicity.terms import ChartFacts


def charts() -> tuple[ChartFacts, ...]:
    """The newest version of every chart, by key."""
    newest: dict[str, ChartFacts] = {}
    for row in PublishedChart.objects.order_by("key", "-published_at", "-id"):
        newest.setdefault(row.key, row.facts())
    return tuple(newest.values())


def chart(key: str, version: str = "") -> ChartFacts | None:
    """One chart: the given version, else the newest."""
    rows = PublishedChart.objects.filter(key=key, **({"version": version} if version else {}))
    row = rows.order_by("-published_at", "-id").first()
    return row.facts() if row else None


def chart_on(key: str, day: date) -> ChartFacts | None:
    """The version of a chart that was the newest on a day."""
    rows = (row.facts() for row in PublishedChart.objects.filter(key=key).order_by("-published_at", "-id"))
    return next((one for one in rows if local_day(one.published_at) <= day), None)
