"""Reckoning shared by the guards and the clocks: one way to get a due date from a dated figure."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.periods import Due, Kind, Period, Unit, due


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due date together with the figure it came from."""

    due: date | datetime
    provisional: bool
    steps: tuple[Any, ...]
    period: str
    cites: tuple[str, ...]

    @property
    def due_on(self) -> date:
        """The last day."""
        return self.due.date() if isinstance(self.due, datetime) else self.due


def reckon(
    start: date | datetime,
    period: Period,
    kind: str,
    ctx: Context,
    *,
    pauses: tuple[Any, ...] = (),
    cites: tuple[str, ...] = (),
) -> Reckoned:
    """Count a period from an event."""
    found: Due = due(start, period, Kind(kind), ctx.calendar, pauses=pauses)
    return Reckoned(found.due, found.provisional, found.steps, str(period), cites)


def due_of(
    start: date | datetime, key: str, kind: str, ctx: Context, *, pauses: tuple[Any, ...] = (), extra: int = 0
) -> Reckoned:
    """Count the figure `key`, as in force on the day of the event, from the event."""
    day = start.date() if isinstance(start, datetime) else start
    figure = ctx.figure(key, day)
    period = Period(int(figure.value) + extra, Unit(figure.unit))
    return reckon(start, period, kind, ctx, pauses=pauses, cites=(figure.cites,))


def as_told(case: CaseFacts, code: str, ref: int, found: Reckoned) -> Reckoned:
    """A party's last day is never earlier than the party was already told, whatever a later holiday notice says."""
    told = case.told.get((code, ref))
    return replace(found, due=told) if told and told > found.due_on else found


def handed_on(service: ActFacts | Proposed, ctx: Context) -> date:
    """The day the organ did its part: an announcement is handed over when it is issued, long before it takes effect."""
    if service.data.get("mode") == "announcement":
        return date.fromisoformat(service.data.get("announced_on") or service.data["served_at"][:10])
    return service_day(service, ctx)


def service_day(service: ActFacts | Proposed, ctx: Context) -> date:
    """When a service took effect: signed receipt, the day left, arrival as the party proves it, or announcement + its period.

    民事诉讼法第八十七条至第九十五条.
    """
    data = service.data
    if "mode" not in data:
        return service.on  # Handed over on the spot: the act itself is the service (行政处罚法第五十二条第二款).
    if data["mode"] == "announcement":
        started = date.fromisoformat(data.get("announced_on") or data["served_at"][:10])
        return due_of(started, "announce.service", "agency_duty", ctx).due_on
    proof = data.get("party_proof_at") if data["mode"] == "electronic" else None
    return datetime.fromisoformat(proof or data["served_at"]).date()


def served_on(case: CaseFacts, act: ActFacts | None, ctx: Context) -> date | None:
    """The day an act's document was served with effect, or None."""
    service = case.served(act)
    return service_day(service, ctx) if service else None
