"""The two full-text stores behind `search.py`: SQLite FTS5 and a PostgreSQL tsvector. They agree on what is found.

Both take words as `kernel.tokens` gives them: letters, digits and ideographs only, so that a quoted word can neither be
an operator nor break out of its quotes, and one word is one word to either store.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from mingjing.foundation.models import SearchEntry
from mingjing.kernel.tokens import tokens

FIRST_YEAR, YEARS, MOST_MONTHS = 1980, 80, 24
"""Without a beginning the days count from this year; without an end over so many years; months are named up to two years."""
BLOCK, STEPS, RARE = 8192, (4, 12, 48), 5000
"""PostgreSQL: how many rows make a block, how many blocks are asked together before all the older ones are, and how many
hits altogether are so few that they are rather read at once."""
Row = tuple[int, Any, str, str, Any, float]


@dataclass(frozen=True, slots=True)
class Query:
    """A question to a store: every word must occur. `after`: (score, row) of the last hit already shown."""

    kind: str
    words: tuple[str, ...]
    limit: int
    after: tuple[float, int] | None
    ids: Collection[UUID] | None
    organ_id: UUID | None
    since: date | None
    until: date | None


class Store(Protocol):
    """What a database's full-text index must do."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """Index stored entries."""

    def drop(self, entries: Sequence[SearchEntry]) -> None:
        """Forget entries that are about to be deleted."""

    def clear(self) -> None:
        """Forget everything."""

    def find(self, query: Query) -> list[Row]:
        """Rows (pk, object id, title, body, day, score), best first."""

    def newest(self, query: Query) -> list[Any]:
        """Object ids, last indexed first, not ranked; kind, words, organ, days and limit of the query count."""


def _filters(query: Query) -> tuple[list[str], list[Any]]:
    """Conditions on the entry's own columns, and their values."""
    plain: list[tuple[str, Any]] = [("e.day >= %s", query.since), ("e.day <= %s", query.until)]
    where = [clause for clause, value in plain if value is not None]
    values = [value for _, value in plain if value is not None]
    if query.ids is not None:
        where.append(f"e.object_id IN ({', '.join(['%s'] * len(query.ids))})")
        values += [_id(one) for one in query.ids]
    return where, values


