"""What the public may know. Only redacted columns and current versions are read; the originals are never joined."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.foundation import search
from mingjing.kernel.days import CHINA, local_day, plain
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import ExportFile
from mingjing.publicity.models import Publication, Step, Version
from mingjing.publicity.rules.wording import file_name
from mingjing.publicity.terms import (
    GONE,
    IN_PUBLIC,
    SEARCH_KIND,
    DecisionRow,
    Filters,
    Move,
    Page,
    PublicDecision,
    State,
    StepFacts,
    VersionFacts,
    address_of,
)

HIT_LIMIT, EXPORT_LIMIT, PIECE = 1000, 200_000, 2000
# The columns of a DecisionRow in its order, but for the address.
_LINE = (
    "id", "number", "organ_code", "organ_name", "category", "decided_on", "released_at", "state", "public_party",
    "public_cause", "public_outcome", "public_result", "withdrawn_reason", "check_kind",
)  # fmt: skip
_PUBLIC_MOVES = (Move.RELEASE, Move.CORRECT, Move.WITHDRAW, Move.EXPIRE, Move.REPAIR, Move.REPUBLISH)
_ENDS = (Move.WITHDRAW, Move.EXPIRE, Move.REPAIR)

_SHOWN = {
    "corrected": (State.CORRECTED,),
    "withdrawn": (State.WITHDRAWN,),
    "ended": (State.EXPIRED, State.REPAIRED),
}


def decision(organ_code: str, number: str) -> PublicDecision | None:
    """Everything the public page shows; for a withdrawn decision the tombstone; None where nothing was ever public.

    Two queries; a third for earlier versions or a successor, where there are any.
    """
    row = _addressed(organ_code, number)
    if row is None:
        return None
    corrected = row.state not in GONE and row.current is not None and row.current.seq > 1
    older = row.versions.defer("text") if corrected else ()
    return _shown(row, row.steps.filter(move__in=_PUBLIC_MOVES), older)


def _shown(row: Publication, steps: Iterable[Step], versions: Iterable[Version]) -> PublicDecision:
    """What the page of a row shows, of its public steps and its versions."""
    gone = row.state in GONE
    return PublicDecision(
        row=row.row(),
        updated_at=row.updated_at,
        version=None if gone or row.current is None else row.current.facts(),
        history=_history(row, steps),
        older=() if gone else tuple(one.facts() for one in versions if one.pk != row.current_id),
        withdrawn_at=row.withdrawn_at,
        withdrawn_trigger=row.call_trigger if row.state == State.WITHDRAWN else "",
        withdrawn_index=row.withdrawn_index,
        replaced_by=_replacement(row) if gone else "",
        decision_index=row.decision_index,
        uscc="" if gone else row.party_uscc,
        term=f"{plain(row.term_until)}，{row.term_why}" if row.term_until and not gone else "",
    )


def stamp(organ_code: str, number: str) -> str:
    """What changes whenever the public page of a decision does; empty where it must be asked for in full.

    One small query, so that a page drawn before need not be drawn again. Empty for a tombstone and for what is not
    public.
    """
    rows = Publication.objects.filter(organ_code=organ_code, number=number, state__in=IN_PUBLIC)
    found = rows.values_list("pk", "state", "current_id", "updated_at").first()
    return "|".join(map(str, found)).replace(" ", "T") if found else ""


def _addressed(organ_code: str, number: str) -> Publication | None:
    states = (*IN_PUBLIC, *GONE)
    rows = Publication.objects.select_related("current").defer("current__text", "due_steps", "call_note")
    return rows.filter(organ_code=organ_code, number=number, state__in=states).first()


def _history(row: Publication, told: Iterable[Step]) -> tuple[StepFacts, ...]:
    steps = tuple(step.facts() for step in told)
    if row.state not in GONE:
        return steps
    return tuple(
        StepFacts(one.at, one.move, one.state, "", one.note if one.move in _ENDS else "", one.ledger_index, one.code)
        for one in steps
    )


def _replacement(row: Publication) -> str:
    rows = Publication.objects.filter(organ_id=row.organ_id, replaces=row.number, state__in=IN_PUBLIC)
    successor = rows.first()
    return successor.address if successor else ""


def version(organ_code: str, number: str, seq: int) -> VersionFacts | None:
    """One old version of a decision that is public now; without its text where that may not be shown."""
    row = Version.objects.filter(
        publication__organ_code=organ_code,
        publication__number=number,
        publication__state__in=IN_PUBLIC,
        seq=seq,
    ).first()
    return row.facts() if row else None


def proof_file(organ_code: str, number: str, seq: int | None = None) -> tuple[str, bytes] | None:
    """File name and content of the proof of a public text (mingjing-decision@1); None for what is not public now.

    Brings the ledger's trees up to date, so it may write.
    """
    row = _addressed(organ_code, number)
    if row is None or row.state in GONE or row.current is None:
        return None
    chosen = row.versions.filter(seq=seq or row.current.seq, hidden=False).first()
    if chosen is None:
        return None
    document = ExportFile(
        file_name(row.number, chosen.seq), chosen.text.encode(), media_type="text/plain; charset=utf-8"
    )
    return f"{row.number}-公开文本-第{chosen.seq}版.mjproof.json", ledger.decision_file(document, chosen.ledger_index)


def _rows(filters: Filters) -> QuerySet[Publication]:
    shown = _SHOWN.get(filters.state, tuple(IN_PUBLIC))
    rows = Publication.objects.filter(state__in=shown, released_at__isnull=False)
    rows = rows.filter(organ_code=filters.organ_code) if filters.organ_code else rows
    rows = rows.filter(category=filters.category) if filters.category else rows
    rows = rows.filter(party_uscc=filters.uscc) if filters.uscc else rows
    rows = rows.filter(check_kind=filters.check) if filters.check else rows
    rows = rows.filter(public_outcome__contains=filters.outcome) if filters.outcome else rows
    rows = rows.filter(**of_month(filters.month)) if filters.month else rows
    rows = rows.filter(public_cause__contains=filters.cause) if filters.cause else rows
    rows = rows.filter(decided_on__gte=filters.since) if filters.since else rows
    return rows.filter(decided_on__lte=filters.until) if filters.until else rows


def _found(filters: Filters) -> tuple[QuerySet[Publication], int]:
    """The rows that answer, and how many texts do; of more than the limit the newest."""
    rows = _rows(filters)
    if not filters.q.strip():
        return rows, 0
    hits = _hits(filters, HIT_LIMIT)
    # A withdrawn decision is in no index and is still found by its number.
    return rows.filter(Q(pk__in=hits) | Q(number=filters.q.strip())), len(hits)


def _hits(filters: Filters, limit: int) -> tuple[UUID, ...]:
    organ_id = _organ_id(filters.organ_code)
    return search.newest(SEARCH_KIND, filters.q, limit, organ_id=organ_id, since=filters.since, until=filters.until)


def _organ_id(code: str) -> UUID | None:
    """The organ behind a code, so that the search is narrowed before the newest hits are taken."""
    rows = Publication.objects.filter(organ_code=code) if code else Publication.objects.none()
    return rows.values_list("organ_id", flat=True).first()


def page(filters: Filters, *, after: str = "", before: str = "", limit: int = 20) -> Page:
    """One page of the list, newest publication first. A spoilt token starts anew."""
    rows, hits = _found(filters)
    ahead, back = _place(after), _place(before)
    if back is not None:
        moment, pk = back
        # The bound alone lets the index begin at the place; the rest decides between equal moments.
        chosen = rows.filter(Q(released_at__gt=moment) | Q(released_at=moment, pk__gt=pk), released_at__gte=moment)
        found = list(chosen.order_by("released_at", "pk")[: limit + 1])
        more, found = len(found) > limit, found[:limit][::-1]
        first, last = (_token(found[0]) if more else ""), (_token(found[-1]) if found else "")
    else:
        if ahead is not None:
            moment, pk = ahead
            rows = rows.filter(Q(released_at__lt=moment) | Q(released_at=moment, pk__lt=pk), released_at__lte=moment)
        found = list(rows.order_by("-released_at", "-pk")[: limit + 1])
        more, found = len(found) > limit, found[:limit]
        first = _token(found[0]) if ahead is not None and found else ""
        last = _token(found[-1]) if more else ""
    texts = search.bodies(SEARCH_KIND, [row.pk for row in found]) if hits else {}
    return Page(
        rows=tuple(row.row() for row in found),
        next=last,
        previous=first,
        capped=hits == HIT_LIMIT,
        snippets={key: search.snippet(text, filters.q) for key, text in texts.items()},
    )


def rows(filters: Filters) -> Iterator[DecisionRow]:
    """Every line that the filters leave, newest first, for exports and feeds.

    Asked for piece by piece, so that a long download holds neither the rows nor the database, and what is withdrawn
    while it runs does not come any more.
    """
    if filters.q.strip():
        yield from _searched(filters)
        return
    lines = _rows(filters).order_by("-released_at", "-pk").values_list(*_LINE)
    piece = list(lines[:PIECE])
    while piece:
        for line in piece:
            yield _line(line)
        if len(piece) < PIECE:
            return
        pk, moment = piece[-1][0], piece[-1][6]
        rest = lines.filter(Q(released_at__lt=moment) | Q(released_at=moment, pk__lt=pk), released_at__lte=moment)
        piece = list(rest[:PIECE])


def _searched(filters: Filters) -> Iterator[DecisionRow]:
    """What is searched for, at most 200,000 lines; a withdrawn decision is in no index and is found by its number."""
    lines = _rows(filters).order_by("-released_at", "-pk").values_list(*_LINE)
    hits = _hits(filters, EXPORT_LIMIT)
    yield from map(_line, lines.filter(number=filters.q.strip()).exclude(pk__in=hits[:HIT_LIMIT]))
    for start in range(0, len(hits), PIECE):
        yield from map(_line, lines.filter(pk__in=hits[start : start + PIECE]))


def _line(values: tuple[Any, ...]) -> DecisionRow:
    """A line from the columns of `_LINE`, without the costly rest of the row."""
    return DecisionRow(*(*values[:12], address_of(values[2], values[1]), *values[12:]))


def latest(limit: int = 10, organ_code: str = "") -> tuple[DecisionRow, ...]:
    """The newest publications."""
    return page(Filters(organ_code=organ_code), limit=limit).rows


def month_count(on: date, organ_code: str = "") -> int:
    """How many decisions, public now, were made public in the month of that day."""
    return _rows(Filters(organ_code=organ_code, month=on)).count()


def count_of(filters: Filters) -> int:
    """How many lines the filters leave, words to search for aside. One query."""
    return _rows(filters).count()


def total() -> int:
    """How many decisions are public now."""
    return _rows(Filters()).count()


def of_month(on: date) -> dict[str, datetime]:
    """The bounds of a month as a filter of the moment of publication."""
    start = datetime.combine(on.replace(day=1), time.min, CHINA)
    return {"released_at__gte": start, "released_at__lt": (start + timedelta(days=32)).replace(day=1)}


def organs_in_public() -> tuple[tuple[str, str], ...]:
    """(code, name) of every organ that has something public, for the filter."""
    rows = Publication.objects.filter(state__in=IN_PUBLIC).order_by("organ_code", "organ_name")
    return tuple(rows.values_list("organ_code", "organ_name").distinct())


def addresses(limit: int = 50_000) -> Iterator[tuple[str, date]]:
    """(path, day of the last change) of every public page, for the site map."""
    rows = _rows(Filters()).only("organ_code", "number", "updated_at").order_by("-released_at", "-pk")[:limit]
    for row in rows.iterator(chunk_size=2000):
        yield row.address, local_day(row.updated_at)


def _token(row: Publication) -> str:
    moment = row.released_at.isoformat() if row.released_at else ""
    return base64.urlsafe_b64encode(f"{moment}|{row.pk.hex}".encode()).decode().rstrip("=")


def _place(token: str) -> tuple[datetime, UUID] | None:
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        moment, _, pk = text.partition("|")
        at = datetime.fromisoformat(moment)
        # A moment that no database keeps is no token of ours.
        return (at.astimezone(UTC), UUID(pk)) if token and at.tzinfo else None
    except (ValueError, OverflowError, binascii.Error):
        return None
