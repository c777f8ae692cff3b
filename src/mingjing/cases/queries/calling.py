"""Calling up files: everything about one party, and the search over files by facets. Each within what a person may see."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingjing.cases.models import Case, Part
from mingjing.cases.queries.lists import EVERY, HITS, numbered, place_of, scope
from mingjing.foundation import search
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import CHINA, ONE
from mingjing.records import queries as records
from mingjing.records.terms.links import Material

MOST_CASES = 500
FACETS_OF = 1000
ORDER = ("-opened_at", "-id")
EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)
COLUMNS = (
    "id", "dossier_id", "organ_id", "number", "lead_number", "decision_number", "party_id", "party_name", "cause", "matter_code",
    "stage", "handlers", "opened_at", "updated_at", "decided_on", "publication", "films", "av_owed",
)  # fmt: skip


def cases_of_party(actor: Actor, party_id: UUID) -> tuple[Mapping[str, Any], ...]:
    """The party's cases that this person may see, newest first, at most `MOST_CASES`. One query."""
    rows = scope(actor).filter(party_id=party_id).order_by("-opened_at", "-id")
    return tuple(rows.values(*COLUMNS)[:MOST_CASES])


@dataclass(frozen=True, slots=True)
class Asked:
    """What files are asked for. Every field is a query parameter of the address."""

    q: str = ""
    organ: UUID | None = None
    party: UUID | None = None
    officer: UUID | None = None
    matter: str = ""
    since: date | None = None
    until: date | None = None
    kind: str = ""
    films: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet and how many of the looked-at files have it."""

    value: str
    label: str
    files: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of files, the token of the next, the facets over the latest `FACETS_OF` of them."""

    rows: tuple[Mapping[str, Any], ...]
    after: str
    facets: Mapping[str, tuple[Facet, ...]]
    many: int


def _narrowed(actor: Actor, asked: Asked, hits: int) -> "QuerySet[Case]":
    rows = scope(actor)
    if asked.organ and actor.has(Role.SUPERVISOR):
        rows = rows.filter(organ_id=asked.organ)
    if asked.party:
        rows = rows.filter(party_id=asked.party)
    if asked.officer:
        rows = rows.filter(Exists(Part.objects.filter(case_id=OuterRef("pk"), person_id=asked.officer)))
    if asked.matter:
        rows = rows.filter(matter_code=asked.matter)
    if asked.since:
        rows = rows.filter(opened_at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(opened_at__lt=_midnight(asked.until) + ONE)
    if asked.films:
        rows = rows.filter(films__gt=0) if asked.films == "yes" else rows.filter(films=0)
    if asked.kind == Material.DOCUMENT:
        # Nearly every file holds one: asked file by file, for SQLite would first list the files of all papers there are.
        rows = rows.filter(Exists(records.holding(asked.kind).filter(dossier_id=OuterRef("dossier_id"))))
    elif asked.kind in set(Material):
        rows = rows.filter(dossier_id__in=records.holding(asked.kind))
    if asked.said:
        rows = rows.filter(dossier_id__in=records.saying(asked.said))
    return _named(actor, rows, asked, hits)


def _midnight(day: date) -> datetime:
    """When a day begins in China: a bound that an index can be searched by. Days that no database keeps are brought nearer."""
    return datetime.combine(min(max(day, EARLIEST), LATEST), time.min, CHINA)


def _named(actor: Actor, rows: "QuerySet[Case]", asked: Asked, hits: int) -> "QuerySet[Case]":
    if not asked.q:
        return rows
    organ = asked.organ if actor.has(Role.SUPERVISOR) else actor.organ_id
    found = search.newest("case", asked.q, limit=hits, organ_id=organ)
    return rows.filter(id__in={*found, *numbered(asked.q), *_of_papers(asked.q)})


def _of_papers(number: str) -> tuple[UUID, ...]:
    """The cases whose file holds a paper of this number. One query, where the words look like a number."""
    if "号" not in number:
        return ()
    return tuple(Case.objects.filter(dossier_id__in=records.numbered(number)).values_list("id", flat=True)[:HITS])


def files(actor: Actor, asked: Asked, *, after: str = "", limit: int = 20) -> Found:
    """One page of files, last registered first, with facets: in two queries, three for what the files hold, three for words.

    The order is that of the day that is asked by: an index gives both, so that no question walks every case.
    """
    rows = _narrowed(actor, asked, HITS).order_by(*ORDER)
    facets = list(rows.values_list("organ_id", "matter_code", "cause", "films")[:FACETS_OF])
    place = place_of(after)
    if place is not None:
        rows = rows.filter(Q(opened_at__lt=place[0]) | Q(opened_at=place[0], id__lt=place[1]))
    found = list(rows.values(*COLUMNS)[: limit + 1])
    held = records.holdings([row["dossier_id"] for row in found[:limit]])
    said = records.said_in(held, asked.said) if asked.said and held else {}
    shown = tuple(
        {**row, "held": held[row["dossier_id"]], "said": said.get(row["dossier_id"], ())} for row in found[:limit]
    )
    last = shown[-1] if len(found) > limit else None
    token = f"{last['opened_at'].isoformat()}_{last['id']}" if last else ""
    return Found(shown, token, _facets(facets), len(facets))


def _facets(rows: Sequence[tuple[UUID, str, str, int]]) -> dict[str, tuple[Facet, ...]]:
    organs, matters = Counter(str(row[0]) for row in rows), Counter((row[1], row[2]) for row in rows)
    filmed = sum(row[3] > 0 for row in rows)
    return {
        "organ": tuple(Facet(key, "", n) for key, n in organs.most_common(20)),
        "matter": tuple(Facet(code, cause, n) for (code, cause), n in matters.most_common(10)),
        "films": tuple(
            one for one in (Facet("yes", "有音像", filmed), Facet("no", "没有音像", len(rows) - filmed)) if one.files
        ),
    }


def every_file(actor: Actor, asked: Asked) -> Iterator[Mapping[str, Any]]:
    """All files that are asked for, for an export."""
    rows = _narrowed(actor, asked, EVERY).order_by(*ORDER)
    yield from rows.values(*COLUMNS).iterator(chunk_size=500)
