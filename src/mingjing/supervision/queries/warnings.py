"""Early warnings: the figures they are judged by, and the warnings for heads and supervisors."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases import queries as cases
from mingjing.foundation.people import Actor, Role
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.organs import queries as organs
from mingjing.publicity import queries as publicity
from mingjing.supervision.events import Event
from mingjing.supervision.models import EarlyWarning
from mingjing.supervision.rules import warnings as rules
from mingjing.supervision.rules.gradings import text_digest
from mingjing.supervision.terms import Duty
from mingjing.supervision.terms.warnings import Reading, Readings, Threshold, WarningFacts, WarningState, Watched


def readings(on: date) -> Readings:
    """The figures of every organ on a day. Five queries, however many organs."""
    back = timedelta(days=rules.days())
    since, before = on - back + timedelta(days=1), on - 2 * back + timedelta(days=1)
    told: dict[UUID, dict[Watched, Reading]] = {}
    for organ_id, (working, late) in cases.work_overdue(on).items():
        told.setdefault(organ_id, {})[Watched.OVERDUE] = Reading(late, working)
    for organ_id, count in cases.unreviewed_refused(since, on).items():
        told.setdefault(organ_id, {})[Watched.REFUSED] = Reading(count)
    for organ_id, count in cases.films_overdue(on).items():
        told.setdefault(organ_id, {})[Watched.RECORDINGS] = Reading(count)
    earlier = publicity.complaints_between(before, since - timedelta(days=1))
    for organ_id, count in publicity.complaints_between(since, on).items():
        told.setdefault(organ_id, {})[Watched.COMPLAINTS] = Reading(count, 0, earlier.get(organ_id, 0))
    return told


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds of a day as people read them."""

    lines: tuple[tuple[Watched, str], ...]
    source: str
    since: date


def thresholds(on: date) -> Thresholds:
    """What is warned of from which figure on. The first ones where the day is before them."""
    try:
        found = rules.in_force(on)
    except LookupError:
        found = rules.told()["thresholds"][0]
    lines = tuple((kind, rules.limit_words(kind, Threshold(**found[kind]))) for kind in Watched)
    return Thresholds(lines, found["source"] + ("" if found["verified"] else "，未核实"), found["since"])


def _visible(by: Actor) -> QuerySet[EarlyWarning]:
    """A supervisor's region, or the own organ for its head."""
    if by.has(Role.SUPERVISOR):
        return EarlyWarning.objects.filter(region=organs.organ(by.organ_id).region)
    return EarlyWarning.objects.filter(organ_id=by.organ_id) if by.has(Role.HEAD) else EarlyWarning.objects.none()


def warnings(
    by: Actor, states: Collection[str], *, after: tuple[date, UUID] | None = None, limit: int = 20
) -> tuple[WarningFacts, ...]:
    """The warnings this person may see in some states, newest first. Two queries at most."""
    rows = _visible(by).filter(state__in=list(states))
    if after:
        rows = rows.filter(Q(opened_on__lt=after[0]) | Q(opened_on=after[0], pk__lt=after[1]))
    return tuple(row.facts() for row in rows.order_by("-opened_on", "-pk")[:limit])


def warning(warning_id: UUID, by: Actor) -> WarningFacts | None:
    """One warning; None for who may not see it."""
    row = _visible(by).filter(pk=warning_id).first()
    return row.facts() if row else None


def warning_counts(by: Actor) -> Mapping[str, int]:
    """State → how many of the warnings this person may see. Two queries at most."""
    return dict(_visible(by).values_list("state").annotate(count=Count("pk")).order_by())


def warning_duties(by: Actor, region: str) -> tuple[Duty, ...]:
    """Warnings nobody has answered, for the head and the supervisors. One query."""
    rows = EarlyWarning.objects.filter(state=WarningState.OPEN)
    if by.has(Role.SUPERVISOR):
        rows = rows.filter(region=region)
    elif by.has(Role.HEAD):
        rows = rows.filter(organ_id=by.organ_id)
    else:
        return ()
    return tuple(
        Duty(f"预警：{one.get_kind_display()}", one.organ_name, one.words, "去处理", "warning", (one.pk,))
        for one in rows.order_by("opened_on", "pk")[:50]
    )


def warnings_unlike_the_ledger() -> Iterator[Difference]:
    """What differs from the ledger, warning by warning."""
    held: set[str] = set()
    for row in EarlyWarning.objects.iterator():
        held.add(f"warning:{row.pk}")
        told = {event.kind: event.payload for event in ledger.whole(f"warning:{row.pk}")}
        opened, seen = told.get(Event.WARNING_OPENED, {}), told.get(Event.WARNING_SEEN, {})
        right = (
            (opened.get("organ_id"), opened.get("kind"), opened.get("opened_on")) == (str(row.organ_id), row.kind, row.opened_on.isoformat())
            and seen.get("text_digest", "") == (text_digest(row.reason) if row.reason else "")
            and (Event.WARNING_ENDED in told) == (row.state == WarningState.OVER)
        )  # fmt: skip
        if not right:
            yield Difference(f"{row.organ_name} {row.opened_on} 的预警", "预警与台账登记的不符")
    for stream in sorted(ledger.streams("warning:") - held):
        yield Difference(stream, "台账里有，业务库里没有（被删除）")
