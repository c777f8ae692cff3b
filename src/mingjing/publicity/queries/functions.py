"""What rests on functions that changed (机构职能调整, P-07): what is to be brought up to date, and what is to be taken over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mingjing.kernel.days import local_day
from mingjing.kernel.periods import Due
from mingjing.kernel.workdays import Workdays, national
from mingjing.organs import queries as organs
from mingjing.organs.terms import FunctionChangeFacts
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.queries.charts import charts
from mingjing.publicity.queries.registers import PUBLIC
from mingjing.publicity.rules.functions import chart_rests_on, rests_on
from mingjing.publicity.rules.registers import follow_law_by
from mingjing.publicity.terms import ChartFacts, EditionFacts


@dataclass(frozen=True, slots=True)
class Displaced:
    """A public entry that rests on functions which changed after it was collected; until when it must follow (PUB-26)."""

    edition: EditionFacts
    change: FunctionChangeFacts
    due: date
    provisional: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisplacedChart:
    """A public flow chart that rests on functions which changed after it was published; until when it must follow."""

    chart: ChartFacts
    change: FunctionChangeFacts
    due: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Items that an organ received and has not made public yet."""

    change: FunctionChangeFacts
    items: tuple[tuple[str, str, str], ...]
    due: date
    provisional: bool


def displaced(
    organ_id: UUID,
    on: date | None,
    *,
    kind: str = "",
    edition_id: UUID | None = None,
    calendar: Workdays | None = None,
    changes: tuple[FunctionChangeFacts, ...] | None = None,
) -> tuple[Displaced, ...]:
    """Public entries of an organ that rest on functions which changed since they were collected, by day and code.

    With a day, changes in effect on it, which is what the public reads; without, those to come too. Of all lists, of one
    kind, or of one edition. Two queries; one where nothing changed.
    """
    changes = organs.functions_lost(organ_id, on) if changes is None else changes
    if not changes:
        return ()
    rows = Edition.objects.filter(PUBLIC, entry__organ_id=organ_id).select_related("entry")
    rows = rows.filter(entry__kind=kind) if kind else rows
    rows = rows.filter(pk=edition_id) if edition_id else rows
    found = []
    for one in (row.facts() for row in rows):
        newest = next((c for c in changes if one.collected.at < c.recorded_at and rests_on(one, c)), None)
        if newest:
            clock = _clock(newest, calendar)
            found.append(Displaced(one, newest, local_day(clock.due), clock.provisional, tuple(clock.explain())))
    return tuple(sorted(found, key=lambda each: (each.due, each.edition.kind, each.edition.code)))


def displaced_charts(
    organ_id: UUID,
    on: date | None,
    *,
    calendar: Workdays | None = None,
    changes: tuple[FunctionChangeFacts, ...] | None = None,
) -> tuple[DisplacedChart, ...]:
    """Flow charts that rest on functions of an organ which changed since they were published (P-07), as `displaced` says
    of entries. Two queries; one where nothing changed; with `changes` that were read before, one less.
    """
    changes = organs.functions_lost(organ_id, on) if changes is None else changes
    found = []
    for one in charts() if changes else ():
        newest = next((c for c in changes if one.published_at < c.recorded_at and chart_rests_on(one, c)), None)
        if newest:
            clock = _clock(newest, calendar)
            found.append(DisplacedChart(one, newest, local_day(clock.due), clock.provisional))
    return tuple(sorted(found, key=lambda each: (each.due, each.chart.key)))


def to_take_over(organ_id: UUID, *, calendar: Workdays | None = None) -> tuple[TakenOver, ...]:
    """What an organ received and has in no public list yet, item by item. Two queries; one where it received nothing."""
    changes = [one for one in organs.function_changes(organ_id) if one.receiver_id == organ_id and one.items]
    if not changes:
        return ()
    held = _public_codes(organ_id, {kind for one in changes for kind, _, _ in one.items})
    found = []
    for change in changes:
        if missing := tuple(item for item in change.items if (item[0], item[1]) not in held):
            clock = _clock(change, calendar)
            found.append(TakenOver(change, missing, local_day(clock.due), clock.provisional))
    return tuple(found)


def _public_codes(organ_id: UUID, kinds: Collection[str]) -> set[tuple[str, str]]:
    rows = RegisterEntry.objects.filter(organ_id=organ_id, kind__in=list(kinds))
    return set(rows.exclude(current=None, coming=None).values_list("kind", "code"))


def _clock(change: FunctionChangeFacts, calendar: Workdays | None) -> Due:
    """From the effective day, or from the day of the record where that is later (PUB-26)."""
    clock: Due = follow_law_by(max(change.effective_on, local_day(change.recorded_at)), calendar or national())
    return clock
