"""The lines of the public list in their order, one page or all of them.

Every state has its index and the database merges them: it neither sorts what it finds nor walks what is not asked for.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from mingjing.foundation import search
from mingjing.kernel.days import CHINA
from mingjing.publicity.models import Publication
from mingjing.publicity.terms import IN_PUBLIC, SEARCH_KIND, DecisionRow, Filters, Page, State, address_of

HIT_LIMIT, EXPORT_LIMIT, PIECE = 1000, 200_000, 2000
Columns = tuple[str, ...]
_CHINESE = re.compile("[\u4e00-\u9fff]+")
RELEASED, DECIDED = "released_at", "decided_on"
# The columns of a DecisionRow in its order, but for the address.
LINE = (
    "id", "number", "organ_code", "organ_name", "category", "decided_on", "released_at", "state", "public_party",
    "public_cause", "public_outcome", "public_result", "withdrawn_reason", "check_kind",
)  # fmt: skip
_SHOWN = {
    "corrected": (State.CORRECTED,),
    "withdrawn": (State.WITHDRAWN,),
    "ended": (State.EXPIRED, State.REPAIRED),
}


def narrowed(filters: Filters) -> QuerySet[Publication]:
    """What the filters leave, in no order: to be counted or looked up."""
    return _bounded(filters).filter(state__in=_states(filters))


def ordered(
    filters: Filters,
    by: str = RELEASED,
    within: Q | None = None,
    *,
    most: int | None = None,
    oldest: bool = False,
    columns: Columns = LINE,
) -> QuerySet[Publication, Any]:
    """The same in the order of a day or moment, then the id, at most so many; newest first unless `oldest`. One query.

    Gives tuples of the columns, of which the order's must be two.
    """
    rows, keys = _bounded(filters).filter(within or Q()).values_list(*columns), _keys(by, oldest=oldest)
    each = [rows.filter(state=state) for state in _states(filters)]
    if len(each) == 1:
        return each[0].order_by(*keys)[:most]
    if connection.features.supports_slicing_ordering_in_compound:
        # PostgreSQL merges what each part says it has in order; SQLite sees by itself that it can.
        each = [part.order_by(*keys)[:most] for part in each]
    return each[0].union(*each[1:], all=True).order_by(*keys)[:most]


def _states(filters: Filters) -> tuple[State, ...]:
    return _SHOWN.get(filters.state, tuple(sorted(IN_PUBLIC)))


def _keys(by: str, *, oldest: bool) -> tuple[str, str]:
    return (by, "id") if oldest else (f"-{by}", "-id")


def _bounded(filters: Filters) -> QuerySet[Publication]:
    rows = Publication.objects.filter(released_at__isnull=False)
    rows = rows.filter(organ_code=filters.organ_code) if filters.organ_code else rows
    rows = rows.filter(category=filters.category) if filters.category else rows
    rows = rows.filter(party_uscc=filters.uscc) if filters.uscc else rows
    rows = rows.filter(check_kind=filters.check) if filters.check else rows
    rows = rows.filter(public_outcome__contains=filters.outcome) if filters.outcome else rows
    rows = rows.filter(**of_month(filters.month)) if filters.month else rows
    rows = rows.filter(public_cause__contains=filters.cause) if filters.cause else rows
    rows = rows.filter(decided_on__gte=filters.since) if filters.since else rows
    return rows.filter(decided_on__lte=filters.until) if filters.until else rows


def of_month(on: date) -> dict[str, datetime]:
    """The bounds of a month as a filter of the moment of publication."""
    start = datetime.combine(on.replace(day=1), time.min, CHINA)
    return {"released_at__gte": start, "released_at__lt": (start + timedelta(days=32)).replace(day=1)}


def page(filters: Filters, *, after: str = "", before: str = "", limit: int = 20, by_day: bool = False) -> Page:
    """One page of the list, newest publication first. A spoilt token starts anew.

    `by_day`: where days of decision are asked for, the newest decision comes first instead.
    """
    by = DECIDED if by_day and _of_days(filters) else RELEASED
    ahead, back = _place(after, by), _place(before, by)
    lines, hits = _found(filters, by, ahead, back, limit + 1)
    found = [as_line(values) for values in lines]
    more, found = len(found) > limit, found[:limit]
    if back is not None:
        found.reverse()
        first, last = (_token(found[0], by) if more else ""), (_token(found[-1], by) if found else "")
    else:
        first = _token(found[0], by) if ahead is not None and found else ""
        last = _token(found[-1], by) if more else ""
    texts = search.bodies(SEARCH_KIND, [row.id for row in found]) if hits else {}
    return Page(
        rows=tuple(found),
        next=last,
        previous=first,
        capped=hits == HIT_LIMIT,
        snippets={key: search.snippet(text, filters.q) for key, text in texts.items()},
        by_day=by == DECIDED,
    )


def _of_days(filters: Filters) -> bool:
    """Whether the day of decision is what narrows most: few rows answer words, a credit code or a month."""
    return bool(filters.since or filters.until) and not (
        filters.q.strip() or filters.uscc or filters.month or filters.check
    )


def _found(filters: Filters, by: str, ahead: Any, back: Any, most: int) -> tuple[Any, int]:
    """The lines that answer from a place on, and how many texts do; of more than the limit the newest."""
    within = _beyond(by, back, "gt") if back is not None else _beyond(by, ahead, "lt") if ahead is not None else Q()
    words, oldest = filters.q.strip(), back is not None
    few = None if words else _of_cause(filters)
    if not words and not filters.uscc and not filters.check and few is None:
        return ordered(filters, by, within, most=most, oldest=oldest), 0
    rows, hits = narrowed(filters).filter(within), _hits(filters, filters.q, HIT_LIMIT) if words else ()
    rows = rows if few is None else rows.filter(pk__in=few)
    # A withdrawn decision is in no index and is still found by its number.
    rows = rows.filter(Q(pk__in=hits) | Q(number=words)) if words else rows
    return rows.order_by(*_keys(by, oldest=oldest)).values_list(*LINE)[:most], len(hits)


def _beyond(by: str, place: tuple[Any, UUID], side: str) -> Q:
    """What comes after a place. The bound alone lets the index begin there; the rest decides between equal days."""
    value, pk = place
    return Q(**{f"{by}__{side}e": value}) & (Q(**{f"{by}__{side}": value}) | Q(**{by: value, f"id__{side}": pk}))


def _of_cause(filters: Filters) -> tuple[UUID, ...] | None:
    """Where few public texts hold the words of a cause, those: nothing has to be walked for a rare one.

    None where they are many, where a part of a word may be meant, and for what ended and is in no index.
    """
    if not _CHINESE.fullmatch(filters.cause) or filters.state not in ("", "corrected"):
        return None
    hits = _hits(filters, filters.cause, HIT_LIMIT)
    return hits if len(hits) < HIT_LIMIT else None


def _hits(filters: Filters, words: str, limit: int) -> tuple[UUID, ...]:
    organ_id = _organ_id(filters.organ_code)
    return search.newest(SEARCH_KIND, words, limit, organ_id=organ_id, since=filters.since, until=filters.until)


def _organ_id(code: str) -> UUID | None:
    """The organ behind a code, so that the search is narrowed before the newest hits are taken."""
    rows = Publication.objects.filter(organ_code=code) if code else Publication.objects.none()
    return rows.values_list("organ_id", flat=True).first()


def rows(filters: Filters) -> Iterator[DecisionRow]:
    """Every line that the filters leave, newest first, for exports and feeds.

    Asked for piece by piece, so that a long download holds neither the rows nor the database, and what is withdrawn
    while it runs does not come any more.
    """
    if filters.q.strip():
        yield from _searched(filters)
        return
    piece = list(ordered(filters, most=PIECE))
    while piece:
        for line in piece:
            yield as_line(line)
        if len(piece) < PIECE:
            return
        pk, moment = piece[-1][0], piece[-1][6]
        piece = list(ordered(filters, within=_beyond(RELEASED, (moment, pk), "lt"), most=PIECE))


def _searched(filters: Filters) -> Iterator[DecisionRow]:
    """What is searched for, at most 200,000 lines; a withdrawn decision is in no index and is found by its number."""
    lines = narrowed(filters).order_by("-released_at", "-pk").values_list(*LINE)
    hits = _hits(filters, filters.q, EXPORT_LIMIT)
    yield from map(as_line, lines.filter(number=filters.q.strip()).exclude(pk__in=hits[:HIT_LIMIT]))
    for start in range(0, len(hits), PIECE):
        yield from map(as_line, lines.filter(pk__in=hits[start : start + PIECE]))


def as_line(values: tuple[Any, ...]) -> DecisionRow:
    """A line from the columns of `LINE`, without the costly rest of the row."""
    return DecisionRow(*(*values[:12], address_of(values[2], values[1]), *values[12:]))


def _token(row: DecisionRow, by: str) -> str:
    value = row.released_at if by == RELEASED else row.decided_on
    return base64.urlsafe_b64encode(f"{value.isoformat()}|{row.id.hex}".encode()).decode().rstrip("=")


def _place(token: str, by: str) -> tuple[date, UUID] | None:
    """The place that a token of this order names; None for any other."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        value, _, pk = text.partition("|")
        if by == DECIDED:
            return date.fromisoformat(value), UUID(pk)
        at = datetime.fromisoformat(value)
        # A moment that no database keeps is no token of ours.
        return (at.astimezone(UTC), UUID(pk)) if at.tzinfo else None
    except (ValueError, OverflowError, binascii.Error):
        return None
