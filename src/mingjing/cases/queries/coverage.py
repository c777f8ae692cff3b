"""The stage matrix of a case and the figures over an organ's cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases.models import Case, Deadline
from mingjing.cases.queries.lists import place_of, scope
from mingjing.cases.rules.coverage import stages
from mingjing.cases.rules.recording import owed, say
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.recording import Owed, StageRow, mapping
from mingjing.foundation.people import Actor, Role

COLUMNS = (
    "id", "organ_id", "number", "lead_number", "party_name", "cause", "stage", "handlers", "opened_at", "holes", "av_owed",
)  # fmt: skip
__all__ = ["matrix", "missing", "owed", "say"]


def stage_names() -> dict[str, str]:
    """The seven stages in order, by key."""
    return {str(one["key"]): str(one["name"]) for one in mapping()["stages"]}


def matrix(facts: CaseFacts) -> tuple[StageRow, ...]:
    """The seven stages of a case (R-01)."""
    return stages(facts)


def missing(facts: CaseFacts) -> tuple[Owed, ...]:
    """The acts that lack audio-video or a reason."""
    return tuple(one for one in owed(facts) if one.missing)


@dataclass(frozen=True, slots=True)
class StageFigure:
    """How many of an organ's cases have a hole in a stage."""

    key: str
    name: str
    cases: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Over some cases: how many, how many with a hole, how many acts owe audio-video, stage by stage."""

    cases: int
    holed: int
    owing: int
    stages: tuple[StageFigure, ...]


def _within(actor: Actor, organ_id: UUID | None, since: date, until: date) -> "QuerySet[Case]":
    rows = scope(actor).filter(opened_at__date__gte=since, opened_at__date__lte=until)
    return rows.filter(organ_id=organ_id) if organ_id else rows


def coverage(actor: Actor, organ_id: UUID | None, since: date, until: date) -> Coverage:
    """The figures over the cases opened in some days. One query."""
    names = stage_names()
    counted = _within(actor, organ_id, since, until).order_by().aggregate(
        cases=Count("id"), holed=Count("id", filter=~Q(holes="")), owing=Count("id", filter=Q(av_owed__gt=0)),
        **{f"in_{key}": Count("id", filter=Q(holes__contains=key)) for key in names},
    )  # fmt: skip
    figures = tuple(StageFigure(key, name, counted[f"in_{key}"]) for key, name in names.items())
    return Coverage(counted["cases"], counted["holed"], counted["owing"], figures)


def unfilmed(actor: Actor, on: date) -> dict[UUID, int]:
    """By organ, how many acts owe audio-video past its date: all for a supervisor, the own organ's for others. One query."""
    rows = Deadline.objects.filter(code="recording", due__lt=on)
    rows = rows if actor.has(Role.SUPERVISOR) else rows.filter(organ_id=actor.organ_id)
    return dict(rows.order_by().values_list("organ_id").annotate(n=Count("id")))


def holed(
    actor: Actor, organ_id: UUID | None, since: date, until: date, *, stage: str = "", after: str = "", limit: int = 20
) -> tuple[tuple[Mapping[str, Any], ...], str]:
    """The cases with a hole, newest first, and the token of the next page."""
    rows = _narrowed(actor, organ_id, since, until, stage)
    if place := place_of(after):
        rows = rows.filter(Q(opened_at__lt=place[0]) | Q(opened_at=place[0], id__lt=place[1]))
    found = tuple(rows.values(*COLUMNS)[: limit + 1])
    more = f"{found[limit - 1]['opened_at'].isoformat()}_{found[limit - 1]['id']}" if len(found) > limit else ""
    return found[:limit], more


def every_holed(
    actor: Actor, organ_id: UUID | None, since: date, until: date, stage: str = ""
) -> Iterator[Mapping[str, Any]]:
    """All of them, for an export."""
    yield from _narrowed(actor, organ_id, since, until, stage).values(*COLUMNS).iterator(chunk_size=500)


def _narrowed(actor: Actor, organ_id: UUID | None, since: date, until: date, stage: str) -> "QuerySet[Case]":
    rows = _within(actor, organ_id, since, until).exclude(holes="").order_by("-opened_at", "-id")
    return rows.filter(holes__contains=stage) if stage in stage_names() else rows
