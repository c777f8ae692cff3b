"""The publicist's desk, the home page and the supervisor: states, clocks, originals, candidates."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from mingjing.kernel.findings import Finding
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.workdays import Workdays, national
from mingjing.publicity.models import Publication
from mingjing.publicity.rules.clocks import days_left, late, light, parameters
from mingjing.publicity.terms import (
    IN_PUBLIC,
    PublicationFacts,
    Publishable,
    SpanFacts,
    State,
    StepFacts,
    WaitingFacts,
)

_UNPUBLISHED = (State.DUE, State.PROPOSED, State.CONFIRMED)
_TASKS = {State.DUE: "拟出脱敏稿", State.PROPOSED: "逐处决定并确认脱敏稿", State.CONFIRMED: "公开"}


def publication(publication_id: UUID) -> PublicationFacts | None:
    """One publication, its state and clocks."""
    row = Publication.objects.filter(pk=publication_id).first()
    return row.facts() if row else None


def by_source(source_ref: str) -> tuple[PublicationFacts, ...]:
    """Every publication of one dossier, newest first."""
    rows = Publication.objects.filter(source_ref=str(source_ref)).order_by("-scheduled_at", "-id")
    return tuple(row.facts() for row in rows)


def history(publication_id: UUID) -> tuple[StepFacts, ...]:
    """Every move of a publication, oldest first."""
    row = Publication.objects.filter(pk=publication_id).first()
    return tuple(step.facts() for step in row.steps.all()) if row else ()


def _owed() -> QuerySet[Publication]:
    return Publication.objects.filter(state__in=_UNPUBLISHED) | Publication.objects.filter(
        state__in=IN_PUBLIC, call_due__isnull=False
    )


def waiting(organ_id: UUID | None, on: date, calendar: Workdays | None = None) -> tuple[WaitingFacts, ...]:
    """What an organ (None: every organ) still owes: publications and withdrawals, the most urgent first.

    The light is red from the last day on, amber within two working days of it, else green.
    """
    days = calendar or national()
    rows = _owed().select_related("source")
    found = [_waiting(row, on, days) for row in (rows.filter(organ_id=organ_id) if organ_id else rows)]
    return tuple(sorted(found, key=lambda one: (one.due, one.publication.number)))


def owed(publication_id: UUID, on: date, calendar: Workdays | None = None) -> WaitingFacts | None:
    """What is still owed for one publication, as in the list of those that wait; None where nothing is."""
    row = _owed().select_related("source").filter(pk=publication_id).first()
    return _waiting(row, on, calendar or national()) if row else None


def _waiting(row: Publication, on: date, days: Workdays) -> WaitingFacts:
    facts = row.facts()
    due = facts.open_due or row.due
    public = row.state in IN_PUBLIC
    kept = row.source.content
    return WaitingFacts(
        publication=facts,
        party_name=row.public_party if public else kept["party_name"],
        cause=row.public_cause if public else kept["cause"],
        task="撤下并说明理由" if public else _TASKS[State(row.state)],
        due=due,
        working_days_left=days_left(on, due, days),
        light=light(on, due, days),
    )


def late_findings(publication_id: UUID, on: date) -> tuple[Finding, ...]:
    """PUB-01 and PUB-06 as clocks: what is late on that day, or was done late."""
    row = Publication.objects.filter(pk=publication_id).first()
    return late(row.facts(), on) if row else ()


def figures_in(domain: str) -> Parameters:
    """The room's figures in a domain, for pages and texts that tell them."""
    return parameters(domain)


def counts(organ_id: UUID | None) -> dict[str, int]:
    """How many publications stand in each state."""
    rows = Publication.objects.filter(organ_id=organ_id) if organ_id else Publication.objects.all()
    found = dict(rows.values_list("state").annotate(Count("pk")).values_list("state", "pk__count"))
    return {state: found.get(state, 0) for state in State}


def listing(
    organ_id: UUID | None, states: tuple[str, ...], *, before: tuple[date, UUID] | None = None, limit: int = 20
) -> tuple[tuple[PublicationFacts, str, str], ...]:
    """(facts, party, cause) by decision date, newest first, from after the given place on."""
    rows = Publication.objects.filter(state__in=states).select_related("source").order_by("-decided_on", "-id")
    if organ_id:
        rows = rows.filter(organ_id=organ_id)
    if before:
        rows = rows.filter(decided_on__lt=before[0]) | rows.filter(decided_on=before[0], id__lt=before[1])
    return tuple((row.facts(), row.source.content["party_name"], row.source.content["cause"]) for row in rows[:limit])


def spans(publication_id: UUID) -> tuple[SpanFacts, ...]:
    """The redaction candidates in reading order."""
    row = Publication.objects.filter(pk=publication_id).first()
    return tuple(span.facts() for span in row.spans.all()) if row else ()


def public_parts(source_refs: Sequence[str]) -> dict[str, dict[str, str]]:
    """The redacted parts of the present public text by source; what is not public now is left out. One query."""
    rows = Publication.objects.filter(source_ref__in=list(source_refs), state__in=IN_PUBLIC, current__isnull=False)
    return {row.source_ref: dict(row.current.parts) for row in rows.select_related("current") if row.current}


def public_outcomes(source_refs: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Organ code, number and public outcome by source; what is not public now is left out. One query."""
    rows = Publication.objects.filter(source_ref__in=list(source_refs), state__in=IN_PUBLIC, current__isnull=False)
    told = rows.values_list("source_ref", "organ_code", "number", "public_outcome")
    return {ref: (code, number, outcome) for ref, code, number, outcome in told}


def source(publication_id: UUID) -> Publishable | None:
    """The decision as it was handed over, with what must never become public: for rooms that serve other clocks."""
    row = Publication.objects.filter(pk=publication_id).select_related("source").first()
    return row.source.decision() if row else None


def standing(organ_id: UUID) -> tuple[tuple[UUID, str, int, int, date], ...]:
    """(id, number, version, ledger entry of the version, decision date) of all that is public now of an organ."""
    rows = Publication.objects.filter(organ_id=organ_id, state__in=IN_PUBLIC, current__isnull=False)
    return tuple(rows.values_list("pk", "number", "current__seq", "current__ledger_index", "decided_on").order_by("pk"))


def versions_now(publication_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The version that is public now, by publication; what is not public is left out. One query."""
    rows = Publication.objects.filter(pk__in=list(publication_ids), state__in=IN_PUBLIC, current__isnull=False)
    return {key: int(seq) for key, seq in rows.values_list("pk", "current__seq")}


def known_numbers(organ_id: UUID, numbers: Sequence[str]) -> dict[str, tuple[PublicationFacts, str, str]]:
    """(facts, digest of what was handed over, reason of the withdrawal) by number, of those an organ has. One query
    for every 500 numbers.
    """
    found: dict[str, tuple[PublicationFacts, str, str]] = {}
    for start in range(0, len(numbers), 500):
        rows = Publication.objects.filter(organ_id=organ_id, number__in=list(numbers[start : start + 500]))
        found |= {row.number: (row.facts(), row.digest, row.withdrawn_reason) for row in rows}
    return found


def public_parts_of(publication_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The redacted parts of the present public text by publication; what is not public now is left out. One query for
    every 500.
    """
    found: dict[UUID, dict[str, str]] = {}
    for start in range(0, len(publication_ids), 500):
        wanted = list(publication_ids[start : start + 500])
        rows = Publication.objects.filter(pk__in=wanted, state__in=IN_PUBLIC, current__isnull=False)
        found |= {row.pk: dict(row.current.parts) for row in rows.select_related("current") if row.current}
    return found