def _id(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def _run(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


class Sqlite:
    """FTS5 without content: the words are made again from the entry when it is dropped."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """See Store."""
        self._each("INSERT INTO mj_search_fts(rowid, facet, title, body) VALUES (%s, %s, %s, %s)", entries)

    def drop(self, entries: Sequence[SearchEntry]) -> None:
        """See Store."""
        self._each(
            "INSERT INTO mj_search_fts(mj_search_fts, rowid, facet, title, body) VALUES ('delete', %s, %s, %s, %s)",
            entries,
        )

    def _each(self, sql: str, entries: Sequence[SearchEntry]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(sql, [self._row(entry) for entry in entries])

    def _row(self, entry: SearchEntry) -> tuple[int, str, str, str]:
        return entry.pk, " ".join(_facets(entry)), " ".join(tokens(entry.title)), " ".join(tokens(entry.body))

    def clear(self) -> None:
        """See Store."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO mj_search_fts(mj_search_fts) VALUES ('delete-all')")

    def find(self, query: Query) -> list[Row]:
        """See Store. Kind and organ are words of their own column, so they narrow before anything is ranked."""
        match = self._match(query)
        where, values = _filters(query)
        inner = (
            "SELECT e.id, e.object_id, e.title, e.body, e.day, -bm25(mj_search_fts, 0.0, 4.0, 1.0) AS score"
            " FROM mj_search_fts JOIN mj_search e ON e.id = mj_search_fts.rowid WHERE mj_search_fts MATCH %s"
        )
        inner = " AND ".join((inner, *where))
        return _run(*_page(inner, [match, *values], query))

    def newest(self, query: Query) -> list[Any]:
        """See Store. Without a rank FTS5 walks the rows backwards and stops at the limit."""
        days, values = _filters(query)
        where = " AND ".join(("mj_search_fts MATCH %s", *days))
        sql = (
            "SELECT e.object_id FROM mj_search_fts JOIN mj_search e ON e.id = mj_search_fts.rowid"  # noqa: S608
            f" WHERE {where} ORDER BY mj_search_fts.rowid DESC LIMIT %s"
        )
        return [row[0] for row in _run(sql, [self._match(query), *values, query.limit])]

    def _match(self, query: Query) -> str:
        facets = [f'facet : "k{query.kind}"']
        if query.organ_id is not None:
            facets.append(f'facet : "o{query.organ_id.hex}"')
        if months := _months(query.since, query.until):
            facets.append(f"facet : ({' OR '.join(months)})")
        return " AND ".join((*facets, *(f'{{title body}} : "{word}"' for word in query.words)))


def _facets(entry: SearchEntry) -> list[str]:
    """Kind, organ, year and month of an entry as words."""
    found = [f"k{entry.kind}", f"o{entry.organ_id.hex if entry.organ_id else ''}"]
    return found if entry.day is None else [*found, f"y{entry.day:%Y}", f"m{entry.day:%Y%m}"]


def _months(since: date | None, until: date | None) -> list[str]:
    """The months, or over a longer time the years, in which a day may lie: they narrow before any row is read."""
    if since is None and until is None:
        return []
    first = since.year * 12 + since.month - 1 if since else FIRST_YEAR * 12
    last = until.year * 12 + until.month - 1 if until else first + YEARS * 12
    if last - first < MOST_MONTHS:
        return [f"m{month // 12:04}{month % 12 + 1:02}" for month in range(first, last + 1)] or ["m0"]
    return [f"y{year:04}" for year in range(max(first // 12, last // 12 - YEARS), last // 12 + 1)]


def _page(inner: str, values: list[Any], query: Query) -> tuple[str, list[Any]]:
    after = ""
    if query.after is not None:
        after = "WHERE found.score < %s OR (found.score = %s AND found.id > %s)"
        values = [*values, query.after[0], *query.after]
    sql = f"SELECT * FROM ({inner}) AS found {after} ORDER BY found.score DESC, found.id LIMIT %s"  # noqa: S608
    return sql, [*values, query.limit]


class Postgres:
    """A tsvector written word by word, so that no parser or dictionary of the server has a say."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """See Store."""
        rows = [(_vector(entry), entry.pk) for entry in entries]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE mj_search SET vector = %s::tsvector WHERE id = %s", rows)

    def drop(self, entries: Sequence[SearchEntry]) -> None:
        """The vector goes with its row."""

    def clear(self) -> None:
        """See Store."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE mj_search SET vector = NULL")

    def find(self, query: Query) -> list[Row]:
        """See Store."""
        asked = _asked(query)
        where, values = _filters(query)
        if query.organ_id is not None:
            where.append("e.organ_id = %s")
            values.append(query.organ_id)
        inner = (
            "SELECT e.id, e.object_id, e.title, e.body, e.day,"
            " ts_rank(e.vector, %s::tsquery, 1)::float8 AS score"
            " FROM mj_search e WHERE e.vector @@ %s::tsquery AND e.kind = %s"
        )
        inner = " AND ".join((inner, *where))
        return _run(*_page(inner, [asked, asked, query.kind, *values], query))

    def newest(self, query: Query) -> list[Any]:
        """See Store. Block after block from the newest (`mj_search_newest`): a word that stands everywhere is settled by a
        few thousand rows, where the whole list of its places would have to be read and sorted otherwise.
        """
        sought = " & ".join((*_narrowing(query), _asked(query)))
        values = [sought, query.kind, query.since, query.until, query.limit, BLOCK, list(STEPS), RARE]
        return [row[0] for row in _run("SELECT mj_search_newest(%s, %s, %s::date, %s::date, %s, %s, %s, %s)", values)]


def _narrowing(query: Query) -> list[str]:
    """The words that every entry has besides its text: its organ, its month; `mj_search_newest` adds the kind. No text holds a =."""
    found = list[str]()
    if query.organ_id is not None:
        found.append(f"'=o{query.organ_id.hex}'")
    if months := _months(query.since, query.until):
        found.append(f"({' | '.join(repr('=' + month) for month in months)})")
    return found


def _asked(query: Query) -> str:
    return " & ".join(f"'{word}'" for word in query.words)


def _vector(entry: SearchEntry) -> str:
    """A tsvector literal: words of the title weigh A, of the body D; at most eight places a word are kept; then what
    narrows a search (`_facets`) and the block of the row.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for weight, text in (("A", entry.title), ("", entry.body)):
        for place, word in enumerate(tokens(text), start=1):
            if len(kept := places[word]) < 8:
                kept.append(f"{min(place, 16383)}{weight}")
    texts = [f"'{word}':{','.join(found)}" for word, found in places.items() if len(word) <= 100]
    return " ".join((*texts, *(f"'={facet}'" for facet in (*_facets(entry), f"b{entry.pk // BLOCK}"))))


_STORES: dict[str, Store] = {"sqlite": Sqlite(), "postgresql": Postgres()}


def store(vendor: str) -> Store:
    """The store of a database. Raises KeyError for one that is not supported."""
    return _STORES[vendor]
