"""Case lists: filters that are addresses, keyset paging, capped counts, saved views."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from mingjing.cases.models import Case, Part, SavedView
from mingjing.cases.terms.procedure import undecided_stages
from mingjing.cases.terms.sight import BUSINESS
from mingjing.foundation import search
from mingjing.foundation.people import Actor, Role
from mingjing.organs import queries as organs

PAGE = 20
CAP = 1000
HITS = 500
EVERY = 1_000_000
TABS = {
    "all": "全部", "work": "在办", "review": "待法制审核", "decided": "已决定", "closed": "已结案", "overdue": "已逾期",
}  # fmt: skip
WORK = undecided_stages()
COLUMNS = (
    "id", "number", "lead_number", "party_name", "cause", "stage", "handlers", "filed_on", "decided_on", "decision_number",
    "fine", "due_on", "due_name", "publication", "updated_at", "organ_id", "opened_at", "procedure",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by. Every field is a query parameter of the address."""

    q: str = ""
    tab: str = "all"
    stage: str = ""
    source: str = ""
    organ: str = ""
    procedure: str = ""
    mine: bool = False
    filed_from: date | None = None
    filed_to: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: plain rows, and the token of the next page.

    `capped`: more cases answer the keyword than a list looks through; the page must say so.
    """

    rows: tuple[Mapping[str, Any], ...]
    after: str
    filters: Filters
    capped: bool = False


def scope(actor: Actor) -> QuerySet[Case]:
    """The cases a person may see: the organ's own, or all for a supervisor; none for administrators and outsiders."""
    if actor.has(Role.SUPERVISOR):
        return Case.objects.all()
    if actor.has(*BUSINESS):
        return Case.objects.filter(organ_id=actor.organ_id)
    return Case.objects.none()


def narrowed(actor: Actor, filters: Filters, on: date, hits: Sequence[UUID] = ()) -> QuerySet[Case]:
    """The filtered rows, not ordered yet. `hits`: what the search found for the keyword, where there is one."""
    rows = scope(actor)
    if filters.organ and actor.has(Role.SUPERVISOR):
        rows = rows.filter(organ_id=filters.organ)
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.procedure:
        rows = rows.filter(procedure=filters.procedure)
    if filters.source:
        rows = rows.filter(source=filters.source)
    if filters.mine:
        rows = rows.filter(Exists(Part.objects.filter(case_id=OuterRef("pk"), person_id=actor.person_id)))
    if filters.filed_from:
        rows = rows.filter(filed_on__gte=filters.filed_from)
    if filters.filed_to:
        rows = rows.filter(filed_on__lte=filters.filed_to)
    return _found(rows.filter(_tab(filters.tab, on)), filters.q.strip(), hits)


def _tab(tab: str, on: date) -> Q:
    """What a tab asks of a case."""
    column, wanted = {
        "work": ("stage__in", WORK),
        "review": ("awaiting", "reviewer"),
        "decided": ("stage__in", ("decided", "served")),
        "closed": ("stage__in", ("closed", "archived")),
        "overdue": ("due_on__lt", on),
    }.get(tab, ("", None))
    return Q((column, wanted)) if column else Q()


