"""Published flow charts."""

from collections.abc import Sequence
from datetime import date

from mingjing.kernel.citations import find_all
from mingjing.kernel.days import local_day
from mingjing.kernel.workdays import Workdays, national
from mingjing.lawbook import queries as lawbook
from mingjing.publicity.models import PublishedChart
from mingjing.publicity.rules.registers import follow_law_by
from mingjing.publicity.terms import ChartFacts, StaleText


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


def stale_charts(on: date, calendar: Workdays | None = None) -> tuple[StaleText, ...]:
    """Published charts whose articles changed since they were published (P-07). Three queries, and three for each day of publishing."""
    return stale_texts(chart_texts(), on, calendar)


def chart_texts() -> tuple[tuple[str, str, str, date], ...]:
    """(key, title, words, day of publishing) of every chart, as `stale_texts` asks. One query."""
    return tuple((one.key, one.title, one.text, local_day(one.published_at)) for one in charts())


def stale_texts(
    texts: Sequence[tuple[str, str, str, date]], on: date, calendar: Workdays | None = None
) -> tuple[StaleText, ...]:
    """Of (key, title, text, day it was written) those that cite an article which changed since, and until when to follow."""
    cited = {
        key: tuple(dict.fromkeys(str(one.citation) for one in find_all(text) if one.citation.law))
        for key, _, text, _ in texts
    }
    # How the articles stand on the day is asked once for all texts, however many days they were written on.
    found, now = [], lawbook.standings((one for each in cited.values() for one in each), on)
    for day in dict.fromkeys(day for *_, day in texts):
        moved = lawbook.moved((one for key, _, _, at in texts if at == day for one in cited[key]), day, on, now)
        for key, title, _, at in texts:
            changed = tuple(one for one in cited[key] if one in moved)
            if at == day and changed:
                since = max(moved[one] for one in changed)
                clock = follow_law_by(since, calendar or national())
                found.append(StaleText(key, title, changed, since, local_day(clock.due), clock.provisional))
    return tuple(sorted(found, key=lambda each: (each.due, each.key)))
