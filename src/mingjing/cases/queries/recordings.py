"""Which step a recording belongs to: by officer, time and place; and how much of each step is recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from mingjing.cases.models import Act
from mingjing.cases.queries.facts import act_facts
from mingjing.cases.queries.lists import scope
from mingjing.cases.rules.recording import span_of
from mingjing.cases.terms import ActFacts, procedure
from mingjing.cases.terms.facts import CHINA, CaseFacts
from mingjing.foundation.people import Actor
from mingjing.records import queries as films
from mingjing.records.terms import Coverage, RecordingFacts, RecordingState

AROUND = timedelta(days=1)
MOST = 200
STAGES_CLOSED = ("archived",)
__all__ = ["Fitting", "Recorded", "filmed_act", "fitting", "misfits", "open_cases", "recorded", "span_of"]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A step that a recording may belong to: the case, the step, why it fits, best first."""

    case_id: UUID
    number: str
    party: str
    act_seq: int
    act: str
    at: datetime
    place: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step with a time of its own, and how much of it is recorded."""

    act_seq: int
    name: str
    since: datetime
    until: datetime
    coverage: Coverage
    recordings: int
    findings: tuple[str, ...]


def open_cases(actor: Actor, word: str, limit: int = 10) -> tuple[Mapping[str, Any], ...]:
    """The organ's cases that are not archived and whose number or party holds the word, the latest first."""
    rows = scope(actor).filter(organ_id=actor.organ_id).exclude(stage__in=STAGES_CLOSED)
    named = Q(number__icontains=word) | Q(lead_number__icontains=word) | Q(party_name__icontains=word)
    return tuple(
        rows.filter(named).order_by("-updated_at").values("id", "number", "lead_number", "party_name", "cause")[:limit]
    )


def fitting(recording: RecordingFacts, actor: Actor, limit: int = 6) -> tuple[Fitting, ...]:
    """The steps of the organ's open cases that a recording may belong to, best first; in one query."""
    rows = (
        Act.objects.filter(case__in=scope(actor), case__organ_id=recording.organ_id)
        .filter(at__gte=recording.started_at - AROUND, at__lte=recording.ended_at + AROUND)
        .exclude(case__stage__in=STAGES_CLOSED)
        .select_related("case")
        .order_by("-at")[:MOST]
    )
    found = []
    for row in rows:
        act, spec = act_facts(row), procedure(row.case.procedure, row.case.procedure_version).acts[row.code]
        score, reasons = _reasons(recording, act, spec.span)
        if score > 1:
            fits = Fitting(
                row.case_id, row.case.number or row.case.lead_number, row.case.party_name, act.seq, spec.name, act.at,
                str(act.data.get("place", "")), reasons,
            )  # fmt: skip
            found.append((score, fits))
    return tuple(fits for _, fits in sorted(found, key=lambda pair: -pair[0])[:limit])


def _reasons(recording: RecordingFacts, act: ActFacts, names: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    score, reasons = 0, []
    span = span_of(act, names)
    if span and recording.started_at < span[1] and recording.ended_at > span[0]:
        score, reasons = 3, ["时间重合"]
    elif act.on == recording.started_at.astimezone(CHINA).date():
        score, reasons = 1, ["同一天"]
    if str(recording.collector_id) in {str(act.by), *(str(one.get("id")) for one in _people(act))}:
        score, reasons = score + 2, [*reasons, "采集人办理"]
    if recording.place and recording.place == act.data.get("place"):
        score, reasons = score + 2, [*reasons, "地点相同"]
    return score, tuple(reasons)


def _people(act: ActFacts) -> list[Mapping[str, Any]]:
    """Who is named in a step as the one who did it, besides the one who entered it."""
    named = [act.data.get(key) for key in ("officers", "handlers", "recorder", "chair")]
    listed = [one for each in named if each for one in (each if isinstance(each, list) else [each])]
    return [one for one in listed if isinstance(one, dict)]


def filmed_act(actor: Actor) -> tuple[UUID, int, str, datetime, datetime] | None:
    """The latest inspection in an open case of this person: case, number, place, from when, to when."""
    rows = Act.objects.filter(
        case__in=scope(actor), case__organ_id=actor.organ_id, by_id=actor.person_id, code="inspect"
    )
    for row in rows.exclude(case__stage__in=STAGES_CLOSED).select_related("case").order_by("-at")[:MOST]:
        act = act_facts(row)
        span = span_of(act, procedure(row.case.procedure, row.case.procedure_version).acts[row.code].span)
        if span:
            return row.case_id, row.seq, str(act.data.get("place", "")), *span
    return None


def misfits(facts: CaseFacts, one: RecordingFacts) -> tuple[str, ...]:
    """What about a filed recording does not fit its step, in Chinese (REC-18)."""
    act = facts.act(one.act_seq)
    span = span_of(act, facts.procedure.acts[act.code].span) if act else None
    if act is None or span is None:
        return ()
    names = [act.by_name, *(str(person.get("name")) for person in _people(act))]
    return tuple(str(each) for each in films.misfits(one, *span, names))


def recorded(facts: CaseFacts, recordings: Iterable[RecordingFacts]) -> tuple[Recorded, ...]:
    """The steps of a case that have a time of their own, each with the stretches that are recorded."""
    by_act: dict[int, list[RecordingFacts]] = {}
    for one in recordings:
        by_act.setdefault(one.act_seq, []).append(one)
    found = []
    for act in facts.acts:
        spec = facts.procedure.acts[act.code]
        span = span_of(act, spec.span)
        if span is None or not any(field.name == "av" for field in spec.fields):
            continue
        here = [one for one in by_act.get(act.seq, []) if one.state != RecordingState.ABSENT]
        stretches = films.coverage(*span, here)
        asked = (
            films.gaps(stretches, span[0], str(act.data.get("av_reason", "")), facts.organ.id)
            if act.data.get("av") == "recorded"
            else ()
        )
        found.append(Recorded(act.seq, spec.name, *span, stretches, len(here), tuple(map(str, asked))))
    return tuple(found)