def _hits(actor: Actor, filters: Filters, limit: int) -> tuple[UUID, ...]:
    """The cases that answer the keyword, in the organ that is looked at."""
    if not filters.q.strip():
        return ()
    organ_id = _uuid(filters.organ) if actor.has(Role.SUPERVISOR) else actor.organ_id
    return search.newest("case", filters.q, limit=limit, organ_id=organ_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _found(rows: QuerySet[Case], text: str, hits: Sequence[UUID]) -> QuerySet[Case]:
    if not text:
        return rows
    return rows.filter(id__in={*hits, *numbered(text)})


def numbered(text: str) -> tuple[UUID, ...]:
    """The cases with this number, asked by themselves: inside a condition with an “or” every case is walked for it. One query."""
    if "号" not in text:
        return ()
    exact = Q(number=text) | Q(decision_number=text) | Q(lead_number=text)
    return tuple(Case.objects.filter(exact).order_by().values_list("id", flat=True)[:HITS])


def case_list(actor: Actor, filters: Filters, on: date, *, after: str = "", limit: int = PAGE) -> Page:
    """One page, newest change first; `after` is the token of the page before."""
    hits = _hits(actor, filters, HITS + 1)
    rows = narrowed(actor, filters, on, hits[:HITS]).order_by("-updated_at", "-id")
    if place := place_of(after):
        moment, key = place
        rows = rows.filter(Q(updated_at__lt=moment) | Q(updated_at=moment, id__lt=key))
    found = list(rows.values(*COLUMNS)[: limit + 1])
    more = f"{found[limit - 1]['updated_at'].isoformat()}_{found[limit - 1]['id']}" if len(found) > limit else ""
    return Page(tuple(found[:limit]), more, filters, capped=len(hits) > HITS)


def place_of(token: str) -> tuple[datetime, UUID] | None:
    try:
        moment, key = token.split("_")
        at = datetime.fromisoformat(moment)
        # A moment that no database keeps, or without its zone, is no token of ours.
        return (at.astimezone(UTC), UUID(key)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def rows(actor: Actor, filters: Filters, on: date) -> Iterator[Mapping[str, Any]]:
    """Everything that is filtered, for the export: with a keyword too, however many cases answer it."""
    if not filters.q.strip():
        yield from narrowed(actor, filters, on).order_by("-updated_at", "-id").values(*COLUMNS).iterator(chunk_size=500)
        return
    hits, found = _hits(actor, filters, EVERY), {}
    for start in range(0, max(len(hits), 1), HITS):
        for row in narrowed(actor, filters, on, hits[start : start + HITS]).values(*COLUMNS):
            found[row["id"]] = row
    yield from sorted(found.values(), key=lambda row: (row["updated_at"], row["id"]), reverse=True)


def counts(actor: Actor, filters: Filters, on: date) -> dict[str, int]:
    """How many rows each tab has, capped at 1000 (“1000+”): one query over capped sub-selects."""
    base = scope(actor)
    if base.query.is_empty():
        return dict.fromkeys(TABS, 0)
    if actor.has(Role.SUPERVISOR):
        # Every index of the list begins with the organ.
        base = base.filter(organ_id__in=[organ.id for organ in organs.organs()])
    if filters.mine:
        return _own_counts(actor, on)
    arms = [_capped(base.filter(_tab(name, on))) for name in TABS]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql for sql, _ in arms)}", [value for _, values in arms for value in values])
        return dict(zip(TABS, cursor.fetchone(), strict=True))


def _own_counts(actor: Actor, on: date) -> dict[str, int]:
    """The same for the cases in which the person takes part: walked from the person, not from the organ."""
    own = Case.objects.filter(id__in=Part.objects.filter(person_id=actor.person_id).values("case_id"))
    if not actor.has(Role.SUPERVISOR):
        own = own.filter(organ_id=actor.organ_id)
    return own.aggregate(**{name: Count("pk", filter=_tab(name, on) or None) for name in TABS})


def _capped(rows: QuerySet[Case]) -> tuple[str, tuple[Any, ...]]:
    """A count that stops at the cap and reads nothing but an index, as part of a statement."""
    sql, values = rows.order_by().annotate(one=Value(1)).values("one")[: CAP + 1].query.sql_with_params()
    return f"(SELECT COUNT(*) FROM ({sql}) AS capped)", values  # noqa: S608 made by the query compiler


def saved_views(actor: Actor) -> tuple[tuple[int, str, str], ...]:
    """The filters a person keeps: id, name, query string."""
    return tuple(SavedView.objects.filter(person_id=actor.person_id).values_list("id", "name", "query"))
