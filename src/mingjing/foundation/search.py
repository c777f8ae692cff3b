"""One search for every store: character uni- and bigrams of `kernel.tokens` in SQLite FTS5 or a PostgreSQL tsvector.

All words of a query must occur (in title or body); hits are ranked, titles weigh more. Nothing a person types can
raise: what is no word is left out, and a query without a word finds nothing. Index and object change in the same
transaction. Who may see a hit is the caller's question: narrow with `organ_id` or `ids`, never after the fact.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from mingjing.foundation.models import SearchEntry
from mingjing.foundation.search_stores import Query, store
from mingjing.kernel import pinyin
from mingjing.kernel.tokens import query_tokens

QUERY_LIMIT = 200
"""Characters of a query that count; the rest is left out."""
WORD_LIMIT = 60
BODY_LIMIT = 40_000
"""Characters of a body that are indexed; the rest is kept for reading only."""
BATCH = 2000
HEARD = 60
"""How many of the newest candidates are looked at for each way to read letters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text to be found. `day`: the date it is filed under; `organ_id`: whose it is."""

    object_id: UUID
    title: str
    body: str
    day: date | None = None
    organ_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An object that answers a query. `body` and `query` are there to cut the snippet out of, when it is shown."""

    object_id: UUID
    score: float
    title: str
    day: date | None
    body: str
    query: str
    cursor: str

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The snippet in pieces, each with whether it was searched for."""
        return snippet(self.body, self.query)

    @property
    def snippet(self) -> str:
        """The snippet as plain text."""
        return "".join(text for text, _ in self.parts)


def index(
    kind: str, object_id: UUID, title: str, body: str, day: date | None = None, *, organ_id: UUID | None = None
) -> None:
    """Make a text searchable, in place of what was indexed for this object before."""
    entry = Entry(object_id, title, body, day, organ_id)
    held = SearchEntry.objects.filter(kind=kind, object_id=object_id).first()
    if held is None:
        index_many(kind, [entry])
        return
    store(connection.vendor).drop([held])
    row = _row(kind, entry)
    row.pk = held.pk
    row.save(force_update=True)
    store(connection.vendor).add([row])


def index_many(kind: str, entries: Iterable[Entry]) -> int:
    """Index many texts that are not indexed yet, and give back how many. `kind` is letters and digits, at most 20."""
    if not re.fullmatch(r"[a-z0-9]{1,20}", kind):
        raise ValueError(f"not a kind: {kind!r}")
    rows = [_row(kind, entry) for entry in entries]
    full_text = store(connection.vendor)
    for start in range(0, len(rows), BATCH):
        full_text.add(SearchEntry.objects.bulk_create(rows[start : start + BATCH]))
    return len(rows)


def _row(kind: str, entry: Entry) -> SearchEntry:
    title, body = _clean(entry.title), _clean(entry.body[:BODY_LIMIT])
    return SearchEntry(
        kind=kind, object_id=entry.object_id, organ_id=entry.organ_id, title=title, body=body, day=entry.day
    )


def remove(kind: str, object_id: UUID) -> None:
    """Make an object unfindable; does nothing where it was not indexed."""
    remove_many(kind, [object_id])


def remove_many(kind: str, object_ids: Sequence[UUID]) -> None:
    """Make many objects unfindable."""
    for start in range(0, len(object_ids), BATCH // 4):
        chosen = SearchEntry.objects.filter(kind=kind, object_id__in=object_ids[start : start + BATCH // 4])
        store(connection.vendor).drop(list(chosen))
        chosen.delete()


def rebuild() -> int:
    """Make the full-text index anew from what is kept; needed after a change of the tokenizer."""
    full_text = store(connection.vendor)
    full_text.clear()
    last, total = 0, 0
    while rows := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        full_text.add(rows)
        last, total = rows[-1].pk, total + len(rows)
    return total


def search(
    kind: str,
    query: str,
    limit: int = 20,
    before: str | None = None,
    *,
    ids: Collection[UUID] | None = None,
    organ_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Hit, ...]:
    """The best hits in one query. `before`: the cursor of the last hit already shown; a spoilt one starts anew.

    `since`, `until` bound the day, ends included. `ids`: only these objects (at most some thousands).
    """
    words = _words(query)
    if not words or limit < 1 or (ids is not None and not ids):
        return ()
    asked = Query(kind, words, limit, _cursor(before), ids, organ_id, since, until)
    return tuple(
        Hit(UUID(str(object_id)), score, title, _day(day), body, query, f"{score!r}:{pk}")
        for pk, object_id, title, body, day, score in store(connection.vendor).find(asked)
    )


def newest(
    kind: str,
    query: str,
    limit: int,
    *,
    organ_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[UUID, ...]:
    """The objects that answer a query, last indexed first and not ranked: to narrow a list that has its own order.

    Nothing is ranked, so a word that stands in a million texts costs no more than one that stands in a thousand.
    """
    words = _words(query)
    if not words or limit < 1:
        return ()
    asked = Query(kind, words, limit, None, None, organ_id, since, until)
    return tuple(UUID(str(key)) for key in store(connection.vendor).newest(asked))


def index_sound(kind: str, object_id: UUID, name: str, *, organ_id: UUID | None = None) -> None:
    """Make a name findable by its sound, in place of what was heard before; one without Chinese is forgotten."""
    if words := pinyin.words(name):
        index(kind, object_id, " ".join(words), "", organ_id=organ_id)
    else:
        remove(kind, object_id)


def sounding(kind: str, letters: str) -> tuple[UUID, ...]:
    """Candidates for letters of pinyin, newest first; whether one really sounds so, `pinyin.sounds_like` says. Four queries at most."""
    found: dict[UUID, None] = {}
    for words in pinyin.asked(letters):
        found |= dict.fromkeys(newest(kind, " ".join(words), HEARD))
    return tuple(found)


def bodies(kind: str, object_ids: Collection[UUID]) -> dict[UUID, str]:
    """The indexed body of each of a page of objects, to cut snippets out of."""
    rows = SearchEntry.objects.filter(kind=kind, object_id__in=object_ids)
    return dict(rows.values_list("object_id", "body"))


def _words(query: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(query_tokens(_clean(query[:QUERY_LIMIT]))))[:WORD_LIMIT]


def _day(stored: date | str | None) -> date | None:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _cursor(text: str | None) -> tuple[float, int] | None:
    found = re.fullmatch(r"(-?\d{1,6}(?:\.\d{1,20})?(?:e-?\d{1,3})?):(\d{1,15})", text or "")
    return (float(found[1]), int(found[2])) if found else None


def snippet(body: str, query: str, width: int = 90) -> tuple[tuple[str, bool], ...]:
    """A piece of the body around the first words found, cut into (text, searched for) pieces."""
    words = [re.escape(word) for word in re.findall(r"\w+", query[:QUERY_LIMIT])]
    pairs = [
        re.escape(word[i : i + 2]) for word in re.findall(r"\w{3,}", query[:QUERY_LIMIT]) for i in range(len(word) - 1)
    ]
    text = " ".join(body.split())
    pattern = next((made for group in (words, pairs) if (made := _pattern(group)) and made.search(text)), None)
    found = pattern.search(text) if pattern else None
    start = max(0, found.start() - width // 3) if found else 0
    shown = text[start : start + width]
    pieces = pattern.split(shown) if pattern else [shown]
    parts = [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]
    head, tail = [("…", False)] * (start > 0), [("…", False)] * (start + width < len(text))
    return (*head, *parts, *tail)


def _pattern(words: list[str]) -> re.Pattern[str] | None:
    ordered = sorted(set(words), key=len, reverse=True)
    return re.compile(f"((?:{'|'.join(ordered)})+)", re.IGNORECASE) if ordered else None
